"""Sync after any cut gives what a fresh start gives; pages have no hole and no repeat; nonsense is refused."""

import base64
import json
import random
from typing import Any

import pytest

from tests.api import Server, Someone
from tests.client import Frame, Socket, befriend, live, post, talk

Room = tuple[str, Someone, Someone]


class Client:
    """What a careful client keeps: heads by id, logs by conversation, and a cursor that it moves last.

    Its cursors are exact. The server's own look back by some seconds, in which a whole test would fit.
    """

    def __init__(self, server: Server, who: Someone) -> None:
        self.server = server
        self.who = who
        self.cursor: str | None = None
        self.heads: dict[str, Any] = {}
        self.logs: dict[str, list[Any]] = {}

    async def sync(self) -> "Client":
        now = await moment(self.server)
        query = f"?cursor={self.cursor}" if self.cursor else ""
        answer = await self.who.get(f"/sync{query}")
        assert answer["gap"] is False
        for head in answer["conversations"]:
            log = self.logs.setdefault(head["id"], [])
            while len(log) < head["last_seq"]:
                page = await self.who.get(f"/conversations/{head['id']}/events?after={len(log)}&limit=7")
                assert page["gap"] is False
                log += page["events"]
            self.heads[head["id"]] = head
        self.cursor = now
        return self

    def hear(self, frame: dict[str, Any]) -> None:
        """Take a pushed frame where it fits the log, as any client does; what does not fit is left to repair."""
        event = frame.get("event") or {"kind": "message", "message": frame.get("message"), **(frame.get("message") or {})}
        log = self.logs.get(event.get("conversation_id", ""))
        if frame["op"] in ("message", "event") and log is not None and event["seq"] == len(log) + 1:
            event.pop("body", None)
            log.append(event)


async def five_rooms(ana: Someone, chidi: Someone, dana: Someone, eve: Someone, ben: Someone) -> list[Room]:
    """Friends and strangers, each with a first message."""
    await befriend(ana, chidi)
    await befriend(ben, ana)
    rooms = [(await talk(one, other), one, other)
             for one, other in ((ana, chidi), (ben, ana), (dana, ana), (ana, eve), (chidi, eve))]
    for room, one, _ in rooms:
        await post(one, room, "first")
    return rooms


async def something_happens(rng: random.Random, room: str, who: Someone) -> None:
    match rng.randrange(4):
        case 0 | 1:
            await who.ask("POST", f"/conversations/{room}/messages", {
                "client_id": f"0192f0c1-0000-4000-8000-{rng.randrange(10**12):012}",
                "body": {"type": "text", "text": "x"}})
        case 2:
            await who.put(f"/conversations/{room}/marks", {"read_seq": rng.randrange(20)})
        case _:
            await who.ask("PUT", f"/conversations/{room}/acceptance", {"accepted": rng.random() < 0.7})


async def some_frames_arrive(rng: random.Random, sockets: list[tuple[Client, Socket]]) -> None:
    """The others are lost on the way."""
    for client, socket in sockets:
        await socket.settled()
        for frame in socket.kept:
            if rng.random() < 0.6:
                client.hear(frame)
        socket.kept.clear()


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_cut(server: Server, seed: int) -> None:
    rng = random.Random(seed)
    people = await server.people("ana", "chidi", "dana", "eve", "ben")
    rooms = await five_rooms(*people)
    clients = [Client(server, who) for who in people]
    for client in clients:
        await client.sync()
    async with live(server, people[0]) as hers, live(server, people[1]) as his:
        for _ in range(60):
            room, *pair = rng.choice(rooms)
            await something_happens(rng, room, rng.choice(pair))
            if rng.random() < 0.2:
                await rng.choice(clients).sync()
            if rng.random() < 0.2:
                await some_frames_arrive(rng, [(clients[0], hers), (clients[1], his)])
    for client in clients:
        fresh = await Client(server, client.who).sync()
        await client.sync()
        assert client.heads == fresh.heads
        assert client.logs == fresh.logs
        for room, head in client.heads.items():
            log = client.logs[room]
            assert [event["seq"] for event in log] == list(range(1, head["last_seq"] + 1))
            texts = [event["message"] for event in log if event["kind"] == "message"]
            assert texts == (await client.who.get(f"/conversations/{room}/messages?limit=100"))["messages"]
            assert head["last_message"] == texts[-1]


async def test_what_the_other_keeps_to_themselves_is_no_change(server: Server) -> None:
    """Reading and ignoring a request leaves no trace with its sender; nor does reading after a block."""
    eve, ana, chidi = await server.people("eve", "ana", "chidi")
    request, chat = await talk(eve, ana), await talk(chidi, eve)
    await post(eve, request, "may I?")
    await post(chidi, chat, "hi")
    await post(eve, chat, "hi")
    await post(eve, chat, "still there?")
    await chidi.put("/users/eve/block")
    before = {room: await eve.get(f"/conversations/{room}") for room in (request, chat)}
    now = await moment(server)
    await ana.put(f"/conversations/{request}/marks", {"read_seq": 1})
    await ana.put(f"/conversations/{request}/acceptance", {"accepted": False})
    await chidi.put(f"/conversations/{chat}/marks", {"read_seq": 3})
    assert (await eve.get(f"/sync?cursor={now}"))["conversations"] == []
    assert {room: await eve.get(f"/conversations/{room}") for room in (request, chat)} == before
    assert {head["id"] for head in (await ana.get(f"/sync?cursor={now}"))["conversations"]} == {request}


async def moment(server: Server) -> str:
    """A cursor without the overlap that the server's own have: to see what this very moment changes."""
    async with server.app.db.tx() as tx:
        micros = await tx.value("select (extract(epoch from clock_timestamp()) * 1e6)::bigint")
    return base64.urlsafe_b64encode(json.dumps(micros).encode()).decode().rstrip("=")


async def test_a_cursor_that_is_none_of_ours(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await post(ana, await talk(ana, chidi), "hi")
    for cursor in ("x", "%00", "bm9uc2Vuc2U", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "W10", "bnVsbA", "MS41", "ÿ", "="):
        assert await ana.refused("GET", f"/sync?cursor={cursor}") == "400 bad_cursor", cursor
        assert await ana.refused("GET", f"/inbox?cursor={cursor}") == "400 bad_cursor", cursor
    assert (await ana.ask("GET", f"/sync?cursor={'x' * 5_000}")).status_code == 400


async def test_pages_have_no_hole_and_no_repeat(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await talk(ana, chidi)
    await post(ana, room, "0")
    await chidi.put(f"/conversations/{room}/acceptance", {"accepted": True})      # an event that is no message
    for number in range(1, 25):
        await post(ana if number % 3 else chidi, room, f"{number}")
    path = f"/conversations/{room}/messages"
    whole = (await ana.get(f"{path}?limit=100"))["messages"]
    assert [message["body"]["text"] for message in whole] == [f"{number}" for number in range(25)]
    for limit in (1, 4, 25, 26):
        back: list[Frame] = []
        page: Frame = {"messages": [], "more": True}
        while page["more"]:
            bound = f"&before={back[0]['seq']}" if back else ""
            page = await ana.get(f"{path}?limit={limit}{bound}")
            back = page["messages"] + back
        forth: list[Frame] = []
        page = {"messages": [], "more": True}
        while page["more"]:
            page = await ana.get(f"{path}?limit={limit}&after={forth[-1]['seq'] if forth else 0}")
            forth += page["messages"]
        assert back == forth == whole
    assert (await ana.get(f"{path}?before=1"))["messages"] == (await ana.get(f"{path}?after=26"))["messages"] == []
    for bad in ("limit=0", "limit=101", "before=-1", "after=x", f"after={2**60}"):
        assert (await ana.refused("GET", f"{path}?{bad}")).startswith("400")


async def test_the_inbox_pages_by_its_newest(server: Server) -> None:
    ana = await server.person("ana")
    others = [await server.person(f"person{number}", 30) for number in range(7)]
    for other in others:
        await befriend(ana, other)
        await post(other, await talk(other, ana), "hi")
    stranger = await server.person("eve")
    await post(stranger, await talk(stranger, ana), "may I?")
    await talk(await server.person("gil"), ana)      # nothing was said: in no inbox
    expected = [other.handle for other in reversed(others)]
    for limit in (1, 3, 7, 8):
        seen: list[str] = []
        cursor: str | None = ""
        pages = 0
        while cursor is not None:
            page = await ana.get(f"/inbox?limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
            seen += [head["person"]["handle"] for head in page["conversations"]]
            cursor, pages = page["next_cursor"], pages + 1
        assert seen == expected
        assert pages == -(-7 // limit)
        assert page["counts"] == {"unread": 7, "requests": 1}
    (request,) = (await ana.get("/inbox?tab=requests"))["conversations"]
    assert (request["person"], request["title"], request["state"]) == (None, "", "request")
