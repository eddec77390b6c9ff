"""Statements on previews. The conversation is locked."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.previews.types import Preview, Previewed


async def target(tx: Tx, conversation: UUID, seq: int) -> Previewed | None:
    return await tx.one(Previewed, """
select case when expires_at is null or expires_at > now() then body ->> 'text' end as text, preview is not null as preview
from messages where conversation_id = $1 and seq = $2""", conversation, seq)


async def keep(tx: Tx, conversation: UUID, seq: int, preview: Preview) -> None:
    await tx.do("update messages set preview = $3 where conversation_id = $1 and seq = $2", conversation, seq, preview)


async def drop(tx: Tx, conversation: UUID, seqs: list[int]) -> list[UUID]:
    """Forget what was fetched for these messages; the pictures that nobody shows any more."""
    rows = await tx.rows("""
with said as (
  update events set detail = null where conversation_id = $1 and about = any($2) and kind = 'previewed'
), before as (
  select seq, (preview ->> 'image_id')::uuid as image_id from messages where conversation_id = $1 and seq = any($2) and preview is not null
), gone as (
  update messages m set preview = null from before b where m.conversation_id = $1 and m.seq = b.seq
)
select image_id from before where image_id is not null""", conversation, seqs)
    return [row["image_id"] for row in rows]
