"""Disappearing messages: who sets the timer, what goes when, and that nothing of it is left anywhere."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

from paperplane.messages.timers.actions import purge_some
from tests.api import Server, Someone, serving
from tests.client import change, chat, live, page, post, say, talk
from tests.messages.groups import group, log, remove
from tests.messages.times import expire, nowhere, set_timer, until, value

SECRET = "mangosteen"
LEFT = "select not exists (select from messages where expires_at <= now() and body is not null)"


async def refused(who: Someone, room: str, timer_s: object) -> str:
    return await who.refused("PUT", f"/conversations/{room}/timer", {"timer_s": timer_s})


async def test_either_sets_it_and_both_are_told(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "stays")
    async with live(server, ana) as hers, live(server, chidi) as his:
        assert (await set_timer(chidi, room, 3600))["timer_s"] == 3600
        event = (await hers.take("event"))["event"]
        assert (event["kind"], event["n"], event["message"]["body"]["timer_s"]) == ("system", None, 3600)
        assert (await his.take("event"))["event"] == event
        await set_timer(chidi, room, 3600)                      # the same again is not said again
        ok = await hers.send(room, "goes")
        message = (await his.take("message"))["message"]
        assert message["expires_at"] == ok["expires_at"]
        await set_timer(ana, room, None)
        again = await hers.send(room, "goes", message["client_id"])     # that ends with the timer it was said under
        assert again == ok
        await set_timer(ana, room, 3600)
    assert [one.get("expires_at") for one in await page(ana, room)] == [None, None, ok["expires_at"], None, None]
    assert (await ana.get(f"/conversations/{room}"))["unread"] == 0
    await set_timer(ana, room, None)
    assert "expires_at" not in await post(ana, room, "stays too")
    assert [event["message"]["body"].get("timer_s") for event in await log(ana, room) if event["kind"] == "system"] == [3600, None, 3600, None]


async def test_who_may_not(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    room = await chat(ana, chidi)
    await post(ana, room)
    assert await refused(eve, room, 3600) == "404 not_found"
    assert await refused(eve, str(uuid4()), 3600) == "404 not_found"
    for wrong in (0, 59, 366 * 86_400 + 1, -1, "1h"):
        assert (await refused(ana, room, wrong)).startswith("400")
    asking = await talk(eve, ana)
    assert await refused(eve, asking, 3600) == "403 not_open"
    await post(eve, asking, "hello?")
    assert await refused(eve, asking, 3600) == "403 not_open"
    assert await refused(ana, asking, 3600) in ("403 not_open", "404 not_found")
    club = await group(ana, chidi, gil)
    assert await refused(chidi, club, 3600) == "403 not_allowed"
    await ana.patch(f"/conversations/{club}", {"permissions": {"edit": "member"}})
    await set_timer(chidi, club, 3600)
    await remove(ana, club, gil)
    assert await refused(gil, club, None) == "404 not_found"
    await chidi.put("/users/ana/block")
    assert await refused(ana, room, 3600) == await refused(chidi, room, 3600) == "404 not_found"
    assert (await ana.get(f"/conversations/{room}"))["timer_s"] is None


async def test_what_has_had_its_time_is_nowhere(server: Server, tmp_path: Path) -> None:
    """Not in a table, a job, a file: the text, its edits, what was said of it, and who was named in it."""
    ana, chidi = await server.people("ana", "chidi")
    room = await group(ana, chidi)
    await post(ana, room, "before")
    await set_timer(ana, room, 60)
    named = {"at": 0, "length": 6, "account_id": chidi.me["id"]}
    first = (await say(ana, room, type="text", text=f"@chidi {SECRET}one", mentions=[named]))["seq"]
    asked = (await say(ana, room, type="poll", question=f"{SECRET}?", options=[f"{SECRET}1", "no"]))["seq"]
    await change(ana, room, "edit", first, text=f"{SECRET}two")
    await change(ana, room, "edit", first, text=f"@chidi {SECRET}three", mentions=[named])
    await change(chidi, room, "react", first, emoji="🥭", on=True)
    await change(chidi, room, "pin", first, on=True)
    await change(chidi, room, "vote", asked, choices=[0])
    await chidi.put(f"/conversations/{room}/draft", {"text": "", "at": "2026-01-01T00:00:00Z"})
    assert (await chidi.get(f"/conversations/{room}"))["mentioned"]
    await expire(server, room)
    # At once, before the purge has come by, nobody is shown it.
    for who in (ana, chidi):
        assert SECRET not in json.dumps([await page(who, room), await log(who, room), await who.get("/inbox")])
    await until(server, LEFT)
    await nowhere(server, tmp_path, SECRET, "🥭", "\\U0001f96d")
    assert [await server.count(table) for table in ("edits", "reactions", "votes", "mentions")] == [0, 0, 0, 0]
    assert await value(server, "select count(*) from events where detail is not null") == 0
    head = await chidi.get(f"/conversations/{room}")
    assert (head["mentioned"], head["last_message"]["body"]["type"]) == (False, "system")
    events = await log(chidi, room)
    assert [event["seq"] for event in events] == list(range(1, head["last_seq"] + 1))       # the log has no hole
    assert (await chidi.get(f"/conversations/{room}/pins"))["messages"] == []
    assert await chidi.refused("GET", f"/conversations/{room}/messages/{first}/versions") == "404 not_found"


async def test_what_is_gone_cannot_be_changed_or_forwarded(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await set_timer(ana, room, 60)
    seq = (await post(ana, room, SECRET))["seq"]
    await expire(server, room)
    asked = {"client_id": str(uuid4()), "change": {"type": "edit", "seq": seq, "text": SECRET}}
    assert await ana.refused("POST", f"/conversations/{room}/changes", asked) == "409 message_gone"
    again = {"client_id": str(uuid4()), "body": {"type": "forward", "conversation_id": room, "seq": seq}}
    assert (await ana.refused("POST", f"/conversations/{room}/messages", again)).endswith("not_forwardable")


async def test_a_change_beside_the_purge_leaves_nothing(server: Server, tmp_path: Path) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await set_timer(ana, room, 60)
    for _ in range(10):
        seq = (await post(ana, room, SECRET))["seq"]
        wish = {"client_id": str(uuid4()), "change": {"type": "edit", "seq": seq, "text": f"{SECRET} again"}}
        await asyncio.gather(ana.ask("POST", f"/conversations/{room}/changes", wish), expire(server, room))
        await expire(server, room)
    await until(server, LEFT)
    await nowhere(server, tmp_path, SECRET)


async def test_a_server_that_was_away_goes_on(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        await set_timer(ana, room, 60)
        for number in range(3):
            await post(ana, room, f"{SECRET} {number}")
        await expire(server, room)
        async with server.app.db.tx() as tx:
            assert await purge_some(tx)
        async with server.app.db.tx() as tx:
            assert not await purge_some(tx)
        await post(ana, room, SECRET)
        await expire(server, room)
    async with serving(database, tmp_path) as server:
        await until(server, LEFT)
        await nowhere(server, tmp_path, SECRET)
