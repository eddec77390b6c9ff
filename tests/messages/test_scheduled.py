"""Sent later: when its time comes, once, as if it were written then; and what keeps it back."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.api import Server, Someone, good, serving
from tests.client import befriend, chat, device, live, page, post, talk
from tests.messages.groups import group, remove
from tests.messages.times import ahead, until, value

EMPTY = "select not exists (select from scheduled where held is null)"


def asked(text: str = "later", **when: float) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "body": {"type": "text", "text": text}, "send_at": ahead(**(when or {"hours": 1}))}


async def schedule(who: Someone, room: str, text: str = "later", **when: float) -> Any:
    return good(await who.ask("POST", f"/conversations/{room}/scheduled", asked(text, **when)))


async def refused(who: Someone, room: str, body: object) -> str:
    return await who.refused("POST", f"/conversations/{room}/scheduled", body)


async def waiting(who: Someone, room: str | None = None) -> list[Any]:
    return list((await who.get("/me/scheduled" + (f"?conversation_id={room}" if room else "")))["scheduled"])


async def come(server: Server, text: str = "%") -> None:
    """As if their time had come."""
    async with server.app.db.tx() as tx:
        await tx.do("update scheduled set send_at = now() where body ->> 'text' like $1 and held is null", text)


async def test_it_is_sent_when_its_time_comes(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    phone = await device(server, ana)
    async with live(server, phone) as hers, live(server, chidi) as his:
        made = await schedule(ana, room, "good morning")
        assert await hers.take("scheduled") == {"op": "scheduled", "conversation_id": room}
        assert (await waiting(phone), await waiting(ana, room), await waiting(ana, str(uuid4()))) == ([made], [made], [])
        assert (await waiting(chidi), await page(chidi, room)) == ([], [])
        await come(server)
        message = (await his.take("message"))["message"]
        assert (message["body"]["text"], message["client_id"]) == ("good morning", made["client_id"])
        assert (await hers.take("message"))["message"] == message
        await hers.take("scheduled")
        assert his.said("scheduled") == []
    assert await waiting(ana) == []
    assert len(await page(ana, room)) == 1


async def test_change_and_cancel(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    one, other = await schedule(ana, room, "one"), await schedule(ana, room, "two", hours=2)
    later = ahead(days=3)
    changed = await ana.patch(f"/me/scheduled/{one['id']}", {"body": {"type": "text", "text": "one, better"}, "send_at": later})
    assert (changed["body"]["text"], changed["client_id"]) == ("one, better", one["client_id"])
    assert [entry["body"]["text"] for entry in await waiting(ana)] == ["two", "one, better"]
    for who, which in ((eve, one["id"]), (chidi, one["id"]), (ana, str(uuid4()))):
        assert await who.refused("DELETE", f"/me/scheduled/{which}") == "404 not_found"
        assert await who.refused("PATCH", f"/me/scheduled/{which}", {"send_at": later}) == "404 not_found"
    await ana.delete(f"/me/scheduled/{other['id']}")
    await ana.delete(f"/me/scheduled/{one['id']}")
    assert await waiting(ana) == []


async def test_a_retry_puts_down_one(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    body = asked("once")
    answers = [await ana.ask("POST", f"/conversations/{room}/scheduled", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert len(await waiting(ana)) == 1


async def test_what_cannot_be_put_down(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    room = await chat(ana, chidi)
    for when in (ahead(seconds=20), ahead(days=400), ahead(hours=-1)):
        assert await refused(ana, room, {**asked(), "send_at": when}) == "400 send_at_invalid"
    assert await refused(ana, room, asked(" ")) == "400 text_empty"
    assert await refused(ana, room, {**asked(), "body": {"type": "forward", "conversation_id": room, "seq": 1}}) == "400 invalid"
    assert await refused(eve, room, asked()) == await refused(eve, str(uuid4()), asked()) == "404 not_found"
    asking = await talk(eve, ana)
    assert await refused(eve, asking, asked()) == "403 not_open"
    await post(eve, asking, "hello?")
    assert await refused(eve, asking, asked()) == "403 not_open"
    club = await group(ana, gil)
    await ana.patch(f"/conversations/{club}", {"permissions": {"send": "admin"}})
    assert await refused(gil, club, asked()) == "403 not_allowed"
    async with server.app.db.tx() as tx:
        await tx.do("""
insert into scheduled (id, account_id, conversation_id, client_id, body, send_at)
select gen_random_uuid(), $1, $2, gen_random_uuid(), '{"type": "text", "text": "x"}', now() + interval '1 day'
from generate_series(1, 100)""", ana.me["id"], room)
    assert await refused(ana, room, asked()) == "409 too_many_scheduled"
    assert [await server.count("scheduled"), len(await page(ana, room))] == [100, 0]


async def test_refused_at_its_time_it_waits_for_its_sender(server: Server) -> None:
    ana, chidi, gil = await server.people("ana", "chidi", "gil")
    room, club = await chat(ana, chidi), await group(ana, gil)
    await schedule(chidi, room, "blocked meanwhile")
    await schedule(gil, club, "removed meanwhile")
    await ana.put("/users/chidi/block")
    await remove(ana, club, gil)
    async with live(server, chidi) as his:
        await come(server)
        await his.take("scheduled")
    await until(server, EMPTY)
    assert [entry["held"] for who in (chidi, gil) for entry in await waiting(who)] == ["not_found", "not_found"]
    assert (await page(ana, room), [one["n"] for one in await page(ana, club)]) == ([], [None, None])
    (held,) = await waiting(chidi)
    assert await chidi.refused("PATCH", f"/me/scheduled/{held['id']}", {"send_at": ahead(hours=1)}) == "404 not_found"
    await ana.delete("/users/chidi/block")
    await befriend(ana, chidi)
    assert (await chidi.patch(f"/me/scheduled/{held['id']}", {"send_at": ahead(hours=1)}))["held"] is None
    await come(server)
    await until(server, "select not exists (select from scheduled where conversation_id = $1)", room)
    assert [one["body"]["text"] for one in await page(ana, room)] == ["blocked meanwhile"]


async def test_a_kill_between_sends_nothing_twice_and_loses_nothing(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        sent, unsent = await schedule(ana, room, "sent"), await schedule(ana, room, "unsent")
        await come(server, "sent")
        await until(server, "select count(*) = 1 from scheduled")
    async with serving(database, tmp_path) as server:
        # As it is where the server was killed after the message was written, and before that was noted here.
        async with server.app.db.tx() as tx:
            await tx.do("""
insert into scheduled (id, account_id, conversation_id, client_id, body, send_at, leaving)
values ($1, $2, $3, $4, '{"type": "text", "text": "sent"}', now(), true)""", sent["id"], ana.me["id"], room, sent["client_id"])
            await tx.do("update scheduled set send_at = now(), leaving = true where id = $1", unsent["id"])
        await until(server, "select not exists (select from scheduled)")
        again = Someone(server.client, {"account": ana.me, "token": ana.token})
        assert [one["body"]["text"] for one in await page(again, room)] == ["sent", "unsent"]
        assert await value(server, "select last_n from conversations where id = $1", room) == 2


async def test_what_is_on_its_way_is_not_changed(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path) as server:
        ana, chidi = await server.people("ana", "chidi")
        room = await chat(ana, chidi)
        one = await schedule(ana, room)
        async with server.app.db.tx() as tx:
            await tx.do("update scheduled set leaving = true")
        assert await ana.refused("PATCH", f"/me/scheduled/{one['id']}", {"send_at": ahead(hours=2)}) == "409 on_its_way"
        assert await ana.refused("DELETE", f"/me/scheduled/{one['id']}") == "409 on_its_way"
