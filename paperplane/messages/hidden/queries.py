"""Statements on what is hidden from one person."""

from uuid import UUID

from paperplane.core.db import Tx


async def readable(tx: Tx, viewer: UUID, conversation: UUID, seqs: list[int]) -> list[int]:
    """Of these, what somebody said and the viewer may read; ascending."""
    rows = await tx.rows("""
select e.seq from members v join events e on e.conversation_id = v.conversation_id and e.seq = any($3::bigint[])
where v.conversation_id = $2 and v.account_id = $1 and e.kind = 'message'
  and e.seq > v.from_seq and e.seq <= coalesce(v.to_seq, 9223372036854775807) order by e.seq""", viewer, conversation, seqs)
    return [row["seq"] for row in rows]


async def hide(tx: Tx, viewer: UUID, conversation: UUID, seqs: list[int]) -> None:
    await tx.do("""
with fresh as (
  insert into hidden (conversation_id, account_id, seq) select $2, $1, s.seq from unnest($3::bigint[]) s (seq)
  on conflict do nothing returning 1
)
update members set hidings = hidings + 1, changed_at = now()
where conversation_id = $2 and account_id = $1 and exists (select from fresh)""", viewer, conversation, seqs)


async def hidden(tx: Tx, viewer: UUID, conversation: UUID, limit: int) -> list[int]:
    """The newest; ascending."""
    rows = await tx.rows("""
select seq from hidden where conversation_id = $2 and account_id = $1 order by seq desc limit $3""", viewer, conversation, limit)
    return [row["seq"] for row in reversed(rows)]
