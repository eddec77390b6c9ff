"""Statements on posts. Lists take rows that the viewer may see as far as SQL can tell; ages are sealed, so the one rule
(rules.sees) has the last word on every row."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import MediaItem
from paperplane.messages.previews.types import Preview
from paperplane.posts.types import Content, CountRow, DueRow, PostPlace, PostRow, RemovedRow, State
from paperplane.relations.queries import FACTS

# Of a post `p` by `a`, for the viewer $1.
SHOWN = f"""
a.handle, a.display_name, a.avatar_id, a.id, {FACTS},
exists (select from close_friends where owner_id = a.id and friend_id = $1) as close_to_them,
p.id as post_id, p.client_id, p.kind, p.state, p.text, p.background, p.mentions, p.tags, p.media, p.preview, p.audience, p.comments,
p.download, p.link_preview, p.cover, p.failed, p.publish_at, p.published_at, p.edited_at, p.deleted_at, p.pinned_at, p.created_at,
exists (select from post_likes where post_id = p.id and account_id = $1) as liked,
exists (select from reposts where post_id = p.id and account_id = $1) as reposted,
exists (select from bookmarks where post_id = p.id and account_id = $1) as saved,
case when p.author_id = $1 then (select count(*) from post_views where post_id = p.id) end as view_count"""  # noqa: S608

# What rules.sees says, but for ages: it lets through whatever may be seen, and of the rest only what an age decides.
VISIBLE = """
p.deleted_at is null and (p.author_id = $1 or p.state = 'published'
  and not exists (select from blocks where blocker_id = $1 and blocked_id = p.author_id)
  and not exists (select from blocks where blocker_id = p.author_id and blocked_id = $1)
  and case p.audience
    when 'everyone' then not a.private or exists (select from follows where follower_id = $1 and followee_id = p.author_id)
    when 'followers' then exists (select from follows where follower_id = $1 and followee_id = p.author_id)
    when 'friends' then exists (select from follows where follower_id = $1 and followee_id = p.author_id)
                    and exists (select from follows where follower_id = p.author_id and followee_id = $1)
    when 'close_friends' then exists (select from close_friends where owner_id = p.author_id and friend_id = $1)
    else false end)"""

# Whether an account `a` is surely no minor out of sight of the viewer $1 ($2: a minor). No adult's account that is not private
# is a minor's, so only the age of the others is looked at.
SURE = """
($2 or a.id = $1 or not a.private
  or exists (select from follows where follower_id = a.id and followee_id = $1)
  or exists (select from follow_requests where follower_id = a.id and followee_id = $1 and not ignored)
  or exists (select from reaches where minor_id = a.id and adult_id = $1))"""

# What is done to a post `o.id`: the table, by whom, which rows.
DONE = {"like": ("post_likes", "account_id", "post_id = o.id"), "repost": ("reposts", "account_id", "post_id = o.id"),
        "comment": ("comments", "author_id", "post_id = o.id and state = 'shown'")}
# Up to so many are counted by whom the viewer may know of. Among more, one more or less tells nobody who it is.
CROWD = 50


async def post(tx: Tx, viewer: UUID, post: UUID) -> PostRow | None:
    """As it stands, deleted or not."""
    return await tx.one(PostRow, f"""
select {SHOWN}, p.created_at as at from posts p join accounts a on a.id = p.author_id where p.id = $2""",  # noqa: S608
                        viewer, post)


async def posts(tx: Tx, viewer: UUID, ids: list[UUID]) -> list[PostRow]:
    return await tx.all(PostRow, f"""
select {SHOWN}, p.created_at as at from posts p join accounts a on a.id = p.author_id where p.id = any($2)""",  # noqa: S608
                        viewer, ids)


async def reaching(tx: Tx, post: UUID, accounts: list[UUID]) -> list[UUID]:
    """Of these, who may see a published post as far as SQL can tell."""
    rows = await tx.rows(f"""
select r.id from accounts r join posts p on p.id = $2 join accounts a on a.id = p.author_id
where r.id = any($1) and p.state = 'published' and {VISIBLE.replace("$1", "r.id")}""", accounts, post)  # noqa: S608
    return [row["id"] for row in rows]


async def by_client_id(tx: Tx, author: UUID, client_id: UUID) -> UUID | None:
    found: UUID | None = await tx.value("select id from posts where author_id = $1 and client_id = $2", author, client_id)
    return found


async def lock(tx: Tx, author: UUID, post: UUID) -> bool:
    """One of theirs, deleted or not, is there, and nobody else changes it meanwhile."""
    return await tx.value("select id from posts where id = $2 and author_id = $1 for update", author, post) is not None


async def grid(tx: Tx, viewer: UUID, author: UUID, after: PostPlace | None, limit: int) -> list[PostRow]:
    """What somebody has published, the newest first."""
    return await tx.all(PostRow, f"""
select {SHOWN}, p.published_at as at from posts p join accounts a on a.id = p.author_id
where p.author_id = $2 and p.state = 'published' and {VISIBLE}
  and ($3::timestamptz is null or (p.published_at, p.id) < ($3, $4))
order by p.published_at desc, p.id desc limit $5""",  # noqa: S608
                        viewer, author, after and after.at, after and after.id, limit)


async def pinned(tx: Tx, viewer: UUID, author: UUID) -> list[PostRow]:
    return await tx.all(PostRow, f"""
select {SHOWN}, p.published_at as at from posts p join accounts a on a.id = p.author_id
where p.author_id = $2 and p.state = 'published' and p.pinned_at is not null and {VISIBLE}
order by p.pinned_at desc, p.id""", viewer, author)  # noqa: S608


async def unpublished(tx: Tx, author: UUID, after: PostPlace | None, limit: int) -> list[PostRow]:
    return await tx.all(PostRow, f"""
select {SHOWN}, p.created_at as at from posts p join accounts a on a.id = p.author_id
where p.author_id = $1 and p.state <> 'published' and p.deleted_at is null
  and ($2::timestamptz is null or (p.created_at, p.id) < ($2, $3))
order by p.created_at desc, p.id desc limit $4""",  # noqa: S608
                        author, after and after.at, after and after.id, limit)


async def tagged(tx: Tx, viewer: UUID, tag: str, after: PostPlace | None, limit: int) -> list[PostRow]:
    return await tx.all(PostRow, f"""
select {SHOWN}, t.published_at as at
from post_tags t join posts p on p.id = t.post_id join accounts a on a.id = p.author_id
where t.tag = $2 and p.state = 'published' and {VISIBLE}
  and ($3::timestamptz is null or (t.published_at, t.post_id) < ($3, $4))
order by t.published_at desc, t.post_id desc limit $5""",  # noqa: S608
                        viewer, tag, after and after.at, after and after.id, limit)


async def counts(tx: Tx, viewer: UUID, minor: bool, posts: list[UUID]) -> list[CountRow]:
    """Who likes these, says something to them, reposts them; without whom a block is with.
    Of more than a crowd only so many are looked at."""
    return await tx.all(CountRow, counted("post_id", " union all ".join(f"""
  select '{what}' as what, o.id as post_id, d.{who} as account_id from unnest($3::uuid[]) o (id)
  cross join lateral (select {who} from {table} where {where} limit {CROWD + 1}) d"""  # noqa: S608
        for what, (table, who, where) in DONE.items())), viewer, minor, posts)


async def crowds(tx: Tx, asked: list[tuple[UUID, str]]) -> dict[tuple[UUID, str], int]:
    """How many there are of crowds, everybody counted."""
    found: dict[tuple[UUID, str], int] = {}
    for what, (table, _, where) in DONE.items():
        ids = [post for post, of in asked if of == what]
        rows = await tx.rows(f"select o.id, (select count(*) from {table} where {where}) as n from unnest($1::uuid[]) o (id)", ids) if ids else []  # noqa: S608
        found |= {(row["id"], what): row["n"] for row in rows}
    return found


def counted(of: str, did: str) -> str:
    """Who of those that `did` something (what, `of`, account_id) the viewer $1 ($2: a minor) may know of: how many surely,
    and of whom the age must be looked at."""
    return f"""
with did as ({did}
), blocked as materialized (
  select blocked_id as id from blocks where blocker_id = $1 union all select blocker_id from blocks where blocked_id = $1
), known as (
  select d.what, d.{of}, a.id, a.birth_date, exists (select from blocked where id = a.id) as out,
    {SURE} as sure
  from did d join accounts a on a.id = d.account_id
)
select {of}, what, count(*) as done, count(*) filter (where sure and not out) as sure,
  coalesce(array_agg(id) filter (where not sure and not out), '{{}}') as ids,
  coalesce(array_agg(birth_date) filter (where not sure and not out), '{{}}') as births
from known group by {of}, what"""  # noqa: S608


async def insert(tx: Tx, post: UUID, author: UUID, client_id: UUID, said: Content, state: State) -> None:
    await tx.do("""
insert into posts (id, author_id, client_id, kind, text, background, mentions, tags, media, audience, comments, download,
  publish_at, state, link_preview, published_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, case when $14 = 'published' then now() end)""",
                post, author, client_id, said.kind, said.text, said.background, said.mentions, said.tags, said.media,
                said.audience, said.comments, said.download, said.publish_at, state, said.link_preview)


async def update(tx: Tx, post: UUID, said: Content, state: State) -> None:
    """What is published is marked as edited where its words change."""
    await tx.do("""
update posts set text = $2, background = $3, mentions = $4, tags = $5, media = $6, audience = $7, comments = $8, download = $9,
  publish_at = $10, state = $11, failed = null, link_preview = $12, preview = case when text = $2 and $12 then preview end,
  published_at = case when $11 = 'published' then coalesce(published_at, now()) end,
  edited_at = case when state = 'published' and text <> $2 then now() else edited_at end
where id = $1""", post, said.text, said.background, said.mentions, said.tags, said.media, said.audience, said.comments,
                said.download, said.publish_at, state, said.link_preview)


async def file_tags(tx: Tx, post: UUID) -> None:
    """It is found by the tags it has now, once it is published."""
    await tx.do("delete from post_tags where post_id = $1", post)
    await tx.do("""
insert into post_tags (tag, published_at, post_id)
select unnest(tags), published_at, id from posts where id = $1 and state = 'published'""", post)


async def count_waiting(tx: Tx, author: UUID) -> int:
    found: int = await tx.value("select count(*) from posts where author_id = $1 and state <> 'published' and deleted_at is null", author)
    return found


async def take_due(tx: Tx, limit: int) -> list[DueRow]:
    """Those whose time has come and of whose media nothing is being made any more."""
    return await tx.all(DueRow, """
select p.id, p.author_id, p.kind, p.text, p.media, p.link_preview from posts p
where p.deleted_at is null and (p.state = 'making' or p.state = 'scheduled' and p.publish_at <= now())
  and not exists (select from attachments t join media m on m.id = t.media_id where t.holder = p.id and m.state = 'making')
order by p.publish_at limit $1 for update of p skip locked""", limit)


async def publish(tx: Tx, post: UUID, media: list[MediaItem]) -> None:
    await tx.do("update posts set state = 'published', published_at = now(), media = $2, publish_at = null where id = $1", post, media)


async def keep_preview(tx: Tx, post: UUID, text: str, preview: Preview) -> bool:
    """False where it is gone meanwhile, says something else, or has one."""
    return await tx.do("""
update posts set preview = $3 where id = $1 and text = $2 and preview is null and link_preview and deleted_at is null""", post, text, preview) == 1


async def text(tx: Tx, post: UUID) -> str | None:
    said: str | None = await tx.value("select text from posts where id = $1 and deleted_at is null", post)
    return said


async def state(tx: Tx, post: UUID) -> State | None:
    found: State | None = await tx.value("select state from posts where id = $1 and deleted_at is null", post)
    return found


async def fail(tx: Tx, post: UUID, code: str) -> None:
    await tx.do("update posts set state = 'draft', failed = $2, failed_at = now(), publish_at = null where id = $1", post, code)


async def delete(tx: Tx, post: UUID) -> None:
    await tx.do("update posts set deleted_at = now(), pinned_at = null where id = $1 and deleted_at is null", post)


async def restore(tx: Tx, author: UUID, post: UUID, seconds: int) -> State | None:
    """Its state; None where it is too late, or it is not theirs, or not deleted."""
    state: State | None = await tx.value("""
update posts set deleted_at = null where id = $2 and author_id = $1 and deleted_at > now() - make_interval(secs => $3)
returning state""", author, post, seconds)
    return state


async def take_deleted(tx: Tx, seconds: int, limit: int) -> list[UUID]:
    """Those that nobody can take back any more."""
    rows = await tx.rows("""
select id from posts where deleted_at <= now() - make_interval(secs => $1) order by deleted_at limit $2 for update skip locked""",
                         seconds, limit)
    return [row["id"] for row in rows]


async def remove(tx: Tx, posts: list[UUID]) -> list[RemovedRow]:
    """With all that hangs on them."""
    return await tx.all(RemovedRow, """
delete from posts where id = any($1)
returning (preview ->> 'image_id')::uuid as image_id, (media -> 0 ->> 'media_id')::uuid as video_id, (cover ->> 'at_ms')::int as at_ms""", posts)


async def pin(tx: Tx, author: UUID, post: UUID, at: datetime | None) -> None:
    await tx.do("update posts set pinned_at = $3 where id = $2 and author_id = $1", author, post, at)


async def redate(tx: Tx, post: UUID, at: datetime) -> None:
    """A published post, as if it had been made then, and liked and talked about in the hours after that."""
    await tx.do("update posts set created_at = $2, published_at = $2 where id = $1 and state = 'published'", post, at)
    await tx.do("update post_tags set published_at = $2 where post_id = $1", post, at)
    for table, key in (("post_likes", "account_id"), ("comments", "id")):
        await tx.do(f"""
update {table} t set created_at = least(now(), $2::timestamptz + n * interval '23 minutes')
from (select {key}, row_number() over (order by {key}) as n from {table} where post_id = $1) o
where t.post_id = $1 and t.{key} = o.{key}""", post, at)  # noqa: S608


async def count_pinned(tx: Tx, author: UUID, but: UUID) -> int:
    found: int = await tx.value("""
select count(*) from posts where author_id = $1 and id <> $2 and pinned_at is not null and deleted_at is null""", author, but)
    return found


async def repost(tx: Tx, account: UUID, post: UUID) -> bool:
    return await tx.do("insert into reposts (post_id, account_id) values ($2, $1) on conflict do nothing", account, post) == 1


async def unrepost(tx: Tx, account: UUID, post: UUID) -> None:
    await tx.do("delete from reposts where post_id = $2 and account_id = $1", account, post)
