"""Receipts that are off: off for both, on every way a reading could be told; and one's own unread stays exact."""

import asyncio
import random
from typing import Any
from uuid import UUID

import pytest

from paperplane.core.clock import now
from paperplane.messages import queries
from tests.api import Server, Someone
from tests.client import PATIENCE_S, Frame, Socket, chat, device, live, post
from tests.messages.groups import group


async def head(who: Someone, room: str) -> Any:
    return await who.get(f"/conversations/{room}")


async def mark_of(who: Someone, room: str, other: Someone) -> tuple[int, int | None]:
    """How far the other has got and read, wherever a head is answered."""
    heads = [await head(who, room), *(await who.get("/inbox"))["conversations"], *(await who.get("/sync"))["conversations"]]
    marks = {(mark["delivered_seq"], mark["read_seq"]) for one in heads if one["id"] == room for mark in one["marks"]
             if mark["account_id"] == other.me["id"]}
    assert len(marks) == 1
    return marks.pop()


async def written(server: Server) -> None:
    """Every mark that was said is on disk, and told."""
    async with asyncio.timeout(PATIENCE_S):
        while server.app.marks.waiting():
            await asyncio.sleep(0.01)


async def switch(socket: Socket, who: Someone, on: bool) -> None:
    await who.patch("/me", {"show_receipts": on})
    await socket.take("sync")


async def found(server: Server, who: Someone, since: Any) -> set[str]:
    """What a sync would find, without the overlap of a real cursor."""
    async with server.app.db.tx() as tx:
        return {str(one.id) for one in await queries.changed(tx, UUID(who.me["id"]), since, 100)}


@pytest.mark.parametrize("hides", ["chidi", "ana"])
async def test_nobody_learns_what_is_read(server: Server, hides: str) -> None:
    """Whichever of the two it is that shows none: Ana learns when what she wrote arrived, and nothing of reading."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await {"ana": ana, "chidi": chidi}[hides].patch("/me", {"show_receipts": False})
    async with live(server, ana) as hers, live(server, chidi) as his:
        for _ in range(3):
            await post(ana, room)
        await his.say("delivered", conversation_id=room, seq=3)
        assert await hers.take("receipt") == {"op": "receipt", "conversation_id": room, "account_id": chidi.me["id"],
                                              "delivered_seq": 3, "read_seq": None}
        hers.kept.clear()
        since = now()
        await his.say("read", conversation_id=room, seq=2)
        await written(server)
        await chidi.put(f"/conversations/{room}/marks", {"read_seq": 3})
        await hers.settled()
        assert hers.told == [], "not even when something is read"
        assert await found(server, ana, since) == set()
        assert await found(server, chidi, since) == {room}
        assert await mark_of(ana, room, chidi) == (3, None)
        await post(chidi, room, "an answer")
        assert len((await hers.settled()).said("message")) == 1
        assert hers.said("receipt") == []
        assert await mark_of(ana, room, chidi) == (4, None)
        assert (await mark_of(chidi, room, ana))[1] is None
        log = (await ana.get(f"/conversations/{room}/events?after=0"))["events"]
        assert "read" not in {key for event in log for key in event}


async def test_my_own_devices_know_all(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await chidi.patch("/me", {"show_receipts": False})
    phone = await device(server, chidi)
    for _ in range(4):
        await post(ana, room)
    async with live(server, chidi) as here, live(server, phone) as there:
        await here.say("read", conversation_id=room, seq=3)
        assert await there.take("mark") == {"op": "mark", "conversation_id": room, "read_seq": 3, "read_n": 3}
        seen = await head(phone, room)
        assert (seen["read_seq"], seen["unread"]) == (3, 1)
        await here.send(room, "and I")
        seen = await head(phone, room)
        assert (seen["read_seq"], seen["unread"]) == (5, 0)


async def test_a_switch_is_told_and_takes_nothing_away(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await post(ana, room)
    async with live(server, ana) as hers, live(server, chidi) as his, live(server, eve) as strange:
        await chidi.put(f"/conversations/{room}/marks", {"read_seq": 1})
        assert await mark_of(ana, room, chidi) == (1, 1)
        for on, shown in ((False, None), (True, 2)):
            since = now()
            await switch(his, chidi, on)
            await hers.take("sync")
            assert await found(server, ana, since) == await found(server, chidi, since) == {room}
            if not on:
                await post(ana, room)
                await chidi.put(f"/conversations/{room}/marks", {"read_seq": 2})
            assert await mark_of(ana, room, chidi) == (2, shown)
        await chidi.patch("/me", {"show_receipts": True})       # as it was: nothing to tell
        await chidi.patch("/me", {"mentions_reach": True})
        assert (await strange.settled()).told == []
        assert (await hers.settled()).said("sync") == []


async def test_a_group_tells_of_those_who_tell(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    await dana.patch("/me", {"show_receipts": False})
    seq = (await post(ana, room))["seq"]
    async with live(server, ana) as hers, live(server, chidi) as his, live(server, dana) as quiet:
        for who in (chidi, dana):
            await who.put(f"/conversations/{room}/marks", {"read_seq": seq})
        for socket in (hers, his):
            told = [(one["account_id"], one["read_seq"]) for one in (await socket.settled()).said("receipt")]
            assert (dana.me["id"], None) in told
            assert (dana.me["id"], seq) not in told
        assert (chidi.me["id"], seq) in [(one["account_id"], one["read_seq"]) for one in hers.said("receipt")]
        assert {one["read_seq"] for one in (await quiet.settled()).said("receipt")} == {None}
    marks = {who.handle: {mark["read_seq"] for mark in (await head(who, room))["marks"]} for who in (ana, chidi, dana)}
    assert marks == {"ana": {seq, None}, "chidi": {seq, None}, "dana": {None}}


class Seen:
    """What a client makes of frames, as web/src/lib/features/messages/heads.ts does."""

    def __init__(self, who: Someone, other: Someone, room: str, first: Any) -> None:
        self.who, self.other, self.room = who, other, room
        (mark,) = first["marks"]
        self.delivered, self.read = mark["delivered_seq"], mark["read_seq"]

    async def fold(self, frames: list[Frame]) -> None:
        for frame in frames:
            match frame["op"]:
                case "receipt":
                    self.take(frame["delivered_seq"], frame["read_seq"])
                case "message" if frame["message"]["sender"] == self.other.me["id"]:
                    seq = frame["message"]["seq"]
                    self.take(seq, None if self.read is None else seq)
                case "sync":
                    (mark,) = (await head(self.who, self.room))["marks"]
                    self.take(mark["delivered_seq"], mark["read_seq"])
                case _:
                    pass
        frames.clear()

    def take(self, delivered: int, read: int | None) -> None:
        self.delivered = max(self.delivered, delivered)
        self.read = None if read is None else max(self.read or 0, read)


@pytest.mark.parametrize("seed", range(3))
async def test_what_frames_come_to_is_what_is_fetched(server: Server, seed: int) -> None:
    rng = random.Random(seed)
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    async with live(server, ana) as hers, live(server, chidi) as his:
        sockets = {ana.handle: hers, chidi.handle: his}
        seen = [(Seen(ana, chidi, room, await head(ana, room)), hers), (Seen(chidi, ana, room, await head(chidi, room)), his)]
        shows = {ana.handle: True, chidi.handle: True}
        for _ in range(25):
            who, last = rng.choice((ana, chidi)), (await head(ana, room))["last_seq"]
            match rng.randrange(5):
                case 0:
                    await post(who, room)
                case 1:
                    shows[who.handle] = not shows[who.handle]
                    await switch(sockets[who.handle], who, shows[who.handle])
                    sockets[who.handle].kept.append({"op": "sync"})
                case 2:
                    await sockets[who.handle].say("delivered", conversation_id=room, seq=rng.randrange(last + 2))
                case _:
                    await sockets[who.handle].say("read", conversation_id=room, seq=rng.randrange(last + 2))
            for view, socket in seen:
                await socket.settled()
                await written(server)
                await (await socket.settled()).settled()
                await view.fold(socket.kept)
        for view, _ in seen:
            (mark,) = (await head(view.who, room))["marks"]
            assert (view.delivered, view.read) == (mark["delivered_seq"], mark["read_seq"])
            assert (mark["read_seq"] is not None) == all(shows.values())
