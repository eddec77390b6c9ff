"""A page of the world outside, for a server that may fetch from there alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from paperplane.core.fetching import Fetcher
from tests.api import Server, serving
from tests.core.test_fetching import ALLOWED, Names
from tests.media.pictures import photo

PAGE = """<html><head><title>Plain</title><meta property="og:title" content="The <b>lake</b> &amp; you\u202e">
<meta property=og:description content="Still water."><meta property="og:image" content="/lake.png"></head>"""


class House:
    """The world outside: pages by their paths, what was asked for, and a door that can be held shut."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {"/": ("text/html", PAGE.encode()), "/lake.png": ("image/jpeg", photo())}
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        self.asked.append(path)
        await self.open.wait()
        kind, body = self.pages.get(path, ("text/html", b""))
        writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    @property
    def url(self) -> str:
        return f"http://lake.example:{self.port}/"


@asynccontextmanager
async def served() -> AsyncIterator[House]:
    house = House()
    server = await asyncio.start_server(house.serve, ALLOWED, 0)
    house.port = server.sockets[0].getsockname()[1]
    yield house
    house.open.set()
    server.close()


@asynccontextmanager
async def looking_at(outside: House, database: str, folder: Path, **settings: Any) -> AsyncIterator[Server]:
    """A server that fetches previews, from that house alone."""
    async with serving(database, folder, previews=True, **settings) as running:
        fetcher: Fetcher = running.app.fetcher
        fetcher.allowed = lambda address: str(address) == ALLOWED
        fetcher.ports = frozenset({outside.port})
        fetcher.resolver = lambda: Names(ALLOWED)
        yield running
