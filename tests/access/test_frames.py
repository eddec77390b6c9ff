"""Every frame × everybody. A frame that is not in the table fails the test; who is refused is heard by nobody."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, get_args

import pytest
import pytest_asyncio

from paperplane.realtime.frames import ClientFrame
from tests.access.world import CALLERS, World, filled, nowhere
from tests.api import serving
from tests.client import Socket, live, opened

# What comes back: an operation, the code of an error, or nothing; before a hello the socket ends.
#                     nobody stranger   blocked   blocker   minor     adult     friend    owner
TABLE: list[tuple[dict[str, Any], str]] = [
    ({"op": "hello"}, "4002  hello_twice hello_twice hello_twice hello_twice hello_twice hello_twice hello_twice"),
    ({"op": "send", "conversation_id": "{conversation_id}", "client_id": "{new}", "body": {"type": "text", "text": "hi"}},
     "                 4002   not_found  not_found not_found not_found not_found ok        ok"),
    ({"op": "change", "conversation_id": "{conversation_id}", "client_id": "{new}",
      "change": {"type": "react", "seq": 1, "emoji": "👍", "on": True}},
     "                 4002   not_found  not_found not_found not_found not_found ok        ok"),
    ({"op": "read", "conversation_id": "{conversation_id}", "seq": 1},
     "                 4002   -          mark      -         -         -         mark      -"),
    ({"op": "delivered", "conversation_id": "{conversation_id}", "seq": 1},
     "                 4002   -          mark      -         -         -         mark      -"),
    ({"op": "typing", "conversation_id": "{conversation_id}"},
     "                 4002   not_found  -         -         not_found not_found -         -"),
    ({"op": "watch", "account_ids": ["{account_id}"]},
     "                 4002   -          -         -         -         -         presence  -"),
    ({"op": "look", "post_ids": ["{post_id}"]},
     "                 4002   -          card      card      -         card      -         -"),
    ({"op": "listen", "post_ids": ["{post_id}"]},
     "                 4002   comments   -         -         comments  -         comments  comments"),
    ({"op": "ping"}, " 4002   pong       pong      pong      pong      pong      pong      pong"),
    ({"op": "call", "client_id": "{new}", "call_id": "{call_id}", "conversation_id": "{conversation_id}"},
     "                 4002   not_found  not_found not_found not_found not_found not_found call_ok"),
    ({"op": "call_answer", "client_id": "{new}", "call_id": "{call_id}"},
     "                 4002   not_found  not_found not_found not_found not_found call_ok   not_found"),
    ({"op": "call_here", "client_id": "{new}", "call_id": "{call_id}"},
     "                 4002   not_found  not_found not_found not_found not_found not_found call_ok"),
    ({"op": "call_end", "client_id": "{new}", "call_id": "{call_id}"},
     "                 4002   not_found  not_found not_found not_found not_found call_ok   call_ok"),
    # Only what was answered is spoken into, and by the two devices alone: tests/calls.
    ({"op": "call_signal", "call_id": "{call_id}", "candidate": {"candidate": ""}},
     "                 4002   not_found  not_found not_found not_found not_found not_found not_found"),
]
HEARD = {("send", "friend"): "message", ("change", "friend"): "event", ("change", "owner"): "event", ("typing", "friend"): "typing", ("read", "friend"): "receipt",
         ("delivered", "friend"): "receipt", ("send", "owner"): "message", ("typing", "owner"): "typing",
         ("call_answer", "friend"): "call", ("call_end", "friend"): "call event", ("call_end", "owner"): "call event"}


@pytest_asyncio.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        yield await World(server).settle_in()


@pytest.mark.parametrize("kind", CALLERS[1:])
async def test_what_each_may_say(world: World, kind: str) -> None:
    caller = await world.caller(kind)
    assert caller.who
    async with AsyncExitStack() as stack:
        socket = await stack.enter_async_context(live(world.server, caller.who))
        others = [await stack.enter_async_context(live(world.server, who))
                  for who in world.people.values() if who is not caller.who]
        for one in (socket, *others):
            await everything(one)       # what rings already
        for frame, cells in TABLE:
            op, expected = frame["op"], cells.split()[CALLERS.index(kind)]
            said = filled(frame, caller)
            await socket.say(**said)
            assert await answer(socket, said, expected) == expected, (op, kind)
            heard = {one["op"] for other in others for one in await everything(other)}
            assert heard == set(HEARD.get((op, kind), "").split()), (op, kind)
            if expected in ("ok", "mark", "call_ok"):
                await world.restore()
            else:
                assert await world.changed() == [], (op, kind)


async def answer(socket: Socket, said: dict[str, Any], expected: str) -> str:
    """What comes back, in one word. What is written later is awaited; of the rest nothing may come."""
    frames = []
    if expected in ("mark", "pong"):
        frames = [await socket.take(expected)]
    elif "client_id" in said:
        frames = [await socket.answer(said["client_id"])]
    # What a change comes to is heard by all devices, this one too.
    frames += [frame for frame in await everything(socket) if not said["op"].startswith(("change", "call_")) or frame["op"] not in ("event", "call")]
    assert len(frames) <= 1
    return str(frames[0].get("code") or frames[0]["op"]) if frames else "-"


async def everything(socket: Socket) -> list[dict[str, Any]]:
    """What this socket has heard until now."""
    await socket.settled()
    kept, socket.kept = socket.kept, []
    return kept


@pytest.mark.parametrize("kind", ["stranger", "minor", "adult"])
async def test_others_conversations_are_none(world: World, kind: str) -> None:
    caller = await world.caller(kind)
    assert caller.who
    async with live(world.server, caller.who) as socket:
        await everything(socket)        # what rings already
        for frame in (one for one, _ in TABLE if one["op"] not in ("hello", "look", "listen", "ping")):
            answers = []
            for named in (caller, nowhere(caller)):
                said = filled(frame, named)
                await socket.say(**said)
                answers.append([await socket.answer(said["client_id"])] if "client_id" in said else await everything(socket))
            for one in (*answers[0], *answers[1]):
                one.pop("client_id", None)
            assert answers[0] == answers[1], frame["op"]


async def test_nobody_says_anything(world: World) -> None:
    caller = await world.caller("nobody")
    for frame, _ in TABLE:
        async with opened(world.server) as socket:
            await socket.say(**filled(frame, caller))
            assert await socket.ended() == 4002
            assert socket.kept == []
    assert await world.changed() == []


def test_no_frame_is_forgotten() -> None:
    assert {kind.__struct_config__.tag for kind in get_args(ClientFrame)} == {frame["op"] for frame, _ in TABLE}
    assert all(len(cells.split()) == len(CALLERS) for _, cells in TABLE)
