"""What a client makes of a call's event is what the server answers to a refetch, for every outcome and both sides."""

from pathlib import Path

from tests.api import Server
from tests.calls.ringing import asked, lines, outcomes, rung
from tests.client import Socket, chat, post
from tests.messages.test_refetch import Watching, folded


async def call(room: str, caller: Socket, callee: Socket, how: str) -> None:
    wanted = await rung(caller, room, video=how == "declined")
    if how in ("failed", "ended"):
        await asked(callee, "call_answer", wanted)
        await asked(caller, "call_here", wanted, talking=how == "ended")
    answer = await asked(callee if how == "declined" else caller, "call_end", wanted)
    assert answer["call"]["outcome"] == how


async def test_every_outcome(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room, "unread by ana")
    see = (watching := Watching(room, ana, chidi)).see
    async with lines(server, ana, chidi) as (hers, his):
        for how in ("declined", "failed", "ended", "missed"):
            await see(how, call(room, hers, his, how))
        await post(ana, room, "unread by chidi")
        await chidi.patch(f"/conversations/{room}/mine", {"archived": True})
        for how in ("ended", "missed"):
            await see(f"{how}, archived", call(room, hers, his, how))
        await see("missed by ana", call(room, his, hers, "missed"))
    assert await outcomes(ana, room) == ["declined", "failed", "ended", "missed", "ended", "missed", "missed"]
    answer = folded(watching.told, tmp_path / "told.json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{len(watching.told)} passed" in answer.stdout
