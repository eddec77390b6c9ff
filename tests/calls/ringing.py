"""Short ways to call."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

from tests.api import Server, Someone
from tests.client import PATIENCE_S, Frame, Socket, live

SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


async def asked(socket: Socket, op: str, call_id: str, **fields: Any) -> Frame:
    """What a frame about a call is answered with: `call_ok`, or an error."""
    client_id = str(uuid4())
    await socket.say(op, client_id=client_id, call_id=call_id, **fields)
    return await socket.answer(client_id)


async def rung(socket: Socket, room: str, *, video: bool = False, call_id: str | None = None) -> str:
    """A call that rings; its id."""
    call = call_id or str(uuid4())
    answer = await asked(socket, "call", call, conversation_id=room, video=video)
    assert answer["op"] == "call_ok", answer
    assert answer["call"]["state"] == "ringing"
    return call


async def stands(socket: Socket, call: str, state: str) -> Frame:
    """Wait until this device has heard that the call stands so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for place, frame in enumerate(socket.kept):
                if frame["op"] == "call" and frame["call"]["id"] == call and frame["call"]["state"] == state:
                    return dict(socket.kept.pop(place)["call"])
            await asyncio.sleep(0.005)


async def answered(caller: Socket, callee: Socket, call: str) -> None:
    assert (await asked(callee, "call_answer", call))["op"] == "call_ok"
    await stands(caller, call, "active")
    await stands(callee, call, "active")


async def said(who: Someone, room: str) -> list[Frame]:
    """The calls in the log, as a refetch gives them."""
    events = (await who.get(f"/conversations/{room}/events?after=0"))["events"]
    return [event for event in events if event["kind"] == "system" and event["message"]["body"]["action"] == "call"]


async def outcomes(who: Someone, room: str) -> list[str]:
    return [event["message"]["body"]["call"]["outcome"] for event in await said(who, room)]


@asynccontextmanager
async def lines(server: Server, *people: Someone) -> AsyncIterator[list[Socket]]:
    """A socket each."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(live(server, one)) for one in people]
