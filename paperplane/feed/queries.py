"""Statements on feeds."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.queries import SHOWN, VISIBLE
from paperplane.posts.types import PostPlace, PostRow

UNMUTED = "not exists (select from mutes where muter_id = $1 and muted_id = p.author_id)"


async def following(tx: Tx, viewer: UUID, after: PostPlace | None, limit: int) -> list[PostRow]:
    """What those the viewer follows, and they themselves, have published or reposted, the newest first: each post once, as
    its author's where the viewer follows them, else by whom of those followed it was reposted first."""
    return await tx.all(PostRow, f"""
with circle as (
  select followee_id as id from follows f where follower_id = $1
    and not exists (select from mutes where muter_id = $1 and muted_id = f.followee_id)
  union all select $1
), entries as (
  (select n.id, n.published_at as at, null::uuid as by_id from circle cross join lateral (
     select id, published_at from posts where author_id = circle.id and state = 'published' and deleted_at is null
       and ($2::timestamptz is null or (published_at, id) < ($2, $3))
     order by published_at desc, id desc limit $4) n
   order by at desc, id desc limit $4)
  union all
  (select r.post_id, r.created_at, r.account_id from circle cross join lateral (
     select post_id, created_at, account_id from reposts where account_id = circle.id and circle.id <> $1
       and ($2::timestamptz is null or (created_at, post_id) < ($2, $3))
     order by created_at desc, post_id desc limit $4) r
   join posts o on o.id = r.post_id and o.author_id not in (select id from circle)
   where not exists (select from reposts b join circle on circle.id = b.account_id
                     where b.post_id = r.post_id and b.account_id <> $1 and (b.created_at, b.account_id) < (r.created_at, r.account_id))
   order by 2 desc, 1 desc limit $4)
)
select {SHOWN}, e.at, e.by_id from entries e join posts p on p.id = e.id join accounts a on a.id = p.author_id
where p.state = 'published' and {VISIBLE} and {UNMUTED} and (e.by_id is null or p.audience = 'everyone')
order by e.at desc, p.id desc limit $4""",  # noqa: S608
                        viewer, after and after.at, after and after.id, limit)


async def latest(tx: Tx, viewer: UUID, after: PostPlace | None, limit: int) -> list[PostRow]:
    """Whatever the viewer may see, the newest first."""
    return await tx.all(PostRow, f"""
select {SHOWN}, p.published_at as at from posts p join accounts a on a.id = p.author_id
where p.state = 'published' and {VISIBLE} and {UNMUTED}
  and ($2::timestamptz is null or (p.published_at, p.id) < ($2, $3))
order by p.published_at desc, p.id desc limit $4""",  # noqa: S608
                        viewer, after and after.at, after and after.id, limit)
