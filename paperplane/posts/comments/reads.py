"""Comments as one viewer may see them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.posts import reads as posts
from paperplane.posts.comments import queries, rules
from paperplane.posts.comments.types import Comment, CommentRow, Comments
from paperplane.posts.types import PostPlace
from paperplane.relations import reads as relations
from paperplane.relations.types import Facts

Lister = Callable[[PostPlace | None, int], Awaitable[list[CommentRow]]]


async def found(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID) -> tuple[CommentRow, Facts]:
    """A comment that the viewer may see, to a post that they may see. Raises NotFound."""
    row = await queries.comment(tx, viewer.account_id, comment)
    if row is None:
        raise NotFound
    await posts.found(tx, keys, viewer, row.post_id)
    facts = relations.facts_of(row, keys, viewer)
    if not rules.sees(facts, row.state, owns_post=row.owner_id == viewer.account_id):
        raise NotFound
    if row.parent_id is not None:
        await found(tx, keys, viewer, row.parent_id)
    return row, facts


async def comment(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID) -> Comment:
    row, _ = await found(tx, keys, viewer, comment)
    return (await _shown(tx, keys, viewer, [row]))[0]


async def several(tx: Tx, keys: Keys, viewer: Viewer, posts: set[UUID], comments: list[UUID]) -> dict[UUID, Comment]:
    """Those that the viewer may see, to posts that they are known to see: a fixed number of statements."""
    rows = {row.comment_id: row for row in await queries.comments(tx, viewer.account_id, comments)} if comments else {}
    there = {one for one, row in rows.items() if row.post_id in posts and _seen(row, keys, viewer)}
    asked = [rows[one] for one in comments if one in there and (rows[one].parent_id is None or rows[one].parent_id in there)]
    return {one.id: one for one in await _shown(tx, keys, viewer, asked)}


async def to_post(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, cursor: str | None) -> Comments:
    """On the first page the pinned one first, then the newest."""
    await posts.found(tx, keys, viewer, post)

    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.to_post(tx, viewer.account_id, post, after, limit)
    first = await queries.pinned(tx, viewer.account_id, post) if cursor is None else []
    return await _page(tx, keys, sizes, viewer, lister, cursor, first)


async def replies(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, parent: UUID, cursor: str | None) -> Comments:
    await found(tx, keys, viewer, parent)

    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.replies(tx, viewer.account_id, parent, after, limit)
    return await _page(tx, keys, sizes, viewer, lister, cursor, [])


async def waiting(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Comments:
    """What was said to my posts and waits for me."""
    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.waiting(tx, viewer.account_id, after, limit)
    return await _page(tx, keys, sizes, viewer, lister, cursor, [])


async def _page(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, lister: Lister, cursor: str | None, first: list[CommentRow]) -> Comments:
    """As posts.reads.page."""
    most = sizes.comments_page
    rows = await lister(key_of(cursor, PostPlace) if cursor else None, 2 * most + 1)
    there = [row for row in rows if _seen(row, keys, viewer)]
    last = there[most - 1] if len(there) > most else rows[-1] if len(rows) > 2 * most else None
    shown = await _shown(tx, keys, viewer, [row for row in first if _seen(row, keys, viewer)] + there[:most])
    return Comments(shown, cursor_of(PostPlace(last.created_at, last.comment_id)) if last else None)


def _seen(row: CommentRow, keys: Keys, viewer: Viewer) -> bool:
    return rules.sees(relations.facts_of(row, keys, viewer), row.state, owns_post=row.owner_id == viewer.account_id)


async def _shown(tx: Tx, keys: Keys, viewer: Viewer, rows: list[CommentRow]) -> list[Comment]:
    if not rows:
        return []
    counts = {(row.comment_id, row.what): row.sure + sum(
        not birth.minor_now(keys, one, born) for one, born in zip(row.ids, row.births, strict=True))
        for row in await queries.counts(tx, viewer.account_id, viewer.minor, [row.comment_id for row in rows])}
    named = list({one.account_id for row in rows for one in row.mentions if one.account_id is not None})
    known = await relations.seen_of(tx, keys, viewer, named) if named else set()
    return [_comment(row, relations.facts_of(row, keys, viewer), viewer, known,
                     counts.get((row.comment_id, "like"), 0), counts.get((row.comment_id, "reply"), 0)) for row in rows]


def _comment(row: CommentRow, facts: Facts, viewer: Viewer, known: set[UUID], likes: int, replies: int) -> Comment:
    return Comment(
        id=row.comment_id, client_id=row.client_id, post_id=row.post_id, parent_id=row.parent_id, author=row.person(), text=row.text,
        mentions=[one for one in row.mentions if one.account_id in known], state=rules.state_for(facts, row.state), like_count=likes,
        reply_count=replies, liked=row.liked, author_liked=row.author_liked, pinned=row.pinned_at is not None,
        is_mine=facts.is_me, by_author=row.id == row.owner_id, can_moderate=row.owner_id == viewer.account_id,
        edited_at=row.edited_at, created_at=row.created_at)
