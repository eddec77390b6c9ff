"""Statements on feeds."""

from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.feed.types import CandidateRow, Impression
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


async def candidates(tx: Tx, viewer: UUID, session: UUID) -> list[CandidateRow]:
    """At most some hundreds that may be chosen for the viewer, by five ways, and were not in this session: with what the
    viewer liked of late, by tag and by author, and what they want less of."""
    return await tx.all(CandidateRow, f"""
with circle as (select followee_id as id from follows where follower_id = $1 order by created_at desc limit 1000
), liked as (
  select p.tags, p.author_id from post_likes l join posts p on p.id = l.post_id where l.account_id = $1 order by l.created_at desc limit 200
), less as (
  select p.tags, p.author_id from not_interested n join posts p on p.id = n.post_id where n.account_id = $1 order by n.created_at desc limit 200
), fond as (select distinct unnest(tags) as tag from liked), unfond as (select distinct unnest(tags) as tag from less
), found as (
  (select n.id, 'following' as source from circle cross join lateral (
     select id, published_at from posts where author_id = circle.id and state = 'published' and deleted_at is null
     order by published_at desc, id desc limit 5) n order by n.published_at desc limit 150)
  union all
  (select l.post_id, 'liked_by_followed' from circle join post_likes l on l.account_id = circle.id join accounts c on c.id = circle.id
   where (not c.private or exists (select from follows where follower_id = c.id and followee_id = $1)) and l.created_at > now() - interval '14 days' order by l.created_at desc limit 100)
  union all
  (select t.post_id, 'tags' from fond cross join lateral (
     select post_id, published_at from post_tags where tag = fond.tag order by published_at desc limit 10) t order by t.published_at desc limit 100)
  union all
  (select post_id, 'popular' from post_likes where created_at > now() - interval '14 days' group by post_id order by count(*) desc limit 100)
  union all
  (select id, 'new' from posts where state = 'published' and deleted_at is null order by published_at desc, id desc limit 100)
)
select {SHOWN}, p.published_at as at, f.sources, extract(epoch from now() - p.published_at)::float8 / 3600 as hours,
  (select count(*) from fond where tag = any(p.tags)) as tags_liked, (select count(*) from liked where author_id = p.author_id) as author_liked,
  (select count(*) from unfond where tag = any(p.tags)) as tags_less, exists (select from less where author_id = p.author_id) as author_less,
  exists (select from post_views where post_id = p.id and account_id = $1) as viewed
from (select id, array_agg(distinct source) as sources from found group by id) f
join posts p on p.id = f.id join accounts a on a.id = p.author_id
where p.state = 'published' and p.author_id <> $1 and {VISIBLE} and {UNMUTED}
  and not exists (select from not_interested where account_id = $1 and post_id = p.id)
  and not exists (select from impressions where account_id = $1 and session_id = $2 and post_id = p.id)""",  # noqa: S608
                        viewer, session)


async def shown_before(tx: Tx, viewer: UUID, session: UUID) -> int:
    """How many stand above the next page."""
    count: int = await tx.value("select count(*) from impressions where account_id = $1 and session_id = $2", viewer, session)
    return count


async def keep(tx: Tx, viewer: UUID, session: UUID, weights: int, shown: list[Impression]) -> None:
    """In one statement."""
    await tx.do("""
insert into impressions (account_id, session_id, post_id, place, sources, parts, score, propensity, weights)
select $1, $2, s.post_id, s.place, s.sources, s.parts, s.score, s.propensity, $3
from jsonb_to_recordset($4) s (post_id uuid, place integer, sources text[], parts jsonb, score real, propensity real)
on conflict do nothing""", viewer, session, weights, msgspec.to_builtins(shown))


async def forget(tx: Tx, days: int, limit: int) -> int:
    """The eldest impressions."""
    return await tx.do("""
delete from impressions where (account_id, session_id, post_id) in (
  select account_id, session_id, post_id from impressions where served_at < now() - make_interval(days => $1) limit $2)""", days, limit)


async def less(tx: Tx, account: UUID, post: UUID) -> None:
    await tx.do("insert into not_interested (account_id, post_id) values ($1, $2) on conflict do nothing", account, post)


async def not_less(tx: Tx, account: UUID, post: UUID) -> None:
    await tx.do("delete from not_interested where account_id = $1 and post_id = $2", account, post)
