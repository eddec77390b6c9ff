"""What the watch has seen moves when something happens, and an hour is all it keeps."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane import backup
from paperplane.core import backups, jobs
from paperplane.core.config import Config
from paperplane.operation.rules import quantile, rounded
from paperplane.operation.types import Sample
from paperplane.operation.watch import KEPT, Watch
from tests.api import Server
from tests.client import chat, live


def watching(server: Server) -> Watch:
    """A watch that looks when the test says so, and not in between."""
    app = server.app
    return Watch(app.config.data_dir, {"requests": app.db, "lines": app.lines_db}, app.line, app.marks)


async def look(watch: Watch) -> Sample:
    await watch.look()
    return watch.samples[-1][1]


async def test_a_server_looks_as_soon_as_it_starts(server: Server) -> None:
    async with asyncio.timeout(30):
        while not server.app.watch.samples:
            await asyncio.sleep(0.01)


async def test_the_first_look_knows_no_rates_and_the_next_ones_do(server: Server) -> None:
    watch = watching(server)
    first = await look(watch)
    assert first.messages_per_s is None
    assert first.commit_p50_s is None
    assert first.sockets == 0
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    still = await look(watch)
    assert still.messages_per_s == 0
    assert still.commit_p99_s is None
    assert still.requests_per_s is not None
    assert still.requests_per_s > 0
    assert still.failures_per_s == 0
    async with live(server, ana) as hers, live(server, chidi) as his:
        for _ in range(3):
            await hers.send(room)
        await his.take("message")
        seen = await look(watch)
    assert seen.messages_per_s is not None
    assert seen.messages_per_s > 0
    assert seen.commit_p50_s is not None
    assert seen.commit_p99_s is not None
    assert 0 < seen.commit_p50_s <= seen.commit_p99_s
    assert seen.sockets == 2
    assert seen.frames_per_s is not None
    assert seen.frames_per_s > 0
    assert seen.batch_messages == 1
    assert seen.database_bytes is not None
    assert seen.database_bytes > 1_000_000
    assert seen.memory_bytes is not None
    assert seen.memory_bytes > 1_000_000
    assert (seen.sends_waiting, seen.jobs_held, seen.connections_waiting) == (0, 0, 0)


async def test_a_transaction_left_open_is_seen_to_age(server: Server) -> None:
    watch = watching(server)
    async with server.app.db.tx() as tx:
        await tx.value("select pg_sleep(1)")
        seen = (await look(watch)).oldest_transaction_s
    assert seen is not None
    assert seen >= 1
    after = (await look(watch)).oldest_transaction_s
    assert after is not None
    assert after < 1


async def test_held_jobs_are_counted_and_listed(server: Server) -> None:
    async with server.app.db.tx() as tx:
        await tx.do("""
insert into pgqueuer (priority, status, entrypoint, attempts) values (0, 'failed', 'send_mail', 7)""")
        await tx.do("""
insert into pgqueuer (priority, status, entrypoint, execute_after) values (0, 'queued', 'later', now() + interval '1 h')""")
    seen = await look(watching(server))
    assert (seen.jobs_held, seen.jobs_waiting) == (1, 1)


async def test_a_database_that_is_away_is_not_known_and_no_zero(server: Server) -> None:
    watch = watching(server)
    pool, server.app.db._pool = server.app.db._pool, None
    try:
        seen = await look(watch)
        assert (seen.database_bytes, seen.jobs_held) == (None, None)
        assert seen.memory_bytes is not None
    finally:
        server.app.db._pool = pool
    assert (await look(watch)).database_bytes is not None


async def test_an_hour_is_all_that_is_kept(server: Server) -> None:
    watch = watching(server)
    await watch.look()
    at, one = watch.samples[-1]
    for number in range(KEPT + 50):
        watch.samples.append((at + timedelta(seconds=number), one))
    await watch.look()
    assert len(watch.samples) == KEPT
    assert watch.samples[-1][0] > at


async def test_a_backup_is_noted(server: Server, tmp_path: Path) -> None:
    config: Config = server.app.config
    assert backups.last(config.data_dir) is None
    await backup.write(config, tmp_path / "one.tar")
    at = backups.last(config.data_dir)
    assert at is not None
    with pytest.raises(backup.BackupError):
        await backup.write(config, tmp_path / "one.tar")
    assert backups.last(config.data_dir) == at
    (config.data_dir / backups.NOTE).write_text("yesterday, I think")
    assert backups.last(config.data_dir) is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.floats(0, 1))
def test_a_share_lies_within_its_bucket(counts: list[int], share: float) -> None:
    cumulative, buckets = 0, []
    for bound, count in enumerate(counts, 1):
        cumulative += count
        buckets.append((float(bound), float(cumulative)))
    found = quantile(buckets, share)
    if cumulative == 0:
        assert found is None
        return
    assert found is not None
    assert 0 <= found <= len(counts)
    at_least = sum(count for bound, count in enumerate(counts, 1) if bound - 1 < found) or counts[0]
    assert at_least >= share * cumulative - 1e-9


def test_beyond_the_last_bound_nothing_more_is_said_than_it() -> None:
    assert quantile([(1.0, 0.0), (2.0, 0.0), (float("inf"), 5.0)], 0.99) == 2.0
    assert quantile([], 0.5) is None
    assert quantile([(1.0, 10.0), (2.0, 10.0)], 0.5) == 0.5


def test_what_is_not_known_is_null() -> None:
    assert rounded(float("nan")) is None
    assert rounded(None) is None
    assert rounded(0.00312345) == 0.003123


def test_a_job_says_no_more_than_admin_jobs() -> None:
    assert jobs.HeldJob.__struct_fields__ == ("id", "name", "attempts", "created_at", "held_at", "reason")
