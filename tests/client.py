"""The gateway as any client sees it, and short ways to say what tests of it say often."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.api import API, PASSWORD, Server, Someone, good

PATIENCE_S = 30
Frame = dict[str, Any]


class Socket:
    """An open socket. What comes is kept, in order, until somebody takes it."""

    def __init__(self, raw: ClientConnection) -> None:
        self.raw = raw
        self.kept: list[Frame] = []
        self.ready: Frame = {}
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for text in self.raw:
                self.kept.append(json.loads(text))
                self._news.set()
        except ConnectionClosed:
            pass
        finally:
            self._news.set()

    async def say(self, op: str, **fields: object) -> None:
        await self.raw.send(json.dumps({"op": op, **fields}, ensure_ascii=False))

    async def take(self, op: str, **fields: object) -> Frame:
        """The first frame kept that says this, or the next that comes."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for place, frame in enumerate(self.kept):
                    if frame["op"] == op and fields.items() <= frame.items():
                        return self.kept.pop(place)
                assert not self._reader.done(), f"closed with {self.raw.close_code} before {op} {fields}: {self.kept}"
                self._news.clear()
                await self._news.wait()

    async def settled(self) -> "Socket":
        """Everything that was written to this socket before now has come."""
        await self.say("ping")
        await self.take("pong")
        return self

    def said(self, op: str) -> list[Frame]:
        """The frames of this kind that were kept and not taken."""
        return [frame for frame in self.kept if frame["op"] == op]

    @property
    def told(self) -> list[Frame]:
        """What came and was not taken, but for the word of a new follower: a job says that when it comes to it."""
        return [frame for frame in self.kept if frame["op"] != "activity"]

    async def ended(self) -> int | None:
        """The code this socket was closed with; None: not closed by a handshake."""
        async with asyncio.timeout(PATIENCE_S):
            await self._reader
        return self.raw.close_code

    async def send(self, conversation: str, text: str = "hello", client_id: str | None = None) -> Frame:
        """Send a text; the `ok`, or the `error`, that answers it."""
        name = client_id or str(uuid4())
        await self.say("send", conversation_id=conversation, client_id=name, body={"type": "text", "text": text})
        return await self.answer(name)

    async def answer(self, client_id: str) -> Frame:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for place, frame in enumerate(self.kept):
                    if frame["op"] in ("ok", "error", "call_ok") and frame.get("client_id") == client_id:
                        return self.kept.pop(place)
                assert not self._reader.done(), f"closed with {self.raw.close_code} before an answer"
                self._news.clear()
                await self._news.wait()

    async def close(self) -> None:
        await self.raw.close()
        await self._reader


def gateway(server: Server) -> str:
    return f"ws://127.0.0.1:{server.app.config.port}{API}/gateway"


@asynccontextmanager
async def opened(server: Server, **how: Any) -> AsyncIterator[Socket]:
    """A socket that has said nothing yet."""
    raw = await connect(gateway(server), **{"compression": None, "ping_interval": None, "max_size": None, **how})
    socket = Socket(raw)
    try:
        yield socket
    finally:
        await socket.close()


@asynccontextmanager
async def live(server: Server, who: Someone) -> AsyncIterator[Socket]:
    """A socket that is ready."""
    async with opened(server) as socket:
        await socket.say("hello", token=who.token)
        socket.ready = await socket.take("ready")
        yield socket


async def device(server: Server, who: Someone, name: str = "another device") -> Someone:
    """The same person on another device."""
    asked = {"handle": who.handle, "password": PASSWORD, "device_name": name}
    return Someone(server.client, good(await server.post("/sessions", asked)))


async def befriend(one: Someone, other: Someone) -> None:
    """They follow each other. Private accounts are asked, and say yes."""
    for who, whom in ((one, other), (other, one)):
        if (await who.put(f"/users/{whom.handle}/follow"))["following"] == "requested":
            await whom.put(f"/me/follow-requests/{who.handle}")


async def chat(one: Someone, other: Someone) -> str:
    """The id of the conversation of two who are friends from now on."""
    await befriend(one, other)
    return await talk(one, other)


async def talk(one: Someone, other: Someone) -> str:
    """The id of the conversation of two, as they stand."""
    return str((await one.put(f"/users/{other.handle}/conversation"))["id"])


def text(said: str, client_id: str | None = None) -> dict[str, object]:
    return {"client_id": client_id or str(uuid4()), "body": {"type": "text", "text": said}}


async def post(who: Someone, conversation: str, said: str = "hello") -> Any:
    """Send over HTTP; the message."""
    return good(await who.ask("POST", f"/conversations/{conversation}/messages", text(said)))


def change_of(kind: str, seq: int, **fields: object) -> dict[str, object]:
    return {"client_id": str(uuid4()), "change": {"type": kind, "seq": seq, **fields}}


async def change(who: Someone, conversation: str, kind: str, seq: int, **fields: object) -> Any:
    """Edit, unsend, react, pin, vote or close over HTTP; where it stands."""
    return good(await who.ask("POST", f"/conversations/{conversation}/changes", change_of(kind, seq, **fields)))


async def say(who: Someone, conversation: str, **body: object) -> Any:
    """Send any body over HTTP; the message."""
    asked = {"client_id": str(uuid4()), "body": body}
    return good(await who.ask("POST", f"/conversations/{conversation}/messages", asked))


async def page(who: Someone, conversation: str, bounds: str = "limit=100") -> list[Frame]:
    """Messages, as the server folds them."""
    return list((await who.get(f"/conversations/{conversation}/messages?{bounds}"))["messages"])


async def until(who: Someone, room: str, **fields: object) -> None:
    """Wait until the conversation's head says this: what goes over the gateway, and what a screen shows at once, comes a little later."""
    async with asyncio.timeout(PATIENCE_S):
        while not fields.items() <= (await who.get(f"/conversations/{room}")).items():
            await asyncio.sleep(0.02)
