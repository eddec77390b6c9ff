"""The command line: what an operator can ask for. Errors are one sentence on stderr, and exit status 1."""

import asyncio
import signal
import sys
from pathlib import Path

from cyclopts import App as Commands

from paperplane import __version__, backup, subscribers
from paperplane.cli.admin import admin
from paperplane.cli.settings import DEFAULTS, Settings, run, say
from paperplane.core import jobs
from paperplane.core.bus import LocalBus
from paperplane.core.cluster import PostgresFailed
from paperplane.core.config import Config, ConfigError
from paperplane.core.db import Db
from paperplane.core.fetching import Fetcher
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.mail import Mailer
from paperplane.core.migrate import MigrationError, migrate
from paperplane.core.postgres import at_hand
from paperplane.core.storage import Storage
from paperplane.serving import serve

EXPECTED = (ConfigError, PostgresFailed, MigrationError, backup.BackupError)

commands = Commands(
    name="paperplane",
    version=__version__,
    help="""A place to talk, share and meet that its people run themselves.

Begin with `paperplane serve`: it keeps everything, its database too, in one folder. To look around first:
`paperplane demo`.

Every setting is a flag, an environment variable (`PAPERPLANE_PORT=9000`) or a line of a TOML file
(`--config paperplane.toml`); a flag wins over a variable, which wins over the file. docs/operate.md lists them.
""",
    help_format="markdown",
)
commands.command(admin)


@commands.command(name="serve")
def serve_command(
    *,
    host: str | None = None,
    port: int | None = None,
    public_url: str | None = None,
    workers: int = 1,
    given: Settings = DEFAULTS,
) -> None:
    """Run the server.

    It brings its database up, and up to date, and says its address when it answers. Ctrl-C or SIGTERM stops it.

        paperplane serve
        paperplane serve --data-dir /srv/paperplane --port 9000
        paperplane serve --host 0.0.0.0 --public-url https://paper.example.org

    Parameters
    ----------
    host
        The address to listen on: 127.0.0.1 unless told otherwise; behind a proxy leave it.
    port
        The port to listen on: 8000 unless told otherwise; 0 takes a free one.
    public_url
        Where people reach the server, when that is not host and port: sockets and links need it.
    workers
        How many processes serve: this version, one.
    """
    if workers != 1:
        raise ConfigError("This version serves with one process: leave --workers away.")
    config = given.load(host=host, port=port, public_url=public_url)
    run(serve(config, lambda url: say(f"Paperplane is at {url}")))


@commands.command
def demo(*, port: int | None = None, public_url: str | None = None, given: Settings = DEFAULTS) -> None:
    """Run a server to look around in: people with faces, friends and talk, made at the first start.

    Anybody who reaches it signs in as any of them without a password, so it listens on this machine only.

        paperplane demo
        paperplane demo --data-dir /tmp/demo --port 9000

    Parameters
    ----------
    port
        The port to listen on: 8000 unless told otherwise; 0 takes a free one.
    public_url
        Where the browser reaches it, when something stands between.
    """
    config = given.load(port=port, public_url=public_url, demo=True)
    run(serve(config, lambda url: say(f"The demo is at {url}")))


@commands.command
def work(*, given: Settings = DEFAULTS) -> None:
    """Do jobs (mail, and what follows from what people do) in a process of its own.

    `serve` does them itself, unless the setting `jobs_in_serve` is false.

        PAPERPLANE_JOBS_IN_SERVE=false paperplane serve &
        paperplane work
    """
    run(_work(given.load()))


async def _work(config: Config) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    db = Db(LocalBus(), subscribers.enqueue_all)
    async with at_hand(config.data_dir, config.database_url) as dsn:
        await migrate(dsn)
        await db.open(dsn, size=config.database_pool)
        storage = Storage.open(config.data_dir, config.storage_url)
        worker = jobs.Worker(db, dsn, subscribers.handlers(
            config, Keys.load(config.data_dir), Mailer(config), storage, Fetcher(config.agent),
            RateLimiter(config.limits.rates, enabled=config.limits_enabled), db))
        worker.start()
        others = [asyncio.create_task(work) for work in subscribers.going_on(db, storage, config)]
        say("Doing jobs.")
        await stopped.wait()
        await worker.stop()
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await db.close()


@commands.command(name="migrate")
def migrate_command(*, given: Settings = DEFAULTS) -> None:
    """Bring the database to this version's schema. `serve` does it too; do it apart to choose the moment."""
    run(_migrate(given.load()))


async def _migrate(config: Config) -> None:
    async with at_hand(config.data_dir, config.database_url) as dsn:
        done = await migrate(dsn)
    for migration in done:
        say(f"{migration.version:04} {migration.name}")
    say("The schema is up to date.")


@commands.command(name="backup")
def backup_command(file: Path, /, *, given: Settings = DEFAULTS) -> None:
    """Write database, objects and keys into one file. The server may go on meanwhile.

        paperplane backup /mnt/backups/monday.tar

    Keep the file as you would keep the server: it holds everything, the keys too.

    Parameters
    ----------
    file
        The file to write; it must not be there yet.
    """
    run(backup.write(given.load(), file))
    say(f"Written: {file}")


@commands.command
def restore(file: Path, /, *, given: Settings = DEFAULTS) -> None:
    """Make a server from a backup, in a folder that is empty or not there yet.

        paperplane restore monday.tar --data-dir /srv/paperplane
        paperplane serve --data-dir /srv/paperplane

    Parameters
    ----------
    file
        A file that `paperplane backup` wrote, with this version or an older one.
    """
    config = given.load()
    run(backup.restore(config, file))
    say(f"Restored into {config.data_dir}")


def main() -> None:
    """The command `paperplane`."""
    try:
        commands()
    except EXPECTED as error:
        sys.exit(f"paperplane: {error}")
