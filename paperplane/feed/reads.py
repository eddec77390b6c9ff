"""Feeds, as one viewer may see them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from msgspec.structs import asdict

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.feed import queries
from paperplane.feed.types import Feed, FeedPost, Why
from paperplane.posts import reads as posts
from paperplane.posts.types import PostPlace, PostRow
from paperplane.profiles import queries as profiles
from paperplane.profiles.types import Person
from paperplane.relations import reads as relations

Source = Callable[[Tx, UUID, PostPlace | None, int], Awaitable[list[PostRow]]]


async def following(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Feed:
    """What those whom the viewer follows show, and show again."""
    return await _feed(tx, keys, sizes, viewer, queries.following, cursor)


async def latest(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Feed:
    """Whatever the viewer may see."""
    return await _feed(tx, keys, sizes, viewer, queries.latest, cursor)


async def _feed(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, source: Source, cursor: str | None) -> Feed:
    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await source(tx, viewer.account_id, after, limit)
    rows, further = await posts.page(tx, keys, sizes, viewer, lister, cursor)
    by = list({row.by_id for row in rows if row.by_id is not None})
    # One may follow a minor of whom one may know no more: what they repost would tell of them.
    seen = await relations.seen_of(tx, keys, viewer, by) if by else set()
    people = await profiles.people(tx, list(seen)) if seen else {}
    rows = [row for row in rows if row.by_id is None or row.by_id in people]
    why = {row.post_id: _why(row, people, viewer) for row in rows}
    shown = await posts.shown(tx, keys, viewer, rows)
    return Feed([FeedPost(**asdict(one), why=why[one.id]) for one in shown], further)


def _why(row: PostRow, people: dict[UUID, Person], viewer: Viewer) -> Why:
    if row.by_id is not None:
        return Why("reposted", people[row.by_id])
    if row.id == viewer.account_id:
        return Why("yours", None)
    return Why("following" if row.i_follow else "new", None)
