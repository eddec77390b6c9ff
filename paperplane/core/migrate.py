"""Brings a database to this version's schema: `migrations/NNNN_what.sql`, each once, each in one transaction."""

import asyncio
import hashlib
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import msgspec
import structlog

from paperplane.core.cluster import binary

log = structlog.get_logger()

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SCHEMA = Path(__file__).parent.parent / "schema.sql"
OLDEST_POSTGRES = 18
LOCK = 0x70617065  # any number, the same for every Paperplane: one migrates, the others wait

LEDGER = """create table if not exists schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
)"""


class MigrationError(Exception):
    """The database and this version do not fit; the text is a sentence for the person who started it."""


class Migration(msgspec.Struct, frozen=True):
    """One file: its number, its name, its SQL."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations of a folder, in order. Raises MigrationError for a name or number that cannot be."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        named = re.fullmatch(r"(\d{4})_([a-z0-9_]+)", path.stem)
        if named is None:
            raise MigrationError(f"{path.name} is not named like 0007_what_it_does.sql.")
        version = int(named[1])
        if version in found:
            raise MigrationError(f"Two migrations have the number {named[1]}: {found[version].name} and {named[2]}.")
        found[version] = Migration(version, named[2], path.read_text())
    return list(found.values())


async def migrate(dsn: str, folder: Path = MIGRATIONS) -> list[Migration]:
    """Apply what is missing; what was applied. Raises MigrationError when the database is not of this line."""
    connection = await asyncpg.connect(dsn)
    try:
        major = connection.get_server_version().major
        if major < OLDEST_POSTGRES:
            raise MigrationError(f"Paperplane needs PostgreSQL {OLDEST_POSTGRES} or newer; this one is {major}.")
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        return await _apply(connection, load(folder))
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection, known: list[Migration]) -> list[Migration]:
    await connection.execute(LEDGER)
    rows = await connection.fetch("select version, name, checksum from schema_migrations order by version")
    done = {row["version"]: row for row in rows}
    _compare(done, {migration.version: migration for migration in known})
    missing = [migration for migration in known if migration.version not in done]
    for migration in missing:
        try:
            async with connection.transaction():
                await connection.execute(migration.sql)
                await connection.execute(
                    "insert into schema_migrations (version, name, checksum) values ($1, $2, $3)",
                    migration.version, migration.name, migration.checksum,
                )  # fmt: skip
        except asyncpg.PostgresError as error:
            raise MigrationError(f"Migration {migration.version:04} {migration.name} failed: {error}.") from error
        log.info("migrated", version=migration.version, name=migration.name)
    return missing


def _compare(done: dict[int, asyncpg.Record], known: dict[int, Migration]) -> None:
    for version, row in done.items():
        ours = known.get(version)
        if ours is None:
            raise MigrationError(
                f"The database has migration {version:04} {row['name']}, which this version of Paperplane does not "
                "know: start the newer version that made it."
            )
        if ours.checksum != row["checksum"]:
            raise MigrationError(
                f"Migration {version:04} {ours.name} was changed after it had been applied: "
                "put its text back, and write the change as a new migration."
            )


async def dump_schema(dsn: str) -> str:
    """The schema as pg_dump writes it, without what differs from run to run."""
    text = await asyncio.to_thread(run_pg, dsn, "pg_dump", "--schema-only", "--no-owner", "--no-privileges")
    lines = [line for line in text.decode().splitlines() if not re.match(r"\\(un)?restrict |--|SET |SELECT pg_cat", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def run_pg(dsn: str, program: str, *arguments: str) -> bytes:
    """Run one of the wheel's client programs against a database; what it wrote. Raises MigrationError."""
    # By the environment: a password in an argument would be read by every user of the machine.
    url = urlsplit(dsn)
    asked = {key: values[0] for key, values in parse_qs(url.query).items()}
    host, port = asked.get("host") or url.hostname, asked.get("port") or url.port
    given = {"PGHOST": host, "PGPORT": port, "PGUSER": url.username, "PGPASSWORD": url.password}
    given |= {"PGDATABASE": url.path.lstrip("/"), "PGSSLMODE": asked.get("sslmode")}
    env = {key: unquote(str(value)) for key, value in given.items() if value}
    command = [binary(program), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ | env)
    if done.returncode != 0:
        raise MigrationError(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
