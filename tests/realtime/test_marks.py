"""Marks: they only move forward, never past the end, and tell only those who may know."""

import random
from typing import Any

import pytest

from tests.api import Server, Someone
from tests.client import chat, device, live, post, talk, until


async def head(who: Someone, room: str) -> Any:
    return await who.get(f"/conversations/{room}")


async def mark(who: Someone, room: str, **marks: int) -> Any:
    return await who.put(f"/conversations/{room}/marks", marks)


async def test_marks_are_told_to_whom_they_concern(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    for number in range(3):
        await post(ana, room, f"{number}")
    async with live(server, ana) as hers, live(server, chidi) as his, live(server, chidi) as his_other, \
            live(server, eve) as strange:
        await his.say("delivered", conversation_id=room, seq=3)
        assert await hers.take("receipt") == {"op": "receipt", "conversation_id": room, "account_id": chidi.me["id"],
                                              "delivered_seq": 3, "read_seq": 0}
        await his.say("read", conversation_id=room, seq=2)
        assert (await hers.take("receipt"))["read_seq"] == 2
        assert await his_other.take("mark", read_seq=2) == {"op": "mark", "conversation_id": room, "read_seq": 2, "read_n": 2}
        await strange.settled()
        assert strange.told == []
        assert not hers.said("mark")
    seen = await head(ana, room)
    assert seen["marks"] == [{"account_id": chidi.me["id"], "delivered_seq": 3, "read_seq": 2}]
    assert (await head(chidi, room))["unread"] == 1


async def test_marks_never_go_back_nor_past_the_end(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    for number in range(5):
        await post(ana, room, f"{number}")
    async with live(server, chidi) as his, live(server, ana) as hers:
        await his.say("read", conversation_id=room, seq=2**53 - 1)
        await until(chidi, room, read_seq=5, read_n=5, unread=0)
        await hers.take("receipt", delivered_seq=5, read_seq=5)
        for seq in (0, 1, 4):
            await his.say("read", conversation_id=room, seq=seq)
            await his.say("delivered", conversation_id=room, seq=seq)
        assert (await mark(chidi, room, read_seq=2, delivered_seq=1))["read_seq"] == 5
        await his.settled()
        await post(chidi, room, "seq 6")
        await hers.take("message")
        await post(ana, room, "seq 7")
        await his.say("delivered", conversation_id=room, seq=7)
        await hers.take("receipt", delivered_seq=7, read_seq=6)     # getting is not reading
        assert (await head(chidi, room)).items() >= {"read_seq": 6, "unread": 1}.items()
        assert hers.said("receipt") == []
    assert (await head(ana, room))["marks"][0]["read_seq"] == 6


async def test_nobody_is_told_before_a_request_is_accepted(server: Server) -> None:
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    async with live(server, eve) as asking:
        mine = await mark(ana, room, read_seq=1, delivered_seq=1)
        assert (mine["read_seq"], mine["unread"], mine["state"]) == (1, 0, "request")
        await asking.settled()
        assert asking.told == []
        assert (await head(eve, room))["marks"] == [{"account_id": ana.me["id"], "delivered_seq": 0, "read_seq": 0}]
        await ana.put(f"/conversations/{room}/acceptance", {"accepted": True})
        await mark(ana, room, read_seq=2)
        assert (await asking.take("receipt"))["read_seq"] == 2


async def test_nobody_is_told_after_a_block(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await chat(ana, eve)
    await post(eve, room, "one")
    await mark(ana, room, read_seq=1)
    await post(eve, room, "two")
    await ana.put("/users/eve/block")
    async with live(server, eve) as socket:
        assert (await mark(ana, room, read_seq=2))["unread"] == 0
        await socket.settled()
        assert {frame["op"] for frame in socket.kept} <= {"changed"}        # that it is closed now, she may see
    assert (await head(eve, room))["marks"] == [{"account_id": ana.me["id"], "delivered_seq": 1, "read_seq": 1}]


async def test_marks_of_others_conversations_change_nothing(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await post(ana, room)
    async with live(server, eve) as socket, live(server, ana) as hers:
        await socket.say("read", conversation_id=room, seq=1)
        await socket.say("delivered", conversation_id=room, seq=1)
        await socket.settled()
        await post(chidi, room)     # through the same database, after it
        await hers.take("message")
        assert hers.said("receipt") == []
        assert socket.told == []
    assert await server.count("members") == 2


@pytest.mark.parametrize("seed", range(4))
async def test_unread_is_what_the_log_says(server: Server, seed: int) -> None:
    """Whatever two people do on whichever door: unread = last_n − read_n = what others wrote after my mark."""
    rng = random.Random(seed)
    ana, chidi = await server.people("ana", "chidi")
    room = await (chat if seed % 2 else talk)(ana, chidi)
    await post(ana, room, "first")
    truth = {ana.handle: 1, chidi.handle: 0}
    wishes = {ana.handle: 0, chidi.handle: 0}
    async with live(server, ana) as hers, live(server, chidi) as his:
        sockets = {ana.handle: hers, chidi.handle: his}
        if not seed % 2:
            await chidi.put(f"/conversations/{room}/acceptance", {"accepted": True})
        for _ in range(40):
            who, last = rng.choice((ana, chidi)), (await head(ana, room))["last_seq"]
            match rng.randrange(6):
                case 0:
                    truth[who.handle] = (await post(who, room))["seq"]
                case 1:
                    truth[who.handle] = (await sockets[who.handle].send(room))["seq"]
                case 2:
                    seq = rng.randrange(last + 3)
                    await mark(who, room, read_seq=seq)
                    truth[who.handle] = max(truth[who.handle], min(seq, last))
                case 3:
                    moved = await mark(who, room, delivered_seq=rng.randrange(last + 3))
                    assert moved["read_seq"] >= truth[who.handle]
                case 4:
                    await sockets[who.handle].say("delivered", conversation_id=room, seq=rng.randrange(last + 3))
                case _:
                    seq = rng.randrange(last + 1)
                    await sockets[who.handle].say("read", conversation_id=room, seq=seq)
                    wishes[who.handle] = max(wishes[who.handle], seq)
        log = (await ana.get(f"/conversations/{room}/events?after=0&limit=500"))["events"]
        for who in (ana, chidi):
            read = max(truth[who.handle], wishes[who.handle])
            read_n = max([event["n"] for event in log if event["seq"] <= read and event["n"]], default=0)
            await until(who, room, read_seq=read, read_n=read_n, unread=log[-1]["n"] - read_n)
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    assert [event["n"] for event in log if event["n"]] == list(range(1, 1 + sum(event["n"] is not None for event in log)))


async def test_every_device_of_both(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    phone = await device(server, ana)
    async with live(server, ana) as here, live(server, phone) as there, live(server, chidi) as his, \
            live(server, chidi) as his_other:
        ok = await here.send(room, "to all")
        frames = [await socket.take("message") for socket in (there, his, his_other)]
        assert len({repr(frame) for frame in frames}) == 1
        assert frames[0]["message"]["client_id"] == ok["client_id"]
        assert frames[0]["message"]["id"] == ok["id"]
        for socket in (here, there, his, his_other):
            await socket.settled()
            assert socket.said("message") == []
