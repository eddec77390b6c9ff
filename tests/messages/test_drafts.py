"""Drafts: the one written last is on all of one's own devices, and on nobody else's."""

from typing import Any
from uuid import uuid4

from tests.api import Server, Someone
from tests.client import chat, device, live
from tests.messages.times import ahead


async def write(who: Someone, room: str, text: str, **when: float) -> Any:
    return await who.put(f"/conversations/{room}/draft", {"text": text, "at": ahead(**when)})


async def drafts(who: Someone) -> list[tuple[str, str]]:
    return [(draft["conversation_id"], draft["text"]) for draft in (await who.get("/me/drafts"))["drafts"]]


async def test_the_newest_wins_everywhere(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    phone = await device(server, ana)
    async with live(server, phone) as hers, live(server, chidi) as his:
        written = await write(ana, room, "shall we", seconds=-20)
        assert await hers.take("draft") == {"op": "draft", **written}
        older = await write(phone, room, "an older one", seconds=-30)
        assert older == written
        await write(phone, room, "shall we go", seconds=-10)
        await hers.take("draft")
        await write(phone, room, "", seconds=-5)                # sent, or emptied
        assert (await hers.take("draft"))["text"] == ""
        assert (await write(ana, room, "shall we go?", seconds=-7))["text"] == ""
        await his.settled()
        await hers.settled()
        assert his.said("draft") == hers.said("draft") == []
    assert await drafts(ana) == await drafts(phone) == [(room, "")]
    assert await drafts(chidi) == []


async def test_a_clock_that_is_ahead_does_not_win_for_good(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await write(ana, room, "from next year", days=365)
    assert (await write(ana, room, "from now", seconds=5))["text"] == "from now"


async def test_whose_it_is_not(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    body = {"text": "x", "at": ahead()}
    for wrong in (room, str(uuid4())):
        assert await eve.refused("PUT", f"/conversations/{wrong}/draft", body) == "404 not_found"
    assert (await ana.refused("PUT", f"/conversations/{room}/draft", {**body, "text": "x" * 16_001})).startswith("400")
    assert (await ana.refused("PUT", f"/conversations/{room}/draft", {**body, "text": "\x00"})) == "400 draft_invalid"
    for never in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "2026-01-01T00:00:00"):
        assert (await ana.refused("PUT", f"/conversations/{room}/draft", {"text": "x", "at": never})) == "400 draft_invalid"
    assert await server.count("drafts") == 0
