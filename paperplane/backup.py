"""Backup and restore: database, objects and keys in one tar, with a checksum for each part."""

import asyncio
import hashlib
import io
import os
import re
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec

from paperplane import __version__
from paperplane.core import backups
from paperplane.core.config import Config
from paperplane.core.migrate import migrate, run_pg
from paperplane.core.postgres import at_hand
from paperplane.core.storage import Storage

FORMAT = 1
DATABASE = "database.dump"
MANIFEST = "manifest.json"


class BackupError(Exception):
    """A backup cannot be written or restored; the text is a sentence."""


class Manifest(msgspec.Struct, frozen=True):
    """The last member of the file: what the others must be (SHA-256, hex)."""

    format: int
    version: str
    created_at: datetime
    checksums: dict[str, str]


async def write(config: Config, file: Path) -> None:
    """Write a backup. The database is of one moment; objects are read after it, so that none it names is missing."""
    if file.exists():
        raise BackupError(f"{file} is there already: choose another name.")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent} is not a folder.")
    part = file.with_name(file.name + ".part")
    try:
        async with at_hand(config.data_dir, config.database_url) as dsn:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                await _fill(config, dsn, out)
        part.replace(file)
        backups.note(config.data_dir, datetime.now(UTC))
    finally:
        part.unlink(missing_ok=True)


async def _fill(config: Config, dsn: str, out: io.BufferedWriter) -> None:
    sums: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=out, mode="w|") as tar:
        dump = Path(folder) / DATABASE
        await asyncio.to_thread(run_pg, dsn, "pg_dump", "-Fc", "--no-owner", "--no-privileges", "-f", str(dump))
        with dump.open("rb") as found:
            sums[DATABASE] = hashlib.file_digest(found, "sha256").hexdigest()
        tar.add(dump, DATABASE)
        for key in sorted((config.data_dir / "keys").iterdir()):
            _add(tar, f"keys/{key.name}", key.read_bytes(), sums)
        storage = Storage.open(config.data_dir, config.storage_url)
        async for name in storage.keys():
            content = await storage.get(name)
            if content is not None:  # it may have been deleted since it was listed
                _add(tar, f"objects/{name}", content, sums)
        manifest = Manifest(FORMAT, __version__, datetime.now(UTC), sums)
        _add(tar, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)), {})


def _add(tar: tarfile.TarFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
    sums[name] = hashlib.sha256(content).hexdigest()


async def restore(config: Config, file: Path) -> None:
    """Fill an empty data directory (and database) from a backup, then bring it to this version's schema."""
    if config.data_dir.exists() and any(config.data_dir.iterdir()):
        raise BackupError(f"{config.data_dir} is not empty: restore into a new --data-dir.")
    try:
        with tarfile.open(file) as tar:
            manifest = await asyncio.to_thread(_check, tar)
            async with at_hand(config.data_dir, config.database_url) as dsn:
                await _fill_database(tar, dsn)
                await _fill_folders(tar, manifest, config)
                await migrate(dsn)
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{file} cannot be read as a backup: {error}.") from error


def _check(tar: tarfile.TarFile) -> Manifest:
    """Nothing is written before every part is known to be whole."""
    try:
        manifest = msgspec.json.decode(_read(tar, MANIFEST), type=Manifest)
    except (KeyError, msgspec.MsgspecError):
        raise BackupError("The file has no manifest: it is not a backup, or its end is missing.") from None
    if manifest.format != FORMAT:
        raise BackupError(f"The backup is of format {manifest.format}: restore it with Paperplane {manifest.version}.")
    names = set(tar.getnames()) - {MANIFEST}
    if names != set(manifest.checksums):
        raise BackupError("The backup does not hold the parts that its manifest names.")
    for name, expected in manifest.checksums.items():
        with _open(tar, name) as part:
            if hashlib.file_digest(part, "sha256").hexdigest() != expected:
                raise BackupError(f"{name} in the backup is damaged.")
    return manifest


async def _fill_database(tar: tarfile.TarFile, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    tables = await connection.fetchval("select count(*) from pg_tables where schemaname = 'public'")
    await connection.close()
    if tables:
        raise BackupError("The database is not empty: restore into one that is.")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DATABASE
        with _open(tar, DATABASE) as found, dump.open("wb") as out:
            while block := found.read(1 << 20):
                out.write(block)
        name = re.sub(r"\?.*", "", dsn).rpartition("/")[2]
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "-d", name)
        await asyncio.to_thread(run_pg, dsn, "pg_restore", *options, str(dump))


async def _fill_folders(tar: tarfile.TarFile, manifest: Manifest, config: Config) -> None:
    storage = Storage.open(config.data_dir, config.storage_url)
    keys = config.data_dir / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    for name in manifest.checksums:
        kind, _, rest = name.partition("/")
        if kind == "objects":
            await storage.put(rest, _read(tar, name))
        elif kind == "keys" and re.fullmatch(r"\w+", rest):
            with os.fdopen(os.open(keys / rest, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(_read(tar, name))


def _open(tar: tarfile.TarFile, name: str) -> io.BufferedReader:
    found = tar.extractfile(name)
    if found is None:
        raise BackupError(f"{name} in the backup is not a file.")
    return found  # type: ignore[return-value]  # a tarfile.ExFileObject, which is a BufferedReader


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    with _open(tar, name) as part:
        return part.read()
