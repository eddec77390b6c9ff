"""Statements on marks."""

from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.messages.queries import MOST_TOLD


class Moved(msgspec.Struct, frozen=True):
    """A member's marks after a move. `delivered`, `read`: whether that mark, as others may see it, moved.

    `readers` are those of the others who are told what is read, which is nobody where the member shows it to nobody.
    """

    conversation_id: UUID
    account_id: UUID
    read_seq: int
    read_n: int
    receipt_seq: int
    delivered_seq: int
    delivered: bool
    read: bool
    readers: list[UUID]
    others: list[UUID]


# Whether anybody may hear of the marks of `m`: nobody of a request that was not accepted, nor after a block.
MAY_TELL = """m.state = 'accepted' and m.to_seq is null and not (c.kind = 'direct' and exists (
  select from members o join blocks b on (b.blocker_id, b.blocked_id) in (
    (m.account_id, o.account_id), (o.account_id, m.account_id))
  where o.conversation_id = m.conversation_id))"""

# Of the others in it, those who are told what `mine` reads, and those who are told only what it gets.
TOLD = """cross join lateral (
  select coalesce(array_agg(o.account_id) filter (where mine.shown and a.show_receipts), '{}') as readers,
         coalesce(array_agg(o.account_id) filter (where not (mine.shown and a.show_receipts)), '{}') as others
  from members o join accounts a on a.id = o.account_id
  where mine.told and mine.member_count <= $5 and o.conversation_id = mine.conversation_id
    and o.account_id <> mine.account_id and o.to_seq is null) o"""


async def move(tx: Tx, marks: list[tuple[UUID, UUID, int, int]]) -> list[Moved]:
    """Move (conversation, account, read, delivered) marks forward; those that did move.

    A mark stops at the last event that the member may read. Reading is getting. A request that was not accepted tells
    nobody, nor does a direct conversation after a block. Above 50 members nobody is told of either, and delivery is
    not kept: it would be a row a member a message.
    """
    return await tx.all(Moved, f"""
with asked as (
  select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
    as t (conversation_id, account_id, read_seq, delivered_seq)
), mine as (
  select m.conversation_id, m.account_id, c.member_count, m.receipt_seq as was_receipt, m.delivered_seq as was_delivered,
         (select show_receipts from accounts s where s.id = m.account_id) as shown,
         {MAY_TELL} as told,
         least(a.read_seq, l.seq) as read_seq, least(greatest(l.delivered, a.read_seq), l.seq) as delivered_seq
  from asked a
  join members m on m.conversation_id = a.conversation_id and m.account_id = a.account_id
  join conversations c on c.id = m.conversation_id
  cross join lateral (select coalesce(m.to_seq, c.last_seq) as seq, case when c.member_count > $5 then 0 else a.delivered_seq end as delivered) l
  where least(a.read_seq, l.seq) > m.read_seq or least(greatest(l.delivered, a.read_seq), l.seq) > m.delivered_seq
  order by m.conversation_id, m.account_id for update of m
)
update members m set
  read_seq = greatest(m.read_seq, mine.read_seq),
  read_n = greatest(m.read_n, coalesce((
    select e.n from events e where e.conversation_id = m.conversation_id and e.seq <= mine.read_seq and e.n is not null
    order by e.seq desc limit 1), 0)),
  receipt_seq = case when mine.told then greatest(m.receipt_seq, mine.read_seq) else m.receipt_seq end,
  delivered_seq = case when mine.told then greatest(m.delivered_seq, mine.delivered_seq) else m.delivered_seq end,
  marked_unread = m.marked_unread and mine.read_seq <= m.read_seq,
  told_at = case when mine.told and mine.delivered_seq > m.delivered_seq then now() else m.told_at end,
  receipt_at = case when mine.told and mine.read_seq > m.receipt_seq then now() else m.receipt_at end,
  changed_at = now()
from mine {TOLD}
where m.conversation_id = mine.conversation_id and m.account_id = mine.account_id
returning m.conversation_id, m.account_id, m.read_seq, m.read_n, m.receipt_seq, m.delivered_seq,
  mine.told and m.delivered_seq > mine.was_delivered as delivered, mine.told and m.receipt_seq > mine.was_receipt as read,
  o.readers, o.others""",  # noqa: S608
                        *map(list, zip(*marks, strict=True)), MOST_TOLD)
