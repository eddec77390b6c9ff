"""How one person keeps their inbox: pinned, muted, archived, marked; and what no one else learns of it."""

from typing import Any

import pytest

from paperplane.messages.bodies.rules import has_link
from tests.api import Server, Someone, good
from tests.client import chat, device, live, post, say, talk, text
from tests.messages.groups import group


async def keep(who: Someone, room: str, **change: object) -> Any:
    return await who.patch(f"/conversations/{room}/mine", change)


async def listed(who: Someone, query: str = "") -> list[str]:
    return [head["id"] for head in (await who.get(f"/inbox?limit=2{query}"))["conversations"]]


async def unread(who: Someone) -> int:
    return int((await who.get("/inbox"))["counts"]["unread"])


async def test_pinned_come_first_and_ten_at_most(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    rooms = [await group(ana, title=f"Group {number}") for number in range(12)]
    assert await listed(ana) == [rooms[11], rooms[10]]
    await keep(ana, rooms[3], pinned=True)
    await keep(ana, rooms[1], pinned=True)
    assert await listed(ana) == [rooms[3], rooms[1], rooms[11], rooms[10]]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await ana.get("/inbox?limit=5" + (f"&cursor={cursor}" if cursor else ""))
        seen += [head["id"] for head in page["conversations"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(rooms), "each once"
    for room in [room for room in rooms if room not in (rooms[1], rooms[3])][:8]:
        await keep(ana, room, pinned=True)
    assert await ana.refused("PATCH", f"/conversations/{rooms[11]}/mine", {"pinned": True}) == "409 too_many_pins"
    await keep(ana, rooms[3], pinned=True)      # it is pinned: nothing more
    await keep(ana, rooms[3], pinned=False)
    assert (await keep(ana, rooms[11], pinned=True))["pinned"] is True
    assert await chidi.refused("PATCH", f"/conversations/{rooms[0]}/mine", {"pinned": True}) == "404 not_found"


async def test_archived_returns_with_a_message_unless_muted(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room, "one")
    assert (await keep(ana, room, archived=True, pinned=True))["archived"] is True
    assert (await listed(ana), await listed(ana, "&tab=archived"), await unread(ana)) == ([], [room], 0)
    assert await listed(chidi) == [room]
    await ana.put(f"/conversations/{room}/marks", {"read_seq": 1})
    assert await listed(ana) == []
    await post(chidi, room, "two")
    assert (await listed(ana), await listed(ana, "&tab=archived"), await unread(ana)) == ([room], [], 1)
    await keep(ana, room, archived=True, mute="always")
    await post(chidi, room, "three")
    assert (await listed(ana), await listed(ana, "&tab=archived"), await unread(ana)) == ([], [room], 0)
    await keep(ana, room, mute="off")
    assert await listed(ana) == [room]
    await keep(ana, room, archived=True)
    assert (await keep(ana, room, archived=False))["archived"] is False


@pytest.mark.parametrize("mute", ["1h", "8h", "1w", "always"])
async def test_muted_is_not_counted(server: Server, mute: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(chidi, room, "one")
    muted = await keep(ana, room, mute=mute)
    assert (muted["unread"], await unread(ana)) == (1, 0)
    assert (muted["muted_until"] == "9999-12-31T23:59:59Z") == (mute == "always")
    async with server.app.db.tx() as tx:
        await tx.do("update members set muted_until = now() where muted_until < '9999-01-01'")
    assert await unread(ana) == (0 if mute == "always" else 1)      # what has passed is over
    assert (await keep(ana, room, mute="off"))["muted_until"] is None
    assert await unread(ana) == 1


async def test_marked_unread_until_read_anywhere(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    phone = await device(server, ana)
    room = await chat(ana, chidi)
    await post(ana, room, "one")
    async with live(server, phone) as other, live(server, chidi) as his:
        assert (await keep(ana, room, marked_unread=True))["unread"] == 0
        await other.take("changed", conversation_id=room)
        assert await unread(phone) == 1
        await his.settled()
        assert his.told == []
        assert (await keep(phone, room, marked_unread=False))["marked_unread"] is False
        await keep(ana, room, marked_unread=True)
        await post(ana, room, "two")            # who writes there has seen it
        assert await unread(ana) == 0
        await keep(ana, room, marked_unread=True)
        await post(chidi, room, "three")
        await ana.put(f"/conversations/{room}/marks", {"read_seq": 3})
        assert await unread(ana) == 0
    assert [(await chidi.get(f"/conversations/{room}"))[key] for key in ("pinned", "archived", "muted_until", "marked_unread")] == \
        [False, False, None, False]


async def test_search_finds_names_titles_and_the_archived_and_nobody_elses(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    direct = await chat(ana, chidi)
    await post(chidi, direct, "hi")
    lake = await group(ana, title="Zoë's lake house")
    other = await group(dana, title="Lake of others")
    await keep(ana, lake, archived=True)
    assert await listed(ana, "&q=la+zoe") == [lake]
    assert await listed(ana, "&q=HOUSE") == [lake]
    assert await listed(ana, "&q=ch") == [direct]
    for nothing in ("ake", "chidi+lake", "%25", "_", "+"):
        assert await listed(ana, f"&q={nothing}") == []
    assert await listed(dana, "&q=lake") == [other]
    request = await talk(dana, ana)
    await post(dana, request, "may I?")
    assert await listed(ana, "&q=dana") == []         # who asks is not found by name


async def test_a_request_says_neither_name_nor_picture_nor_link(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await group(ana, chidi, title="Book club")
    for one in (ana, chidi, eve):
        await one.patch("/me/profile", {"display_name": f"Name of {one.handle}"})
    room = await talk(eve, ana)
    path = f"/conversations/{room}/messages"
    for link in ("see https://evil.example/x", "www.evil.example", "evil.com", "t.me/eve", "10.0.0.1", "mail a@b.org",
                 "look: evil.app"):
        assert await eve.refused("POST", path, text(link)) == "403 request_link", link
    for plain in ("Hi.Nice to meet you", "at 10.30?", "I read chapter 3.2", "etc... and so on", "Mr.Smith says 3.14"):
        assert not has_link(plain), plain
    await eve.put("/users/chidi/follow")
    await chidi.put("/users/eve/follow")
    await post(eve, room, "may I?")
    async with live(server, ana) as mine:
        for door in ("/inbox?tab=requests", f"/conversations/{room}", path, "/sync", f"/conversations/{room}/events?after=0"):
            answer = await ana.ask("GET", door)
            heads = [head for head in answer.json().get("conversations", [answer.json()]) if head.get("id") == room]
            for head in heads:
                assert (head["person"], head["title"], head["faces"]) == (None, "", [])
            assert "Name of eve" not in answer.text
            assert '"eve"' not in answer.text
        assert await ana.refused("PATCH", f"/conversations/{room}/mine", {"pinned": True}) == "409 a_request"
        origin = (await ana.get(f"/conversations/{room}"))["origin"]
        assert [one["handle"] for one in origin["mutuals"]["people"]] == ["chidi"]
        assert origin["shared_groups"] == {"count": 0, "titles": []}
        assert (await ana.get(f"/conversations/{room}/person"))["handle"] == "eve"
        before = await eve.ask("GET", f"/conversations/{room}")
        await ana.put(f"/conversations/{room}/block")
        await mine.take("changed", conversation_id=room)
    assert await listed(ana, "&tab=requests") == []
    assert await eve.refused("GET", "/users/ana") == "404 not_found"
    assert (before.json()["state"], before.json()["sending"]) == ("pending", "waiting")
    for door in ("person", "block"):
        method = "GET" if door == "person" else "PUT"
        assert await ana.refused(method, f"/conversations/{room}/{door}") == "404 not_found"
        assert await eve.refused(method, f"/conversations/{room}/{door}") == "404 not_found"


async def test_an_accepted_one_is_as_any_other(server: Server) -> None:
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    accepted = good(await ana.ask("PUT", f"/conversations/{room}/acceptance", {"accepted": True}))
    assert (accepted["person"]["handle"], accepted["title"], accepted["origin"]) == ("eve", "Eve", None)
    assert await ana.refused("GET", f"/conversations/{room}/person") == "404 not_found"
    await post(eve, room, "thank you: https://example.org")


async def test_a_mention_reaches_out_of_a_muted_chat_but_not_out_of_the_archive(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await group(chidi, ana)
    called = {"type": "text", "text": "@Ana come", "mentions": [{"at": 0, "length": 4, "account_id": ana.me["id"]}]}
    await keep(ana, room, archived=True, mute="always")
    await say(chidi, room, **called)
    assert (await listed(ana), await listed(ana, "&tab=archived"), await unread(ana)) == ([], [room], 0)
    await keep(ana, room, archived=False)
    assert (await listed(ana), await unread(ana)) == ([room], 1)


async def test_a_colour_is_mine_and_on_all_my_devices(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    phone, room = await device(server, ana), await chat(ana, chidi)
    await post(ana, room)
    async with live(server, phone) as other, live(server, chidi) as his:
        cursor = (await phone.get("/sync"))["cursor"]
        assert (await keep(ana, room, colour="teal"))["colour"] == "teal"
        await other.take("changed", conversation_id=room)
        (head,) = [one for one in (await phone.get(f"/sync?cursor={cursor}"))["conversations"] if one["id"] == room]
        assert head["colour"] == "teal"
        assert (await keep(phone, room, pinned=True))["colour"] == "teal"       # what is left out stays
        assert (await chidi.get(f"/conversations/{room}"))["colour"] is None
        assert (await keep(ana, room, colour=None))["colour"] is None
        await his.settled()
        assert his.said("changed") + his.said("event") == []
    assert (await ana.refused("PATCH", f"/conversations/{room}/mine", {"colour": "mauve"})).startswith("400")
    assert await eve.refused("PATCH", f"/conversations/{room}/mine", {"colour": "teal"}) == "404 not_found"
