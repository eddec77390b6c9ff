"""Calls as any client sees them: all devices ring, one answers, and the log says once what became of it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api import Server, Someone, good
from tests.calls.ringing import SDP, answered, asked, lines, outcomes, rung, said, stands
from tests.client import befriend, chat, device, live, page, post, talk, until
from tests.messages.groups import group

OFFER = {"type": "offer", "sdp": SDP}


async def test_a_call_from_ring_to_hang_up(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room, hers_too = await chat(ana, chidi), await device(server, ana)
    assert (await ana.get(f"/conversations/{room}"))["can_call"]
    async with lines(server, ana, chidi, hers_too) as (hers, his, other):
        call = await rung(hers, room, video=True)
        ring = await stands(his, call, "ringing")
        assert (ring["caller"], ring["video"], ring["outcome"]) == (ana.me["id"], True, None)
        assert 40 < ring["rings_s"] <= 45
        await stands(other, call, "ringing")
        await answered(hers, his, call)
        for one, to in ((hers, his), (his, hers)):
            await one.say("call_signal", call_id=call, description=OFFER)
            await one.say("call_signal", call_id=call, candidate={"candidate": "candidate:1", "mid": "0", "line": 0})
            assert (await to.take("call_signal"))["description"] == OFFER
            assert (await to.take("call_signal"))["candidate"] == {"candidate": "candidate:1", "mid": "0", "line": 0, "ufrag": None}
        assert (await asked(hers, "call_here", call, talking=True))["call"]["state"] == "active"
        assert (await asked(his, "call_end", call))["call"]["outcome"] == "ended"
        for one in (hers, his, other):
            assert (await stands(one, call, "over"))["outcome"] == "ended"
        assert (await asked(hers, "call_end", call))["code"] == "not_found"
    (event,) = await said(chidi, room)
    assert event["message"]["body"]["call"] == {"video": True, "outcome": "ended", "duration_s": 0}
    assert (event["sender"], event["client_id"], event["n"]) == (ana.me["id"], call, None)
    for who in (ana, chidi):
        (row,) = (await who.get("/inbox"))["conversations"]
        assert (row["id"], row["unread"]) == (room, 0), "it stands in the inbox, though it counts as nothing unread"
    assert await server.count("calls") == await server.count("call_lines") == 0


@pytest.mark.parametrize(("ends", "outcome"), [("hers", "missed"), ("his", "declined"), ("other", "declined"), ("door", "declined")])
async def test_what_is_not_answered(server: Server, ends: str, outcome: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room, his_too = await chat(ana, chidi), await device(server, chidi)
    await post(chidi, room, "unread by ana")
    async with lines(server, ana, chidi, his_too) as (hers, his, other):
        call = await rung(hers, room)
        await stands(other, call, "ringing")
        if ends == "door":
            good(await his_too.ask("DELETE", f"/calls/{call}"))
        else:
            assert (await asked({"hers": hers, "his": his, "other": other}[ends], "call_end", call))["op"] == "call_ok"
        for one in (hers, his, other):
            assert (await stands(one, call, "over"))["outcome"] == outcome
            told = await one.take("event")
            assert told["event"]["message"]["body"]["call"]["outcome"] == outcome
    (event,) = await said(chidi, room)
    assert event == told["event"]
    missed = outcome == "missed"
    assert event["n"] == event["message"]["n"] == (2 if missed else None)
    head = await chidi.get(f"/conversations/{room}")
    assert (head["unread"], head["last_message"]) == (int(missed), event["message"])
    assert (await chidi.get("/inbox"))["counts"]["unread"] == int(missed)
    # Who calls has looked; of what was unread before, a call that was declined says nothing.
    assert (await ana.get(f"/conversations/{room}"))["unread"] == (0 if missed else 1)
    assert (await page(chidi, room))[-1] == event["message"]
    if missed:
        await chidi.put(f"/conversations/{room}/marks", {"read_seq": event["seq"]})
        await until(chidi, room, unread=0)


async def test_it_is_no_message(server: Server) -> None:
    """It cannot be said, changed, found or taken back."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(server, ana, chidi) as (hers, his):
        call = await rung(hers, room)
        await asked(hers, "call_end", call)
        await stands(his, call, "over")
    (event,) = await said(ana, room)
    body = {"type": "system", "action": "call", "call": {"video": False, "outcome": "ended", "duration_s": 5}}
    assert (await ana.ask("POST", f"/conversations/{room}/messages", {"client_id": str(uuid4()), "body": body})).status_code == 400
    for change in ({"type": "edit", "text": "x"}, {"type": "unsend"}, {"type": "react", "emoji": "👍", "on": True}, {"type": "pin", "on": True}):
        asks = {"client_id": str(uuid4()), "change": {**change, "seq": event["seq"]}}
        assert (await ana.ask("POST", f"/conversations/{room}/changes", asks)).is_client_error
    assert (await ana.get("/search/messages?q=missed"))["messages"] == []
    good(await ana.ask("DELETE", f"/conversations/{room}/messages/mine"))
    report = {"subject": {"kind": "person", "id": ana.me["id"]}, "reason": "harassment", "client_id": str(uuid4()),
              "evidence": {"conversation_id": room, "seqs": [event["seq"]]}}
    assert good(await chidi.ask("POST", "/reports", report))["messages"] == 1


async def refused(server: Server, who: Someone, room: str) -> dict[str, Any]:
    """The error that a call is answered with, and that nobody hears or keeps anything of it."""
    async with live(server, who) as socket:
        answer = await asked(socket, "call", str(uuid4()), conversation_id=room, video=True)
    assert answer.pop("op") == "error"
    del answer["client_id"]
    assert await server.count("calls") == await server.count("call_lines") == 0
    return answer


async def test_who_may_not_call_is_not_told_why(server: Server) -> None:
    ana, ben, chidi, dana, eve, fatou = await server.people("ana", "ben", "chidi", "dana", "eve", "fatou")
    request = await talk(eve, chidi)
    await post(eve, request, "hello")
    blocked = await chat(ana, chidi)
    ringing = await chat(ana, fatou)
    await chidi.put("/users/ana/block")
    # Ben, a minor, has written to Dana, who answered: they talk, and are no friends.
    minors = await talk(ben, dana)
    await post(ben, minors)
    await post(dana, minors)
    many = await group(ana, fatou)
    async with lines(server, chidi, dana, ben, ana) as others:
        answers = [await refused(server, who, room) for who, room in (
            (eve, request), (chidi, request), (ana, blocked), (chidi, blocked), (dana, minors), (ben, minors), (ana, many),
            (eve, ringing), (eve, str(uuid4())))]
        assert all(answer == answers[-1] for answer in answers), answers
        for other in others:
            assert (await other.settled()).said("call") == []
    for who, room in ((eve, request), (chidi, request), (ana, blocked), (dana, minors), (ben, minors), (ana, many)):
        assert not (await who.get(f"/conversations/{room}"))["can_call"]
    # Once they are friends, they may; the address of a minor needs something to hide behind.
    await befriend(ben, dana)
    assert (await dana.get(f"/conversations/{minors}"))["can_call"]
    assert (await refused(server, dana, minors))["code"] == "no_relay"
    await ben.patch("/me", {"relay_calls": False})
    async with live(server, dana) as hers:
        await rung(hers, minors)


async def test_one_call_a_person(server: Server) -> None:
    ana, chidi, fatou = await server.people("ana", "chidi", "fatou")
    room, hers_and_fatous, his_and_fatous = await chat(ana, chidi), await chat(ana, fatou), await chat(chidi, fatou)
    async with lines(server, ana, chidi, fatou) as (hers, his, fatous):
        call = await rung(hers, room)
        assert (await asked(hers, "call", str(uuid4()), conversation_id=hers_and_fatous))["code"] == "in_a_call"
        crossed = await asked(his, "call", str(uuid4()), conversation_id=room)
        assert (crossed["code"], crossed["call_id"]) == ("rings_you", call)
        busy = await asked(fatous, "call", str(uuid4()), conversation_id=his_and_fatous)
        assert (busy["call"]["state"], busy["call"]["outcome"]) == ("over", "busy")
        assert [frame["call"]["state"] for frame in (await his.settled()).said("call")] == ["ringing", "over"]
        assert await outcomes(chidi, his_and_fatous) == ["missed"]
        assert await outcomes(ana, room) == await outcomes(ana, hers_and_fatous) == []
        await answered(hers, his, call)
        assert await server.count("calls") == 1
        assert await server.count("call_lines") == 2


async def test_the_same_call_twice_and_again(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room, hers_too = await chat(ana, chidi), await device(server, ana)
    async with lines(server, ana, chidi, hers_too) as (hers, his, other):
        call = await rung(hers, room)
        assert (await asked(hers, "call", call, conversation_id=room))["call"]["state"] == "ringing"
        for one in (his, other):
            assert (await asked(one, "call", call, conversation_id=room))["code"] == "not_found"
        assert len((await his.settled()).said("call")) == 1
        await asked(hers, "call_end", call)
        assert (await asked(hers, "call", call, conversation_id=room))["code"] == "call_over"
    assert await outcomes(ana, room) == ["missed"]


async def test_others_have_no_part_in_it(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    hers_too, his_too = await device(server, ana), await device(server, chidi)
    async with lines(server, ana, chidi, hers_too, his_too, eve) as (hers, his, her_other, his_other, eves):
        call = await rung(hers, room)
        for who in (chidi, hers_too, his_too, eve):
            assert await who.refused("GET", f"/calls/{call}/ice") == "404 not_found"
        await answered(hers, his, call)
        for one in (her_other, his_other, eves):
            for op in ("call_end", "call_here"):
                assert (await asked(one, op, call))["code"] == "not_found"
            await one.say("call_signal", call_id=call, description=OFFER)
            assert (await one.take("error"))["code"] == "not_found"
        assert (await asked(his_other, "call_answer", call))["code"] == "answered_elsewhere"
        assert (await asked(eves, "call_answer", call))["code"] == "not_found"
        for who in (hers_too, his_too, eve):
            assert await who.refused("DELETE", f"/calls/{call}") == "404 not_found"
            assert await who.refused("GET", f"/calls/{call}/ice") == "404 not_found"
        assert (await ana.get(f"/calls/{call}/ice")) == {"ice_servers": [], "relay": False}
        await chidi.get(f"/calls/{call}/ice")
        for one in (hers, his):
            assert (await one.settled()).said("call_signal") == []
        assert (await asked(hers, "call_here", call))["op"] == "call_ok"
