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


# Made once for a page. Who follows thousands is asked about those they began to follow last.
TASTE = """
circle as materialized (select followee_id as id from follows where follower_id = $1 order by created_at desc limit 300),
liked as materialized (
  select p.tags, p.author_id from post_likes l join posts p on p.id = l.post_id where l.account_id = $1 order by l.created_at desc limit 100),
less as materialized (
  select p.tags, p.author_id from not_interested n join posts p on p.id = n.post_id where n.account_id = $1 order by n.created_at desc limit 200),
fans as materialized (select author_id, count(*) as n from liked group by 1),
fond as materialized (select tag from liked cross join unnest(tags) tag group by tag order by count(*) desc, tag limit 20),
unfond as materialized (select distinct unnest(tags) as tag from less),
talked_about as materialized (select post_id, score from popular)"""
# The ways to a candidate: each asks an index for a few, so a page costs the same in a small network and in a large one.
WAYS = """
(select n.id, 'following' as source from circle cross join lateral (
   select id, published_at from posts where author_id = circle.id and state = 'published' and deleted_at is null
   order by published_at desc, id desc limit 5) n order by n.published_at desc limit 80)
union all
(select l.post_id, 'liked_by_followed' from circle join accounts c on c.id = circle.id
 cross join lateral (select post_id, created_at from post_likes where account_id = circle.id and created_at > now() - interval '14 days'
   order by created_at desc limit 3) l
 where not c.private or exists (select from follows where follower_id = c.id and followee_id = $1) order by l.created_at desc limit 40)
union all
(select t.post_id, 'tags' from fond cross join lateral (
   select post_id, published_at from post_tags where tag = fond.tag order by published_at desc limit 10) t order by t.published_at desc limit 40)
union all
(select post_id, 'popular' from talked_about order by score desc limit 50)
union all
(select n.id, unnest(case when a.created_at > now() - interval '30 days' then '{new,new_creator}' else '{new}'::text[] end)
 from (select id, author_id from posts where state = 'published' and deleted_at is null order by published_at desc, id desc limit 50) n
 join accounts a on a.id = n.author_id)
union all
(select n.id, 'random' from (select now() - random() * interval '14 days' as at from generate_series(1, 20)) m cross join lateral (
   select id from posts where state = 'published' and deleted_at is null and published_at <= m.at order by published_at desc, id desc limit 1) n)"""


async def candidates(tx: Tx, viewer: UUID, session: UUID) -> list[CandidateRow]:
    """Some hundreds that may be chosen for the viewer, found in six ways: neither looked at before, nor in this session,
    nor unwanted. Of what is not followed, only what is shown to everyone. With what the viewer liked of late, by tag and by
    author, and what they want less of."""
    return await tx.all(CandidateRow, f"""
with {TASTE}, found as ({WAYS})
select p.id as post_id, p.author_id, f.sources, w.follows as i_follow, extract(epoch from now() - p.published_at)::float8 / 3600 as hours,
  coalesce(t.score, 0)::float8 as popular,
  (select count(*) from fond where tag = any(p.tags)) as tags_liked, coalesce(fans.n, 0) as author_liked,
  (select count(*) from unfond where tag = any(p.tags)) as tags_less, p.author_id in (select author_id from less) as author_less
from (select id, array_agg(distinct source) as sources from found group by id) f
join posts p on p.id = f.id join accounts a on a.id = p.author_id left join fans on fans.author_id = p.author_id
left join talked_about t on t.post_id = p.id
cross join lateral (select exists (select from follows where follower_id = $1 and followee_id = p.author_id) as follows offset 0) w
where p.state = 'published' and p.author_id <> $1 and (w.follows or p.audience = 'everyone') and {VISIBLE} and {UNMUTED}
  and not exists (select from post_views where account_id = $1 and post_id = p.id)
  and not exists (select from not_interested where account_id = $1 and post_id = p.id)
  and not exists (select from impressions where account_id = $1 and session_id = $2 and post_id = p.id)""",  # noqa: S608
                        viewer, session)


async def above(tx: Tx, viewer: UUID, session: UUID) -> tuple[int, UUID | None]:
    """How many stand above the next page, and by whom the last of them is."""
    rows = await tx.rows("""
select i.place, p.author_id from impressions i join posts p on p.id = i.post_id
where i.account_id = $1 and i.session_id = $2 order by i.place desc limit 1""", viewer, session)
    return (rows[0]["place"] + 1, rows[0]["author_id"]) if rows else (0, None)


async def count_popular(tx: Tx, half_life_h: float, comment: float, few: int, most: int) -> None:
    """What is liked and talked about is counted anew, of 14 days: what everyone may see, and by open accounts, so that the
    score tells of no minor; and of fewer than so `few` nothing is said, since it would tell who they are. One at a time."""
    if not await tx.value("select pg_try_advisory_xact_lock(hashtextextended('popular', 3))"):
        return
    await tx.do("delete from popular")
    await tx.do("""
insert into popular (post_id, score)
select d.post_id, sum(d.worth * power(0.5, extract(epoch from now() - d.created_at)::float8 / 3600 / $1)) as score from (
  select post_id, account_id, created_at, 1::float8 as worth from post_likes where created_at > now() - interval '14 days'
  union all
  select post_id, author_id, created_at, $2::float8 from comments where state = 'shown' and created_at > now() - interval '14 days') d
join accounts by on by.id = d.account_id and not by.private
join posts p on p.id = d.post_id and p.state = 'published' and p.deleted_at is null and p.audience = 'everyone' and p.author_id <> d.account_id
join accounts a on a.id = p.author_id and not a.private
group by d.post_id having count(distinct d.account_id) >= $3 order by score desc limit $4""", half_life_h, comment, few, most)


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
