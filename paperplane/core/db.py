"""Postgres, as structs: `Db` is the pool, `Tx` is one request, frame or job, which is one transaction.

Application code never commits; the edge that opened the Tx does. What a Tx pushes leaves after its commit,
what it announces becomes job rows inside that commit.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec
import structlog
from asyncpg.pool import PoolConnectionProxy

from paperplane.core.bus import Bus
from paperplane.core.errors import Unavailable
from paperplane.core.figures import database_failures

T = TypeVar("T")
# What the pool lends stands for a connection in every way but its type.
Connection = asyncpg.Connection | PoolConnectionProxy
Enqueue = Callable[[Connection, list[msgspec.Struct]], Awaitable[None]]

# Shorter than the overlap of a sync cursor (messages.reads), so that no commit can slip behind one.
TRANSACTION_TIMEOUT_S = 5
ACQUIRE_TIMEOUT_S = 5
CLOSE_PATIENCE_S = 10

AWAY = (
    OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError, asyncpg.CrashShutdownError, asyncpg.TooManyConnectionsError,
    asyncpg.exceptions.TransactionTimeoutError,
)
log = structlog.get_logger(__name__)


class Db:
    """A pool of connections. Opens without a database being there: statements then raise Unavailable."""

    def __init__(self, bus: Bus, enqueue: Enqueue) -> None:
        self.bus = bus
        self._enqueue = enqueue
        self._pool: asyncpg.Pool | None = None
        self._on_signal: list[Callable[[msgspec.Struct], None]] = []
        self.waiting = 0            # how many wait for a connection

    def on_signal(self, receive: Callable[[msgspec.Struct], None]) -> None:
        """Be told, in this process and after the commit, what a Tx signals."""
        self._on_signal.append(receive)

    async def open(self, dsn: str, *, size: int = 10, plan_once: bool = False) -> None:
        """`plan_once`: keep each statement's first plan; for a few hot statements whose plan cannot vary."""
        plans = {"plan_cache_mode": "force_generic_plan"} if plan_once else {}
        self._pool = await asyncpg.create_pool(
            dsn, min_size=0, max_size=size, init=_prepare, reset=_as_it_is, command_timeout=30,
            server_settings={"transaction_timeout": f"{TRANSACTION_TIMEOUT_S}s", "application_name": "paperplane", **plans},
        )

    async def close(self) -> None:
        """End the connections; those that are still at work after a while are cut."""
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), CLOSE_PATIENCE_S)
            except TimeoutError:
                self._pool.terminate()
            self._pool = None

    def connections(self) -> tuple[int, int]:
        """How many there are, and how many of them are in use."""
        if self._pool is None:
            return 0, 0
        return self._pool.get_size(), self._pool.get_size() - self._pool.get_idle_size()

    def tx(self) -> AbstractAsyncContextManager["Tx"]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        return self._tx(Tx(self))

    def autocommit(self) -> AbstractAsyncContextManager["Tx"]:
        """Each statement is a transaction of its own: for reads, and for a single write. Saves two round trips."""
        return self._tx(Tx(self, autocommit=True))

    @asynccontextmanager
    async def _tx(self, tx: "Tx") -> AsyncIterator["Tx"]:
        try:
            yield tx
            await tx._commit()
        except BaseException:
            await tx._abandon()
            raise
        tx._publish()

    async def ready(self) -> bool:
        """Whether Postgres answers a statement now."""
        try:
            async with self.autocommit() as tx:
                return bool(await tx.value("select true"))
        except Unavailable:
            return False

    async def _acquire(self) -> PoolConnectionProxy:
        if self._pool is None:
            raise Unavailable
        self.waiting += 1
        try:
            return await self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        except AWAY as error:
            database_failures.labels("away").inc()
            log.warning("database_away", error=type(error).__name__)
            raise Unavailable from error
        finally:
            self.waiting -= 1

    async def _release(self, connection: PoolConnectionProxy) -> None:
        assert self._pool is not None
        await self._pool.release(connection)


class Tx:
    """One transaction. It takes its connection at its first statement, so a bad request costs none."""

    def __init__(self, db: Db, *, autocommit: bool = False) -> None:
        self._db = db
        self._autocommit = autocommit
        self._connection: PoolConnectionProxy | None = None
        self._pushed: list[tuple[tuple[UUID, ...], str, object]] = []
        self._announced: list[msgspec.Struct] = []
        self._signals: list[msgspec.Struct] = []

    async def all(self, shape: type[T], sql: str, *args: object) -> list[T]:
        """The rows, each as `shape`."""
        rows = await self._run("fetch", sql, args)
        return [msgspec.convert(dict(row), shape) for row in rows]

    async def one(self, shape: type[T], sql: str, *args: object) -> T | None:
        """The first row as `shape`, or None."""
        row = await self._run("fetchrow", sql, args)
        return None if row is None else msgspec.convert(dict(row), shape)

    async def rows(self, sql: str, *args: object) -> list[asyncpg.Record]:
        """The rows as they come: for a hot path that cannot afford a struct a row."""
        found: list[asyncpg.Record] = await self._run("fetch", sql, args)
        return found

    async def value(self, sql: str, *args: object) -> Any:
        """The first column of the first row, or None."""
        return await self._run("fetchval", sql, args)

    async def do(self, sql: str, *args: object) -> int:
        """Run a statement; how many rows it touched."""
        status: str = await self._run("execute", sql, args)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    def push(self, frame: msgspec.Struct, to: Iterable[UUID]) -> None:
        """Send a frame to these accounts' sockets, after the commit."""
        self._pushed.append((tuple(to), msgspec.json.encode(frame).decode(), None))

    def push_encoded(self, frame: str, to: tuple[UUID, ...], origin: object = None) -> None:
        """As push, for a frame that is encoded already; `origin` is the one socket that need not hear it."""
        self._pushed.append((to, frame, origin))

    def announce(self, event: msgspec.Struct) -> None:
        """Tell what stands above: subscribers.py says which jobs it becomes, in this commit."""
        self._announced.append(event)

    def signal(self, event: msgspec.Struct) -> None:
        """Tell this process' open sockets, after the commit: a session ended, a switch was turned."""
        self._signals.append(event)

    async def _run(self, method: str, sql: str, args: tuple[object, ...]) -> Any:
        connection = await self._connect()
        return await self._understood(connection, getattr(connection, method)(sql, *args))

    async def _understood(self, connection: PoolConnectionProxy, answer: Awaitable[T]) -> T:
        """What the database answers; that it is away, in whichever of its many ways it says so, is Unavailable."""
        try:
            return await answer
        except AWAY as error:
            database_failures.labels("away").inc()
            raise Unavailable from error
        except asyncpg.InternalClientError as error:
            # The server has said that it ends this connection, and asyncpg waits for an end that is on its way.
            database_failures.labels("away").inc()
            _cut(connection)
            raise Unavailable from error
        except asyncpg.InterfaceError as error:
            database_failures.labels("away" if _gone(connection) else "error").inc()
            if _gone(connection):
                raise Unavailable from error
            raise
        except asyncpg.IntegrityConstraintViolationError:
            raise           # what the statement was there to find out
        except asyncpg.PostgresError:
            database_failures.labels("error").inc()
            raise

    async def _connect(self) -> PoolConnectionProxy:
        if self._connection is None:
            self._connection = await self._db._acquire()
            if not self._autocommit:
                await self._run("execute", "begin", ())
        return self._connection

    async def _commit(self) -> None:
        if self._announced:
            connection = await self._connect()
            await self._understood(connection, self._db._enqueue(connection, self._announced))
        if self._connection is not None and not self._autocommit:
            status = await self._run("execute", "commit", ())
            if status != "COMMIT":      # Postgres answers ROLLBACK when a statement before had failed
                raise Unavailable
        await self._let_go()

    async def _abandon(self) -> None:
        if self._connection is None:
            return
        try:
            if not self._autocommit and not _gone(self._connection):
                await self._connection.execute("rollback")
        except (*AWAY, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            _cut(self._connection)
        await self._let_go()

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._db._release(connection)

    def _publish(self) -> None:
        for to, frame, origin in self._pushed:
            self._db.bus.publish(to, frame, origin)
        for event in self._signals:
            for receive in self._db._on_signal:
                receive(event)


async def _as_it_is(_: Connection) -> None:
    """Connections go back as they are: nothing here changes a session, and asyncpg's own reset is a round trip."""


def _gone(connection: Connection) -> bool:
    """Whether a connection has ended. The pool takes a dead one back at once, and it then answers nothing at all."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True


def _cut(connection: Connection) -> None:
    """End a connection that is of no use any more, so that the pool makes another."""
    if not _gone(connection):
        connection.terminate()


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode)


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
