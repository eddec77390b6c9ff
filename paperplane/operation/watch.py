"""Looks at the server every ten seconds, and remembers an hour of it."""

import asyncio
import shutil
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from math import nan
from pathlib import Path

import structlog
from msgspec.structs import astuple

from paperplane.core import backups
from paperplane.core.clock import now
from paperplane.core.db import Db
from paperplane.core.errors import Unavailable
from paperplane.messages.receipts.line import MarkLine
from paperplane.messages.sending.line import SendLine
from paperplane.operation import figures, queries
from paperplane.operation.samples import Reading, sample
from paperplane.operation.types import Sample

EVERY_S = 10.0
KEPT = 360
LAG_EVERY_S = 0.5
# In the order of the facts.
OF_THE_DATABASE = (figures.database_bytes, figures.oldest_transaction, figures.jobs_waiting, figures.jobs_held)
log = structlog.get_logger(__name__)


class Watch:
    """The last hour of this process. `pools` names the connections there are."""

    def __init__(self, data_dir: Path, pools: Mapping[str, Db], line: SendLine, marks: MarkLine) -> None:
        self.started_at = now()
        self.samples: deque[tuple[datetime, Sample]] = deque(maxlen=KEPT)
        self._data_dir = data_dir
        self._db = next(iter(pools.values()))
        self._before: Reading | None = None
        figures.sends_waiting.set_function(line.waiting)
        figures.marks_waiting.set_function(marks.waiting)
        figures.tasks_open.set_function(_tasks)
        for name, db in pools.items():
            _show(name, db)

    async def run(self) -> None:
        """Look, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_feel_lag())
            while True:
                try:
                    await self.look()
                except Exception as error:
                    log.exception("look_failed", error=type(error).__name__)
                await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """One sample more; above an hour of them the oldest goes."""
        await self._look_up()
        reading = Reading(now())
        self.samples.append((reading.at, sample(self._before, reading)))
        self._before = reading

    async def _look_up(self) -> None:
        """What nobody counts: asked of the database and the disk."""
        figures.disk_free.set(shutil.disk_usage(self._data_dir).free)
        last = backups.last(self._data_dir)
        figures.last_backup.set(nan if last is None else last.timestamp())
        try:
            async with self._db.autocommit() as tx:
                found = await queries.database_facts(tx)
        except Unavailable:
            for figure in OF_THE_DATABASE:
                figure.set(nan)
            return
        for figure, value in zip(OF_THE_DATABASE, astuple(found), strict=True):
            figure.set(value)


def _tasks() -> float:
    """How many; asked from another thread than the loop's there are none to ask for."""
    try:
        return float(len(asyncio.all_tasks()))
    except RuntimeError:
        return nan


def _show(pool: str, db: Db) -> None:
    figures.connections_open.labels(pool).set_function(lambda: db.connections()[0])
    figures.connections_in_use.labels(pool).set_function(lambda: db.connections()[1])
    figures.connections_waiting.labels(pool).set_function(lambda: db.waiting)


async def _feel_lag() -> None:
    """How late the loop comes round is how long everybody waits for it."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_EVERY_S
        await asyncio.sleep(LAG_EVERY_S)
        figures.loop_lag.observe(max(0.0, loop.time() - due))
