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
    """A fresh copy of the migrated template; its DSN."""
    postgres = EmbeddedPostgres(Path(os.environ[CLUSTER]))
    async with asyncio.timeout(60):
        while True:
            try:
                return await postgres.create_database(f"test_{uuid4().hex}", TEMPLATE)
            except asyncpg.ObjectInUseError:  # another worker copies the template at this moment
                await asyncio.sleep(0.05)


async def empty_database() -> str:
    """A database without a schema; its DSN."""
    return await EmbeddedPostgres(Path(os.environ[CLUSTER])).create_database(f"test_{uuid4().hex}")


async def drop_database(dsn: str) -> None:
    """Remove a copy and whatever is still connected to it."""
    name = dsn.split("?")[0].rpartition("/")[2]
    await EmbeddedPostgres(Path(os.environ[CLUSTER])).drop_database(name)
