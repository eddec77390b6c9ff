"""The embedded Postgres: starts it or attaches to it, keeps it running, stops it."""

import asyncio
import fcntl
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
import structlog

from paperplane.core.cluster import USER, Cluster, PostgresFailed

log = structlog.get_logger()

LOOK_S = 0.25  # how often the postmaster is looked at
STUCK_S = 180  # a start that logs nothing for so long has failed
STOP_S = 60  # a fast shutdown that takes longer becomes an immediate one
ATTEMPTS = 6
LONGEST_WAIT_S = 30.0


class DataDirInUse(PostgresFailed):
    """Another Paperplane runs on this data directory."""


class EmbeddedPostgres:
    """One Postgres on a unix socket under `<data_dir>/postgres`, for one Paperplane at a time.

    It outlives a Paperplane that was killed; the next start attaches to it. When it dies it is started again;
    `on_change` hears False then, and True when it answers again. `fsync=False` is for tests: it loses data.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        fsync: bool = True,
        settings: Mapping[str, str] | None = None,
        on_change: Callable[[bool], None] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.cluster = Cluster(data_dir)
        self._settings = {**({} if fsync else {"fsync": "off", "full_page_writes": "off"}), **(settings or {})}
        self._on_change = on_change or (lambda up: None)
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0
        self._lock: int | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def dsn(self) -> str:
        """The URL of Paperplane's database."""
        return self.cluster.dsn()

    async def start(self) -> str:
        """Bring the database up; its DSN. Raises PostgresFailed, DataDirInUse."""
        self._take_lock()
        try:
            await asyncio.to_thread(self.cluster.prepare)
            await self._persist(range(ATTEMPTS))
            await self._ensure_database()
        except BaseException:
            self._release_lock()
            raise
        self._watch = asyncio.create_task(self._keep_up())
        return self.dsn

    async def stop(self) -> None:
        """Stop the database (fast: open transactions are rolled back) and wait until it is gone."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        for number, patience in ((signal.SIGINT, STOP_S), (signal.SIGQUIT, STOP_S), (signal.SIGKILL, STOP_S)):
            if not self._alive():
                break
            self.cluster.signal(self._pid, number)
            await self._until_gone(patience)
        self._release_lock()

    async def answers(self) -> bool:
        """Whether a connection can be made, now."""
        try:
            connection = await asyncpg.connect(self.cluster.dsn("postgres"), timeout=5)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close()
        return True

    async def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` if one is named; its DSN."""
        copied = f' template "{template}" strategy file_copy' if template else ""
        await self._execute(f'create database "{name}"{copied}')
        return self.cluster.dsn(name)

    async def drop_database(self, name: str) -> None:
        """Drop a database with all its connections, if it is there."""
        await self._execute(f'drop database if exists "{name}" with (force)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.cluster.dsn("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _ensure_database(self) -> None:
        connection = await asyncpg.connect(self.cluster.dsn("postgres"))
        try:
            if not await connection.fetchval("select true from pg_database where datname = $1", USER):
                await connection.execute(f"create database {USER}")
        finally:
            await connection.close()

    def _take_lock(self) -> None:
        self.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._lock = os.open(self.data_dir / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._release_lock()
            raise DataDirInUse(
                f"Another Paperplane is running on {self.data_dir}: stop it first, or choose another --data-dir."
            ) from None

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _persist(self, attempts: Iterable[int]) -> None:
        """Bring it up, trying again with longer and longer waits.

        The first try may meet a predecessor that is just going, or its memory still in use.
        """
        failed = PostgresFailed()
        for attempt in attempts:
            try:
                return await self._bring_up()
            except PostgresFailed as error:
                failed = error
                log.warning("the database did not start", attempt=attempt, reason=str(error))
            await asyncio.sleep(min(0.1 * 2 ** min(attempt, 9), LONGEST_WAIT_S))
        raise failed

    async def _bring_up(self) -> None:
        """Attach to the postmaster that runs, else start one; return when it answers."""
        running = self.cluster.running()
        self._process = None if running else self.cluster.spawn(self._settings)
        self._pid = running or (self._process.pid if self._process else 0)
        clock = asyncio.get_running_loop().time
        heard, quiet_since = -1, clock()
        while not await self.answers():
            if not self._alive():
                raise PostgresFailed(f"The database stopped while starting: {self.cluster.last_words()}")
            size = self.cluster.log.stat().st_size if self.cluster.log.exists() else 0
            if size != heard:
                heard, quiet_since = size, clock()
            elif clock() - quiet_since > STUCK_S:
                raise PostgresFailed(f"The database does not come up: {self.cluster.last_words()}")
            await asyncio.sleep(0.05)
        log.info("database is up", attached=running is not None, pid=self._pid)

    def _alive(self) -> bool:
        if self._process is not None:
            return self._process.poll() is None
        return self._pid != 0 and self.cluster.running() == self._pid

    async def _until_gone(self, patience: float) -> None:
        deadline = asyncio.get_running_loop().time() + patience
        while self._alive() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)

    async def _keep_up(self) -> None:
        while True:
            while self._alive():
                await asyncio.sleep(LOOK_S)
            log.error("the database is gone; starting it again")
            self._on_change(False)
            await self._persist(count())
            self._on_change(True)


@asynccontextmanager
async def at_hand(data_dir: Path, database_url: str = "") -> AsyncIterator[str]:
    """The DSN of the database, for a command that may run beside a server.

    Without a URL it is the embedded one: that of the Paperplane which runs on `data_dir`, else started meanwhile.
    """
    if database_url:
        yield database_url
        return
    postgres = EmbeddedPostgres(data_dir)
    try:
        dsn = await postgres.start()
    except DataDirInUse:
        if not await postgres.answers():
            raise
        yield postgres.dsn
        return
    try:
        yield dsn
    finally:
        await postgres.stop()
