"""Comments as one viewer may see them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from msgspec.structs import replace

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.posts import reads as posts
from paperplane.posts.cards import reads as cards
from paperplane.posts.comments import queries, rules
from paperplane.posts.comments.types import (
    Comment,
    CommentHint,
    CommentRow,
    Comments,
    CommentsNow,
    MyComment,
    MyComments,
)
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
    row, _ = await posts.found(tx, keys, viewer, post)

    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.to_post(tx, viewer.account_id, post, after, limit)
    first = await queries.pinned(tx, viewer.account_id, post) if cursor is None else []
    page = await _page(tx, keys, sizes, viewer, lister, cursor, first)
    return replace(page, waiting=await _count_waiting(tx, keys, sizes, viewer, post)) if cursor is None and row.id == viewer.account_id else page


async def now(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, comments: list[UUID]) -> CommentsNow:
    """A fixed number of statements, however many are asked for."""
    row, _ = await posts.found(tx, keys, viewer, post)
    there = await several(tx, keys, viewer, {post}, list(dict.fromkeys(comments)))
    counts = await posts.counts(tx, keys, viewer, [post])
    waiting = await _count_waiting(tx, keys, sizes, viewer, post) if row.id == viewer.account_id else 0
    return CommentsNow(list(there.values()), counts.get((post, "comment"), 0), waiting)


async def mine(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> MyComments:
    """What the viewer wrote, also where they see the post no longer."""
    most = sizes.comments_page
    rows = await queries.mine(tx, viewer.account_id, key_of(cursor, PostPlace) if cursor else None, most + 1)
    there = await posts.rows(tx, viewer, list({row.post_id for row in rows[:most]})) if rows else []
    shown = {one.id: one for one in await posts.shown(tx, keys, viewer, there)}
    last = rows[most - 1] if len(rows) > most else None
    return MyComments([MyComment(
        id=row.id, text=row.text, answers=row.parent_id is not None, state="shown" if row.state == "hidden" else row.state,
        edited_at=row.edited_at, created_at=row.created_at, post=shown.get(row.post_id)) for row in rows[:most]],
        cursor_of(PostPlace(last.created_at, last.id)) if last else None)


async def hearers(tx: Tx, keys: Keys, viewers: list[Viewer], post: UUID, hints: list[CommentHint]) -> dict[UUID, list[UUID]]:
    """Of those who listen at a post, who sees it now, and which of the comments are to be looked at anew by whom. Two statements."""
    seeing = {viewer for viewer, _ in await cards.seen(keys, tx, [(viewer, post) for viewer in viewers])}
    by_id = {viewer.account_id: viewer for viewer in viewers if viewer.account_id in seeing}
    facts: dict[UUID, dict[UUID, Facts]] = {one: {} for one in by_id}
    concerned = list({one for hint in hints for one in hint.concerned()})
    for row in await queries.between(tx, list(by_id), concerned) if by_id and concerned else []:
        facts[row.viewer_id][row.id] = relations.facts_of(row, keys, by_id[row.viewer_id])
    return {one: list(dict.fromkeys(each for hint in hints if hint.concerned() <= facts[one].keys() and rules.hears(hint, one, facts[one])
                                    for each in (hint.comment_id, hint.parent_id) if each is not None)) for one in by_id}


async def replies(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, parent: UUID, cursor: str | None) -> Comments:
    await found(tx, keys, viewer, parent)

    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.replies(tx, viewer.account_id, parent, after, limit)
    return await _page(tx, keys, sizes, viewer, lister, cursor, [])


async def waiting(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Comments:
    """What was said to my posts and waits for me."""
    async def lister(after: PostPlace | None, limit: int) -> list[CommentRow]:
        return await queries.waiting(tx, viewer.account_id, None, after, limit)
    page = await _page(tx, keys, sizes, viewer, lister, cursor, [])
    return replace(page, waiting=await _count_waiting(tx, keys, sizes, viewer, None)) if cursor is None else page


async def _count_waiting(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID | None) -> int:
    """By rows, since it is said whom one may know of by more than SQL can tell."""
    rows = await queries.waiting(tx, viewer.account_id, post, None, sizes.comments_waiting)
    return sum(_seen(row, keys, viewer) for row in rows)


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
