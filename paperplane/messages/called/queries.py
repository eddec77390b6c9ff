"""The statement that writes a call into the log."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.messages.bodies.types import SystemBody


class Written(msgspec.Struct, frozen=True):
    seq: int
    n: int | None
    sent_at: datetime


async def append_call(tx: Tx, conversation: UUID, event: UUID, caller: UUID, client_id: UUID, body: SystemBody, *,
                      unread: bool) -> Written:
    """Write it into a conversation that is locked. `unread`: it counts so, for all but the caller, whose mark it moves."""
    written = await tx.one(Written, """
with head as (
  update conversations set last_seq = last_seq + 1, last_n = last_n + $6::boolean::integer, active_at = now(), changed_at = now()
  where id = $1 returning last_seq, last_n
), fold as (
  insert into messages (conversation_id, seq, body) select $1, last_seq, $5 from head
), log as (
  insert into events (conversation_id, seq, id, kind, n, sender, client_id, sent_at)
  select $1, last_seq, $2, 'system', case when $6 then last_n end, $3, $4, now() from head
), mine as (
  update members m set read_seq = head.last_seq, read_n = head.last_n, receipt_seq = head.last_seq, delivered_seq = head.last_seq,
    marked_unread = false, changed_at = now()
  from head where $6 and m.conversation_id = $1 and m.account_id = $3
)
select last_seq as seq, case when $6 then last_n end as n, now() as sent_at from head""",
                           conversation, event, caller, client_id, body, unread)
    assert written is not None
    return written
