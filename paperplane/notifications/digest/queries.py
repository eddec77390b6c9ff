"""Statements on what waits, and on who wants to be told of it."""

from collections.abc import Sequence
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.queries import ARCHIVED, MUTED
from paperplane.notifications.digest.types import Waits

MOST_NAMED = 5
DAY = "interval '1 day'"
# The newest that a member `m` has not read for a day, of what is still there and nobody stands between.
UNREAD = f"""
  select e.sender, e.sent_at from events e join messages f on f.conversation_id = e.conversation_id and f.seq = e.seq
  where e.conversation_id = c.id and e.seq > greatest(m.read_seq, m.from_seq) and e.n > m.read_n and e.kind = 'message'
    and e.sender <> m.account_id and e.sent_at < now() - {DAY}
    and f.body is not null and (f.expires_at is null or f.expires_at > now())
    and not exists (select from blocks b where b.blocker_id = m.account_id and b.blocked_id = e.sender
      or c.kind = 'direct' and b.blocker_id = e.sender and b.blocked_id = m.account_id)
  order by e.seq desc limit 1"""  # noqa: S608
WAITING = f"""
  select coalesce(c.title, i.name, p.display_name) as name, e.sent_at as at
  from members m join conversations c on c.id = m.conversation_id cross join lateral ({UNREAD}) e
  join accounts p on p.id = e.sender
  left join nicknames i on i.owner_id = m.account_id and i.account_id = e.sender
  where m.account_id = a.id and m.state = 'accepted' and m.to_seq is null and c.last_n > m.read_n and not {MUTED} and not {ARCHIVED}"""  # noqa: S608
ASKED = """
  select c.active_at as at from members m join conversations c on c.id = m.conversation_id
  where m.account_id = a.id and m.state = 'request' and c.last_n > 0
  union all select created_at from follow_requests where followee_id = a.id and not ignored
  union all select created_at from invitations i where i.account_id = a.id and not i.ignored and not exists (
    select from blocks b where (b.blocker_id, b.blocked_id) in ((i.account_id, i.inviter_id), (i.inviter_id, i.account_id)))"""


async def waiting(tx: Tx, after: UUID, limit: int) -> list[Waits]:
    """The next accounts, by id, that may be mailed and have not been here for a day."""
    return await tx.all(Waits, f"""
select a.id, a.email, a.handle, a.locale, a.quiet_hours, w.digest_at, coalesce(c.names, '{{}}') as names, c.count as conversations,
       r.count as requests, greatest(c.at, r.at) as newest
from (select a.* from accounts a where a.id > $1 and a.email_verified_at is not null order by a.id limit $2) a
left join notification_settings w on w.account_id = a.id
left join lateral (select count(*), (array_agg(name order by at desc))[1:{MOST_NAMED}] as names, max(at) as at from ({WAITING}) q) c
  on coalesce(w.digest, true)
left join lateral (select count(*), max(at) as at from ({ASKED}) q where at < now() - {DAY}) r on coalesce(w.digest, true)
where coalesce(w.digest, true) and coalesce(w.digest_at < now() - {DAY}, true)
  and coalesce(a.last_seen_at < now() - {DAY}, true)
  and not exists (select from sessions g where g.account_id = a.id and g.last_seen_at > now() - {DAY})
order by a.id""", after, limit)  # noqa: S608


async def last_looked_at(tx: Tx, after: UUID, limit: int) -> UUID | None:
    """Where the same accounts end; None: there are no more."""
    found: UUID | None = await tx.value("""
select id from accounts where id > $1 and email_verified_at is not null order by id offset $2 limit 1""", after, limit - 1)
    return found


async def set_mailed(tx: Tx, accounts: Sequence[UUID]) -> None:
    await tx.do("""
insert into notification_settings (account_id, digest_at) select unnest($1::uuid[]), now()
on conflict (account_id) do update set digest_at = now()""", accounts)


async def wanted(tx: Tx, account: UUID, email: str) -> bool:
    """Whether the mail is still wanted, at this address."""
    return bool(await tx.value("""
select true from accounts a left join notification_settings w on w.account_id = a.id
where a.id = $1 and a.email = $2 and a.email_verified_at is not null and coalesce(w.digest, true)""", account, email))


async def stop(tx: Tx, account: UUID) -> None:
    await tx.do("""
insert into notification_settings (account_id, digest) select id, false from accounts where id = $1
on conflict (account_id) do update set digest = false""", account)
