"""A feed that is chosen, in four steps: candidates that the viewer may see (queries.candidates), hydrated with what is known of
them, ordered by rules (rules.placed), presented; and it is kept what was shown, so that it can be learned from and explained."""

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
from paperplane.feed.types import Feed, FeedPost, Impression, Placed, Why
from paperplane.feed.weights import WEIGHTS
from paperplane.posts import reads as posts
from paperplane.posts.types import Post

FORGET_EVERY_S = 3600.0
COUNT_EVERY_S = 60.0
MOST_POPULAR = 1_000
FORGOTTEN_AT_ONCE = 1_000


async def for_you(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None, random: Random) -> Feed:
    """A page; the cursor names the look at the feed that it goes on with, in which nothing stands twice."""
    session = key_of(cursor, tuple[UUID])[0] if cursor else new_id()
    candidates = await queries.candidates(tx, viewer.account_id, session)
    above, last = await queries.above(tx, viewer.account_id, session) if cursor else (0, None)
    chosen = rules.placed(candidates, sizes.posts_page, WEIGHTS, random, last)
    shown = await _hydrated(tx, keys, viewer, chosen, last)
    there = [one for one in chosen if one.row.post_id in shown]
    await queries.keep(tx, viewer.account_id, session, WEIGHTS.version, [_impression(one, above + n) for n, one in enumerate(there)])
    more = len(chosen) == sizes.posts_page and len(candidates) > len(chosen)
    return Feed([_presented(one, shown[one.row.post_id]) for one in there], cursor_of((session,)) if more else None)


async def _hydrated(tx: Tx, keys: Keys, viewer: Viewer, chosen: list[Placed], last: UUID | None) -> dict[UUID, Post]:
    """As they are shown. The rule of posts has the last word, and what it takes out leaves no two of one author together."""
    rows = {row.post_id: row for row in await posts.rows(tx, viewer, [one.row.post_id for one in chosen])} if chosen else {}
    shown = await posts.shown(tx, keys, viewer, [rows[one.row.post_id] for one in chosen if one.row.post_id in rows])
    stay = rules.apart([rows[one.id].id for one in shown], last)
    return {one.id: one for one, stays in zip(shown, stay, strict=True) if stays}


def _presented(one: Placed, post: Post) -> FeedPost:
    return FeedPost(**asdict(post), why=Why("explored" if one.propensity < 1 else "chosen", None, one.parts, one.score))


def _impression(one: Placed, place: int) -> Impression:
    return Impression(one.row.post_id, place, one.row.sources, one.parts, one.score, one.propensity)


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


async def count_on(db: Db) -> None:
    """What is popular is counted every minute, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            await queries.count_popular(tx, WEIGHTS.popular_h, WEIGHTS.comment, WEIGHTS.few, MOST_POPULAR)
        return False
    await repeat("popular", step, COUNT_EVERY_S)
