"""`paperplane admin …`: looking after a server, beside it while it runs."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from cyclopts import App as Commands

from paperplane import subscribers
from paperplane.accounts import queries
from paperplane.accounts.rules import handle_of
from paperplane.cli.settings import DEFAULTS, Settings, run, say
from paperplane.core import jobs
from paperplane.core.bus import LocalBus
from paperplane.core.config import Config, ConfigError
from paperplane.core.db import Db
from paperplane.core.migrate import dump_schema, migrate
from paperplane.core.postgres import at_hand
from paperplane.serving import describe

admin = Commands(name="admin", help="Look after a server: its operators, jobs that failed, the schema, the API's description.")
admin_jobs = Commands(name="jobs", help="Jobs that failed every time are held until somebody decides.")
admin_operator = Commands(name="operator", help="Operators see how the server is doing, in the app under Settings.")
admin.command(admin_jobs)
admin.command(admin_operator)


@admin.command
def schema(*, given: Settings = DEFAULTS) -> None:
    """Print the schema of the database, as `paperplane/schema.sql` keeps it."""
    run(_schema(given.load()))


async def _schema(config: Config) -> None:
    async with at_hand(config.data_dir, config.database_url) as dsn:
        await migrate(dsn)
        sys.stdout.write(await dump_schema(dsn))


@admin.command
def openapi() -> None:
    """Print the description of the API (OpenAPI 3.1) that a server gives at /api/v1/openapi.json."""
    sys.stdout.buffer.write(describe())


@admin_jobs.command(name="list")
def jobs_list(*, given: Settings = DEFAULTS) -> None:
    """Show the jobs that are held: number, name, tries, since when, why."""
    run(_jobs_list(given.load()))


async def _jobs_list(config: Config) -> None:
    async with at_hand(config.data_dir, config.database_url) as dsn:
        connection = await asyncpg.connect(dsn)
        found = await jobs.held(connection)
        await connection.close()
    for job in found:
        tries = job.attempts + 1
        say(f"{job.id}  {job.name}  {tries} tries  {job.held_at:%Y-%m-%d %H:%M}  {job.reason or ''}")
    if not found:
        say("No job is held.")


@admin_jobs.command(name="retry")
def jobs_retry(*ids: int, given: Settings = DEFAULTS) -> None:
    """Let held jobs be tried anew, by their numbers.

        paperplane admin jobs retry 41 42
    """
    run(_jobs_change(given.load(), list(ids), drop=False))


@admin_jobs.command(name="drop")
def jobs_drop(*ids: int, given: Settings = DEFAULTS) -> None:
    """Forget held jobs, by their numbers: what they should have done will never be done.

        paperplane admin jobs drop 41
    """
    run(_jobs_change(given.load(), list(ids), drop=True))


async def _jobs_change(config: Config, ids: list[int], *, drop: bool) -> None:
    async with at_hand(config.data_dir, config.database_url) as dsn:
        connection = await asyncpg.connect(dsn)
        count = await (jobs.drop if drop else jobs.retry)(connection, ids)
        await connection.close()
    say(f"{count} of {len(ids)} {'forgotten' if drop else 'will be tried again'}.")


@admin_operator.command(name="list")
def operator_list(*, given: Settings = DEFAULTS) -> None:
    """Show the handles of this server's operators."""
    run(_operator_list(given.load()))


async def _operator_list(config: Config) -> None:
    async with _opened(config) as db, db.tx() as tx:
        found = await queries.operators(tx)
    say("\n".join(found) or "Nobody is an operator.")


@admin_operator.command(name="add")
def operator_add(handle: str, /, *, given: Settings = DEFAULTS) -> None:
    """Let somebody see how the server is doing. It shows no messages and no people.

        paperplane admin operator add fatou
    """
    run(_operator_change(given.load(), handle, operator=True))


@admin_operator.command(name="remove")
def operator_remove(handle: str, /, *, given: Settings = DEFAULTS) -> None:
    """Take it back.

        paperplane admin operator remove fatou
    """
    run(_operator_change(given.load(), handle, operator=False))


async def _operator_change(config: Config, handle: str, *, operator: bool) -> None:
    async with _opened(config) as db, db.tx() as tx:
        if not await queries.set_operator(tx, handle_of(handle), operator):
            raise ConfigError(f"Nobody here has the handle {handle}.")
    say(f"{handle_of(handle)} is {'an operator' if operator else 'no operator'} now.")


@asynccontextmanager
async def _opened(config: Config) -> AsyncIterator[Db]:
    """The server's database, at this version's schema."""
    db = Db(LocalBus(), subscribers.enqueue_all)
    async with at_hand(config.data_dir, config.database_url) as dsn:
        await migrate(dsn)
        await db.open(dsn, size=1)
        try:
            yield db
        finally:
            await db.close()
