"""A backup holds everything, and nothing of it is believed before it is known to be whole."""

import tarfile
from pathlib import Path

import asyncpg
import pytest

from paperplane import backup
from paperplane.core.config import Config
from paperplane.core.storage import Storage
from tests.api import serving
from tests.footing import drop_database, empty_database

Tables = dict[str, list[str]]


async def _tables(dsn: str) -> Tables:
    """Every row of every table, as text."""
    connection = await asyncpg.connect(dsn)
    names = [row[0] for row in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")]
    found = {name: [row[0] for row in await connection.fetch(f"select t::text from {name} t")] for name in names}
    await connection.close()
    return {name: sorted(rows) for name, rows in found.items()}


async def _objects(data_dir: Path) -> dict[str, bytes | None]:
    storage = Storage.open(data_dir)
    return {key: await storage.get(key) async for key in storage.keys()}  # noqa: SIM118


def _keys(data_dir: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data_dir / "keys").iterdir()}


async def _seeded(dsn: str, data_dir: Path) -> Config:
    """A server with people who talk, and a picture; closed again."""
    async with serving(dsn, data_dir) as server:
        ana, chidi = await server.people("ana", "chidi")
        conversation = await ana.put("/users/chidi/conversation")
        sent = {"client_id": "0199aaaa-0000-7000-8000-000000000001", "body": {"type": "text", "text": "hello"}}
        await ana.ask("POST", f"/conversations/{conversation['id']}/messages", sent)
        await chidi.put("/users/ana/follow")
    config = Config(data_dir=data_dir, database_url=dsn)
    await Storage.open(data_dir).put("avatars/0199/small.webp", b"\x00picture")
    return config


async def test_what_is_restored_is_what_was_there(database: str, tmp_path: Path) -> None:
    config = await _seeded(database, tmp_path / "old")
    file = tmp_path / "monday.tar"
    await backup.write(config, file)
    assert file.stat().st_mode & 0o077 == 0

    restored = Config(data_dir=tmp_path / "new", database_url=await empty_database())
    await backup.restore(restored, file)
    before, after = await _tables(database), await _tables(restored.database_url)
    assert after == before
    assert all(before[name] for name in ("accounts", "messages", "events", "members", "follows"))
    assert await _objects(restored.data_dir) == await _objects(config.data_dir) != {}
    assert _keys(restored.data_dir) == _keys(config.data_dir) != {}
    async with serving(restored.database_url, restored.data_dir) as server:
        assert (await server.post("/sessions", {"handle": "ana", "password": "a fine long password"})).status_code == 201
    await drop_database(restored.database_url)


async def test_a_backup_overwrites_nothing_and_leaves_nothing_half_written(database: str, tmp_path: Path) -> None:
    config = await _seeded(database, tmp_path / "old")
    file = tmp_path / "monday.tar"
    file.write_text("last monday")
    with pytest.raises(backup.BackupError, match="is there already"):
        await backup.write(config, file)
    assert file.read_text() == "last monday"
    assert [path.name for path in tmp_path.glob("*.tar*")] == ["monday.tar"]


async def test_a_restore_into_a_folder_or_database_that_is_not_empty_is_refused(database: str, tmp_path: Path) -> None:
    config = await _seeded(database, tmp_path / "old")
    await backup.write(config, tmp_path / "monday.tar")
    before = await _tables(database)
    with pytest.raises(backup.BackupError, match="is not empty"):
        await backup.restore(config, tmp_path / "monday.tar")
    with pytest.raises(backup.BackupError, match="database is not empty"):
        await backup.restore(Config(data_dir=tmp_path / "new", database_url=database), tmp_path / "monday.tar")
    assert await _tables(database) == before


@pytest.mark.parametrize("harm", ["cut", "flip", "other"])
async def test_a_damaged_backup_is_refused_before_anything_is_written(harm: str, database: str, tmp_path: Path) -> None:
    config = await _seeded(database, tmp_path / "old")
    file = tmp_path / "monday.tar"
    await backup.write(config, file)
    content = file.read_bytes()
    if harm == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif harm == "flip":
        file.write_bytes(content.replace(b"\x00picture", b"\x01picture"))
    else:
        with tarfile.open(file, "w") as tar:
            tar.add(__file__, "notes.txt")
    with pytest.raises(backup.BackupError):
        await backup.restore(Config(data_dir=tmp_path / "new", database_url="postgresql://nowhere"), file)
    assert not (tmp_path / "new").exists()
