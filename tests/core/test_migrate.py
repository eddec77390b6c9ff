"""Migrations: each once, in order, never rewritten; and schema.sql says what they make."""

import asyncio
from pathlib import Path
from shutil import copytree

import asyncpg
import pytest

from paperplane.core.migrate import MIGRATIONS, SCHEMA, MigrationError, dump_schema, load, migrate
from tests.footing import drop_database, empty_database


async def test_schema_sql_is_what_the_migrations_make(database: str) -> None:
    assert await dump_schema(database) == SCHEMA.read_text(), "run: paperplane admin schema > paperplane/schema.sql"


async def test_several_migrators_at_once_apply_each_migration_once() -> None:
    dsn = await empty_database()
    done = await asyncio.gather(*(migrate(dsn) for _ in range(4)))
    assert sorted(map(len, done)) == [0, 0, 0, len(load())]
    assert await migrate(dsn) == []
    await drop_database(dsn)


async def test_a_migration_changed_after_it_was_applied_is_refused(database: str, tmp_path: Path) -> None:
    folder = Path(copytree(MIGRATIONS, tmp_path / "migrations"))
    changed = next(iter(sorted(folder.glob("*.sql"))))
    changed.write_text(changed.read_text() + "\n")
    with pytest.raises(MigrationError, match="was changed after it had been applied"):
        await migrate(database, folder)


async def test_a_database_of_a_newer_version_is_refused(database: str, tmp_path: Path) -> None:
    (tmp_path / "0001_accounts.sql").write_text((MIGRATIONS / "0001_accounts.sql").read_text())
    with pytest.raises(MigrationError, match="start the newer version"):
        await migrate(database, tmp_path)


async def test_a_migration_that_fails_leaves_nothing_and_those_before_it_stand(tmp_path: Path) -> None:
    dsn = await empty_database()
    (tmp_path / "0001_good.sql").write_text("create table good ();")
    (tmp_path / "0003_bad.sql").write_text("create table half (); select 1 / 0;")
    with pytest.raises(MigrationError, match="0003 bad failed: division by zero"):
        await migrate(dsn, tmp_path)
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("select to_regclass('good')") is not None
    assert await connection.fetchval("select to_regclass('half')") is None
    assert await connection.fetchval("select array_agg(version) from schema_migrations") == [1]
    await connection.close()
    await drop_database(dsn)


@pytest.mark.parametrize(
    ("names", "complaint"),
    [(["1_short.sql"], "is not named like"), (["0001_one.sql", "0001_two.sql"], "Two migrations have the number 0001")],
)
def test_names_that_cannot_be_are_refused(names: list[str], complaint: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(MigrationError, match=complaint):
        load(tmp_path)
