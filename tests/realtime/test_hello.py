"""How a socket begins: who may, and what ends it before it began."""

import asyncio
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from paperplane.core.limits import Limits, Sizes
from tests.api import Server, serving
from tests.client import chat, gateway, live, opened, post


async def test_no_hello_in_time(database: str, tmp_path: Path) -> None:
    short = Limits(sizes=msgspec.structs.replace(Sizes(), hello_s=0.2))
    async with serving(database, tmp_path, limits=short) as server:
        async with opened(server) as silent:
            assert await silent.ended() == 4002
        ana = await server.person("ana")
        async with live(server, ana) as socket:
            await asyncio.sleep(0.5)
            await socket.settled()


@pytest.mark.parametrize("first", [
    '{"op":"ping"}', '{"op":"hello","token":"nonsense"}', '{"op":"hello"}', '{"op":"hello","token":""}', "garbage", "",
    '{"op":"hello","token":7}', '{"op":"hello","who":"ana"}', '{"op":"nothing"}', "[]", "null", "\u0000",
    '{"op":"watch","account_ids":[]}', '{"op":"hello","token":"\\ud800"}', "[" * 5_000,
])
async def test_a_first_frame_that_is_no_good_hello(server: Server, first: str) -> None:
    async with opened(server) as socket:
        await socket.raw.send(first)
        assert await socket.ended() == 4002
        assert socket.told == []


async def test_a_first_frame_of_bytes(server: Server) -> None:
    ana = await server.person("ana")
    async with opened(server) as socket:
        await socket.raw.send(b'{"op":"hello","token":"%b"}' % ana.token.encode())
        assert await socket.ended() == 4002


async def test_ready_says_who_and_how(server: Server) -> None:
    ana = await server.person("ana")
    async with live(server, ana) as socket:
        assert socket.ready == {"op": "ready", "account_id": ana.me["id"], "cursor": socket.ready["cursor"],
                                "heartbeat_s": server.app.config.limits.sizes.heartbeat_s}
        assert (await ana.get(f"/sync?cursor={socket.ready['cursor']}"))["gap"] is False


async def test_a_token_that_was_signed_out_opens_nothing(server: Server) -> None:
    ana = await server.person("ana")
    await ana.delete("/sessions/current")
    async with opened(server) as socket:
        await socket.say("hello", token=ana.token)
        assert await socket.ended() == 4002


async def test_a_browser_comes_by_its_cookie(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    cookie = {"Cookie": f"paperplane_session={ana.token}", "Origin": server.app.config.origin}
    async with opened(server, additional_headers=cookie) as socket:
        await socket.say("hello")
        assert (await socket.take("ready"))["account_id"] == ana.me["id"]
        await post(chidi, room, "over the cookie")
        assert (await socket.take("message"))["message"]["body"]["text"] == "over the cookie"


async def test_a_token_counts_more_than_a_cookie(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    async with opened(server, additional_headers={"Cookie": f"paperplane_session={ana.token}"}) as socket:
        await socket.say("hello", token=chidi.token)
        assert (await socket.take("ready"))["account_id"] == chidi.me["id"]


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
])
async def test_pages_of_others_are_refused(server: Server, headers: dict[str, str]) -> None:
    ana = await server.person("ana")
    with pytest.raises(InvalidStatus) as refused:
        await connect(gateway(server), additional_headers={"Cookie": f"paperplane_session={ana.token}", **headers})
    assert refused.value.response.status_code == 403


async def test_hello_twice_is_said_and_changes_nobody(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as socket:
        await socket.say("hello", token=chidi.token)
        assert (await socket.take("error"))["code"] == "hello_twice"
        await socket.send(room, "still me")
        (message,) = (await chidi.get(f"/conversations/{room}/messages"))["messages"]
        assert message["sender"] == ana.me["id"]


async def test_the_oldest_of_too_many_sockets_goes(database: str, tmp_path: Path) -> None:
    few = Limits(sizes=msgspec.structs.replace(Sizes(), sockets_per_account=2))
    async with serving(database, tmp_path, limits=few) as server:
        ana, chidi = await server.people("ana", "chidi")
        async with live(server, ana) as first, live(server, chidi) as other, live(server, ana) as second, \
                live(server, ana) as third:
            assert await first.ended() == 4006
            for socket in (second, third, other):
                await socket.settled()
