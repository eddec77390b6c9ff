"""Work for later: rows of PgQueuer, written in the transaction that caused them, done by a worker afterwards.

A job that fails is tried again with longer and longer waits, then held: an admin lists, retries or drops it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import asyncpg
import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.domain.errors import FailingListenerError
from pgqueuer.domain.models import Job as Row

from paperplane.core.db import Connection, Db, Tx

log = structlog.get_logger()

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
LOOK = timedelta(seconds=5)  # a new job is heard of at once, one to be tried again is not
AT_ONCE = 10
LOG_KEPT_DAYS = 30
POOL = 4
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, FailingListenerError)
AWAY_WAIT_S = 2.0
GOING = (OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError)

ENQUEUE = """
insert into pgqueuer (priority, status, entrypoint, payload, dedupe_key, execute_after)
select 0, 'queued', name, payload, dedupe_key, now() + after
from unnest($1::text[], $2::bytea[], $3::text[], $4::interval[]) as job (name, payload, dedupe_key, after)
on conflict (dedupe_key) where status in ('queued', 'picked') and dedupe_key is not null do nothing
"""

HELD = """
select id, entrypoint as name, attempts, created as created_at, updated as held_at,
    (select l.traceback #>> '{exception_message}' from pgqueuer_log l
     where l.job_id = j.id and l.traceback is not null order by l.created desc limit 1) as reason
from pgqueuer j where status = 'failed' order by id
"""

PRUNE = "delete from pgqueuer_log where created < now() - make_interval(days => $1)"


def _calmer(record: logging.LogRecord) -> bool:
    """A database that is away for a while is told of by who minds it; PgQueuer keeps what it could not write."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, GOING):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", None
        record.exc_info = None
    return True


logging.getLogger("pgqueuer").addFilter(_calmer)


class Job(msgspec.Struct, frozen=True):
    """Something to do after the commit. While one with the same `dedupe_key` waits or runs, no second is added."""

    name: str
    payload: msgspec.Struct
    dedupe_key: str | None = None
    after: timedelta = timedelta()


class Handler(msgspec.Struct, frozen=True):
    """What does a job: `run` gets the payload, decoded as `payload`, in a transaction of its own."""

    payload: type[msgspec.Struct]
    run: Callable[[Tx, Any], Awaitable[None]]


class HeldJob(msgspec.Struct, frozen=True):
    """A job that failed every time."""

    id: int
    name: str
    attempts: int
    created_at: datetime
    held_at: datetime
    reason: str | None


async def enqueue(connection: Connection, jobs: Iterable[Job]) -> None:
    """Add jobs in the connection's transaction. One that waits already is left out, and aborts nothing."""
    # Our own statement: PgQueuer's encodes JSON itself, which a connection with a JSON codec would do twice.
    found = list(jobs)
    await connection.execute(
        ENQUEUE,
        [job.name for job in found],
        [msgspec.json.encode(job.payload) for job in found],
        [job.dedupe_key for job in found],
        [job.after for job in found],
    )


class Worker:
    """Does the jobs of a database, until stopped. Outlives the database's absences."""

    def __init__(
        self,
        db: Db,
        dsn: str,
        handlers: Mapping[str, Handler],
        *,
        attempts: int = ATTEMPTS,
        wait: timedelta = FIRST_WAIT,
        look: timedelta = LOOK,
    ) -> None:
        self._db = db
        self._dsn = dsn
        self._handlers = handlers
        self._retry = partial(
            DatabaseRetryEntrypointExecutor, max_attempts=attempts - 1, initial_delay=wait, max_delay=LONGEST_WAIT
        )
        self._look = look
        self._queuer: PgQueuer | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in a task of its own."""
        if self._handlers:
            self._task = asyncio.create_task(self._run())

    async def stop(self, patience_s: float = 10) -> None:
        """Take no more jobs, and let those at work finish; a job cut off is picked up again by the next worker."""
        if self._task is None:
            return
        if self._queuer is not None:
            self._queuer.shutdown.set()
        else:
            self._task.cancel()
        await asyncio.wait({self._task}, timeout=patience_s)
        self._task.cancel()
        await asyncio.wait({self._task})
        self._task = None

    async def _run(self) -> None:
        while True:
            try:
                return await self._work()
            except AWAY as error:
                log.warning("jobs wait for the database", reason=type(error).__name__)
            except Exception:
                log.exception("the job worker failed and starts again")
            task = asyncio.current_task()
            if task is not None and task.cancelling():  # the clean-up of a cancelled worker may raise in its stead
                return None
            await asyncio.sleep(AWAY_WAIT_S)

    async def _work(self) -> None:
        pool = await asyncpg.create_pool(self._dsn, min_size=0, max_size=POOL, command_timeout=30)
        try:
            await pool.execute(PRUNE, LOG_KEPT_DAYS)
            self._queuer = PgQueuer.from_asyncpg_pool(pool)
            for name, handler in self._handlers.items():
                self._queuer.entrypoint(name, on_failure="hold", executor_factory=self._retry)(partial(self._do, handler))
            await self._queuer.qm.run(self._look, AT_ONCE, shutdown_on_listener_failure=True)
        finally:
            self._queuer = None
            pool.terminate()

    async def _do(self, handler: Handler, row: Row) -> None:
        payload = msgspec.json.decode(row.payload or b"null", type=handler.payload)
        async with self._db.tx() as tx:
            await handler.run(tx, payload)


async def held(connection: asyncpg.Connection) -> list[HeldJob]:
    """The jobs that are held, oldest first."""
    return [msgspec.convert(dict(row), HeldJob) for row in await connection.fetch(HELD)]


async def retry(connection: asyncpg.Connection, ids: list[int]) -> int:
    """Let held jobs be tried anew; how many."""
    done = await connection.execute(
        "update pgqueuer set status = 'queued', attempts = 0, execute_after = now(), updated = now() "
        "where status = 'failed' and id = any($1)",
        ids,
    )
    return int(done.split()[1])


async def drop(connection: asyncpg.Connection, ids: list[int]) -> int:
    """Forget held jobs; how many."""
    done = await connection.execute("delete from pgqueuer where status = 'failed' and id = any($1)", ids)
    return int(done.split()[1])
