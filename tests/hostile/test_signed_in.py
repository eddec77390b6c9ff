"""People with an account who use it against the others."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest

from paperplane.core.limits import Rate
from tests.api import Server, Someone
from tests.client import PATIENCE_S, Frame, befriend, chat, live
from tests.hostile.attacker import attacked, rates, sizes


async def refusals(server: Server, who: Someone, frame: Frame, times: int) -> list[Frame]:
    """What a socket is told that says the same again and again; it must not be cut for that."""
    async with live(server, who) as socket:
        for number in range(times):
            await socket.say(**frame)
            if number % 50 == 49:
                await socket.settled()
        await socket.settled()
        return socket.said("error")


async def test_sends_over_the_rate(database: str, tmp_path: Path) -> None:
    """It is the account's: two sockets send no more than one, and what is refused is not there."""
    limits = rates(sizes(), sends_account=Rate(500, 5), frames_socket=Rate(5_000, 1))
    async with attacked(database, tmp_path, limits_enabled=True, limits=limits) as server:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        async with live(server, eve) as one, live(server, eve) as other:
            body = {"type": "text", "text": "buy this"}
            for _ in range(1_000):
                for socket in (one, other):
                    await socket.say("send", conversation_id=room, client_id=str(uuid4()), body=body)
            async with asyncio.timeout(PATIENCE_S):
                while sum(len(socket.said(op)) for socket in (one, other) for op in ("ok", "error")) < 2_000:
                    await asyncio.sleep(0.05)
            refused = [*one.said("error"), *other.said("error")]
            assert {frame["limit"] for frame in refused} == {"sends_account"}
        assert (await dana.get(f"/conversations/{room}"))["last_seq"] == 2_000 - len(refused)


@pytest.mark.parametrize(("frame", "limit"), [
    ({"op": "watch", "account_ids": [str(uuid4()) for _ in range(100)]}, "watches_account"),
    ({"op": "look", "post_ids": [str(uuid4()) for _ in range(50)]}, "looks_account"),
    ({"op": "typing"}, "typing_account"),
])
async def test_dear_frames_have_a_rate_of_their_own(database: str, tmp_path: Path, frame: Frame, limit: str) -> None:
    """It is the account's: another socket brings nothing."""
    async with attacked(database, tmp_path, limits_enabled=True) as server:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        frame = frame if frame["op"] != "typing" else {**frame, "conversation_id": room}
        first = await refusals(server, eve, frame, 100)
        assert {one["limit"] for one in first} == {limit}
        again = await refusals(server, eve, frame, 100)
        assert len(first) < 100
        assert len(again) > len(first)


async def test_marks_that_are_silly_cost_nothing_and_move_nothing(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        async with live(server, eve) as socket:
            for number in range(1_000):
                await socket.say("read", conversation_id=room if number % 2 else str(uuid4()), seq=2**53 - 1 - number)
                await socket.say("delivered", conversation_id=room, seq=number)
            await socket.settled()
            assert socket.said("error") == []
        async with asyncio.timeout(PATIENCE_S):
            while server.app.marks._waiting:
                await asyncio.sleep(0.02)
        head = await eve.get(f"/conversations/{room}")
        assert (head["read_seq"], head["last_seq"], head["unread"]) == (head["last_seq"], 0, 0)


async def test_syncs_have_a_rate(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits_enabled=True) as server:
        eve, dana = await server.people("eve", "dana")
        await befriend(eve, dana)
        for cursor in ("", "x", "e30=", "-1", "9" * 4_000, "%00", "%ff", "null", "MTIz"):
            assert (await eve.ask("GET", f"/sync?cursor={cursor}")).status_code in (200, 400)
        refused = {}
        for _ in range(100):
            answer = await eve.ask("GET", "/sync")
            if answer.status_code != 200:
                refused = answer.json()
                break
        assert (refused["code"], refused["limit"]) == ("rate_limited", "syncs_account")
        assert (await dana.ask("GET", "/sync")).status_code == 200


async def test_texts_that_are_no_texts(database: str, tmp_path: Path) -> None:
    """Over HTTP as over the gateway."""
    async with attacked(database, tmp_path) as server:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        for body in (b'{"client_id":"%b","body":{"type":"text","text":"nul \\u0000"}}', b"[" * 100_000,
                     b'{"client_id":"%b","body":{"type":"text","text":"lone \\ud800"}}', b"\xff" * 100,
                     b'{"client_id":"%b","body":' + b'{"a":' * 20_000, json.dumps({"x": 1}).encode()):
            body = body.replace(b"%b", str(uuid4()).encode())
            answer = await server.client.post(
                f"/api/v1/conversations/{room}/messages", content=body,
                headers={"authorization": f"Bearer {eve.token}", "content-type": "application/json"})
            assert answer.status_code == 400, body[:60]
            assert answer.headers["content-type"] == "application/problem+json"
