"""A bad network in front of the server: it drops, doubles, delays and cuts, by a seed."""

import asyncio
import random
import struct
from asyncio import StreamReader, StreamWriter
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

TEXT = 0x1
GONE = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


@dataclass(frozen=True)
class Mood:
    """How likely each thing is, for a frame; `cut` for a chunk of HTTP too. Delays up to `delay_s`."""

    drop: float = 0
    double: float = 0
    delay: float = 0
    cut: float = 0
    delay_s: float = 0.3


CALM = Mood()
ROUGH = Mood(drop=0.02, double=0.03, delay=0.05, cut=0.002)


class Link:
    """One connection through the proxy. `clean` ones are left alone by chance and by `cut`."""

    def __init__(self, proxy: "Proxy", number: int, client: StreamWriter) -> None:
        self.proxy = proxy
        self.rng = random.Random(f"{proxy.seed}/link/{number}")
        self.clean = self.rng.random() < proxy.clean
        self.client = client
        self.port: int = client.get_extra_info("peername")[1]
        self.server: StreamWriter | None = None
        self.doomed = False
        self.held: set[asyncio.Task[None]] = set()

    @property
    def mood(self) -> Mood:
        return CALM if self.clean else self.proxy.mood

    def doom(self) -> None:
        """Cut in the middle of the next frame, or soon, if none comes."""
        self.doomed = True
        asyncio.get_running_loop().call_later(0.2, self._end_if_doomed)

    def _end_if_doomed(self) -> None:
        if self.doomed:
            self.proxy.figures["cuts"] += 1
            self.end()

    def end(self) -> None:
        """Without a goodbye: reset, as when a cable is pulled."""
        self.doomed = False
        for writer in (self.client, self.server):
            if writer is not None:
                writer.transport.abort()

    async def carry(self, reader: StreamReader, server: StreamReader, head: bytes) -> None:
        assert self.server is not None
        self.server.write(head)
        if b"upgrade: websocket" not in head.lower():
            pumps = [self._pump(reader, self.server), self._pump(server, self.client)]
        else:
            self.client.write(await server.readuntil(b"\r\n\r\n"))
            pumps = [self._up(reader, self.server), self._down(server, self.client)]
        tasks = [asyncio.create_task(pump) for pump in pumps]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self.client.transport.is_closing():      # what is on its way to the server still arrives there
                await asyncio.wait(tasks[:1], timeout=1)
        finally:
            for task in (*tasks, *self.held):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pump(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(*GONE):
            while chunk := await reader.read(65536):
                if self._is_cut(chunk, writer):
                    return
                writer.write(chunk)
                await writer.drain()

    async def _up(self, reader: StreamReader, server: StreamWriter) -> None:
        """To the server: a delay holds everything behind it, as a slow line does."""
        with suppress(*GONE):
            while True:
                opcode, frame = await _frame(reader)
                copies = self._copies(opcode)
                if opcode == TEXT and self.rng.random() < self.mood.delay:
                    self.proxy.figures["delays"] += 1
                    await asyncio.sleep(self.rng.uniform(0, self.mood.delay_s))
                if self._is_cut(frame, server):
                    return
                server.write(frame * copies)
                await server.drain()

    async def _down(self, reader: StreamReader, client: StreamWriter) -> None:
        """To the client: what is delayed is overtaken."""
        with suppress(*GONE):
            while True:
                opcode, frame = await _frame(reader)
                copies = self._copies(opcode)
                if self._is_cut(frame, client):
                    return
                if opcode == TEXT and self.rng.random() < self.mood.delay:
                    self.proxy.figures["delays"] += 1
                    self._later(client, frame * copies)
                else:
                    client.write(frame * copies)
                    await client.drain()

    def _later(self, client: StreamWriter, frame: bytes) -> None:
        async def write() -> None:
            await asyncio.sleep(self.rng.uniform(0, self.mood.delay_s))
            client.write(frame)
        task = asyncio.create_task(write())
        self.held.add(task)
        task.add_done_callback(self.held.discard)

    def _copies(self, opcode: int) -> int:
        if opcode != TEXT:
            return 1
        chance, mood = self.rng.random(), self.mood
        if chance < mood.drop:
            self.proxy.figures["drops"] += 1
            return 0
        if chance < mood.drop + mood.double:
            self.proxy.figures["doubles"] += 1
            return 2
        return 1

    def _is_cut(self, chunk: bytes, writer: StreamWriter) -> bool:
        """Half of it arrives, and the connection is gone: at the client first, whose last frames may still arrive."""
        if not self.doomed and self.rng.random() >= self.mood.cut:
            return False
        self.proxy.figures["cuts"] += 1
        with suppress(*GONE):
            writer.write(chunk[:self.rng.randrange(len(chunk))])
        if writer is self.client:
            self.client.transport.abort()
        else:
            self.end()
        return True


class Proxy:
    """Listens on a port of its own; `upstream` is where the server is now. `clean`: the share of links left alone."""

    def __init__(self, seed: str, figures: Counter[str], clean: float = 0) -> None:
        self.seed = seed
        self.figures = figures
        self.clean = clean
        self.mood = CALM
        self.upstream = 0
        self.links: set[Link] = set()
        self._opened = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> "Proxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=2**20)
        return self

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self, rng: random.Random, share: float) -> None:
        """Cut about this share of what is open."""
        for link in list(self.links):
            if not link.clean and rng.random() < share:
                link.doom()

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._opened += 1
        link = Link(self, self._opened, writer)
        try:
            with suppress(*GONE):
                head = await reader.readuntil(b"\r\n\r\n")
                server, link.server = await asyncio.open_connection("127.0.0.1", self.upstream, limit=2**20)
                self.links.add(link)
                await link.carry(reader, server, head)
        except asyncio.CancelledError:
            pass        # the proxy stops; asyncio's streams would print a cancelled handler as an error
        finally:
            self.links.discard(link)
            link.end()
            self._tasks.discard(task)


async def _frame(reader: StreamReader) -> tuple[int, bytes]:
    """One WebSocket frame as it stands on the wire, masked or not, with its opcode."""
    head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length == 126:
        head += await reader.readexactly(2)
        (length,) = struct.unpack("!H", head[2:])
    elif length == 127:
        head += await reader.readexactly(8)
        (length,) = struct.unpack("!Q", head[2:])
    if head[1] & 0x80:
        length += 4
    return head[0] & 0x0F, head + await reader.readexactly(length)
