"""kill -9 in the middle of sending: what was acknowledged is there, once, in order; the rest can be sent again."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from tests.api import Server, Someone
from tests.client import Frame, Socket, chat, live
from tests.kill.process import Process, people_of, process, until

SENDS = 200


@pytest.fixture
def data() -> Iterator[Path]:
    """A data directory whose parents let the database's own user through."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-kill-"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


async def send_all(socket: Socket, room: str, names: list[str], pause_s: float = 0) -> None:
    """Send without waiting for answers; the server may go away meanwhile."""
    try:
        for number, name in enumerate(names):
            await socket.say("send", conversation_id=room, client_id=name, body={"type": "text", "text": f"{number}"})
            await asyncio.sleep(pause_s)
    except ConnectionClosed:
        pass


async def read_all(who: Someone, room: str) -> list[Frame]:
    """The log, which has no hole."""
    found: list[Frame] = []
    while True:
        page = await who.get(f"/conversations/{room}/events?after={len(found)}&limit=500")
        found += page["events"]
        assert [event["seq"] for event in found] == list(range(1, len(found) + 1))
        if len(found) == page["last_seq"]:
            return found


async def resend(server: Server, who: Someone, room: str, names: list[str]) -> None:
    """As a client does after its socket came back: what was not acknowledged goes again, in order."""
    async with live(server, who) as socket:
        await send_all(socket, room, names)
        for name in names:
            assert (await socket.answer(name))["op"] == "ok"


async def send_until_killed(running: Process, who: Someone, room: str, server: Server, wait_for: int) -> tuple[list[str], dict[str, int]]:
    """What was sent, and what of it was acknowledged, with which seq, when the server was killed."""
    names = [str(uuid4()) for _ in range(SENDS)]
    async with live(server, who) as socket:
        sending = asyncio.create_task(send_all(socket, room, names, pause_s=0.001))
        last = await socket.take("ok", client_id=names[wait_for])
        running.kill()
        await running.gone()
        await socket.ended()
        await sending
    return names, {frame["client_id"]: frame["seq"] for frame in (*socket.said("ok"), last)}


async def check_and_resend(server: Server, ana: Someone, chidi: Someone, room: str, *,
                           before: list[str], names: list[str], acks: dict[str, int]) -> None:
    """After a kill: `before` is there as it was, then the first of `names`, among them all that were acknowledged."""
    found = [event["client_id"] for event in await read_all(chidi, room)]
    assert len(found) == len(set(found))
    assert found[:len(before)] == before
    new = found[len(before):]
    assert new == names[:len(new)], "in the order they were sent, without a hole"
    assert {name: found.index(name) + 1 for name in acks} == acks
    await resend(server, ana, room, [name for name in names if name not in acks])
    assert [event["client_id"] for event in await read_all(chidi, room)] == before + names
    head = await chidi.get(f"/conversations/{room}")
    assert head["last_seq"] == head["last_n"] == head["unread"] == len(before + names)


@pytest.mark.timeout(300)
async def test_the_server_is_killed_while_sending(data: Path) -> None:
    """What one start has to make good is what the one before was killed in."""
    before: list[str] = []        # client ids, in the order of the log
    async with process(data) as running, people_of(running) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        names, acks = await send_until_killed(running, ana, room, server, 1)
    for wait_for in (40, 120, 190, None):
        async with process(data) as running, people_of(running) as server:
            ana.client = chidi.client = server.client
            await check_and_resend(server, ana, chidi, room, before=before, names=names, acks=acks)
            if wait_for is not None:
                before += names
                names, acks = await send_until_killed(running, ana, room, server, wait_for)


@pytest.mark.timeout(300)
async def test_postgres_is_killed_while_sending(data: Path) -> None:
    async with process(data) as running, people_of(running) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        names = [str(uuid4()) for _ in range(SENDS)]
        async with live(server, ana) as hers, live(server, chidi) as his:
            sending = asyncio.create_task(send_all(hers, room, names, pause_s=0.01))
            await hers.take("ok", client_id=names[20])
            running.kill_postgres()
            await until(server, "/readyz", 503)
            assert (await server.client.get("/healthz")).status_code == 200
            await until(server, "/readyz", 200)
            await sending
            answers = {name: await hers.answer(name) for name in names if name != names[20]}
            assert {frame["code"] for frame in answers.values() if frame["op"] == "error"} <= {"unavailable"}
            await hers.settled()
            # the same sockets go on
            again = [name for name, frame in answers.items() if frame["op"] == "error"]
            await send_all(hers, room, again)
            for name in again:
                assert (await hers.answer(name))["op"] == "ok"
            log = await read_all(chidi, room)
            assert sorted(event["client_id"] for event in log) == sorted(names)
            for name, frame in answers.items():
                if frame["op"] == "ok":
                    assert log[frame["seq"] - 1]["client_id"] == name
            for frame in his.said("message"):       # nothing was told that could still be lost
                assert log[frame["message"]["seq"] - 1]["id"] == frame["message"]["id"]
            await his.say("read", conversation_id=room, seq=len(log))
            assert (await hers.take("receipt"))["read_seq"] == len(log)
        assert (await chidi.get("/inbox"))["counts"]["unread"] == 0
