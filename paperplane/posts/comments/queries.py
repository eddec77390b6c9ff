"""Statements on comments."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import Mention
from paperplane.posts.comments.types import (
    BetweenRow,
    CommentCountRow,
    CommentRow,
    CommentSettings,
    CommentState,
    MineRow,
)
from paperplane.posts.queries import counted
from paperplane.posts.types import PostPlace
from paperplane.relations.queries import FACTS

# Of a comment `c` by `a` to the post `p`, for the viewer $1.
SHOWN = f"""
a.handle, a.display_name, a.avatar_id, a.id, {FACTS},
c.id as comment_id, c.client_id, c.post_id, c.parent_id, u.author_id as parent_author_id, u.state as parent_state, p.author_id as owner_id, c.text, c.mentions, c.state, c.pinned_at, c.edited_at, c.created_at,
exists (select from comment_likes where comment_id = c.id and account_id = $1) as liked,
exists (select from comment_likes where comment_id = c.id and account_id = p.author_id) as author_liked
from comments c join posts p on p.id = c.post_id and c.state <> 'deleted' join accounts a on a.id = c.author_id
  and not exists (select from comments where id = c.parent_id and state = 'deleted')
left join comments u on u.id = c.parent_id"""  # noqa: S608


async def comment(tx: Tx, viewer: UUID, comment: UUID) -> CommentRow | None:
    return await tx.one(CommentRow, f"select {SHOWN} where c.id = $2", viewer, comment)


async def comments(tx: Tx, viewer: UUID, ids: list[UUID]) -> list[CommentRow]:
    """These, and what they answer. By one list of ids, since no index serves the one or the other."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where c.id = any($2 || array(select parent_id from comments where id = any($2) and parent_id is not null))""", viewer, ids)  # noqa: S608


async def between(tx: Tx, viewers: list[UUID], others: list[UUID]) -> list[BetweenRow]:
    """Each of the one with each of the others."""
    return await tx.all(BetweenRow, f"""
select w.viewer as viewer_id, a.id, {FACTS.replace("$1", "w.viewer")}
from unnest($1::uuid[]) w (viewer) join accounts a on a.id = any($2)""", viewers, others)  # noqa: S608


async def mine(tx: Tx, author: UUID, after: PostPlace | None, limit: int) -> list[MineRow]:
    """What somebody wrote, wherever it stands, the newest first."""
    return await tx.all(MineRow, """
select id, post_id, parent_id, text, state, edited_at, created_at from comments
where author_id = $1 and state <> 'deleted' and ($2::timestamptz is null or (created_at, id) < ($2, $3))
order by created_at desc, id desc limit $4""", author, after and after.at, after and after.id, limit)


async def to_post(tx: Tx, viewer: UUID, post: UUID, after: PostPlace | None, limit: int) -> list[CommentRow]:
    """The newest first, without what is pinned."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where c.post_id = $2 and c.parent_id is null and c.pinned_at is null
  and ($3::timestamptz is null or (c.created_at, c.id) < ($3, $4))
order by c.created_at desc, c.id desc limit $5""", viewer, post, after and after.at, after and after.id, limit)


async def pinned(tx: Tx, viewer: UUID, post: UUID) -> list[CommentRow]:
    return await tx.all(CommentRow, f"select {SHOWN} where c.post_id = $2 and c.parent_id is null and c.pinned_at is not null", viewer, post)


async def replies(tx: Tx, viewer: UUID, parent: UUID, after: PostPlace | None, limit: int) -> list[CommentRow]:
    """The eldest first."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where c.parent_id = $2 and ($3::timestamptz is null or (c.created_at, c.id) > ($3, $4))
order by c.created_at, c.id limit $5""", viewer, parent, after and after.at, after and after.id, limit)


async def waiting(tx: Tx, viewer: UUID, post: UUID | None, after: PostPlace | None, limit: int) -> list[CommentRow]:
    """What waits for the viewer to approve it, said to one post of theirs or to any, the newest first."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where p.author_id = $1 and p.deleted_at is null and c.state = 'waiting' and ($5::uuid is null or p.id = $5)
  and ($2::timestamptz is null or (c.created_at, c.id) < ($2, $3))
order by c.created_at desc, c.id desc limit $4""", viewer, after and after.at, after and after.id, limit, post)


async def counts(tx: Tx, viewer: UUID, minor: bool, comments: list[UUID]) -> list[CommentCountRow]:
    """Who likes and answers these, as posts.queries.counts."""
    return await tx.all(CommentCountRow, counted("comment_id", """
  select 'like' as what, comment_id, account_id from comment_likes where comment_id = any($3)
  union all select 'reply', parent_id, author_id from comments where parent_id = any($3) and state = 'shown'"""), viewer, minor, comments)


async def by_client_id(tx: Tx, author: UUID, client_id: UUID) -> UUID | None:
    found: UUID | None = await tx.value("select id from comments where author_id = $1 and client_id = $2", author, client_id)
    return found


async def insert(tx: Tx, comment: UUID, post: UUID, parent: UUID | None, author: UUID, client_id: UUID, text: str,
                 mentions: list[Mention], state: CommentState) -> None:
    await tx.do("""
insert into comments (id, post_id, parent_id, author_id, client_id, text, mentions, state)
values ($1, $2, $3, $4, $5, $6, $7, $8)""", comment, post, parent, author, client_id, text, mentions, state)


async def lock(tx: Tx, comment: UUID) -> None:
    """Nobody else changes it meanwhile, or says an answer to it: what is read from now on is how it stands."""
    await tx.do("select from comments where id = $1 for no key update", comment)


async def hold(tx: Tx, comment: UUID) -> None:
    """It stands as it does while somebody answers it."""
    await tx.do("select from comments where id = $1 for share", comment)


async def hold_answered(tx: Tx, comment: UUID) -> None:
    await tx.do("select from comments where id = (select parent_id from comments where id = $1) for share", comment)


async def update(tx: Tx, comment: UUID, text: str, mentions: list[Mention], state: CommentState) -> None:
    """Unless it is deleted meanwhile, as with all that changes one."""
    await tx.do("""
update comments set text = $2, mentions = $3, state = $4, edited_at = now() where id = $1 and state <> 'deleted'""",
                comment, text, mentions, state)


async def delete(tx: Tx, comment: UUID, by: UUID) -> None:
    """With what answers it."""
    await tx.do("""
update comments set deleted_state = state, state = 'deleted', deleted_at = now(), deleted_by = $2
where (id = $1 or parent_id = $1) and state <> 'deleted'""", comment, by)


async def delete_too(tx: Tx, comment: UUID, author: UUID) -> bool:
    """What somebody else deleted, by who wrote it: whoever did so first cannot bring it back, nor can the writer."""
    return await tx.do("update comments set deleted_by = null where id = $1 and author_id = $2 and state = 'deleted' and deleted_by <> $2",
                       comment, author) == 1


async def restore(tx: Tx, comment: UUID, by: UUID, seconds: int) -> bool:
    """With what was deleted together with it, and pinned as it was, unless another is by now. False where it is too late, or somebody else's doing, or nothing to be restored."""
    return await tx.do("""
update comments c set state = c.deleted_state, deleted_at = null, deleted_by = null, deleted_state = null,
  pinned_at = case when not exists (select from comments where post_id = c.post_id and state <> 'deleted' and pinned_at is not null) then c.pinned_at end
from comments o left join comments u on u.id = o.parent_id
where o.id = $1 and o.deleted_by = $2 and o.deleted_at > now() - make_interval(secs => $3) and u.state is distinct from 'deleted'
  and (c.id = o.id or c.parent_id = o.id) and (c.deleted_at, c.deleted_by) = (o.deleted_at, o.deleted_by)""", comment, by, seconds) > 0


async def remove_deleted(tx: Tx, seconds: int, limit: int) -> int:
    """Those that nobody can take back any more: how many."""
    return await tx.do("""
delete from comments where id in (
  select id from comments where deleted_at <= now() - make_interval(secs => $1) order by deleted_at limit $2 for update skip locked)""",
                       seconds, limit)


async def put(tx: Tx, comment: UUID, state: CommentState) -> None:
    await tx.do("""
update comments set state = $2, pinned_at = case when $2 = 'shown' then pinned_at end where id = $1 and state <> 'deleted'""", comment, state)


async def pin(tx: Tx, post: UUID, comment: UUID | None) -> None:
    """This one alone, or none."""
    await tx.do("""
update comments set pinned_at = case when id = $2 then now() end
where post_id = $1 and state <> 'deleted' and (id = $2 or pinned_at is not null)""", post, comment)


async def settings(tx: Tx, account: UUID) -> CommentSettings:
    found = await tx.one(CommentSettings, "select approve_first, filter_words from comment_settings where account_id = $1", account)
    return found or CommentSettings()


async def save_settings(tx: Tx, account: UUID, approve_first: bool | None, words: list[str] | None) -> None:
    """None leaves as it is."""
    await tx.do("""
insert into comment_settings as s (account_id, approve_first, filter_words) values ($1, coalesce($2, false), coalesce($3, '{}'::text[]))
on conflict (account_id) do update
set approve_first = coalesce($2, s.approve_first), filter_words = coalesce($3, s.filter_words)""", account, approve_first, words)
