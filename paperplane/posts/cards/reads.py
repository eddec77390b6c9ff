"""Posts of cards, each with the rights of who looks at it, at the moment they look."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.posts import queries, reads, rules
from paperplane.posts.cards import queries as cards
from paperplane.posts.cards.types import Card, Cards, SeenRow
from paperplane.posts.types import Seen
from paperplane.relations import reads as relations


async def resolved(tx: Tx, keys: Keys, viewer: Viewer, posts: list[UUID]) -> Cards:
    """As many statements for fifty as for one."""
    rows = await queries.posts(tx, viewer.account_id, posts)
    there = {one.id: one for one in await reads.shown(tx, keys, viewer, rows)}
    return Cards([Card(post, there.get(post)) for post in dict.fromkeys(posts)])


async def authors(tx: Tx, keys: Keys, viewer: Viewer, posts: list[UUID]) -> dict[UUID, UUID]:
    """Of these, the published ones that the viewer sees, and whose they are."""
    rows = await cards.seen(tx, [viewer.account_id] * len(posts), posts)
    return {row.post_id: row.id for row in rows if _sees(row, keys, viewer)}


async def seen(keys: Keys, tx: Tx, asked: list[tuple[Viewer, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of these people and posts, who sees which: what is published, and not one's own drafts, which nobody else would see."""
    viewers = {viewer.account_id: viewer for viewer, _ in asked}
    pairs = list({(viewer.account_id, post) for viewer, post in asked})
    rows = await cards.seen(tx, [viewer for viewer, _ in pairs], [post for _, post in pairs])
    return {(row.viewer_id, row.post_id) for row in rows if _sees(row, keys, viewers[row.viewer_id])}


async def heeded(tx: Tx, keys: Keys, viewer: Viewer, posts: list[UUID]) -> set[UUID]:
    """Of these, those that the viewer sees, and may be told of what is said to them: also one's own that is published later."""
    rows = await cards.seen(tx, [viewer.account_id] * len(posts), posts)
    return {row.post_id for row in rows if _sees(row, keys, viewer) or (row.id == viewer.account_id and not row.deleted)}


def _sees(row: SeenRow, keys: Keys, viewer: Viewer) -> bool:
    return row.state == "published" and rules.sees(Seen(
        relations.facts_of(row, keys, viewer), row.close_to_them, row.audience, row.state, row.deleted))
