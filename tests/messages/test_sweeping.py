"""Taking back everything one said: all of it, of nobody else, told in few events, and through a kill."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from paperplane.messages.sweeping import actions as sweeping
from tests.api import Server, Someone, serving
from tests.client import befriend, change, chat, device, live, page, post
from tests.messages.groups import add, group, leave, log, remove
from tests.messages.times import nowhere, until

DONE = "select not exists (select from sweeps)"


async def sweep(who: Someone, room: str) -> Any:
    answer = await who.ask("DELETE", f"/conversations/{room}/messages/mine")
    assert answer.status_code == 202, answer.text
    return answer.json()


async def senders(who: Someone, room: str) -> list[str]:
    return [one["sender"] for one in await page(who, room) if one["n"] is not None]


async def test_all_of_mine_and_nothing_else(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    for number in range(5):
        await post(ana, room, f"mangosteen {number}")
    await post(chidi, room, "mine")
    await change(ana, room, "edit", 1, text="mangosteen, edited")
    await change(chidi, room, "react", 2, emoji="🥭", on=True)
    await change(ana, room, "unsend", 3)
    async with live(server, chidi) as his:
        assert (await ana.get(f"/conversations/{room}/messages/mine"))["running"] is False
        told = await sweep(ana, room)
        assert (told["running"], told["left"] + told["done"]) == (True, 4)
        await until(server, DONE)
        await his.settled()
        swept = [frame["event"] for frame in his.said("event")]
        assert [(event["kind"], event["sender"], event["about"]) for event in swept] == [
            ("swept", ana.me["id"], 2), ("swept", ana.me["id"], 5)]
    await post(ana, room, "anew")
    for who in (ana, chidi):
        assert [one["body"]["text"] for one in await page(who, room)] == ["mine", "anew"]
        assert [event["seq"] for event in await log(who, room)] == list(range(1, 13))
    await nowhere(server, tmp_path, "mangosteen", "🥭")
    assert await ana.get(f"/conversations/{room}/messages/mine") == {"running": False, "left": 1, "done": 0}


async def test_after_leaving_and_after_being_removed(server: Server) -> None:
    ana, chidi, gil = await server.people("ana", "chidi", "gil")
    room = await group(ana, chidi, gil)
    for who in (chidi, gil, ana):
        await post(who, room, f"said by {who.handle}")
    await leave(chidi, room)
    await remove(ana, room, gil)
    heads = [await who.get(f"/conversations/{room}") for who in (chidi, gil)]
    phone = await device(server, gil)
    async with live(server, phone) as his:
        await sweep(chidi, room)
        await sweep(gil, room)
        await until(server, DONE)
        assert (await his.take("hidden"))["seqs"] == [3]
        await his.settled()
        assert his.said("event") == []                          # who is out is told nothing more of it
    assert await senders(ana, room) == [ana.me["id"]]
    for who, before in ((chidi, heads[0]), (gil, heads[1])):
        assert who.me["id"] not in await senders(who, room)
        after = await who.get(f"/conversations/{room}")
        assert (after["last_seq"], after["to_seq"]) == (before["last_seq"], before["to_seq"])
        assert "swept" not in [event["kind"] for event in await log(who, room)]


async def test_what_was_said_before_one_came_back(server: Server) -> None:
    ana, gil = await server.people("ana", "gil")
    room = await group(ana, gil)
    await post(gil, room, "long ago")
    await remove(ana, room, gil)
    await add(ana, room, gil)
    await sweep(gil, room)
    await until(server, DONE)
    assert await senders(ana, room) == []


async def test_for_whom_it_is_not(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await post(ana, room)
    for wrong in (room, str(uuid4())):
        for method in ("GET", "DELETE"):
            assert await eve.refused(method, f"/conversations/{wrong}/messages/mine") == "404 not_found"
    assert await sweep(chidi, room) == {"running": False, "left": 0, "done": 0}
    await ana.put("/users/chidi/block")
    await sweep(ana, room)                                      # it stays theirs to take back
    await until(server, DONE)
    assert await senders(chidi, room) == []


async def test_it_goes_on_after_a_kill(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 3)
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        ana, chidi = await server.people("ana", "chidi")
        await befriend(ana, chidi)
        room = await chat(ana, chidi)
        await asyncio.gather(*(post(ana, room, f"mangosteen {number}") for number in range(8)))
        assert await sweep(ana, room) == {"running": True, "left": 8, "done": 0}
        async with server.app.db.tx() as tx:
            assert await sweeping.sweep_some(tx)
        assert await ana.get(f"/conversations/{room}/messages/mine") == {"running": True, "left": 5, "done": 3}
        late = (await post(ana, room, "said after"))["seq"]
        with pytest.raises(RuntimeError):
            async with server.app.db.tx() as tx:
                await sweeping.sweep_some(tx)
                raise RuntimeError("the power goes")
        assert len(await page(ana, room)) == 6
    async with serving(database, tmp_path) as server:
        await until(server, DONE)
        again = Someone(server.client, {"account": ana.me, "token": ana.token})
        assert [one["seq"] for one in await page(again, room)] == [late]
        await nowhere(server, tmp_path, "mangosteen")
