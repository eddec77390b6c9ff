"""Statements on who is told what. What they look for is asked for many conversations, or accounts, at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.queries import ARCHIVED, MENTIONED, MUTED, UNREAD
from paperplane.notifications.push.types import (
    COMMENTS,
    FOLLOWS,
    LIKES,
    MENTIONS,
    OF_POSTS,
    REQUESTS,
    TAGS,
    Device,
    Due,
    Told,
    ToldMessages,
    Waiting,
)
from paperplane.notifications.queries import done_to

# So many messages of a conversation are counted; above, it is the same to whoever is told.
MOST_COUNTED = 30
DUE_AT_ONCE = 500
# A device that fails so often in a row is told no more: with the longest wait between, that is days.
MOST_FAILURES = 40

DEVICE = """s.id as subscription_id, s.account_id, s.endpoint, s.p256dh, s.auth, s.failures, s.wait_until,
       a.locale, a.quiet_hours, coalesce(w.content, 'text') as content"""
# Of a device `s`, as long as it is signed in (for $2 days), with what its person chose.
WHOSE = """
join sessions g on g.id = s.session_id and g.last_seen_at > now() - make_interval(days => $2)
join accounts a on a.id = s.account_id
left join notification_settings w on w.account_id = s.account_id"""
TOLD = "coalesce(t.told_n, 0) as told_n, t.shown"
BUSY = "(coalesce(t.sending, false) and t.due_at > now())"

NAMED = """exists (select from mentions k where k.conversation_id = c.id and k.seq = e.seq
      and (k.account_id = m.account_id or k.account_id is null))"""
# What a member `m` may be told of: what they have not read, said by others whom no block stands between, that is
# still there, and came after the device began to listen; muted, or chosen so, only what names them.
TELLABLE = f"""
  select e.seq, e.n, e.sender, e.sent_at, f.edited_at, {NAMED} as named
  from events e join messages f on f.conversation_id = e.conversation_id and f.seq = e.seq
  where e.conversation_id = c.id and e.seq > greatest(m.read_seq, m.from_seq) and e.n > m.read_n and e.kind = 'message'
    and e.sender <> m.account_id and e.sent_at > s.created_at
    and f.body is not null and (f.expires_at is null or f.expires_at > now())
    and not (m.hidings > 0 and exists (
      select from hidden h where h.conversation_id = c.id and h.account_id = m.account_id and h.seq = e.seq))
    and not exists (select from blocks b where b.blocker_id = m.account_id and b.blocked_id = e.sender
      or c.kind = 'direct' and b.blocker_id = e.sender and b.blocked_id = m.account_id)
    and (coalesce(w.messages, true) and not {MUTED}
      or coalesce(w.mentions, true) and (not {MUTED} or a.mentions_reach) and {NAMED})
  order by e.seq desc limit {MOST_COUNTED}"""  # noqa: S608


async def messages(tx: Tx, conversations: Sequence[UUID], days: int) -> list[ToldMessages]:
    """Every device of a member for which these conversations have something new, or something that still stands there."""
    return await tx.all(ToldMessages, f"""
select {DEVICE}, c.id as about, {TOLD}, {BUSY} as busy, c.kind, m.state, c.title, c.picture_id,
       coalesce(x.count, 0) as count, coalesce(x.last_n, 0) as last_n, x.since, x.seq, x.named, f.edited_at, f.body,
       coalesce(i.name, p.display_name) as sender_name, p.avatar_id as sender_avatar
from conversations c join members m on m.conversation_id = c.id and m.state <> 'ignored'
join push_subscriptions s on s.account_id = m.account_id {WHOSE}
left join push_told t on t.subscription_id = s.id and t.about = c.id
left join lateral (
  select count(*), max(n) as last_n, max(seq) as seq, (array_agg(sender order by seq desc))[1] as sender,
    min(sent_at) filter (where n > coalesce(t.told_n, 0)) as since, bool_or(named) filter (where n > coalesce(t.told_n, 0)) as named
  from ({TELLABLE}) e) x on m.state = 'accepted' and m.to_seq is null and not {ARCHIVED}
left join messages f on f.conversation_id = c.id and f.seq = x.seq
left join accounts p on p.id = x.sender
left join nicknames i on i.owner_id = s.account_id and i.account_id = x.sender
where c.id = any($1) and (t.shown is not null or m.to_seq is null and c.last_n > greatest(m.read_n, coalesce(t.told_n, 0)))""",  # noqa: S608
                        conversations, days)


ASKED = """
  select c.active_at as at from members m join conversations c on c.id = m.conversation_id
  where m.account_id = s.account_id and m.state = 'request' and c.last_n > 0
  union all select created_at from follow_requests where followee_id = s.account_id and not ignored
  union all select created_at from invitations i where i.account_id = s.account_id and not i.ignored and not exists (
    select from blocks b where (b.blocker_id, b.blocked_id) in ((i.account_id, i.inviter_id), (i.inviter_id, i.account_id)))"""
FOLLOWED = """
  select created_at as at from follows where followee_id = s.account_id and created_at > greatest(s.created_at,
    (select seen_at from activity_seen n where n.account_id = s.account_id)) limit 100"""


async def others(tx: Tx, accounts: Sequence[UUID], days: int) -> list[Told]:
    """Requests that wait for these, and who has followed them since they looked; of both a row a device.

    What is newest of it is its time, in microseconds.
    """
    return [row for about, asked, chosen in ((REQUESTS, ASKED, "coalesce(w.requests, true)"),
                                             (FOLLOWS, FOLLOWED, "coalesce(w.follows, false)"))
            for row in await tx.all(Told, f"""
select {DEVICE}, $3::uuid as about, {TOLD}, {BUSY} as busy, x.count,
       case when x.at > s.created_at then (extract(epoch from x.at) * 1e6)::bigint else 0 end as last_n, null::timestamptz as since
from push_subscriptions s {WHOSE}
left join push_told t on t.subscription_id = s.id and t.about = $3
cross join lateral (select count(*), max(at) as at from ({asked}) q where {chosen}) x
where s.account_id = any($1) and (x.count > 0 or t.shown is not null)""", accounts, days, about)]  # noqa: S608


async def of_posts(tx: Tx, accounts: Sequence[UUID], days: int, told_for: int) -> list[Told]:
    """What was done with the posts and comments of these since they looked, by whom they chose to be told of; of each kind a
    row a device. Whose age would have to be looked at is not told of: it stands in Activity, which looks."""
    return await tx.all(Told, f"""
select {DEVICE}, k.about, {TOLD}, {BUSY} as busy, coalesce(x.count, 0) as count,
       coalesce((extract(epoch from x.at) * 1e6)::bigint, 0) as last_n, x.at as since
from push_subscriptions s {WHOSE} cross join unnest($3::uuid[]) k (about)
left join lateral (select count(distinct q.actor) as count, max(q.at) as at from ({done_to("s.account_id")}) q
  join accounts d on d.id = q.actor and d.id <> s.account_id
  cross join lateral (select case q.kind when 'like' then $4::uuid when 'comment_like' then $4 when 'comment' then $5::uuid when 'reply' then $5
    when 'mention' then $6::uuid when 'tag' then $7::uuid end as about, case q.kind when 'like' then coalesce(w.likes, 'nobody')
    when 'comment_like' then coalesce(w.likes, 'nobody') when 'comment' then coalesce(w.comments, 'everyone')
    when 'reply' then coalesce(w.comments, 'everyone') when 'mention' then coalesce(w.post_mentions, 'everyone')
    when 'tag' then coalesce(w.tags, 'everyone') else 'nobody' end as "from") c
  where c.about = k.about and q.at > greatest(s.created_at, now() - make_interval(days => $8),
      (select seen_at from activity_seen n where n.account_id = s.account_id))
    and (c."from" = 'everyone' or c."from" = 'following' and exists (
      select from follows where follower_id = s.account_id and followee_id = d.id))
    and (not d.private or exists (select from follows where follower_id = d.id and followee_id = s.account_id))
    and not exists (select from mutes where muter_id = s.account_id and muted_id = d.id)
    and not exists (select from blocks where (blocker_id, blocked_id) in ((s.account_id, d.id), (d.id, s.account_id)))) x on true
left join push_told t on t.subscription_id = s.id and t.about = k.about
where s.account_id = any($1) and (x.count > 0 or t.shown is not null)""",  # noqa: S608
                        accounts, days, list(OF_POSTS), LIKES, COMMENTS, MENTIONS, TAGS, told_for)


async def badges(tx: Tx, accounts: Sequence[UUID]) -> dict[UUID, int]:
    """How many conversations have something unread, as the inbox counts them."""
    rows = await tx.rows(f"""
select m.account_id, count(*) from members m join conversations c on c.id = m.conversation_id join accounts a on a.id = m.account_id
where m.account_id = any($1) and m.state = 'accepted' and {UNREAD} and not {ARCHIVED}
  and (not {MUTED} or a.mentions_reach and {MENTIONED}) group by 1""", accounts)  # noqa: S608
    return {row["account_id"]: row["count"] for row in rows}


async def devices(tx: Tx, accounts: Sequence[UUID], days: int) -> list[Device]:
    return await tx.all(Device, f"""
select {DEVICE} from push_subscriptions s {WHOSE} where s.account_id = any($1)""", accounts, days)  # noqa: S608


async def due(tx: Tx) -> list[Due]:
    """What is to be looked at again by now."""
    return await tx.all(Due, """
with due as (select subscription_id, about from push_told where due_at <= now() order by due_at limit $1 for update skip locked),
seen as (update push_told t set due_at = null, sending = false from due d
         where t.subscription_id = d.subscription_id and t.about = d.about)
select d.about, s.account_id from due d join push_subscriptions s on s.id = d.subscription_id""", DUE_AT_ONCE)


async def release(tx: Tx) -> None:
    """What was being sent when this server was killed is due: it may come a second time, but it comes."""
    await tx.do("update push_told set due_at = now(), sending = false where sending")


async def waiting(tx: Tx) -> Waiting:
    """Where there may be something that nobody in this process has heard of."""
    found = await tx.one(Waiting, """
select array(select distinct c.id from push_subscriptions s
  join members m on m.account_id = s.account_id
  left join push_told t on t.subscription_id = s.id and t.about = m.conversation_id
  join conversations c on c.id = m.conversation_id
  where t.shown is not null or m.to_seq is null and c.active_at > s.created_at
    and c.last_n > greatest(m.read_n, coalesce(t.told_n, 0))) as conversation_ids,
  array(select distinct account_id from push_subscriptions) as account_ids""")
    assert found is not None
    return found


# (subscription, about), what it had been told when this was decided, when to look again, and whether it is sent until then.
Place = tuple[UUID, UUID, int, str | None, datetime, bool]


async def reserve(tx: Tx, places: Sequence[Place]) -> set[tuple[UUID, UUID]]:
    """Those that nobody else sends, nor has told something meanwhile."""
    rows = await tx.rows("""
insert into push_told as t (subscription_id, about, told_n, shown, due_at, sending)
select p.* from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::timestamptz[], $6::boolean[])
  p (subscription_id, about, told_n, shown, due_at, sending)
where exists (select from push_subscriptions s where s.id = p.subscription_id)
on conflict (subscription_id, about) do update set due_at = excluded.due_at, sending = excluded.sending
where not (t.sending and t.due_at > now()) and t.told_n = excluded.told_n and t.shown is not distinct from excluded.shown
returning subscription_id, about""", *map(list, zip(*places, strict=True)))
    return {(row["subscription_id"], row["about"]) for row in rows}


async def note(tx: Tx, told: Sequence[tuple[UUID, UUID, int, str | None, datetime | None]]) -> None:
    """What (subscription, about) has been told, and what stands there now; or, with a time, when to try again."""
    await tx.do("""
update push_told t set told_n = case when d.due_at is null then greatest(t.told_n, d.told_n) else t.told_n end,
  shown = case when d.due_at is null then d.shown else t.shown end, due_at = d.due_at, sending = false
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::timestamptz[]) d (subscription_id, about, told_n, shown, due_at)
where t.subscription_id = d.subscription_id and t.about = d.about""", *map(list, zip(*told, strict=True)))


async def fared(tx: Tx, devices: Sequence[tuple[UUID, int, datetime | None]], gone: Sequence[UUID]) -> None:
    """How often (subscription) has failed in a row, and until when nothing is tried. Those that are gone, or fail for ever, end."""
    await tx.do("""
with ended as (delete from push_subscriptions where id = any($4) or id in (
  select id from unnest($1::uuid[], $2::integer[]) d (id, failures) where failures >= $5))
update push_subscriptions s set failures = d.failures, wait_until = d.wait_until
from unnest($1::uuid[], $2::integer[], $3::timestamptz[]) d (id, failures, wait_until)
where s.id = d.id and d.failures < $5 and not (s.id = any($4))""", *(map(list, zip(*devices, strict=True)) if devices else ([], [], [])), gone, MOST_FAILURES)


# A device's own subscription


async def endpoint(tx: Tx, session: UUID) -> str | None:
    found: str | None = await tx.value("select endpoint from push_subscriptions where session_id = $1", session)
    return found


async def subscribe(tx: Tx, session: UUID, account: UUID, endpoint: str, p256dh: bytes, auth: bytes) -> None:
    """One a session, one an endpoint. The same again leaves what it has been told."""
    await tx.do("delete from push_subscriptions where (endpoint = $2) <> (session_id = $1)", session, endpoint)
    await tx.do("""
insert into push_subscriptions as s (session_id, account_id, endpoint, p256dh, auth) values ($1, $2, $3, $4, $5)
on conflict (session_id) do update set p256dh = $4, auth = $5, failures = 0, wait_until = null""",
                session, account, endpoint, p256dh, auth)


async def unsubscribe(tx: Tx, session: UUID) -> None:
    await tx.do("delete from push_subscriptions where session_id = $1", session)
