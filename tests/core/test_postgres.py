"""The embedded database: it comes back, it is found again, it has one owner."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import asyncpg
import pytest

from paperplane.core.cluster import OWN_UID, SOCKET_PATH_LIMIT, Cluster, PostgresFailed
from paperplane.core.postgres import DataDirInUse, EmbeddedPostgres, at_hand

HOLD = """
import asyncio, sys
from pathlib import Path
from paperplane.core import log
from paperplane.core.postgres import EmbeddedPostgres

log.configure("error", as_json=False)

async def main():
    print(await EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data directory of its own. Not pytest's: those are closed to the user a root's database runs as."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-"))
    yield folder
    if (pid := Cluster(folder).running()) is not None:
        os.kill(pid, signal.SIGKILL)
    rmtree(folder, ignore_errors=True)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.02)


def _hold(data_dir: Path) -> tuple["subprocess.Popen[str]", str]:
    """A Paperplane in a process of its own; what to kill, and its DSN."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        return process, said.readline().strip()


def _postmaster(data_dir: Path) -> int:
    pid = Cluster(data_dir).running()
    assert pid is not None
    return pid


async def _remember(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("create table said (word text); insert into said values ('hello')")
    await connection.close()


async def _said(dsn: str) -> str:
    connection = await asyncpg.connect(dsn)
    word: str = await connection.fetchval("select word from said")
    await connection.close()
    return word


async def test_killed_it_comes_back_with_what_was_committed(data_dir: Path) -> None:
    heard: list[bool] = []
    postgres = EmbeddedPostgres(data_dir, on_change=heard.append)
    dsn = await postgres.start()
    await _remember(dsn)
    os.kill(_postmaster(data_dir), signal.SIGKILL)
    await _until(lambda: heard == [False, True])
    assert await _said(dsn) == "hello"
    await postgres.stop()
    assert not await postgres.answers()
    assert Cluster(data_dir).running() is None


async def test_it_outlives_a_killed_paperplane_and_the_next_one_attaches(data_dir: Path) -> None:
    first, dsn = await asyncio.to_thread(_hold, data_dir)
    await _remember(dsn)
    pid = _postmaster(data_dir)
    with pytest.raises(DataDirInUse, match="Another Paperplane is running"):
        await EmbeddedPostgres(data_dir).start()
    first.kill()
    await asyncio.to_thread(first.wait)

    postgres = EmbeddedPostgres(data_dir)
    assert await postgres.start() == dsn
    assert _postmaster(data_dir) == pid
    assert await _said(dsn) == "hello"
    await postgres.stop()
    await _until(lambda: not Path(f"/proc/{pid}/cwd").exists())     # it says that it has ended a moment before it is gone


async def test_both_killed_at_once_nothing_committed_is_lost(data_dir: Path) -> None:
    first, dsn = await asyncio.to_thread(_hold, data_dir)
    await _remember(dsn)
    first.kill()
    os.kill(_postmaster(data_dir), signal.SIGKILL)
    await asyncio.to_thread(first.wait)
    postgres = EmbeddedPostgres(data_dir)
    assert await _said(await postgres.start()) == "hello"
    await postgres.stop()


async def test_a_pid_file_that_names_somebody_else_is_not_believed(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    await postgres.stop()
    stranger = await asyncio.create_subprocess_exec("sleep", "600")
    (data_dir / "postgres" / "data" / "postmaster.pid").write_text(f"{stranger.pid}\n")
    await postgres.start()
    await postgres.stop()
    assert stranger.returncode is None
    stranger.kill()
    await stranger.wait()


async def test_a_command_borrows_the_database_of_a_running_server_and_leaves_it_running(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    async with at_hand(data_dir) as dsn:
        assert dsn == postgres.dsn
    assert await postgres.answers()
    await postgres.stop()
    async with at_hand(data_dir):
        assert await postgres.answers()
    assert not await postgres.answers()


async def test_only_its_own_user_reaches_it_and_it_does_not_run_as_root(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir / "deep" / ("long" * 30))
    await postgres.start()
    cluster = postgres.cluster
    for path in (cluster.home, cluster.data, cluster.socket_dir):
        assert path.stat().st_mode & 0o077 == 0
    assert len(os.fsencode(cluster.socket_dir)) < SOCKET_PATH_LIMIT
    connection = await asyncpg.connect(postgres.dsn)
    assert await connection.fetchval("show listen_addresses") == ""
    assert await connection.fetchval("show fsync") == "on"
    await connection.close()
    uid = Path(f"/proc/{cluster.running()}").stat().st_uid
    assert uid == (OWN_UID if os.geteuid() == 0 else os.geteuid())
    await postgres.stop()
    rmtree(cluster.socket_dir)


def test_nobody_elses_link_is_followed(tmp_path: Path) -> None:
    cluster = EmbeddedPostgres(tmp_path / "data" / ("long" * 30)).cluster
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o750)
    before = theirs.stat()
    cluster.socket_dir.symlink_to(theirs)
    try:
        with pytest.raises(PostgresFailed, match="belongs to another user"):
            cluster.prepare()
    finally:
        cluster.socket_dir.unlink()
    assert (theirs.stat().st_uid, theirs.stat().st_mode) == (before.st_uid, before.st_mode)


async def test_what_people_write_does_not_reach_its_log(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    connection = await asyncpg.connect(await postgres.start())
    await connection.execute("create table said (word text primary key)")
    for statement in ("insert into said values ($1)", "insert into said values ($1)", "select $1::int"):
        with suppress(asyncpg.PostgresError, asyncpg.DataError):
            await connection.execute(statement, "my secret")
    with suppress(asyncpg.PostgresError):
        await connection.execute("insert into said values ('my secret')")
    await connection.close()
    await postgres.stop()
    written = (data_dir / "postgres" / "log").read_text()
    assert "duplicate key" in written
    assert "my secret" not in written


async def test_a_cluster_of_another_version_is_refused_with_a_sentence(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    await postgres.start()
    await postgres.stop()
    (data_dir / "postgres" / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresFailed, match="was written by PostgreSQL 15"):
        await postgres.start()
