"""Hostile clients: `python -m bench.attackers CASE`, with what they need as JSON on standard input, until it is closed.

Each case is a coroutine that one attacker repeats; what ended the connections is counted, and printed at the end.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import NamedTuple, cast
from uuid import uuid4

import uvloop
from websockets.frames import Frame, Opcode

from bench.clients import API, HOST

HEAD = b"HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz " + HEAD + b"\r\n"
SHAKE = (b"GET " + API.encode() + b"/gateway " + HEAD + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
         b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
MANY, FEW, ONE = 1000, 20, 1        # addresses an attack comes from


class Wire:
    """A connection that counts how it ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def flood(self, said: bytes) -> None:
        """Say it until the connection is gone."""
        while True:
            self.writer.write(said)
            await self.writer.drain()
            await asyncio.sleep(0)      # drain returns at once where there is room

    async def drip(self, said: bytes) -> None:
        for at in range(len(said)):
            self.writer.write(said[at:at + 1])
            await self.writer.drain()
            await asyncio.sleep(0.2)

    async def handshake(self) -> None:
        self.writer.write(SHAKE)
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head:
            self.note(head)
            raise ConnectionError

    def note(self, said: bytes) -> None:
        """Count an answer by its status or close code."""
        if said.startswith(b"HTTP/1.1 "):
            ENDS[said[9:12].decode()] += 1
        elif (at := said.rfind(b"\x88")) >= 0 and len(said) >= at + 4:
            ENDS[str(int.from_bytes(said[at + 2:at + 4], "big"))] += 1

    def deaf(self) -> None:
        cast("asyncio.Transport", self.writer.transport).pause_reading()

    async def listen(self) -> None:
        """Read to the end, and count by the last thing said."""
        last = b""
        with suppress(OSError):
            while more := await self.reader.read(65_536):
                last = more
        self.note(last[last.rfind(b"HTTP/1.1 "):] if b"HTTP/1.1 " in last else last)


class Given(NamedTuple):
    port: int
    tokens: list[str]
    conversation: str


Attack = Callable[[Wire, Given], Awaitable[None]]
ENDS: Counter[str] = Counter()
NUMBERS = count()


def frame(opcode: Opcode, data: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def text(**said: object) -> bytes:
    return frame(Opcode.TEXT, json.dumps(said).encode())


@asynccontextmanager
async def wire(given: Given, addresses: int) -> AsyncIterator[Wire]:
    """A connection from the next of the attack's addresses."""
    number = next(NUMBERS) % addresses
    source = f"127.{66 + number // 65_536}.{number // 250}.{number % 250 + 1}"
    opened = Wire(*await asyncio.open_connection(HOST, given.port, local_addr=(source, 0)))
    try:
        yield opened
    finally:
        opened.writer.transport.abort()


def saying(said: bytes) -> Attack:
    """Say that, and wait for the end."""
    async def attack(wire: Wire, given: Given) -> None:
        wire.writer.write(said)
        await wire.listen()
    return attack


def dripping(head: bytes, said: bytes) -> Attack:
    async def attack(wire: Wire, given: Given) -> None:
        wire.writer.write(head)
        await asyncio.gather(wire.drip(said), wire.listen())
    return attack


def flooding(head: bytes, said: bytes) -> Attack:
    async def attack(wire: Wire, given: Given) -> None:
        wire.writer.write(head)
        await asyncio.gather(wire.flood(said), wire.listen(), return_exceptions=True)
    return attack


def signed_in(said: Callable[[Given], bytes], *, deaf: bool = False) -> Attack:
    """Say it again and again on a socket past its hello."""
    async def attack(wire: Wire, given: Given) -> None:
        await wire.handshake()
        wire.writer.write(text(op="hello", token=given.tokens[next(NUMBERS) % len(given.tokens)]))
        if deaf:
            wire.deaf()
            await wire.flood(said(given))
        await asyncio.gather(wire.flood(said(given)), wire.listen(), return_exceptions=True)
    return attack


async def silent_socket(wire: Wire, given: Given) -> None:
    await wire.handshake()
    await wire.listen()


async def handshake_only(wire: Wire, given: Given) -> None:
    await wire.handshake()
    ENDS["let in"] += 1


def asking(path: str, *, deaf: bool = False) -> Attack:
    """Ask as somebody signed in, again and again; read the answers, or none of them."""
    async def attack(wire: Wire, given: Given) -> None:
        ask = (f"GET {API}{path.format(given.conversation)} HTTP/1.1\r\nHost: x\r\n"
               f"Authorization: Bearer {given.tokens[0]}\r\n\r\n").encode()
        if deaf:
            wire.deaf()
            await wire.flood(ask)
        while True:
            wire.writer.write(ask)
            head = await wire.reader.readuntil(b"\r\n\r\n")
            wire.note(head)
            await wire.reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]))
    return attack


POST = b"POST " + API.encode() + b"/sessions " + HEAD
STRANGERS = text(op="watch", account_ids=[str(uuid4()) for _ in range(100)])
# What it is called, how many attackers at once, from how many addresses, and what each does.
CASES: dict[str, tuple[int, int, Attack]] = {
    "connections that say nothing": (1000, ONE, saying(b"")),
    "connections that say nothing, many addresses": (3000, MANY, saying(b"")),
    "connections opened and closed": (20, ONE, saying(GET + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))),
    "heads that trickle": (500, FEW, dripping(b"", b"GET /" + b"x" * 500)),
    "heads without end": (20, FEW, flooding(b"GET / HTTP/1.1\r\n", b"x: y\r\n" * 10_000)),
    "bodies that trickle": (500, FEW, dripping(POST + b"Content-Length: 900\r\n\r\n", b" " * 900)),
    "bodies without end": (20, FEW, flooding(POST + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n" + b" " * 65_535 + b"\r\n")),
    "bodies of tiny chunks": (20, FEW, flooding(POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 10_000)),
    "requests one upon the other": (20, FEW, flooding(b"", GET * 1_000)),
    "pages of history that nobody reads": (50, FEW, asking("/conversations/{0}/messages?limit=100", deaf=True)),
    "syncs in a loop": (20, FEW, asking("/sync")),
    "sockets without hello": (1000, FEW, silent_socket),
    "a storm of reconnects": (20, ONE, handshake_only),
    "garbage": (20, FEW, signed_in(lambda _: frame(Opcode.TEXT, b"garbage") * 500)),
    "binary frames": (20, FEW, signed_in(lambda _: frame(Opcode.BINARY, b"\0" * 60_000) * 10)),
    "frames that are too large": (20, FEW, signed_in(lambda _: frame(Opcode.TEXT, b"x" * 70_000))),
    "messages in endless pieces": (20, FEW, signed_in(lambda _: frame(Opcode.TEXT, fin=False) + frame(Opcode.CONT, fin=False) * 5_000)),
    "control pings": (20, FEW, signed_in(lambda _: frame(Opcode.PING, b"x" * 125) * 200)),
    "pings whose answers nobody reads": (20, FEW, signed_in(lambda _: text(op="ping") * 500, deaf=True)),
    "watching strangers": (20, FEW, signed_in(lambda _: STRANGERS * 5)),
    "typing": (20, FEW, signed_in(lambda given: text(op="typing", conversation_id=given.conversation) * 100)),
    "marks": (20, FEW, signed_in(lambda given: b"".join(
        text(op="read", conversation_id=given.conversation, seq=seq) for seq in range(100)))),
    "sends over the rate": (20, FEW, signed_in(lambda given: b"".join(
        text(op="send", conversation_id=given.conversation, client_id=str(uuid4()), body={"type": "text", "text": "buy"})
        for _ in range(50)))),
}


async def again_and_again(attack: Attack, given: Given, addresses: int) -> None:
    while True:
        try:
            async with wire(given, addresses) as opened:
                await attack(opened, given)
            ENDS["ended"] += 1
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            ENDS["ended"] += 1
            await asyncio.sleep(0.01)


async def main(case: str) -> None:
    how_many, addresses, attack = CASES[case]
    given = Given(**json.loads(sys.stdin.readline()))
    attackers = [asyncio.create_task(again_and_again(attack, given, addresses)) for _ in range(how_many)]
    await asyncio.to_thread(sys.stdin.readline)
    for attacker in attackers:
        attacker.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*attackers, return_exceptions=True)
    print(json.dumps(ENDS))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
