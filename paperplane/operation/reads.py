"""The answer to how the server is doing."""

import shutil

from msgspec.structs import fields

from paperplane import __version__
from paperplane.core import backups
from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.operation import queries
from paperplane.operation.types import Operation, Sample
from paperplane.operation.watch import EVERY_S, Watch


async def operation(tx: Tx, watch: Watch, config: Config) -> Operation:
    held = await queries.held_jobs(tx)
    seen = list(watch.samples)
    return Operation(
        version=__version__, started_at=watch.started_at, uptime_s=round((now() - watch.started_at).total_seconds()),
        every_s=EVERY_S, connections_most=config.database_pool,
        disk_bytes=shutil.disk_usage(config.data_dir).total, last_backup_at=backups.last(config.data_dir), held=held,
        at=[at.replace(microsecond=0) for at, _ in seen],
        series={field.name: [getattr(sample, field.name) for _, sample in seen] for field in fields(Sample)})
