"""kill -9 while something waits for its time: what is to be sent is sent once, what is to go goes, what is being taken back is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from paperplane.core.cluster import Cluster
from tests.api import Someone, good
from tests.client import chat, page, post
from tests.kill.process import Process, people_of, process
from tests.kill.settled import settled
from tests.messages.test_scheduled import asked
from tests.messages.times import set_timer

SOON = """
schedule_min_s = 0
timer_min_s = 1
"""


@pytest.fixture
def data() -> Iterator[Path]:
    with settled(SOON) as folder:
        yield folder


@asynccontextmanager
async def served(data: Path) -> AsyncIterator[Process]:
    async with process(data, config=data.parent / "settings.toml") as running:
        yield running


async def value(data: Path, sql: str) -> Any:
    connection = await asyncpg.connect(Cluster(data).dsn())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def until(data: Path, sql: str) -> None:
    async with asyncio.timeout(60):
        while not await value(data, sql):
            await asyncio.sleep(0.05)


@pytest.mark.timeout(300)
async def test_the_server_is_killed_before_its_time(data: Path) -> None:
    async with served(data) as first, people_of(first) as server:
        ana, chidi = await server.people("ana", "chidi")
        room, other = await chat(ana, chidi), await chat(ana, await server.person("dana"))
        await asyncio.gather(*(post(ana, other, f"taken back {number}") for number in range(60)))
        for number in range(20):
            good(await ana.ask("POST", f"/conversations/{room}/scheduled", asked(f"later {number:02}", seconds=1 + number / 10)))
        await set_timer(chidi, room, 2)
        await post(chidi, room, "mangosteen")
        await ana.ask("DELETE", f"/conversations/{other}/messages/mine")
        await until(data, "select count(*) < 15 from scheduled")
        first.kill()
        await first.gone()
    async with served(data) as again, people_of(again) as server:
        await until(data, """
select not exists (select from scheduled) and not exists (select from sweeps)
  and not exists (select from messages where expires_at <= now() and body is not null)""")
        her = Someone(server.client, {"account": ana.me, "token": ana.token})
        assert await page(her, other) == []
        sent = await value(data, "select count(*) from events where kind = 'message' and conversation_id = '" + room + "'")
        assert sent == 21                                       # twenty that waited, each once, and the one that is gone
        assert await value(data, "select count(*) from messages where body::text like '%mangosteen%'") == 0
        assert await value(data, "select count(distinct client_id) from events where kind = 'message'") == 81
