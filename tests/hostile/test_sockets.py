"""Sockets that say nothing, too much, or what no socket says."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest
from websockets.frames import Opcode

from paperplane.core.limits import Rate
from paperplane.core.sockets import PIECE, SocketProtocol
from tests.api import Server
from tests.client import PATIENCE_S, chat
from tests.hostile.attacker import attacked, flood, frame, handshake, rates, shares, signed_in, sizes, text, until, wire

PING = text('{"op":"ping"}')


async def test_no_hello(database: str, tmp_path: Path) -> None:
    """Neither silence, nor pings, nor a hello that comes in small pieces keep a socket waiting."""
    async with attacked(database, tmp_path) as server:
        for said in (b"", frame(Opcode.PING) * 100, text('{"op":"hello","token":"' + "x" * 150 + '"}')):
            async with wire(server) as attacker:
                await attacker.shake_hands()
                dripping = asyncio.create_task(attacker.drip(said))
                assert await attacker.closed() == 4002
                await dripping


async def test_a_handshake_that_trickles(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server, wire(server) as attacker:
        dripping = asyncio.create_task(attacker.drip(handshake()))
        assert (await attacker.answer()).problem == "408 too_slow"
        await dripping


async def test_handshakes_that_are_none(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        for head in (handshake().replace(b"Version: 13", b"Version: 7"), handshake().replace(b"AAAA==", b"")):
            async with wire(server) as attacker:
                await attacker.say(head)
                assert (await attacker.answer()).status in (400, 426)
                await attacker.cut()


async def test_an_address_has_its_share_of_sockets_without_hello(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, **shares(hello_s=5, waiting_sockets_per_address=10)) as server, AsyncExitStack() as open_:
        eve = await server.person("eve")
        for _ in range(10):
            await (await open_.enter_async_context(wire(server))).shake_hands()
        for _ in range(50):
            async with wire(server) as attacker:
                await attacker.say(handshake())
                assert (await attacker.answer()).problem == "429 too_many_connections"
                await attacker.cut()
        await open_.aclose()
        await asyncio.sleep(0.1)
        async with signed_in(server, eve):
            pass


async def test_sockets_without_hello_leave_room_to_those_who_are_signed_in(database: str, tmp_path: Path) -> None:
    limits = sizes(hello_s=5, waiting_sockets=10)
    async with attacked(database, tmp_path, limits=limits) as server, AsyncExitStack() as open_:
        eve = await server.person("eve")
        for _ in range(20):     # the bystanders have two sockets besides
            await open_.enter_async_context(signed_in(server, eve))
        for _ in range(10):
            await (await open_.enter_async_context(wire(server))).shake_hands()
        async with wire(server) as attacker:
            await attacker.say(handshake())
            assert (await attacker.answer()).problem == "503 full"
        assert len(server.app.hub._by_account[UUID(eve.me["id"])]) == 20


@pytest.mark.parametrize("few", [{"sockets": 5}, {"sockets_per_address": 5}])
async def test_signed_in_sockets_have_an_end_too(database: str, tmp_path: Path, few: dict[str, int]) -> None:
    async with attacked(database, tmp_path, **shares(**few)) as server, AsyncExitStack() as open_:
        eve = await server.person("eve")
        mine = [await open_.enter_async_context(signed_in(server, eve)) for _ in range(3)]
        for _ in range(10):
            async with wire(server) as attacker:
                await attacker.shake_hands()
                await attacker.say(text(json.dumps({"op": "hello", "token": eve.token})))
                assert await attacker.closed() == 1013
        await mine[0].say(PING)
        assert b"pong" in (await mine[0].frame())[1]


async def test_an_account_has_its_share_of_sockets(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits=sizes(sockets_per_account=5)) as server, AsyncExitStack() as open_:
        eve = await server.person("eve")
        mine = [await open_.enter_async_context(signed_in(server, eve)) for _ in range(30)]
        assert [await one.closed() for one in mine[:25]] == [4006] * 25
        await mine[-1].say(PING)
        assert b"pong" in (await mine[-1].frame())[1]


async def test_a_storm_of_reconnects(database: str, tmp_path: Path) -> None:
    limits = rates(sizes(), sockets_address=Rate(20, 3600), connections_address=Rate(60, 3600))
    async with attacked(database, tmp_path, limits_enabled=True, limits=limits) as server:
        said = set[str]()
        for _ in range(300):
            async with wire(server) as attacker:
                await attacker.say(handshake())
                try:
                    said.add((await attacker.answer()).problem)
                except (ConnectionError, asyncio.IncompleteReadError, KeyError):
                    continue    # let in, or not even answered
        assert said == {"429 rate_limited"}


async def test_a_peer_that_has_vanished(database: str, tmp_path: Path) -> None:
    """No FIN, no ping: only silence, with the answers unread."""
    async with attacked(database, tmp_path, limits=sizes(heartbeat_s=0.5)) as server:
        hub = server.app.hub
        eve = await server.person("eve")
        async with signed_in(server, eve) as vanished:
            vanished.stop_reading()
            assert UUID(eve.me["id"]) in hub._by_account
            await until(lambda: UUID(eve.me["id"]) not in hub._by_account)
            await until(lambda: len(sockets(server)) == 2)


@pytest.mark.parametrize("said", [PING, frame(Opcode.PING, b"x" * 125), text("")], ids=["pings", "control pings", "garbage"])
async def test_who_talks_and_never_reads(database: str, tmp_path: Path, said: bytes) -> None:
    """Rates are lifted here: that what is kept stays bounded is no matter of rates."""
    async with attacked(database, tmp_path) as server, signed_in(server) as attacker:
        attacker.stop_reading()
        flooding = asyncio.create_task(flood(attacker, said * 2_000))
        most = 0
        async with asyncio.timeout(PATIENCE_S):
            while len(sockets(server)) == 3:
                most = max(most, *(kept(socket) for socket in sockets(server)))
                await asyncio.sleep(0.01)
        await flooding
        assert most < 600_000


def sockets(server: Server) -> list[SocketProtocol]:
    return [one for one in server.state.connections if isinstance(one, SocketProtocol)]


def kept(socket: SocketProtocol) -> int:
    """Bytes that wait in the server for this socket or from it, roughly."""
    written = 0 if socket.transport.is_closing() else socket.transport.get_write_buffer_size()
    return written + len(socket._held) + 100 * socket.queue.qsize() + sum(map(len, socket.frames))


FLOODS = [PING, text("garbage"), frame(Opcode.BINARY, b"x"), frame(Opcode.PING), frame(Opcode.PONG, b"x" * 100),
          text('{"op":"typing"}')]


async def test_floods_end_their_socket(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits_enabled=True) as server:
        eve = await server.person("eve")
        for said in FLOODS:
            async with signed_in(server, eve) as attacker:
                flooding = asyncio.create_task(flood(attacker, said * 500))
                assert await attacker.closed() == 4003, said
                await flooding


async def test_frames_that_nobody_waits_for_are_read_in_turn(database: str, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    """However much a socket sends at once, little of it is read ahead, and none of it lost."""
    ahead, read = [0], SocketProtocol.send_receive_event_to_app

    def watched(socket: SocketProtocol) -> None:
        read(socket)
        ahead.append(socket.queue.qsize())

    monkeypatch.setattr(SocketProtocol, "send_receive_event_to_app", watched)
    async with attacked(database, tmp_path) as server, signed_in(server) as attacker:
        saying = asyncio.create_task(attacker.say(PING * 20_000))
        for _ in range(20_000):
            assert b"pong" in (await attacker.frame())[1]
        await saying
        assert max(ahead) <= PIECE // len(PING) + 1


async def test_a_goodbye_that_nobody_reads_ends_the_connection_all_the_same(database: str, tmp_path: Path) -> None:
    """The server has said 4004 behind what lies unread: it does not wait for that to be read."""
    async with attacked(database, tmp_path, limits=sizes(slow_s=1_000)) as server, signed_in(server) as attacker:
        attacker.stop_reading()
        flooding = asyncio.create_task(flood(attacker, PING * 2_000))
        await until(lambda: len(sockets(server)) == 2)
        await flooding


NO_FRAMES = [
    (frame(Opcode.TEXT, b"x" * 65_537), 1009), (b"\x81\xff" + (2**62).to_bytes(8, "big"), 1009),
    (frame(Opcode.TEXT, b"x" * 40_000, fin=False) + frame(Opcode.CONT, b"x" * 40_000), 1009),
    (frame(Opcode.TEXT, fin=False) + frame(Opcode.CONT, fin=False) * 100_000, 4003),
    (frame(Opcode.TEXT, fin=False) + frame(Opcode.CONT, b"x", fin=False) * 1_000, 4003),
    (text("[" * 100_000), 1009), (frame(Opcode.TEXT, b'{"op":"\xff"}'), 1007),
    (frame(Opcode.CONT, b"x"), 1002), (frame(Opcode.TEXT, fin=False) * 2, 1002), (b"\x83\x80\0\0\0\0", 1002),
    (b"\x81\x01x", 1002), (b"\xc1\x80\0\0\0\0", 1002), (b"\x09\x80\0\0\0\0", 1002), (b"\x89\xfe\x00\x80\0\0\0\0" + b"x" * 128, 1002),
    (frame(Opcode.CLOSE, b"\x00"), 1002), (frame(Opcode.CLOSE, b"\x03\xed"), 1002),
    (frame(Opcode.CLOSE, b"\x03\xe8" + b"\xff" * 10), 1007),
]


async def test_frames_that_are_none(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        eve = await server.person("eve")
        for said, code in NO_FRAMES:
            async with signed_in(server, eve) as attacker:
                saying = asyncio.create_task(attacker.say(said))
                assert await attacker.closed() == code, said[:50]
                await saying


async def test_frames_that_are_no_good_leave_their_socket_open(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server, AsyncExitStack() as open_:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        attacker = await open_.enter_async_context(signed_in(server, eve))
        for said in ("[" * 60_000, '{"op":"ping","x":' + "[" * 50_000, '{"op":"\\ud800"}', "\0" * 1_000, '{"op":"\\u0000"}',
                     json.dumps({"op": "read", "conversation_id": room, "seq": 10**400})):
            await attacker.say(text(said))
            assert b'"code":"bad_frame"' in (await attacker.frame())[1]
        for said in ("nul \0", "lone \ud800"):
            body = json.dumps({"op": "send", "conversation_id": room, "client_id": room, "body": {"type": "text", "text": said}})
            await attacker.say(text(body))
            assert b'"status":400' in (await attacker.frame())[1]


async def test_a_message_in_pieces_arrives(database: str, tmp_path: Path) -> None:
    """What is honest and odd goes through: pieces, a ping between them, a byte at a time."""
    async with attacked(database, tmp_path) as server, signed_in(server) as odd:
        await odd.drip(frame(Opcode.TEXT, b'{"op":', fin=False) + frame(Opcode.PING, b"?") + frame(Opcode.CONT, b'"ping"}'), 0.001)
        assert await odd.frame() == (Opcode.PONG, b"?")
        assert b'"op":"pong"' in (await odd.frame())[1]
