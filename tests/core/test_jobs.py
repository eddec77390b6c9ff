"""Jobs: done once, tried again, held; and a duplicate harms nobody."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from paperplane.core import jobs
from paperplane.core.bus import LocalBus
from paperplane.core.db import Connection, Db, Tx


class Greet(msgspec.Struct):
    name: str


async def _open(dsn: str) -> Db:
    async def enqueue(connection: Connection, events: list[msgspec.Struct]) -> None:
        await jobs.enqueue(connection, [jobs.Job("greet", event) for event in events])

    db = Db(LocalBus(), enqueue)
    await db.open(dsn)
    return db


async def _until(true: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.05)


async def test_an_announced_event_is_done_after_the_commit_and_not_after_a_rollback(database: str) -> None:
    db = await _open(database)
    greeted: list[str] = []

    async def greet(tx: Tx, payload: Greet) -> None:
        greeted.append(payload.name)

    worker = jobs.Worker(db, database, {"greet": jobs.Handler(Greet, greet)})
    worker.start()
    with pytest.raises(RuntimeError):
        async with db.tx() as tx:
            tx.announce(Greet("nobody"))
            raise RuntimeError
    async with db.tx() as tx:
        tx.announce(Greet("ana"))

    async def done() -> bool:
        return greeted == ["ana"]

    await _until(done)
    await worker.stop()
    assert greeted == ["ana"]
    await db.close()


async def test_a_failing_job_is_retried_then_held_then_retried_by_hand_or_dropped(database: str) -> None:
    db = await _open(database)
    tries: list[str] = []
    broken = True

    async def greet(tx: Tx, payload: Greet) -> None:
        tries.append(payload.name)
        await tx.do("create table if not exists left_behind ()")
        if broken:
            raise LookupError("no such door")

    connection = await asyncpg.connect(database)
    await jobs.enqueue(connection, [jobs.Job("greet", Greet("ana"))])
    soon = timedelta(milliseconds=20)
    worker = jobs.Worker(db, database, {"greet": jobs.Handler(Greet, greet)}, attempts=3, wait=soon, look=soon)
    worker.start()

    async def is_held() -> list[jobs.HeldJob]:
        return await jobs.held(connection)

    await _until(is_held)
    (found,) = await jobs.held(connection)
    assert (found.name, found.reason, len(tries)) == ("greet", "no such door", 3)
    assert await connection.fetchval("select to_regclass('left_behind')") is None

    assert await jobs.retry(connection, [found.id]) == 1

    async def tried_again() -> bool:
        return len(tries) > 3 and bool(await is_held())

    await _until(tried_again)
    assert await jobs.drop(connection, [found.id]) == 1
    assert await jobs.held(connection) == []
    assert await jobs.retry(connection, [found.id]) == 0
    await worker.stop()
    await connection.close()
    await db.close()


async def test_a_duplicate_is_left_out_and_the_transaction_around_it_stands(database: str) -> None:
    connection = await asyncpg.connect(database)
    job = jobs.Job("greet", Greet("ana"), dedupe_key="greet:ana")
    async with connection.transaction():
        await jobs.enqueue(connection, [job])
        await jobs.enqueue(connection, [job, jobs.Job("greet", Greet("ben"))])
        await connection.execute("create table kept ()")
    assert await connection.fetchval("select count(*) from pgqueuer") == 2
    assert await connection.fetchval("select to_regclass('kept')") is not None
    await connection.close()


async def test_jobs_go_on_when_the_database_went_away(database: str) -> None:
    db = await _open(database)
    greeted: list[str] = []

    async def greet(tx: Tx, payload: Greet) -> None:
        greeted.append(payload.name)

    worker = jobs.Worker(db, database, {"greet": jobs.Handler(Greet, greet)})
    worker.start()
    connection = await asyncpg.connect(database)
    await jobs.enqueue(connection, [jobs.Job("greet", Greet("ana"))])

    async def first() -> bool:
        return "ana" in greeted

    await _until(first)
    await connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid()"
    )
    await jobs.enqueue(connection, [jobs.Job("greet", Greet("ben"))])

    async def second() -> bool:
        return "ben" in greeted

    await _until(second)
    await worker.stop()
    await connection.close()
    await db.close()


@pytest.mark.parametrize(("error", "level"), [
    (asyncpg.CannotConnectNowError("starting up"), "WARNING"), (ConnectionRefusedError(), "WARNING"),
    (asyncpg.UndefinedTableError("no such table"), "ERROR"), (ValueError("a bug"), "ERROR")])
def test_an_absence_of_the_database_is_no_error_of_ours(caplog: pytest.LogCaptureFixture, error: Exception, level: str) -> None:
    try:
        raise error
    except type(error):
        logging.getLogger("pgqueuer").exception("Flush failed, requeuing %d items", 1)
    said = caplog.records[-1]
    assert said.levelname == level
    assert (said.exc_info is None) == (level == "WARNING")
    assert "Flush failed, requeuing 1 items" in said.getMessage()
