"""Statements on comments."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import Mention
from paperplane.posts.comments.types import CommentCountRow, CommentRow, CommentSettings, CommentState
from paperplane.posts.queries import counted
from paperplane.posts.types import PostPlace
from paperplane.relations.queries import FACTS

# Of a comment `c` by `a` to the post `p`, for the viewer $1.
SHOWN = f"""
a.handle, a.display_name, a.avatar_id, a.id, {FACTS},
c.id as comment_id, c.client_id, c.post_id, c.parent_id, p.author_id as owner_id, c.text, c.mentions, c.state, c.pinned_at, c.edited_at, c.created_at,
exists (select from comment_likes where comment_id = c.id and account_id = $1) as liked,
exists (select from comment_likes where comment_id = c.id and account_id = p.author_id) as author_liked
from comments c join posts p on p.id = c.post_id join accounts a on a.id = c.author_id"""  # noqa: S608


async def comment(tx: Tx, viewer: UUID, comment: UUID) -> CommentRow | None:
    return await tx.one(CommentRow, f"select {SHOWN} where c.id = $2", viewer, comment)


async def comments(tx: Tx, viewer: UUID, ids: list[UUID]) -> list[CommentRow]:
    """These, and what they answer."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where c.id = any($2) or c.id in (select parent_id from comments where id = any($2))""", viewer, ids)  # noqa: S608


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


async def waiting(tx: Tx, viewer: UUID, after: PostPlace | None, limit: int) -> list[CommentRow]:
    """What waits for the viewer to approve it, the newest first."""
    return await tx.all(CommentRow, f"""
select {SHOWN} where p.author_id = $1 and p.deleted_at is null and c.state = 'waiting'
  and ($2::timestamptz is null or (c.created_at, c.id) < ($2, $3))
order by c.created_at desc, c.id desc limit $4""", viewer, after and after.at, after and after.id, limit)


async def counts(tx: Tx, viewer: UUID, minor: bool, comments: list[UUID]) -> list[CommentCountRow]:
    """Who likes and answers these, as posts.queries.counts."""
    return await tx.all(CommentCountRow, counted("comment_id", """
  select 'like' as what, comment_id, account_id from comment_likes where comment_id = any($3)
  union all select 'reply', parent_id, author_id from comments where parent_id = any($3) and state = 'shown'"""), viewer, minor, comments)


async def by_client_id(tx: Tx, author: UUID, client_id: UUID) -> UUID | None:
    found: UUID | None = await tx.value("select id from comments where author_id = $1 and client_id = $2", author, client_id)
    return found


async def author(tx: Tx, comment: UUID) -> UUID | None:
    found: UUID | None = await tx.value("select author_id from comments where id = $1", comment)
    return found


async def insert(tx: Tx, comment: UUID, post: UUID, parent: UUID | None, author: UUID, client_id: UUID, text: str,
                 mentions: list[Mention], state: CommentState) -> None:
    await tx.do("""
insert into comments (id, post_id, parent_id, author_id, client_id, text, mentions, state)
values ($1, $2, $3, $4, $5, $6, $7, $8)""", comment, post, parent, author, client_id, text, mentions, state)


async def update(tx: Tx, comment: UUID, text: str, mentions: list[Mention], state: CommentState) -> None:
    await tx.do("update comments set text = $2, mentions = $3, state = $4, edited_at = now() where id = $1", comment, text, mentions, state)


async def delete(tx: Tx, comment: UUID) -> None:
    """With what answers it."""
    await tx.do("delete from comments where id = $1", comment)


async def put(tx: Tx, comment: UUID, state: CommentState) -> None:
    await tx.do("update comments set state = $2, pinned_at = case when $2 = 'shown' then pinned_at end where id = $1", comment, state)


async def pin(tx: Tx, post: UUID, comment: UUID | None) -> None:
    """This one alone, or none."""
    await tx.do("""
update comments set pinned_at = case when id = $2 then now() end
where post_id = $1 and (id = $2 or pinned_at is not null)""", post, comment)


async def settings(tx: Tx, account: UUID) -> CommentSettings:
    found = await tx.one(CommentSettings, "select approve_first, filter_words from comment_settings where account_id = $1", account)
    return found or CommentSettings()


async def save_settings(tx: Tx, account: UUID, approve_first: bool | None, words: list[str] | None) -> None:
    """None leaves as it is."""
    await tx.do("""
insert into comment_settings as s (account_id, approve_first, filter_words) values ($1, coalesce($2, false), coalesce($3, '{}'::text[]))
on conflict (account_id) do update
set approve_first = coalesce($2, s.approve_first), filter_words = coalesce($3, s.filter_words)""", account, approve_first, words)
