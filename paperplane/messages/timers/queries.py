"""Statements on timers and on what has had its time."""

from uuid import UUID

from paperplane.core.db import Tx


async def set_timer(tx: Tx, conversation: UUID, timer_s: int | None) -> None:
    await tx.do("update conversations set timer_s = $2, changed_at = now() where id = $1", conversation, timer_s)


async def conversation_with_expired(tx: Tx) -> UUID | None:
    """One in which something has had its time and still says something: where it is longest ago."""
    found: UUID | None = await tx.value("""
select conversation_id from messages where expires_at <= now() and expires_at is not null and body is not null
order by expires_at limit 1""")
    return found


async def expired(tx: Tx, conversation: UUID, limit: int) -> list[int]:
    """Of a conversation that is locked."""
    rows = await tx.rows("""
select seq from messages where conversation_id = $1 and expires_at <= now() and expires_at is not null and body is not null
order by expires_at limit $2""", conversation, limit)
    return [row["seq"] for row in rows]
