"""Bytes on a wire, as no honest client would send them; and two people beside it, who must not notice."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec
from websockets.frames import Close, Frame, Opcode

from paperplane.core.limits import Limits, Rate, Rates, Sizes
from paperplane.core.listening import Listening
from paperplane.core.sockets import SocketProtocol
from tests.api import API, Server, Someone, serving
from tests.client import PATIENCE_S, Socket, chat, live

GONE = (ConnectionError, asyncio.IncompleteReadError, BrokenPipeError)
QUICK = Sizes(head_s=0.6, idle_s=3, slow_s=0.6, slow_bytes_s=2_000, hello_s=0.6, close_s=0.3)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        """A refusal, as `413 too_large`: it must be a problem object, and say so."""
        assert self.headers["content-type"].startswith("application/problem+json"), self
        problem = json.loads(self.body)
        assert problem["status"] == self.status
        assert problem["title"]
        return f"{self.status} {problem['code']}"


class Wire:
    """A TCP connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self, data: bytes) -> bool:
        """Write; False when the connection is gone."""
        if self.writer.is_closing():
            return False
        try:
            self.writer.write(data)
            await self.writer.drain()
        except GONE:
            return False
        return not self.writer.is_closing()

    async def drip(self, data: bytes, every_s: float = 0.05, size: int = 1) -> None:
        """Write a little at a time, until all is said or the connection gone."""
        for at in range(0, len(data), size):
            if self.reader.at_eof() or not await self.say(data[at:at + size]):
                return
            await asyncio.sleep(every_s)

    def stop_reading(self) -> None:
        cast("asyncio.Transport", self.writer.transport).pause_reading()

    async def answer(self) -> Answer:
        async with asyncio.timeout(PATIENCE_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(status.split()[1]), headers, body)

    async def cut(self) -> bytes:
        """What was left to read before the server ended this."""
        rest = b""
        async with asyncio.timeout(PATIENCE_S):
            with suppress(*GONE):
                while more := await self.reader.read(65_536):
                    rest += more
        return rest

    async def shake_hands(self, head: bytes = b"") -> None:
        await self.say(handshake(head))
        async with asyncio.timeout(PATIENCE_S):
            assert b" 101 " in await self.reader.readuntil(b"\r\n\r\n")

    async def hello(self, token: str) -> None:
        """Open the gateway as somebody."""
        await self.shake_hands()
        await self.say(text(json.dumps({"op": "hello", "token": token})))
        assert b'"op":"ready"' in (await self.frame())[1]

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: opcode and data."""
        async with asyncio.timeout(PATIENCE_S):
            first, length = await self.reader.readexactly(2)
            if length >= 126:
                length = int.from_bytes(await self.reader.readexactly(2 if length == 126 else 8), "big")
            return first & 0x0F, await self.reader.readexactly(length)

    async def closed(self) -> int:
        """The code the socket is closed with, whatever comes before it; then the connection ends too."""
        while True:
            opcode, data = await self.frame()
            if opcode == Opcode.CLOSE:
                await self.cut()
                return int(Close.parse(data).code)

    async def close(self) -> None:
        self.writer.close()
        with suppress(*GONE):
            await self.writer.wait_closed()


def handshake(more: bytes = b"") -> bytes:
    return b"".join((b"GET ", API.encode(), b"/gateway HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", more, b"\r\n"))


def frame(opcode: Opcode, data: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def text(said: str) -> bytes:
    return frame(Opcode.TEXT, said.encode())


async def flood(attacker: Wire, said: bytes) -> None:
    """Say it until the server ends the connection."""
    async with asyncio.timeout(PATIENCE_S):
        while await attacker.say(said):
            await asyncio.sleep(0)


@asynccontextmanager
async def wire(server: Server) -> AsyncIterator[Wire]:
    opened = Wire(*await asyncio.open_connection("127.0.0.1", server.app.config.port))
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def signed_in(server: Server, who: Someone | None = None) -> AsyncIterator[Wire]:
    """A socket past its hello: somebody's, or a new person's."""
    who = who or await server.person("eve")
    async with wire(server) as opened:
        await opened.hello(who.token)
        yield opened


def sizes(**changed: Any) -> Limits:
    """Limits under which a test need not wait long; the two who talk are within them."""
    talking = Rates(sends_account=Rate(10_000, 60), frames_socket=Rate(300, 1))
    return Limits(sizes=msgspec.structs.replace(QUICK, **changed), rates=talking)


def rates(limits: Limits, **changed: Any) -> Limits:
    return msgspec.structs.replace(limits, rates=msgspec.structs.replace(limits.rates, **changed))


def shares(**changed: Any) -> dict[str, Any]:
    """Settings under which shares of an address hold, which are lifted with the rates, and no rate is ever used up."""
    endless = Rate(1_000_000, 1)
    return {"limits_enabled": True,
            "limits": Limits(sizes=sizes(**changed).sizes, rates=Rates(**dict.fromkeys(Rates.__struct_fields__, endless)))}


@asynccontextmanager
async def attacked(database: str, folder: Path, **settings: Any) -> AsyncIterator[Server]:
    """A server on which two people talk all the while: every message must arrive, and nothing be left at the end."""
    async with serving(database, folder, **{"limits": sizes(), **settings}) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        async with live(server, ana) as hers, live(server, chidi) as his:
            stop = asyncio.Event()
            talking = asyncio.create_task(talk(hers, his, room, stop))
            await until(lambda: his.kept != [])
            try:
                yield server
                heard = len(his.kept)
                await until(lambda: len(his.kept) >= heard + 3)
            finally:
                stop.set()
                sent = await talking
            await his.settled()
            assert [one["message"]["body"]["text"] for one in his.said("message")] == [str(n) for n in range(sent)]
            await nothing_left(server)


async def talk(hers: Socket, his: Socket, room: str, stop: asyncio.Event) -> int:
    """One message after the other; how many. He says only that he is there."""
    sent = 0
    while not stop.is_set():
        assert (await hers.send(room, str(sent)))["op"] == "ok"
        sent += 1
        if not sent % 10:
            await his.settled()
        await asyncio.sleep(0.02)
    return sent


async def nothing_left(server: Server) -> None:
    """Only the two sockets of those who talked are left: no connection, no place taken, no task."""
    await server.client.aclose()
    await until(lambda: len(server.state.connections) == 2)
    listening, gateway, hub = listening_of(server), server.app._gateway, server.app.hub
    await until(lambda: tasks_of_connections() == ["SocketProtocol.run_asgi"] * 2)
    assert (listening.places.taken, listening.forwarded.taken, listening.turned_away) == (0, 0, 0)
    assert (gateway._waiting.taken, gateway._sockets.taken) == (0, 2)
    assert len(hub._by_account) == 2
    assert (len(hub._watchers), len(hub._watched)) == (0, 0)


def tasks_of_connections() -> list[str]:
    """What runs for connections now; the server's own workers are not among it."""
    names = (getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks())
    return [name for name in names if name.startswith(("SocketProtocol.", "RequestResponseCycle.", "Connection."))]


def listening_of(server: Server) -> Listening:
    return cast("SocketProtocol", next(iter(server.state.connections)))._listening


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.02)
