"""Deleted for oneself: gone on all of one's own screens, there for everybody else, and the log without a hole."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from paperplane.messages.queries import lock
from tests.api import Server, Someone
from tests.client import befriend, change, chat, device, live, page, post, talk
from tests.messages.groups import add, group, log, remove
from tests.messages.times import until


async def hide(who: Someone, room: str, *seqs: int) -> Any:
    answer = await who.ask("POST", f"/conversations/{room}/hidden", {"seqs": list(seqs)})
    assert answer.status_code == 204, answer.text


async def texts(who: Someone, room: str, bounds: str = "limit=100") -> list[str]:
    return [one["body"]["text"] for one in await page(who, room, bounds)]


async def test_gone_for_me_and_for_nobody_else(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    for text in ("one", "two", "three"):
        await post(ana, room, text)
    await change(chidi, room, "pin", 3, on=True)
    before = await ana.get(f"/conversations/{room}")
    phone = await device(server, chidi)
    async with live(server, phone) as his, live(server, ana) as hers:
        await hide(chidi, room, 3, 1, 3, 99)
        assert await his.take("hidden") == {"op": "hidden", "conversation_id": room, "seqs": [1, 3]}
        await hers.settled()
        assert [frame["op"] for frame in hers.kept] == []
    for who in (chidi, phone):
        assert await texts(who, room) == ["two"]
        assert await texts(who, room, "before=9") == await texts(who, room, "after=0") == ["two"]
        assert await texts(who, room, "seqs=1&seqs=2&seqs=3") == ["two"]
        assert (await who.get(f"/conversations/{room}/pins"))["messages"] == []
        head = await who.get(f"/conversations/{room}")
        assert (head["last_message"]["body"]["text"], head["hidings"], head["last_seq"]) == ("two", 1, 4)
        events = await log(who, room)
        assert [event["seq"] for event in events] == [1, 2, 3, 4]
        assert [(event["message"]["body"] is None, event["message"].get("quiet", False)) for event in events[:3]] == [
            (True, True), (False, False), (True, True)]
        assert await who.get(f"/conversations/{room}/hidden") == {"seqs": [1, 3], "hidings": 1}
    assert await texts(ana, room) == ["one", "two", "three"]
    assert await ana.get(f"/conversations/{room}") == before
    assert await ana.get(f"/conversations/{room}/hidden") == {"seqs": [], "hidings": 0}


async def test_a_device_that_was_away_learns_it_by_the_head(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "one")
    cursor = (await chidi.get("/sync"))["cursor"]
    await hide(chidi, room, 1)
    await hide(chidi, room, 1)
    (head,) = (await chidi.get(f"/sync?cursor={cursor}"))["conversations"]
    assert (head["hidings"], head["last_message"]) == (1, None)


async def test_what_changes_later_stays_hidden(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "one")
    await hide(chidi, room, 1)
    await change(ana, room, "edit", 1, text="one, better")
    await change(ana, room, "react", 1, emoji="👍", on=True)
    assert await texts(chidi, room) == []
    edited, reacted = (await log(chidi, room))[1:]
    assert (edited["body"], reacted["emoji"]) == (None, None)
    assert (await log(ana, room))[1]["body"]["text"] == "one, better"
    again = {"client_id": str(uuid4()), "body": {"type": "forward", "conversation_id": room, "seq": 1}}
    assert (await chidi.refused("POST", f"/conversations/{room}/messages", again)).endswith("not_forwardable")
    assert (await ana.ask("POST", f"/conversations/{room}/messages", {**again, "client_id": str(uuid4())})).is_success


async def test_only_what_one_may_read(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    room = await chat(ana, chidi)
    await post(ana, room)
    for wrong in (room, str(uuid4())):
        assert await eve.refused("POST", f"/conversations/{wrong}/hidden", {"seqs": [1]}) == "404 not_found"
        assert await eve.refused("GET", f"/conversations/{wrong}/hidden") == "404 not_found"
    for seqs in ([], [-1], list(range(101))):
        assert (await ana.refused("POST", f"/conversations/{room}/hidden", {"seqs": seqs})).startswith("400")
    club = await group(ana, chidi)
    await post(ana, club, "before")
    await befriend(ana, gil)
    await add(ana, club, gil)
    await hide(gil, club, 1, 2, 3)                              # the first lines of the log, from before he came
    await post(ana, club, "while he was there")
    seq = (await ana.get(f"/conversations/{club}"))["last_seq"]
    await remove(ana, club, gil)
    await hide(gil, club, seq)                                  # who is out still puts away what they have read
    assert await server.count("hidden") in (1, 2)
    assert (await gil.get(f"/conversations/{club}/hidden"))["seqs"] == [seq]
    assert await ana.get(f"/conversations/{club}/hidden") == {"seqs": [], "hidings": 0}
    asking = await talk(eve, ana)
    await post(eve, asking, "hello?")
    await hide(ana, asking, 1)
    assert await texts(eve, asking) == ["hello?"]


async def test_while_somebody_writes(server: Server) -> None:
    """Who sends holds the conversation and then wants its members: whoever hides waits before they hold anything."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room)
    async with server.app.db.tx() as tx:
        await lock(tx, UUID(room))
        hiding = asyncio.create_task(hide(ana, room, 1))
        await until(server, "select exists (select from pg_locks where not granted and locktype in ('transactionid', 'tuple'))")
        await tx.do("update members set changed_at = now() where conversation_id = $1", room)
    await hiding
    assert await texts(ana, room) == []
