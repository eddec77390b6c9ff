"""Statements on what others did. It is computed from their likes, comments and follows: what is undone was never there."""

from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.notifications.types import ActivityPlace, DoerRow, DoneRow, NamedRow, ReachedRow
from paperplane.posts.queries import VISIBLE
from paperplane.relations.queries import FACTS

NAMED = "@> jsonb_build_array(jsonb_build_object('account_id', $1::uuid))"
# What was done to the viewer $1, each once: by whom, to which post or comment, and by which comment.
DID = f"""
  select 'follow' as kind, null::uuid as post_id, null::uuid as comment_id, follower_id as actor, created_at as at, null::uuid as said
  from follows where followee_id = $1
  union all
  select 'like', p.id, null, l.account_id, l.created_at, null from posts p join post_likes l on l.post_id = p.id
  where p.author_id = $1 and p.state = 'published' and p.deleted_at is null
  union all
  select 'comment_like', c.post_id, c.id, l.account_id, l.created_at, null
  from comments c join posts p on p.id = c.post_id join accounts a on a.id = p.author_id join comment_likes l on l.comment_id = c.id
  where c.author_id = $1 and c.state <> 'deleted' and {VISIBLE}
  union all
  select case when u.author_id = $1 then 'reply' else 'comment' end, c.post_id, c.parent_id, c.author_id, c.created_at, c.id
  from posts p join comments c on c.post_id = p.id left join comments u on u.id = c.parent_id
  where p.author_id = $1 and p.state = 'published' and p.deleted_at is null and c.state = 'shown'
    and (u.id is null or u.state = 'shown' or u.author_id = $1)
  union all
  select 'reply', c.post_id, u.id, c.author_id, c.created_at, c.id
  from comments u join comments c on c.parent_id = u.id join posts p on p.id = c.post_id join accounts a on a.id = p.author_id
  where u.author_id = $1 and p.author_id <> $1 and c.state = 'shown' and {VISIBLE}
  union all
  select 'mention', c.post_id, c.id, c.author_id, c.created_at, c.id
  from comments c join posts p on p.id = c.post_id join accounts a on a.id = p.author_id left join comments u on u.id = c.parent_id
  where c.mentions <> '[]' and c.mentions {NAMED} and p.author_id <> $1 and u.author_id is distinct from $1
    and c.state = 'shown' and (u.id is null or u.state = 'shown') and {VISIBLE}
  union all
  select 'mention', p.id, null, p.author_id, p.published_at, null from posts p join accounts a on a.id = p.author_id
  where p.mentions <> '[]' and p.mentions {NAMED} and p.state = 'published' and {VISIBLE}
  union all
  select 'tag', p.id, null, p.author_id, greatest(t.created_at, p.published_at), null
  from post_people t join posts p on p.id = t.post_id join accounts a on a.id = p.author_id
  where t.account_id = $1 and p.state = 'published' and {VISIBLE}
  union all
  select 'failed', id, null, null, coalesce(failed_at, created_at), null from posts
  where author_id = $1 and failed is not null and deleted_at is null"""  # noqa: S608


def done_to(account: str) -> str:
    """The same, of an account that a statement finds by itself."""
    return DID.replace("$1", account)


# The actor may be known of whatever the viewer's age ($2: a minor) and theirs.
SURE = """$2 or t.actor is null or not a.private
    or exists (select from follows where follower_id = a.id and followee_id = $1)
    or exists (select from follow_requests where follower_id = a.id and followee_id = $1 and not ignored)
    or exists (select from reaches where minor_id = a.id and adult_id = $1)"""


async def done(tx: Tx, viewer: UUID, minor: bool, seen: datetime | None, days: int, after: ActivityPlace | None, limit: int) -> list[DoneRow]:
    """What others did, by place and day, the newest first; without whom a block is with."""
    return await tx.all(DoneRow, f"""
with did as ({DID}
), known as (
  select t.kind, t.post_id, t.comment_id, t.actor, date_trunc('day', t.at, 'UTC') as day, max(t.at) as at,
    (array_agg(t.said order by t.at desc, t.said desc))[1] as said, a.birth_date, {SURE} as sure
  from did t left join accounts a on a.id = t.actor
  where t.actor is distinct from $1 and t.at > now() - make_interval(days => $4)
    and ($5::timestamptz is null or t.at < date_trunc('day', $5, 'UTC') + interval '1 day')
    and not exists (select from blocks where blocker_id = $1 and blocked_id = t.actor)
    and not exists (select from blocks where blocker_id = t.actor and blocked_id = $1)
  group by t.kind, t.post_id, t.comment_id, t.actor, day, a.id
), told as (
  select concat_ws('.', kind, post_id, comment_id, to_char(day at time zone 'UTC', 'YYYYMMDD')) as id, kind, post_id, comment_id, max(at) as at,
    count(*) filter (where sure) as sure, count(*) filter (where sure and ($3::timestamptz is null or at > $3)) as fresh,
    coalesce((array_agg(actor order by at desc, actor) filter (where sure and actor is not null))[1:3], '{{}}') as ids,
    coalesce((array_agg(at order by at desc, actor) filter (where sure and actor is not null))[1:3], '{{}}') as times,
    coalesce((array_agg(said order by at desc, actor) filter (where sure and actor is not null))[1:3], '{{}}') as comments,
    coalesce(array_agg(actor order by at desc, actor) filter (where not sure), '{{}}') as unsure_ids,
    coalesce(array_agg(at order by at desc, actor) filter (where not sure), '{{}}') as unsure_times,
    coalesce(array_agg(said order by at desc, actor) filter (where not sure), '{{}}') as unsure_comments,
    coalesce(array_agg(birth_date order by at desc, actor) filter (where not sure), '{{}}') as births
  from known group by kind, post_id, comment_id, day)
select * from told where $5::timestamptz is null or (at, id) < ($5, $6) order by at desc, id desc limit $7""",  # noqa: S608
                        viewer, minor, seen, days, after and after.at, after and after.id, limit)


async def doers(tx: Tx, viewer: UUID, ids: list[UUID]) -> list[DoerRow]:
    return await tx.all(DoerRow, f"""
select a.id, a.handle, a.display_name, a.avatar_id, {FACTS} from accounts a where a.id = any($2)""", viewer, ids)  # noqa: S608


async def reached(tx: Tx, actor: UUID, accounts: list[UUID]) -> list[ReachedRow]:
    """Of these, whom no block keeps from an account, with what decides whether they may know of it."""
    return await tx.all(ReachedRow, """
select r.id, r.birth_date, a.birth_date as actor_birth, not a.private
    or exists (select from follows where follower_id = a.id and followee_id = r.id)
    or exists (select from follow_requests where follower_id = a.id and followee_id = r.id and not ignored)
    or exists (select from reaches where minor_id = a.id and adult_id = r.id) as sure
from accounts r join accounts a on a.id = $1 where r.id = any($2) and r.id <> a.id
  and not exists (select from blocks where (blocker_id, blocked_id) in ((a.id, r.id), (r.id, a.id)))""", actor, accounts)


async def named(tx: Tx, post: UUID) -> NamedRow | None:
    """Who wrote a published post, and whom it names, in its words or its pictures."""
    return await tx.one(NamedRow, """
select author_id, array(select distinct (m ->> 'account_id')::uuid from jsonb_array_elements(mentions) m where m ->> 'account_id' is not null
                        union select account_id from post_people where post_id = id) as ids
from posts where id = $1 and state = 'published' and deleted_at is null""", post)


async def seen_at(tx: Tx, account: UUID) -> datetime | None:
    at: datetime | None = await tx.value("select seen_at from activity_seen where account_id = $1", account)
    return at


async def see(tx: Tx, account: UUID) -> None:
    await tx.do("""
insert into activity_seen (account_id, seen_at) values ($1, now())
on conflict (account_id) do update set seen_at = now()""", account)
