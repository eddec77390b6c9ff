"""HTTP that never ends, is too much, or is none."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

from websockets.frames import Opcode

from paperplane.core.limits import Rate
from tests.api import API, Server
from tests.client import chat, post
from tests.hostile.attacker import Wire, attacked, flood, frame, listening_of, rates, shares, sizes, until, wire

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST %b/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" % API.encode()


async def refused(server: Server, *said: bytes) -> str:
    """What a connection that says this is told before it is cut."""
    async with wire(server) as attacker:
        for part in said:
            await attacker.say(part)
        told = (await attacker.answer()).problem
        assert await attacker.cut() == b""
        return told


async def test_who_says_nothing_is_cut_without_a_word(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        for said in (b"", b"\r\n\r\n"):
            async with wire(server) as attacker:
                await attacker.say(said)
                assert await attacker.cut() == b""


TRICKLING = [
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 200, b"GET /" + b"x" * 200, b"\r\n" * 200,
    b"GET %b/gateway HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Long: " % API.encode() + b"x" * 200,
]


async def test_heads_that_trickle(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        for head in TRICKLING:
            async with wire(server) as attacker:
                dripping = asyncio.create_task(attacker.drip(head))
                if head.startswith(b"GET"):
                    assert (await attacker.answer()).problem == "408 too_slow"
                assert await attacker.cut() == b""
                await dripping


async def test_heads_that_are_too_large(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        most = server.app.config.limits.sizes
        for head in (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"x" * 5_000_000,
                     b"GET / HTTP/1.1\r\n" + b"".join(b"x%d: y\r\n" % n for n in range(most.head_fields + 1)) + b"\r\n",
                     b"GET / HTTP/1.1\r\n" + b"x:y\r\n" * 1_000_000, b"\r\n" * 20_000):
            assert await refused(server, head) == "431 too_large"
        async with wire(server) as honest:
            await honest.say(b"GET /healthz HTTP/1.1\r\n" + b"".join(
                b"x%d: %b\r\n" % (n, b"y" * 140) for n in range(most.head_fields)) + b"\r\n")
            assert (await honest.answer()).status == 200


async def test_a_body_that_trickles(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server, wire(server) as attacker, wire(server) as chunked:
        await attacker.say(POST + b"Content-Length: 1000\r\n\r\n")
        await chunked.say(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        dripping = asyncio.gather(attacker.drip(b" " * 1000), chunked.drip(b"1\r\n \r\n" * 1000, size=6))
        for one in (attacker, chunked):
            assert (await one.answer()).problem == "408 too_slow"
            assert await one.cut() == b""
        await dripping


async def test_bodies_that_trickle_hold_no_connection_to_the_database(database: str, tmp_path: Path) -> None:
    """As many as the pool has, from somebody who is signed in; others' requests are answered meanwhile."""
    async with attacked(database, tmp_path, limits=sizes(slow_s=4), database_pool=3) as server, AsyncExitStack() as open_:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        for path in (f"/conversations/{room}/messages", "/me/avatar", "/me/profile"):
            for _ in range(5):
                attacker = await open_.enter_async_context(wire(server))
                method = {"m": "POST", "a": "PUT", "p": "PATCH"}[path.rpartition("/")[2][0]]
                await attacker.say(f"{method} {API}{path} HTTP/1.1\r\nAuthorization: Bearer {eve.token}\r\n"
                                   "Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{".encode())
        async with asyncio.timeout(3):
            for _ in range(20):
                await dana.get("/me")


async def test_a_slow_but_honest_body_arrives(database: str, tmp_path: Path) -> None:
    body = json.dumps({"handle": "nobody", "password": "x" * 12}).encode()
    async with attacked(database, tmp_path, limits=sizes(slow_bytes_s=50)) as server, wire(server) as honest:
        await honest.say(POST + b"Content-Length: %d\r\n\r\n" % len(body))
        await honest.drip(body, every_s=0.2, size=15)
        assert (await honest.answer()).problem == "401 wrong_credentials"


async def test_bodies_that_are_too_large(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        assert await refused(server, POST + b"Content-Length: 10000000000\r\n\r\n") == "413 too_large"
        async with wire(server) as attacker:
            await attacker.say(POST + b"Transfer-Encoding: chunked\r\n\r\n")
            flooding = asyncio.create_task(flood(attacker, b"10000\r\n" + b" " * 0x10000 + b"\r\n"))
            assert (await attacker.answer()).problem == "413 too_large"
            await attacker.cut()
            await flooding


async def test_chunks_of_next_to_nothing(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        for chunk in (b"1\r\n \r\n" * 10_000, b"1;" + b"x" * 50_000 + b"\r\n \r\n"):
            async with wire(server) as attacker:
                await attacker.say(POST + b"Transfer-Encoding: chunked\r\n\r\n")
                flooding = asyncio.create_task(flood(attacker, chunk))
                assert (await attacker.answer()).problem == "400 invalid"
                await attacker.cut()
                await flooding


async def test_trailers_are_not_kept(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server, wire(server) as attacker:
        await attacker.say(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
        assert (await attacker.answer()).status == 405
        await flood(attacker, b"x: y\r\n" * 1000)


async def test_what_comes_after_the_answer_is_not_read_for_ever(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        async with wire(server) as attacker:
            await attacker.say(b"POST / HTTP/1.1\r\nContent-Length: 100000000000\r\n\r\n")
            assert (await attacker.answer()).status == 405
            await flood(attacker, b" " * 65_536)
        async with wire(server) as attacker:
            await attacker.say(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
            assert (await attacker.answer()).status == 405
            dripping = asyncio.create_task(attacker.drip(b" " * 1000))
            assert await attacker.cut() == b""
            await dripping
        async with wire(server) as honest:
            await honest.say(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
            assert (await honest.answer()).status == 405
            await honest.say(b" " * 9 + GET)
            assert (await honest.answer()).status == 200


async def test_who_does_not_read_an_answer(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits=sizes(pipelined_requests=200)) as server:
        eve, dana = await server.people("eve", "dana")
        room = await chat(eve, dana)
        for _ in range(20):
            await post(dana, room, "ñ" * 8_000)
        ask = f"GET {API}/conversations/{room}/messages HTTP/1.1\r\nAuthorization: Bearer {eve.token}\r\n\r\n".encode()
        async with wire(server) as attacker, wire(server) as slow:
            slow.stop_reading()
            attacker.stop_reading()
            await attacker.say(ask * 100)
            await slow.say(ask * 100)
            await until(lambda: listening_of(server).places.taken <= 1)     # the one that made the messages
            async with wire(server) as honest:
                for _ in range(5):
                    await honest.say(ask)
                    assert len((await honest.answer()).body) > 300_000


async def test_requests_one_upon_the_other(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server, wire(server) as attacker:
        most = server.app.config.limits.sizes.pipelined_requests
        flooding = asyncio.create_task(flood(attacker, GET * 10_000))
        answers = [await attacker.answer()]
        while answers[-1].status == 200:
            answers.append(await attacker.answer())
        assert answers[-1].problem == "429 too_many_at_once"
        assert len(answers) < 2 * most + 2
        await attacker.cut()
        await flooding
        async with wire(server) as honest:
            await honest.say(GET * most)
            assert [(await honest.answer()).status for _ in range(most)] == [200] * most


async def test_who_keeps_a_connection_for_nothing(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits=sizes(idle_s=0.5)) as server, wire(server) as attacker:
        await attacker.say(GET + GET)
        assert [(await attacker.answer()).status for _ in range(2)] == [200, 200]
        assert await attacker.cut() == b""


NO_HTTP = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 100, b"SSH-2.0-x\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nX : y\r\n\r\n", b"GET / HTTP/1.1\r\nX: \x00\r\n\r\n", frame(Opcode.TEXT, b"hello"),
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    b"GET %b/gateway HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX: " % API.encode() + b"x" * 9_000 + b"\r\n\r\n",
]


async def test_what_is_no_http(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path) as server:
        for said in NO_HTTP:
            assert await refused(server, said) == "400 invalid", said


async def test_an_address_has_its_share_of_connections(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, **shares(head_s=60, connections_per_address=10)) as server:
        await until(lambda: len(server.state.connections) == 2)
        async with AsyncExitStack() as open_:
            mine = [await open_.enter_async_context(wire(server)) for _ in range(10)]
            for _ in range(300):
                assert await refused(server) == "429 too_many_connections"
            await mine[0].say(GET)
            assert (await mine[0].answer()).status == 200
            await mine[1].close()
            await asyncio.sleep(0.1)
            async with wire(server) as again:
                await again.say(GET)
                assert (await again.answer()).status == 200


async def test_all_together_have_room_too(database: str, tmp_path: Path) -> None:
    async with attacked(database, tmp_path, limits=sizes(head_s=5, connections=10)) as server, AsyncExitStack() as open_:
        await until(lambda: len(server.state.connections) == 2)
        for _ in range(10):
            await open_.enter_async_context(wire(server))
        assert await refused(server, GET) == "503 full"


async def test_thousands_at_once(database: str, tmp_path: Path) -> None:
    """Most get no answer: so many that answering would be the attack."""
    async with attacked(database, tmp_path, limits=sizes(close_s=1)) as server:
        wires = await asyncio.gather(*(open_connection(server) for _ in range(1_500)))
        await asyncio.gather(*(one.cut() for one in wires))
        await asyncio.gather(*(one.close() for one in wires))


async def open_connection(server: Server) -> Wire:
    return Wire(*await asyncio.open_connection("127.0.0.1", server.app.config.port))


async def test_requests_have_a_rate(database: str, tmp_path: Path) -> None:
    """Every request counts, files and pictures too; and each is counted before it costs anything."""
    limits = rates(sizes(), http_address=Rate(60, 3600))
    async with attacked(database, tmp_path, limits_enabled=True, limits=limits) as server, wire(server) as attacker:
        answers = 0
        while True:
            await attacker.say(b"GET /theme.js HTTP/1.1\r\n\r\n")
            if (told := await attacker.answer()).status != 200:
                break
            answers += 1
        assert told.problem == "429 rate_limited"
        assert int(told.headers["retry-after"]) > 0
        assert 0 < answers < 60
        assert await attacker.cut() == b""


async def test_connections_have_a_rate(database: str, tmp_path: Path) -> None:
    limits = rates(sizes(), connections_address=Rate(60, 3600))
    async with attacked(database, tmp_path, limits_enabled=True, limits=limits) as server:
        told = []
        for _ in range(100):
            async with wire(server) as attacker:
                await attacker.say(GET)
                answer = await attacker.answer()
                told.append(answer.problem if answer.status >= 400 else "")
        assert told[0] == ""
        assert told[-1] == "429 rate_limited"


def forwarded(address: str, more: bytes = b"") -> bytes:
    return b"GET /healthz HTTP/1.1\r\nX-Forwarded-For: 10.0.0.1, %b\r\n%b\r\n" % (address.encode(), more)


async def test_behind_a_proxy_people_are_counted_not_the_proxy(database: str, tmp_path: Path) -> None:
    settings = {**shares(connections_per_address=5), "trusted_proxies": ["127.0.0.1"]}
    async with attacked(database, tmp_path, **settings) as server, AsyncExitStack() as open_:
        for number in range(50):
            passed_on = await open_.enter_async_context(wire(server))
            await passed_on.say(forwarded(f"192.0.2.{number}"))
            assert (await passed_on.answer()).status == 200
        for number in range(10):
            passed_on = await open_.enter_async_context(wire(server))
            await passed_on.say(forwarded(f"2001:db8::{number}", b"Content-Length: 9\r\nExpect: 100-continue\r\n").replace(b"GET /healthz", b"POST %b/sessions" % API.encode()))
            said = await passed_on.reader.readuntil(b"\r\n")
            assert said == (b"HTTP/1.1 100 Continue\r\n" if number < 5 else b"HTTP/1.1 429 Too Many Requests\r\n")
