"""The drills of docs/operate.md, as an operator does them: by the command line, beside a server that people use."""

import asyncio
import io
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copy, rmtree
from typing import Any

import asyncpg
import pytest
from PIL import Image

from paperplane.accounts import birth
from paperplane.core import backups
from paperplane.core.keys import Keys
from paperplane.core.migrate import MIGRATIONS, load, migrate
from paperplane.core.postgres import at_hand
from tests.api import API, PASSWORD, Server, Someone, good, serving
from tests.client import chat, post, talk
from tests.footing import drop_database, empty_database
from tests.kill.process import people_of, process

pytestmark = pytest.mark.timeout(400)
# Until this one, presence was shown to friends or not at all.
MANNERS = 13


@pytest.fixture
def machine() -> Iterator[Path]:
    """A folder that the database's user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-drill-"))
    folder.chmod(0o711)
    yield folder
    rmtree(folder, ignore_errors=True)


async def command(*words: str | Path) -> str:
    """What `paperplane …` says. It must succeed."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "paperplane", *map(str, words), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    said, wrong = await running.communicate()
    assert running.returncode == 0, wrong.decode()[-2000:]
    return said.decode()


async def log_of(who: Someone, conversation: str) -> list[tuple[int, str, str]]:
    """Every event there is: its number, its id, what it says."""
    found: list[tuple[int, str, str]] = []
    while True:
        after = found[-1][0] if found else 0
        page = await who.get(f"/conversations/{conversation}/events?after={after}&limit=500")
        assert page["gap"] is False
        found += [(event["seq"], event["id"], json.dumps(event.get("message", {}).get("body"))) for event in page["events"]]
        if len(page["events"]) < 500:
            return found


async def born_on(data_dir: Path) -> dict[str, str]:
    """The birth dates, as only the keys open them."""
    keys = Keys.load(data_dir)
    async with at_hand(data_dir) as dsn:
        connection = await asyncpg.connect(dsn)
        rows = await connection.fetch("select id, handle, birth_date from accounts")
        await connection.close()
    return {row["handle"]: birth.unseal(keys, row["id"], row["birth_date"]).isoformat() for row in rows}


def portrait() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "PNG")
    return out.getvalue()


@asynccontextmanager
async def served(data_dir: Path) -> AsyncIterator[Server]:
    async with process(data_dir) as running, people_of(running) as server:
        yield server


async def signed_in(server: Server, handle: str) -> Someone:
    return Someone(server.client, good(await server.post("/sessions", {"handle": handle, "password": PASSWORD})))


class Writing:
    """Somebody who writes on and on, whatever else happens."""

    def __init__(self, who: Someone, conversation: str) -> None:
        self.last = 0       # the newest that was acknowledged
        self._stopped = False
        self._task = asyncio.create_task(self._write(who, conversation))

    async def _write(self, who: Someone, conversation: str) -> None:
        while not self._stopped:
            self.last = (await post(who, conversation, f"message {self.last + 1}"))["seq"]

    async def more(self, count: int) -> int:
        """Wait until so many more are acknowledged; the newest of them."""
        enough = self.last + count
        async with asyncio.timeout(60):
            while self.last < enough:
                assert not self._task.done(), self._task.result()
                await asyncio.sleep(0.01)
        return self.last

    async def stop(self) -> None:
        self._stopped = True
        await self._task


async def with_a_face(who: Someone) -> str:
    """Where the picture of somebody is who has one now."""
    headers = {"authorization": f"Bearer {who.token}", "content-type": "image/png"}
    answer = await who.client.put(f"{API}/me/avatar", content=portrait(), headers=headers)
    return str(good(answer)["avatar"]["large"])


async def test_the_restore_drill(machine: Path) -> None:
    old, new, file = machine / "old", machine / "new", machine / "monday.tar"
    async with served(old) as server:
        ana, chidi, ben = await server.people("ana", "chidi", "ben")
        room, other = await chat(ana, chidi), await talk(ben, ana)
        await post(ben, other, "hello")
        avatar = await with_a_face(ana)
        face = (await server.client.get(avatar)).content
        writing = Writing(ana, room)
        before = await writing.more(20)
        assert "Written" in await command("backup", file, "--data-dir", old)
        after = writing.last
        await writing.more(10)
        await writing.stop()
        there = await log_of(ana, room)
        assert [seq for seq, _, _ in there] == list(range(1, len(there) + 1))
    assert backups.last(old) is not None

    assert "Restored" in await command("restore", file, "--data-dir", new)
    assert await born_on(new) == await born_on(old)
    async with served(new) as server:
        ana, chidi, ben = [await signed_in(server, handle) for handle in ("ana", "chidi", "ben")]
        back = await log_of(ana, room)
        # All that was acknowledged before the backup began, nothing from after it ended, and what is there as it was.
        assert before <= len(back) <= after + 1
        assert back == there[:len(back)]
        assert len(await log_of(ben, other)) == 1
        assert (await server.client.get(avatar)).content == face != b""
        # And it is a server like any other: the numbers go on where they were.
        assert (await post(chidi, room, "after the restore"))["seq"] == len(back) + 1
        assert [seq for seq, _, _ in await log_of(ana, room)] == list(range(1, len(back) + 2))
    assert backups.last(new) is None        # of this one there is no backup yet


@pytest.mark.parametrize("last", [migration.version for migration in load()[:-1]])
async def test_the_upgrade_drill_from_every_older_schema(last: int, database: str, machine: Path) -> None:
    """What an older version's database could hold is all there after the start of this one."""
    async with serving(database, machine / "data") as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        for number in range(3):
            await post(ana, room, f"message {number}")
        said = await log_of(ana, room)
    older = machine / "migrations"
    older.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        if int(path.name[:4]) <= last:
            copy(path, older)
    dsn = await empty_database()
    await migrate(dsn, older)
    newer = await rows_of(database)
    if last < MANNERS:
        for row in newer["accounts"]:
            row["show_presence"] = row["show_presence"] != "nobody"
    kept = await move_in(newer, dsn)
    assert kept["accounts"]
    if last < MANNERS:
        for row in kept["accounts"]:
            row["show_presence"] = "friends" if row["show_presence"] else "nobody"

    async with serving(dsn, machine / "data") as server:
        now = await rows_of(dsn)
        assert len(now["schema_migrations"]) == len(load())
        for table, rows in kept.items():
            # Newer columns may have come beside them.
            missing = [row for row in rows if not any(row.items() <= one.items() for one in now[table])]
            assert missing == [], table
        ana = await signed_in(server, "ana")
        if "events" in kept:
            assert await log_of(ana, room) == said
            await post(ana, room, "on the new version")
            assert len(await log_of(ana, room)) == len(said) + 1
    await drop_database(dsn)


async def rows_of(dsn: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in a database, by table."""
    connection = await asyncpg.connect(dsn)
    tables = [row[0] for row in await connection.fetch(
        "select tablename from pg_tables where schemaname = 'public' and tablename not like 'pgqueuer%'")]
    found = {table: [json.loads(row[0]) for row in await connection.fetch(f"select to_jsonb(t)::text from {table} t")]
             for table in tables}
    await connection.close()
    return found


async def move_in(found: dict[str, list[dict[str, Any]]], dsn: str) -> dict[str, list[dict[str, Any]]]:
    """Put rows of a newer database into an older one, without what it has no place for; what it then holds."""
    there = [table for table in await rows_of(dsn) if table != "schema_migrations"]
    connection = await asyncpg.connect(dsn)
    await connection.execute("set session_replication_role = replica")      # foreign keys are met in the end
    for table in there:
        rows = json.dumps(found[table])
        await connection.execute(f"insert into {table} select * from jsonb_populate_recordset(null::{table}, $1)", rows)
    await connection.close()
    return {table: rows for table, rows in (await rows_of(dsn)).items() if table != "schema_migrations"}
