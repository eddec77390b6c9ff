"""A database that goes away is said to be away, at whatever moment it went; and then it is there again."""

import asyncio

import asyncpg

from paperplane.core.bus import LocalBus
from paperplane.core.db import Db
from paperplane.core.errors import Unavailable
from paperplane.subscribers import enqueue_all

ASKERS = 8
ROUNDS = 60
END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'paperplane' and datname = current_database()"


async def ask_on(db: Db, ending: asyncio.Event, answers: list[object]) -> None:
    """Ask without a pause, so that some question meets a connection that has just been told to end."""
    while not ending.is_set():
        try:
            async with db.autocommit() as tx:
                answers.append(await tx.value("select 1"))
        except Unavailable:
            answers.append("unavailable")


async def test_a_connection_that_is_being_ended_is_away(database: str) -> None:
    db = Db(LocalBus(), enqueue_all)
    await db.open(database, size=ASKERS)
    admin = await asyncpg.connect(database)
    ending, answers = asyncio.Event(), list[object]()
    asking = [asyncio.create_task(ask_on(db, ending, answers)) for _ in range(ASKERS)]
    for _ in range(ROUNDS):
        await asyncio.sleep(0.02)
        await admin.execute(END_ALL)
    ending.set()
    await asyncio.gather(*asking)       # nothing else was raised
    assert await db.ready()
    assert set(answers) == {1, "unavailable"}
    await admin.close()
    await db.close()
