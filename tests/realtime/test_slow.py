"""Who does not read is let go; everybody else goes on, and what they cost does not grow with what is stored."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from websockets.asyncio.client import connect

from tests.api import Server, Someone
from tests.client import befriend, change, chat, gateway, live, post, say, talk


async def test_a_slow_reader_is_let_go_and_delays_nobody(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    stuck = await connect(gateway(server), compression=None, ping_interval=None, max_queue=1)
    await stuck.send(json.dumps({"op": "hello", "token": chidi.token}))
    await stuck.recv()
    stuck.transport.pause_reading()
    async with live(server, ana) as hers, live(server, chidi) as his:
        sent, his_id = 0, UUID(chidi.me["id"])
        async with asyncio.timeout(120):
            while len(server.app.hub._by_account[his_id]) > 1:
                await hers.send(room, "x" * 8_000)
                sent += 1
        assert sent > 256       # a queue of its own was there first
        for number in range(1, sent + 1):
            assert (await his.take("message"))["message"]["seq"] == number
        assert his_id in server.app.hub._by_account
        await stuck.close()
        assert (await chidi.get(f"/conversations/{room}"))["unread"] == sent


async def test_pages_cost_the_same_however_much_there_is(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    rooms = [await chat(ana, chidi)]
    await everything_said(ana, chidi, rooms[0])
    eve = await server.person("eve")
    await post(eve, await talk(eve, ana))
    await ana.ask("POST", "/conversations", {"kind": "group", "title": "One", "members": ["chidi"]})
    doors: dict[str, Callable[[], Awaitable[Any]]] = {
        path: lambda path=path: ana.get(path)  # type: ignore[misc]
        for path in ("/inbox", "/inbox?tab=requests", "/sync", f"/conversations/{rooms[0]}",
                     f"/conversations/{rooms[0]}/messages", f"/conversations/{rooms[0]}/events?after=0")}
    few = {path: await statements(server, door) for path, door in doors.items()}
    for number in range(6):
        other = await server.person(f"person{number}", 30)
        if number % 2:
            await befriend(ana, other)
        for _ in range(1 + number % 2):
            await post(other, await talk(other, ana))
        await ana.ask("POST", "/conversations", {"kind": "group", "title": "More", "members": ["chidi", other.handle]})
    for _ in range(30):
        await everything_said(ana, chidi, rooms[0])
    many = {path: await statements(server, door) for path, door in doors.items()}
    assert few == many
    assert max(many.values()) <= 10


async def everything_said(one: Someone, other: Someone, room: str) -> None:
    """A poll that is voted on, a person, an answer, and a text that names somebody: edited, reacted to and pinned."""
    asked = await say(one, room, type="poll", question="Which?", options=["this", "that"])
    await change(other, room, "vote", asked["seq"], choices=[1])
    await say(other, room, type="contact", account_id=one.me["id"])
    named = [{"at": 0, "length": 4, "account_id": one.me["id"]}]
    said = await say(other, room, type="text", text="@ana https://example.org", mentions=named, reply_to=asked["seq"])
    await change(other, room, "edit", said["seq"], text="@ana see", mentions=named)
    await change(one, room, "react", said["seq"], emoji="🙂", on=True)
    await change(one, room, "pin", said["seq"], on=True)


async def statements(server: Server, ask: Callable[[], Awaitable[Any]]) -> int:
    """How many statements a request costs, besides the transaction's own. The driver's first ones of all do not count,
    nor what the server's own loops ask every second, which some of the tries meet."""
    counts = []
    for _ in range(10):
        async with counted(server) as said:
            await ask()
        counts.append(len([sql for sql in said if sql not in ("begin", "commit", "rollback")]))
    return min(counts)


@asynccontextmanager
async def counted(server: Server) -> AsyncIterator[list[str]]:
    said: list[str] = []

    def note(record: Any) -> None:
        said.append(record.query)

    pool = server.app.db._pool
    assert pool is not None
    held = [await pool.acquire() for _ in range(pool.get_max_size())]
    for connection in held:
        connection.add_query_logger(note)
        await pool.release(connection)
    try:
        yield said
    finally:
        held = [await pool.acquire() for _ in range(pool.get_max_size())]
        for connection in held:
            connection.remove_query_logger(note)
            await pool.release(connection)


async def test_sockets_above_the_most_go_even_if_they_do_not_say_goodbye(server: Server) -> None:
    ana = await server.person("ana")
    most = server.app.config.limits.sizes.sockets_per_account
    deaf = []
    for _ in range(most + 10):
        deaf.append(await connect(gateway(server), compression=None, ping_interval=None))
        await deaf[-1].send(json.dumps({"op": "hello", "token": ana.token}))
        await deaf[-1].recv()
        deaf[-1].transport.pause_reading()
    here = server.app.hub._by_account[UUID(ana.me["id"])]
    assert sum(not one.closing for one in here) == most
    for one in deaf:
        one.transport.resume_reading()
        await one.close()
