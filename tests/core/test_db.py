"""A database that goes away is said to be away, at whatever moment it went; and then it is there again."""

import asyncio

import asyncpg
import msgspec
import pytest

from paperplane.core import jobs
from paperplane.core.bus import LocalBus
from paperplane.core.db import Connection, Db
from paperplane.core.errors import Unavailable

ASKERS = 8
ROUNDS = 60
END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'paperplane' and datname = current_database()"


class Said(msgspec.Struct):
    """Something that becomes jobs."""


async def ask_on(db: Db, ending: asyncio.Event, answers: list[object], *, announcing: bool) -> None:
    """Ask without a pause, so that some question meets a connection that has just been told to end."""
    while not ending.is_set():
        try:
            async with db.tx() if announcing else db.autocommit() as tx:
                if announcing:
                    tx.announce(Said())
                answers.append(await tx.value("select 1"))
        except Unavailable:
            answers.append("unavailable")


async def enqueue(connection: Connection, events: list[msgspec.Struct]) -> None:
    await jobs.enqueue(connection, [jobs.Job("say", event) for event in events for _ in range(20)])


@pytest.mark.parametrize("announcing", [False, True])
async def test_a_connection_that_is_being_ended_is_away(database: str, announcing: bool) -> None:
    db = Db(LocalBus(), enqueue)
    await db.open(database, size=ASKERS)
    admin = await asyncpg.connect(database)
    ending, answers = asyncio.Event(), list[object]()
    asking = [asyncio.create_task(ask_on(db, ending, answers, announcing=announcing)) for _ in range(ASKERS)]
    for _ in range(ROUNDS):
        await asyncio.sleep(0.02)
        await admin.execute(END_ALL)
    ending.set()
    await asyncio.gather(*asking)       # nothing else was raised
    assert any([await db.ready() for _ in range(ASKERS + 1)])      # each that was just ended is found out by one question
    assert set(answers) == {1, "unavailable"}
    await admin.close()
    await db.close()
