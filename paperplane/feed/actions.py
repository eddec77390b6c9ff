"""A feed that is chosen, in four steps: candidates, what is known of them, what may be shown, in which order; and it is kept
what was shown, so that it can be learned from and explained."""

from random import Random
from uuid import UUID

from msgspec.structs import asdict

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.core.paging import cursor_of, key_of
from paperplane.feed import queries, rules
from paperplane.feed.types import Candidate, CandidateRow, Feed, FeedPost, Impression, Placed, Why
from paperplane.feed.weights import WEIGHTS
from paperplane.posts import reads as posts
from paperplane.posts import rules as post_rules

FORGET_EVERY_S = 3600.0
FORGOTTEN_AT_ONCE = 1_000


async def for_you(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None, random: Random) -> Feed:
    """A page; the cursor names the look at the feed that it goes on with, in which nothing stands twice."""
    session = key_of(cursor, tuple[UUID])[0] if cursor else new_id()
    rows = await queries.candidates(tx, viewer.account_id, session)
    candidates = await _hydrated(tx, keys, viewer, rows)
    allowed = [one for one in candidates if rules.may_be_recommended(one)]
    chosen = rules.placed(allowed, sizes.posts_page, WEIGHTS, random)
    before = await queries.shown_before(tx, viewer.account_id, session) if cursor else 0
    await queries.keep(tx, viewer.account_id, session, WEIGHTS.version,
                       [_impression(one, before + number) for number, one in enumerate(chosen)])
    return Feed(await _presented(tx, keys, viewer, chosen), cursor_of((session,)) if len(allowed) > len(chosen) else None)


async def _hydrated(tx: Tx, keys: Keys, viewer: Viewer, rows: list[CandidateRow]) -> list[Candidate]:
    """Those that the viewer may see, with what they see counted: no score tells of whom they may not know."""
    seen = [row for row in rows if post_rules.sees(posts.seen(row, keys, viewer))]
    counts = await posts.counts(tx, keys, viewer, [row.post_id for row in seen]) if seen else {}
    return [Candidate(row, counts.get((row.post_id, "like"), 0), counts.get((row.post_id, "comment"), 0)) for row in seen]


async def _presented(tx: Tx, keys: Keys, viewer: Viewer, chosen: list[Placed]) -> list[FeedPost]:
    shown = await posts.shown(tx, keys, viewer, [one.candidate.row for one in chosen])
    why = {one.candidate.row.post_id: Why("explored" if one.propensity < 1 else "chosen", None, one.parts, one.score) for one in chosen}
    return [FeedPost(**asdict(one), why=why[one.id]) for one in shown]


def _impression(one: Placed, place: int) -> Impression:
    return Impression(one.candidate.row.post_id, place, one.candidate.row.sources, one.parts, one.score, one.propensity)


async def less(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, on: bool) -> None:
    """Not this one any more, and less of its author and its tags."""
    await posts.found(tx, keys, viewer, post)
    await (queries.less if on else queries.not_less)(tx, viewer.account_id, post)


async def forget_on(db: Db, sizes: Sizes) -> None:
    """What was shown to whom is kept for some time alone, as long as the server runs."""
    async def step() -> bool:
        async with db.autocommit() as tx:
            return await queries.forget(tx, sizes.impressions_days, FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE
    await repeat("impressions", step, FORGET_EVERY_S)
