"""Statements on the database itself and on its jobs."""

from paperplane.core.db import Tx
from paperplane.core.jobs import HELD, HeldJob
from paperplane.operation.types import DatabaseFacts


async def database_facts(tx: Tx) -> DatabaseFacts:
    found = await tx.one(DatabaseFacts, """
select pg_database_size(current_database()) as size_bytes,
       coalesce((select extract(epoch from max(clock_timestamp() - xact_start))::float8 from pg_stat_activity
                 where datname = current_database() and pid <> pg_backend_pid()), 0) as oldest_transaction_s,
       count(*) filter (where status = 'queued') as jobs_waiting,
       count(*) filter (where status = 'failed') as jobs_held
from pgqueuer""")
    assert found is not None        # an aggregate has a row
    return found


async def held_jobs(tx: Tx) -> list[HeldJob]:
    """The jobs that failed every time, oldest first."""
    return await tx.all(HeldJob, HELD)
