"""What happens at the same time happens one after the other; what is left without a word ends; nothing is written twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from paperplane.core.limits import Limits, Rate, Rates, Sizes
from tests.api import Server, serving
from tests.calls.ringing import SDP, answered, asked, lines, outcomes, rung, said, stands
from tests.client import befriend, chat, device, live, post, talk

SHORT = Limits(sizes=Sizes(call_ring_s=1, call_unseen_s=2))


@pytest_asyncio.fixture
async def hasty(database: str, tmp_path: Path) -> AsyncIterator[Server]:
    """A server on which nothing rings or waits for long."""
    async with serving(database, tmp_path, limits=SHORT) as running:
        yield running


async def test_answered_on_two_devices_at_once(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room, his_too = await chat(ana, chidi), await device(server, chidi)
    async with lines(server, ana, chidi, his_too) as (hers, one, other):
        for turn in range(5):
            call = await rung(hers, room)
            both = await asyncio.gather(asked(one, "call_answer", call), asked(other, "call_answer", call))
            assert sorted(answer["op"] for answer in both) == ["call_ok", "error"]
            assert next(answer["code"] for answer in both if answer["op"] == "error") == "answered_elsewhere"
            winner = one if both[0]["op"] == "call_ok" else other
            await hers.settled()
            assert [frame["call"]["state"] for frame in hers.said("call")] == ["ringing", "active"]
            hers.kept.clear()
            assert (await asked(winner, "call_here", call, talking=True))["op"] == "call_ok"
            assert (await asked(winner, "call_end", call))["op"] == "call_ok"
            assert await outcomes(ana, room) == ["ended"] * (turn + 1)
            await hers.settled()
            hers.kept.clear()


async def test_taken_back_as_it_is_answered_and_hung_up_by_both(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(server, ana, chidi) as (hers, his):
        for turn in range(6):
            call = await rung(hers, room)
            ops = ("call_end", "call_answer") if turn % 2 else ("call_end", "call_end")
            await asyncio.gather(asked(hers, ops[0], call), asked(his, ops[1], call))
            await asked(hers, "call_end", call)
            assert len(await said(ana, room)) == turn + 1
            assert await server.count("calls") == await server.count("call_lines") == 0
    assert set(await outcomes(ana, room)) <= {"missed", "declined", "failed"}
    head = await chidi.get(f"/conversations/{room}")
    assert head["last_seq"] == len(await said(ana, room))


async def test_both_call_each_other_at_once(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(server, ana, chidi) as (hers, his):
        for _ in range(4):
            ids = [str(uuid4()) for _ in range(2)]
            both = await asyncio.gather(*(asked(one, "call", call, conversation_id=room) for one, call in zip((hers, his), ids, strict=True)))
            assert sorted(answer["op"] for answer in both) == ["call_ok", "error"]
            assert next(answer["code"] for answer in both if answer["op"] == "error") == "rings_you"
            winner = 0 if both[0]["op"] == "call_ok" else 1
            await asked((hers, his)[winner], "call_end", ids[winner])
    assert await outcomes(ana, room) == ["missed"] * 4


async def test_what_nobody_answers_is_missed_once(hasty: Server) -> None:
    ana, chidi = await hasty.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(hasty, ana, chidi) as (hers, his):
        call = await rung(hers, room)
        for one in (hers, his):
            assert (await stands(one, call, "over"))["outcome"] == "missed"
        assert (await asked(his, "call_answer", call))["code"] == "not_found"
    assert await outcomes(ana, room) == ["missed"]
    assert (await chidi.get(f"/conversations/{room}"))["unread"] == 1


async def test_who_says_nothing_any_more_is_gone(hasty: Server) -> None:
    ana, chidi = await hasty.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(hasty, ana, chidi) as (hers, his):
        call = await rung(hers, room)
        await answered(hers, his, call)
        for _ in range(5):      # longer than it rings, and than silence is borne
            for one in (hers, his):
                assert (await asked(one, "call_here", call, talking=True))["op"] == "call_ok"
            await asyncio.sleep(0.6)
        assert (await asked(hers, "call_here", call))["op"] == "call_ok"
        assert (await stands(hers, call, "over"))["outcome"] == "ended"
    (event,) = await said(ana, room)
    assert 2 <= event["message"]["body"]["call"]["duration_s"] <= 30


@pytest.mark.parametrize("what", ["block", "unfollow", "sign out"])
async def test_what_is_between_them_ends_the_call(server: Server, what: str) -> None:
    ana, ben = await server.people("ana", "ben")
    await ben.patch("/me", {"relay_calls": False})
    room = await chat(ben, ana)
    async with lines(server, ana, ben) as (hers, his):
        call = await rung(hers, room)
        await answered(hers, his, call)
        if what == "block":
            await ana.put("/users/ben/block")
        elif what == "unfollow":
            await ben.delete("/users/ana/follow")
        else:
            await ben.delete("/sessions/current")
        assert (await stands(hers, call, "over"))["outcome"] == "failed"
        if what != "sign out":
            assert (await asked(hers, "call", str(uuid4()), conversation_id=room))["code"] == "not_found"
    if what != "sign out":
        assert not (await ana.get(f"/conversations/{room}"))["can_call"]


async def test_a_friend_of_a_minors_is_told_when_they_may_call(server: Server) -> None:
    ben, dana = await server.people("ben", "dana")
    room = await talk(ben, dana)
    await post(ben, room)
    await post(dana, room)
    async with lines(server, dana) as (hers,):
        await befriend(ben, dana)
        await hers.take("changed", conversation_id=room)
        assert (await dana.get(f"/conversations/{room}"))["can_call"]


async def test_a_device_that_comes_late_rings_too(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as hers:
        call = await rung(hers, room)
        async with live(server, chidi) as his:
            assert (await stands(his, call, "ringing"))["rings_s"] > 30
            await answered(hers, his, call)
        async with live(server, chidi) as again:        # its socket was cut: the call is not
            assert (await stands(again, call, "active"))["callee"] == chidi.me["id"]
            assert (await asked(again, "call_here", call))["call"]["state"] == "active"


HOSTILE: list[dict[str, Any]] = [
    {"description": {"type": "offer", "sdp": SDP + "a" * 40_000}}, {"description": {"type": "offer", "sdp": "no sdp"}},
    {"description": {"type": "rollback", "sdp": SDP}}, {"description": {"type": "offer", "sdp": ["v=0"]}},
    {"description": {"type": "offer", "sdp": SDP, "to": "somebody"}}, {"description": {"type": "offer", "sdp": "x\nv=0\n"}},
    {"candidate": {"candidate": "x" * 2_000}}, {"candidate": {"candidate": "", "line": -1}}, {"candidate": {"candidate": "", "mid": "m" * 100}},
    {"candidate": {}}, {"description": "offer"}, {"to": "everybody"},
]


async def test_what_is_no_signal_goes_nowhere(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with lines(server, ana, chidi) as (hers, his):
        call = await rung(hers, room)
        await hers.say("call_signal", call_id=call, description={"type": "offer", "sdp": SDP})
        assert (await hers.take("error"))["code"] == "not_found"      # before anybody has answered
        await answered(hers, his, call)
        for bad in HOSTILE:
            await hers.say("call_signal", call_id=call, **bad)
            assert (await hers.take("error"))["code"] == "bad_frame", bad
        await hers.say("call_signal", call_id=call)
        assert (await his.settled()).said("call_signal") == []
        assert (await asked(hers, "call_here", call))["op"] == "call_ok"


async def test_calls_and_signals_have_rates(database: str, tmp_path: Path) -> None:
    limits = Limits(rates=Rates(calls_account=Rate(2, 3600), call_signals_account=Rate(2, 3600)))
    async with serving(database, tmp_path, limits_enabled=True, limits=limits) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        async with lines(server, ana, chidi) as (hers, his):
            await asked(hers, "call_end", await rung(hers, room))
            call = await rung(hers, room)
            refused = await asked(hers, "call", call, conversation_id=room)
            assert (refused["code"], refused["limit"]) == ("rate_limited", "calls_account")
            await answered(hers, his, call)
            for _ in range(3):
                await hers.say("call_signal", call_id=call, candidate={"candidate": "candidate:1"})
            assert (await hers.take("error"))["limit"] == "call_signals_account"
            assert len((await his.settled()).said("call_signal")) == 2


async def test_a_relay_is_for_those_in_the_call_and_hides_a_minors_address(database: str, tmp_path: Path) -> None:
    turn = {"turn_urls": ["turn:relay.example.org"], "turn_secret": "secret", "stun_urls": ["stun:stun.example.org"]}
    async with serving(database, tmp_path, **turn) as server:
        ana, ben = await server.people("ana", "ben")
        assert [one["relay_calls"] for one in (await ana.get("/me"), await ben.get("/me"))] == [False, True]
        room = await chat(ben, ana)
        async with lines(server, ana, ben) as (hers, his):
            call = await rung(hers, room)
            assert await ben.refused("GET", f"/calls/{call}/ice") == "404 not_found"
            await answered(hers, his, call)
            mine, bens = await ana.get(f"/calls/{call}/ice"), await ben.get(f"/calls/{call}/ice")
            assert (mine["relay"], bens["relay"]) == (False, True)
            stun, relay = mine["ice_servers"]
            assert (stun["urls"], relay["urls"]) == (turn["stun_urls"], turn["turn_urls"])
            until, _, name = relay["username"].partition(":")
            assert int(until) > 1_700_000_000
            assert name not in (ana.me["id"].replace("-", ""), ana.me["id"])
            host = "candidate:1 1 udp 1 192.168.1.7 5 typ host"
            for one in (hers, his):
                await one.say("call_signal", call_id=call, candidate={"candidate": host})
                await one.say("call_signal", call_id=call, description={"type": "offer", "sdp": SDP + f"a={host}\r\n"})
                await one.settled()
            assert [len((await one.settled()).said("call_signal")) for one in (hers, his)] == [1, 2]
            assert hers.said("call_signal")[0]["description"]["sdp"] == SDP
            await asked(hers, "call_end", call)
            assert await ana.refused("GET", f"/calls/{call}/ice") == "404 not_found"
