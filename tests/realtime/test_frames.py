"""What a socket may say, and what happens to one that says something else."""

import json
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from tests.api import Server, serving
from tests.client import chat, live

BAD = [
    "garbage", "", "[]", "null", "{}", '{"op":"fly"}', '{"op":"ping","more":1}', '{"op":"send"}',
    '{"op":"read","conversation_id":"x","seq":1}', '{"op":"typing","conversation_id":7}',
    f'{{"op":"read","conversation_id":"{uuid4()}","seq":-1}}', f'{{"op":"read","conversation_id":"{uuid4()}","seq":1e400}}',
    f'{{"op":"read","conversation_id":"{uuid4()}","seq":{2**63}}}', "[" * 60_000, '{"op":"watch","account_ids":null}',
    json.dumps({"op": "watch", "account_ids": [str(uuid4())] * 101}),
    f'{{"op":"send","conversation_id":"{uuid4()}","client_id":"{uuid4()}","body":{{"type":"nope"}}}}',
    f'{{"op":"send","conversation_id":"{uuid4()}","client_id":"{uuid4()}","body":{{"type":"text","text":"\\ud800"}}}}',
]


async def test_each_bad_frame_is_answered_and_the_socket_lives(server: Server) -> None:
    """Rates are lifted here: the socket goes on whatever it says."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as socket:
        for frame in BAD:
            await socket.raw.send(frame)
            error = await socket.take("error")
            assert (error["status"], error["code"]) == (400, "bad_frame"), frame
            assert error["title"]
        assert (await socket.send(room))["op"] == "ok"


@pytest.mark.parametrize("frame", ["garbage", '{"op":"fly"}', '{"op":"ready"}', b"\x00\x01"])
async def test_too_many_bad_frames_end_it(database: str, tmp_path: Path, frame: str | bytes) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana = await server.person("ana")
        async with live(server, ana) as socket, live(server, ana) as beside:
            for _ in range(5):
                await socket.raw.send(frame)
                assert (await socket.take("error"))["code"] == "bad_frame"
            await socket.raw.send(frame)
            assert await socket.ended() == 4003
            await beside.settled()


async def test_a_frame_that_is_too_large_ends_it(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    most = server.app.config.limits.sizes.frame_bytes
    async with live(server, ana) as socket, live(server, ana) as beside:
        await socket.raw.send('{"op":"ping"}'.ljust(most))
        await socket.take("pong")
        await socket.raw.send('{"op":"ping"}'.ljust(most + 1))
        assert await socket.ended() == 1009
        assert (await beside.send(room))["op"] == "ok"


async def test_too_many_frames_are_refused_one_by_one(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana = await server.person("ana")
        async with live(server, ana) as socket, live(server, ana) as beside:
            for _ in range(140):
                await socket.say("ping")
            refused = await socket.take("error")
            assert (refused["status"], refused["code"], refused["limit"]) == (429, "rate_limited", "frames_socket")
            assert refused["retry_after_s"] > 0
            await beside.settled()


async def test_who_goes_on_all_the_same_is_let_go(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana = await server.person("ana")
        async with live(server, ana) as socket, live(server, ana) as beside:
            with suppress(ConnectionClosed):
                for _ in range(2_000):
                    await socket.say("ping")
            assert await socket.ended() == 4003
            assert len(socket.said("error")) < 300
            await beside.settled()


async def test_too_many_sends_are_refused_by_account(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits_enabled=True) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        async with live(server, ana) as socket:
            answers = [await socket.send(room, f"{number}") for number in range(40)]
        refused = [answer for answer in answers if answer["op"] == "error"]
        assert refused
        assert {(one["code"], one["limit"]) for one in refused} == {("rate_limited", "sends_account")}
        stored = (await chidi.get(f"/conversations/{room}/messages?limit=100"))["messages"]
        assert len(stored) == len(answers) - len(refused)


async def test_errors_of_a_send_name_it(server: Server) -> None:
    ana = await server.person("ana")
    async with live(server, ana) as socket:
        name = str(uuid4())
        answer = await socket.send(str(uuid4()), "into the void", name)
        assert answer == {"op": "error", "client_id": name, "type": "about:blank", "status": 404, "code": "not_found",
                          "title": answer["title"]}
