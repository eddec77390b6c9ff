"""The floor under the gateway: a raw ASGI application that knows nothing and only passes frames on.

`/relay/<pair>/<side>` hands every frame to the other side of the pair, `/echoed/<pair>/<side>` also answers its sender
with a frame as long as the gateway's `ok`. `/fan/<room>/<side>` hands every frame to all others in the room, and
answers its sender. Over HTTP any path gives a body as long as a page of 50 messages.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]

ANSWER = ('{"op":"ok","client_id":"","conversation_id":"' + "0" * 36 + '","seq":1000,"n":1000,"id":"' + "0" * 36
          + '","sent_at":"2026-01-01T00:00:00.000000Z"' + " " * 36 + "}")
GREETING = '{"op":"ready"}'
PAGE = b"x" * 50 * 430
here: dict[str, Send] = {}
rooms: dict[str, dict[str, Send]] = {}


async def app(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await _page(send)
    elif scope["path"].startswith("/fan/"):
        await _fan_out(scope["path"], receive, send)
    else:
        await _pass_on(scope["path"], receive, send)


async def _page(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [
        (b"content-type", b"application/json"), (b"content-length", str(len(PAGE)).encode())]})
    await send({"type": "http.response.body", "body": PAGE})


async def _pass_on(path: str, receive: Receive, send: Send) -> None:
    base, side = path[:-1], path[-1]
    other = base + ("b" if side == "a" else "a")
    answering = base.startswith("/echoed/")
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": GREETING})
    here[path] = send
    while (message := await receive())["type"] == "websocket.receive":
        await here[other]({"type": "websocket.send", "text": message["text"]})
        if answering:
            await send({"type": "websocket.send", "text": ANSWER})
    here.pop(path, None)


async def _fan_out(path: str, receive: Receive, send: Send) -> None:
    room = rooms.setdefault(path.rpartition("/")[0], {})
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": GREETING})
    room[path] = send
    while (message := await receive())["type"] == "websocket.receive":
        for other, hand_on in room.items():
            if other != path:
                await hand_on({"type": "websocket.send", "text": message["text"]})
        await send({"type": "websocket.send", "text": ANSWER})
    del room[path]
