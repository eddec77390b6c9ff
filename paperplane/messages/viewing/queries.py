"""Statements on who has opened what. The conversation is locked."""

from datetime import datetime, timedelta
from uuid import UUID

from paperplane.core.db import Tx


async def view(tx: Tx, conversation: UUID, seq: int, viewer: UUID) -> None:
    await tx.do("update messages set viewed = array_append(viewed, $3) where conversation_id = $1 and seq = $2", conversation, seq, viewer)


async def end_if_last(tx: Tx, conversation: UUID, seq: int, sender: UUID, after: timedelta) -> datetime | None:
    """Let it end soon where everybody who may read it has opened it; when."""
    ends: datetime | None = await tx.value("""
update messages m set expires_at = least(m.expires_at, now() + $4)
where conversation_id = $1 and seq = $2 and not exists (
  select from members v where v.conversation_id = $1 and v.account_id <> $3 and v.to_seq is null and v.from_seq < $2
    and v.account_id <> all (m.viewed))
returning expires_at""", conversation, seq, sender, after)
    return ends
