"""Statements on streaks."""

from datetime import date
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.streaks.types import Count, Span, StreakRow

# Of one conversation at once: what is beyond is looked at the next time.
MOST_EVENTS = 5_000

ROWS = f"""
select s.conversation_id, s.asked_by, s.on_at, s.days, s.last_day, s.upto_seq, s.paused_on, s.frozen,
       coalesce(q.quiet, '[]') as quiet, coalesce(l.log, '[]') as log
from streaks s
left join lateral (
  select jsonb_agg(a.quiet_hours) filter (where a.quiet_hours is not null) as quiet
  from members m join accounts a on a.id = m.account_id
  where m.conversation_id = s.conversation_id and s.on_at is not null) q on true
left join lateral (
  select jsonb_agg(jsonb_build_object('day', d.day, 'sender', d.sender, 'first_at', d.first_at, 'last_seq', d.last_seq)
                   order by d.day) as log
  from (
    select (e.sent_at at time zone 'UTC')::date as day, e.sender, min(e.sent_at) as first_at, max(e.seq) as last_seq
    from (
      select seq, sender, sent_at, kind from events e
      where e.conversation_id = s.conversation_id and e.seq > s.upto_seq order by e.seq limit {MOST_EVENTS}) e
    where e.kind = 'message' group by 1, 2) d
  where s.on_at is not null and s.paused_on is null) l on true
"""  # noqa: S608


async def of_each(tx: Tx, conversations: list[UUID]) -> list[StreakRow]:
    """Those of these conversations that have one, or in which one is asked for."""
    return await tx.all(StreakRow, ROWS + "where s.conversation_id = any($1::uuid[])", conversations)


async def note(tx: Tx, counts: list[tuple[StreakRow, Count, int]]) -> None:
    """How far they are counted, where nobody has written it down since. Whoever writes the same just now does it for all."""
    await tx.do("""
with item as (
  select * from unnest($1::uuid[], $2::bigint[], $3::integer[], $4::date[], $5::bigint[])
    as t (conversation_id, was_upto, days, last_day, upto_seq)
), free as (
  select s.conversation_id from streaks s join item on item.conversation_id = s.conversation_id
  where s.upto_seq = item.was_upto and s.paused_on is null for update of s skip locked
)
update streaks s set days = item.days, last_day = item.last_day, upto_seq = item.upto_seq
from item, free where s.conversation_id = item.conversation_id and free.conversation_id = s.conversation_id""",
                [row.conversation_id for row, _, _ in counts], [row.upto_seq for row, _, _ in counts],
                [count.days for _, count, _ in counts], [count.last_day for _, count, _ in counts], [upto for _, _, upto in counts])


async def ask(tx: Tx, conversation: UUID, account: UUID) -> None:
    await tx.do("insert into streaks (conversation_id, asked_by) values ($1, $2) on conflict do nothing", conversation, account)


async def begin(tx: Tx, conversation: UUID) -> None:
    """Both want it: counted from the beginning of this day on."""
    await tx.do("""
update streaks s set on_at = now(), upto_seq = coalesce((
  select e.seq from events e where e.conversation_id = $1 and e.sent_at < date_trunc('day', now(), 'UTC')
  order by e.seq desc limit 1), 0)
where s.conversation_id = $1""", conversation)


async def end(tx: Tx, conversation: UUID) -> bool:
    return await tx.do("delete from streaks where conversation_id = $1", conversation) == 1


async def pause(tx: Tx, conversation: UUID, day: date, count: Count) -> None:
    await tx.do("update streaks set paused_on = $2, days = $3, last_day = $4 where conversation_id = $1",
                conversation, day, count.days, count.last_day)


async def go_on(tx: Tx, conversation: UUID, frozen: list[Span]) -> None:
    """What was said in the pause is not counted."""
    await tx.do("""
update streaks s set paused_on = null, frozen = $2, upto_seq = c.last_seq
from conversations c where c.id = s.conversation_id and s.conversation_id = $1""", conversation, frozen)


async def touch(tx: Tx, conversation: UUID) -> None:
    """Both find its head by sync. In id order, as marks are moved."""
    await tx.do("""
with two as (select account_id from members where conversation_id = $1 order by account_id for update)
update members m set changed_at = now() from two where m.conversation_id = $1 and m.account_id = two.account_id""", conversation)
