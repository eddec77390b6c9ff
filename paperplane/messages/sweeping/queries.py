"""Statements on taking back everything somebody said."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.sweeping.types import Progress, SweepRow

# What somebody said up to a seq, as far as there is any trace of it.
THEIRS = """
from events e join messages m on m.conversation_id = e.conversation_id and m.seq = e.seq
where e.conversation_id = $1 and e.sender = $2 and e.kind = 'message' and e.seq <= $3 and not m.quiet"""


async def begin(tx: Tx, conversation: UUID, account: UUID, upto: int) -> None:
    """From the start, or, where one is under way, on to here."""
    await tx.do("""
insert into sweeps as s (conversation_id, account_id, upto) values ($1, $2, $3)
on conflict (conversation_id, account_id) do update set upto = greatest(s.upto, excluded.upto)""", conversation, account, upto)


async def progress(tx: Tx, conversation: UUID, account: UUID) -> Progress:
    found = await tx.one(Progress, """
select s.upto, coalesce(s.done, 0) as done, c.last_seq from conversations c
left join sweeps s on s.conversation_id = c.id and s.account_id = $2 where c.id = $1""", conversation, account)
    assert found is not None
    return found


async def count(tx: Tx, conversation: UUID, account: UUID, upto: int) -> int:
    found: int = await tx.value("select count(*) " + THEIRS, conversation, account, upto)
    return found


async def next_sweep(tx: Tx) -> SweepRow | None:
    return await tx.one(SweepRow, "select conversation_id, account_id, upto, reached from sweeps order by started_at limit 1")


async def eldest(tx: Tx, sweep: SweepRow, limit: int) -> list[int]:
    rows = await tx.rows("select e.seq " + THEIRS + " and e.seq > $4 order by e.seq limit $5",
                         sweep.conversation_id, sweep.account_id, sweep.upto, sweep.reached, limit)
    return [row["seq"] for row in rows]


async def set_swept(tx: Tx, sweep: SweepRow, seqs: list[int]) -> None:
    """Without a trace, also of what had been unsent before."""
    await tx.do("""
with gone as (
  update messages set gone_at = coalesce(gone_at, now()), gone_by = coalesce(gone_by, $2), quiet = true
  where conversation_id = $1 and seq = any($3)
)
update sweeps set done = done + cardinality($3::bigint[]), reached = $4 where conversation_id = $1 and account_id = $2""",
                sweep.conversation_id, sweep.account_id, seqs, seqs[-1])


async def end(tx: Tx, sweep: SweepRow) -> None:
    """Unless it was asked anew meanwhile, for more."""
    await tx.do("delete from sweeps where conversation_id = $1 and account_id = $2 and upto = $3",
                sweep.conversation_id, sweep.account_id, sweep.upto)
