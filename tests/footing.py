"""One embedded Postgres a run, one migrated template in it, a copy for whoever wants one."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import asyncpg

from paperplane.core import log
from paperplane.core.migrate import migrate
from paperplane.core.postgres import EmbeddedPostgres

TEMPLATE = "template_paperplane"
# Databases that were emptied, and the template's shape once it was asked for: of this process.
LEFT: list[str] = []
TEMPLATES: list[str] = []
LARGE = 60_000_000
OTHERS = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
# It waits until each is gone: what it was about to commit is there before all is emptied.
ALONE = f"select pg_terminate_backend(pid, 5000) {OTHERS}"
SIZE = "select pg_database_size(current_database())"
# Every table, index, function, trigger and constraint, by when it was made: a copy has them with the template's numbers.
SHAPE = """
select concat_ws('/', (select concat(count(*), ':', max(oid::bigint), ':', sum(relnatts)) from pg_class where relnamespace = 'public'::regnamespace),
  (select concat(count(*), ':', max(oid::bigint), ':', sum(hashtext(prosrc)::bigint)) from pg_proc where pronamespace = 'public'::regnamespace),
  (select concat(count(*), ':', max(oid::bigint), ':', string_agg(distinct tgenabled::text, '')) from pg_trigger),
  (select concat(count(*), ':', max(oid::bigint)) from pg_constraint))"""
EMPTY = """
select concat('set session_replication_role = replica;', string_agg(format('delete from %I;', tablename), ''))
from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'"""
CLUSTER = "TEST_CLUSTER"  # where the run's cluster is: set once, inherited by every pytest-xdist worker


class Footing:
    """The cluster of a run. Made and removed by pytest's first process; the others only connect."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="paperplane-tests-"))
        self.folder.chmod(0o711)
        self.postgres = EmbeddedPostgres(self.folder, fsync=False, settings={"max_connections": "300"})

    def make(self) -> None:
        log.configure("warning", as_json=False)
        asyncio.run(self._make())
        os.environ[CLUSTER] = str(self.folder)

    async def _make(self) -> None:
        await self.postgres.start()
        await migrate(await self.postgres.create_database(TEMPLATE))

    def remove(self) -> None:
        asyncio.run(self.postgres.stop())
        shutil.rmtree(self.folder, ignore_errors=True)


async def new_database() -> str:
    """A migrated database without a row: one that a test of this process has left and that was emptied, else a fresh copy of
    the template. Its DSN."""
    if LEFT:
        return LEFT.pop()
    postgres = EmbeddedPostgres(Path(os.environ[CLUSTER]))
    async with asyncio.timeout(60):
        while True:
            try:
                return await postgres.create_database(f"test_{uuid4().hex}", TEMPLATE)
            except asyncpg.ObjectInUseError:  # another worker copies the template at this moment
                await asyncio.sleep(0.05)


async def leave_database(dsn: str) -> None:
    """Empty a copy for the next test, which takes a hundredth of the time of another copy; what was made differently from the
    template, or grew large, is dropped."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(ALONE)
        as_it_was = await connection.fetchval(SHAPE) == await _shape() and await connection.fetchval(SIZE) < LARGE
        if as_it_was:
            await connection.execute(await connection.fetchval(EMPTY))
            assert not await connection.fetchval(f"select count(*) {OTHERS}"), "a server of this test is still at work"
    finally:
        await connection.close()
    if as_it_was:
        LEFT.append(dsn)
    else:
        await drop_database(dsn)


async def _shape() -> str:
    """What the template is made of."""
    if not TEMPLATES:
        connection = await asyncpg.connect(EmbeddedPostgres(Path(os.environ[CLUSTER])).cluster.dsn(TEMPLATE))
        TEMPLATES.append(await connection.fetchval(SHAPE))
        await connection.close()
    return TEMPLATES[0]


async def empty_database() -> str:
    """A database without a schema; its DSN."""
    return await EmbeddedPostgres(Path(os.environ[CLUSTER])).create_database(f"test_{uuid4().hex}")


async def drop_database(dsn: str) -> None:
    """Remove a copy and whatever is still connected to it."""
    name = dsn.split("?")[0].rpartition("/")[2]
    await EmbeddedPostgres(Path(os.environ[CLUSTER])).drop_database(name)
