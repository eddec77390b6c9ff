"""What changes comments: by who writes them, and by whose post it is."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.messages.bodies.types import Mention
from paperplane.messages.queries import lock_account
from paperplane.posts import reads as posts
from paperplane.posts import rules as post_rules
from paperplane.posts.actions import mentions
from paperplane.posts.comments import queries, reads, rules
from paperplane.posts.comments.types import (
    Commented,
    CommentHint,
    CommentRequest,
    CommentRow,
    CommentSettings,
    CommentSettingsChange,
    CommentSettingsFrame,
    CommentState,
)
from paperplane.posts.likes import queries as likes
from paperplane.posts.likes.types import Liked
from paperplane.posts.types import PostFrame

BATCH = 100
EVERY_S = 10.0


async def say(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, asked: CommentRequest) -> tuple[UUID, bool]:
    """The comment, and whether it was there already. NotFound where the post, or what it answers, is not for the viewer."""
    await lock_account(tx, viewer.account_id)
    row, seen = await posts.found(tx, keys, viewer, post)
    before = await queries.by_client_id(tx, viewer.account_id, asked.client_id)
    if before is not None:
        return before, True
    if row.state != "published":
        raise Conflict("not_published", "This is not published yet.")
    if not post_rules.may_comment(seen.person, row.comments):
        raise Denied("comments_closed", "Not everybody can comment here.")
    said = rules.words(asked.text, sizes)
    parent = await _answered(tx, keys, viewer, post, asked.parent_id) if asked.parent_id else None
    answered = parent.id if parent else None
    made = new_id()
    state = rules.state_of(said, await queries.settings(tx, row.id), "shown", owns_post=seen.person.is_me)
    named = await mentions(tx, keys, sizes, viewer, said)
    await queries.insert(tx, made, post, asked.parent_id, viewer.account_id, asked.client_id, said, named, state)
    if state == "shown":
        _announce(tx, post, viewer.account_id, row.id, answered, named)
    tx.push(PostFrame(post, row.state), to={viewer.account_id, row.id})
    tx.push(CommentHint(post_id=post, owner_id=row.id, comment_id=made, author_id=viewer.account_id, state=state, parent_id=asked.parent_id,
                        parent_author_id=answered, parent_state=parent.state if parent else "shown"), to=[post])
    return made, False


async def change(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, comment: UUID, text: str) -> None:
    await queries.lock(tx, comment)
    row, facts = await reads.found(tx, keys, viewer, comment)
    rules.may_change(facts)
    said = rules.words(text, sizes)
    state = rules.state_of(said, await queries.settings(tx, row.owner_id), row.state, owns_post=row.owner_id == viewer.account_id)
    await queries.update(tx, comment, said, await mentions(tx, keys, sizes, viewer, said), state)
    _tell(tx, viewer, row)
    _hint(tx, row, rules.opener(row.state, state))


async def delete(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID) -> None:
    """Gone to everyone at once; for some seconds who deleted it may take it back. One's own, also where one sees the post no longer,
    or whose post it is has deleted it before."""
    await queries.lock(tx, comment)
    row = await queries.comment(tx, viewer.account_id, comment)
    if row is None and await queries.delete_too(tx, comment, viewer.account_id):
        return
    if row is None or row.id != viewer.account_id:
        row, facts = await reads.found(tx, keys, viewer, comment)
        rules.may_delete(facts, owns_post=row.owner_id == viewer.account_id)
    await queries.delete(tx, comment, viewer.account_id)
    await _gone(tx, row)
    _tell(tx, viewer, row)
    _hint(tx, row, row.state)


async def restore(tx: Tx, sizes: Sizes, viewer: Viewer, comment: UUID) -> None:
    """NotFound where it is too late, or it is not this viewer who deleted it."""
    await queries.hold_answered(tx, comment)
    if not await queries.restore(tx, comment, viewer.account_id, sizes.comment_restore_s):
        raise NotFound
    row = await queries.comment(tx, viewer.account_id, comment)
    assert row is not None
    await _gone(tx, row)
    _tell(tx, viewer, row)
    _hint(tx, row, row.state)


async def like(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID, on: bool) -> None:
    row, facts = await reads.found(tx, keys, viewer, comment)
    set_to = likes.like if on else likes.unlike
    if await set_to(tx, "comment", viewer.account_id, comment) and not facts.is_me:
        tx.announce(Liked(viewer.account_id, row.id, row.post_id))
    tx.push(PostFrame(row.post_id, "published"), to=[viewer.account_id])
    _hint(tx, row, row.state, by=viewer.account_id)


async def put(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID, state: CommentState) -> None:
    """Hidden from all but who wrote it, who is not told; or shown, which approves what waits; or it waits again."""
    await queries.lock(tx, comment)
    row, _ = await reads.found(tx, keys, viewer, comment)
    rules.may_keep_in_order(owns_post=row.owner_id == viewer.account_id)
    await queries.put(tx, comment, state)
    await _gone(tx, row)
    # To its writer what is hidden stands there as it did; only whether it waits is news.
    untold = "waiting" not in (row.state, state) and row.id != viewer.account_id
    tx.push(PostFrame(row.post_id, "published"), to=[viewer.account_id] if untold else {viewer.account_id, row.id})
    _hint(tx, row, rules.opener(row.state, state), but=row.id if untold else None)


async def pin(tx: Tx, keys: Keys, viewer: Viewer, comment: UUID, on: bool) -> None:
    """At most one to a post."""
    row, _ = await reads.found(tx, keys, viewer, comment)
    rules.may_keep_in_order(owns_post=row.owner_id == viewer.account_id)
    if on and (row.parent_id is not None or row.state != "shown"):
        raise Conflict("not_pinnable", "Only a comment that all see, and that answers no other, can be pinned.")
    if on or row.pinned_at is not None:
        await queries.pin(tx, row.post_id, comment if on else None)
        _tell(tx, viewer, row)
        _hint(tx, row, row.state)


async def arrange(tx: Tx, viewer: Viewer, wish: CommentSettingsChange) -> CommentSettings:
    """How what is said to my posts from now on is kept in order."""
    words = None if wish.filter_words is None else rules.filter_words(wish.filter_words)
    await queries.save_settings(tx, viewer.account_id, wish.approve_first, words)
    tx.push(CommentSettingsFrame(), to=[viewer.account_id])
    return await queries.settings(tx, viewer.account_id)


async def remove_on(db: Db, sizes: Sizes) -> None:
    """What nobody can take back any more, as long as the server runs."""
    async def step() -> bool:
        async with db.autocommit() as tx:
            return await queries.remove_deleted(tx, sizes.comment_restore_s, BATCH) == BATCH
    await repeat("deleted_comments", step, EVERY_S)


async def _answered(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, parent: UUID) -> CommentRow:
    await queries.hold(tx, parent)
    row, _ = await reads.found(tx, keys, viewer, parent)
    if row.post_id != post:
        raise NotFound
    if row.parent_id is not None:
        raise Invalid("parent_is_reply", "An answer is answered below what it answers.", field="parent_id")
    return row


async def _gone(tx: Tx, row: CommentRow) -> None:
    """Whom it was said to sees it no longer, or from now on."""
    _announce(tx, row.post_id, row.id, row.owner_id, row.parent_author_id, row.mentions)


def _announce(tx: Tx, post: UUID, author: UUID, owner: UUID, answered: UUID | None, named: list[Mention]) -> None:
    told = dict.fromkeys(one for one in (owner, answered, *(one.account_id for one in named)) if one is not None and one != author)
    if told:
        tx.announce(Commented(author, list(told), post))


def _tell(tx: Tx, viewer: Viewer, row: CommentRow) -> None:
    """Who did it, who wrote it and whose post it is see it anew on all their devices; others where they listen (_hint)."""
    tx.push(PostFrame(row.post_id, "published"), to={viewer.account_id, row.id, row.owner_id})


def _hint(tx: Tx, row: CommentRow, state: CommentState, *, by: UUID | None = None, but: UUID | None = None) -> None:
    tx.push(CommentHint(post_id=row.post_id, owner_id=row.owner_id, comment_id=row.comment_id, author_id=row.id, state=state,
                        parent_id=row.parent_id, parent_author_id=row.parent_author_id, parent_state=row.parent_state or "shown",
                        by=by, but=but), to=[row.post_id])
