"""Groups: who reads what, who may do what, and what is told to whom; by the doors, as any client would."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Server, Someone, good
from tests.client import befriend, device, live, post, talk
from tests.media.pictures import photo
from tests.messages.groups import add, group, leave, log, remove, roles, said


async def head(who: Someone, room: str) -> Any:
    return await who.get(f"/conversations/{room}")


async def test_a_group_is_made_once_and_told(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    await befriend(ana, chidi)
    name = str(uuid4())
    asked = {"kind": "group", "title": "  Lake \u202ehouse\n ", "members": ["chidi", "ana", "chidi"], "client_id": name}
    async with live(server, chidi) as his, live(server, dana) as hers:
        first = await ana.ask("POST", "/conversations", asked)
        again = await ana.ask("POST", "/conversations", {**asked, "title": "other", "members": []})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        told = await his.take("event")
        assert (told["event"]["kind"], told["event"]["seq"], told["event"]["n"], said(told["event"])) == \
            ("system", 1, None, "created")
        assert told["event"]["message"]["body"]["title"] == "Lake house"
        assert told["event"]["message"]["body"]["members"] == [chidi.me["id"]]
        await hers.settled()
        assert hers.told == []
    made = first.json()
    assert (made["kind"], made["title"], made["role"], made["member_count"], made["unread"]) == \
        ("group", "Lake house", "owner", 2, 0)
    for who in (ana, chidi):
        (listed,) = (await who.get("/inbox"))["conversations"]
        assert (listed["id"], listed["unread"], listed["last_message"]["body"]["action"]) == (made["id"], 0, "created")
        assert [face["handle"] for face in listed["faces"]] == ["chidi" if who is ana else "ana"]
    assert (await dana.get("/inbox"))["conversations"] == []
    other = await chidi.ask("POST", "/conversations", {**asked, "members": []})   # somebody else's client_id is their own
    assert other.status_code == 201
    assert other.json()["id"] != made["id"]


async def test_everybody_hears_everybody(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi, dana)
    async with live(server, ana) as one, live(server, chidi) as two, live(server, dana) as three, live(server, eve) as none:
        ok = await two.send(room, "hello all")
        for socket in (one, three):
            message = (await socket.take("message"))["message"]
            assert (message["seq"], message["n"], message["sender"]) == (ok["seq"], 1, chidi.me["id"])
        await three.say("read", conversation_id=room, seq=ok["seq"])
        assert (await two.take("receipt", account_id=dana.me["id"]))["read_seq"] == ok["seq"]
        await one.say("typing", conversation_id=room)
        await two.take("typing", account_id=ana.me["id"])
        assert (await none.send(room, "let me in"))["code"] == "not_found"
        await none.settled()
        assert none.told == []
    assert [(await head(who, room))["unread"] for who in (ana, chidi, dana)] == [1, 0, 0]
    marks = {mark["account_id"]: mark["read_seq"] for mark in (await head(chidi, room))["marks"]}
    assert marks == {ana.me["id"]: marks[ana.me["id"]], dana.me["id"]: ok["seq"]}


async def test_new_members_read_from_their_joining_or_everything(server: Server) -> None:
    ana, chidi, dana, gil = await server.people("ana", "chidi", "dana", "gil")
    room = await group(ana, chidi)
    for who in (dana, gil):
        await befriend(ana, who)
    await post(ana, room, "before")
    assert await add(ana, room, dana) == (["dana"], [])
    await post(chidi, room, "between")
    await ana.patch(f"/conversations/{room}", {"history": "all"})
    assert await add(chidi, room, gil) == ([], ["gil"])       # no friend of chidi's
    assert await add(ana, room, gil) == (["gil"], [])          # but of ana's
    await post(chidi, room, "after")
    assert [said(event) for event in await log(dana, room)] == ["added", "between", "history", "added", "after"]
    assert [said(event) for event in await log(gil, room)] == \
        ["created", "before", "added", "between", "history", "added", "after"]
    assert [(await head(who, room))["unread"] for who in (dana, gil)] == [2, 1]
    found = await dana.get(f"/conversations/{room}/messages?limit=100")
    assert [message["seq"] for message in found["messages"]] == [event["seq"] for event in await log(dana, room)]
    assert (await dana.get(f"/conversations/{room}/messages?before=3"))["messages"] == []
    assert (await head(dana, room))["from_seq"] == 2


async def test_who_is_removed_reads_up_to_there_and_learns_no_more(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    await post(ana, room, "one")
    cursor = (await chidi.get("/sync"))["cursor"]
    async with live(server, chidi) as his, live(server, dana) as hers:
        await remove(ana, room, chidi)
        assert said((await his.take("event"))["event"]) == "removed"
        await his.take("changed", conversation_id=room)
        assert (await his.send(room, "still here?"))["code"] == "not_found"
        await post(dana, room, "gone at last")
        await hers.take("event")
        await ana.patch(f"/conversations/{room}", {"title": "Secret name"})
        assert good(await ana.ask("PUT", f"/conversations/{room}/picture", content=photo(),
                                  headers={"content-type": "image/jpeg"}))["picture"]
        await his.settled()
        assert his.told == []
    left = await head(chidi, room)
    assert (left["sending"], left["to_seq"], left["last_seq"], left["title"], left["picture"], left["faces"], left["unread"]) == \
        ("closed", 3, 3, "Lake house", None, [], 1)
    assert [said(event) for event in await log(chidi, room)] == ["created", "one", "removed"]
    for path in ("messages", "messages?after=0", "messages?before=100"):
        page = await chidi.get(f"/conversations/{room}/{path}")
        assert [message["seq"] for message in page["messages"]] == [1, 2, 3]
    assert await chidi.refused("GET", f"/conversations/{room}/members") == "403 not_in_group"
    assert await chidi.refused("POST", f"/conversations/{room}/members", {"handles": ["dana"]}) == "403 not_in_group"
    before = await chidi.get("/sync")
    await post(dana, room, "and more")
    assert (await chidi.get("/sync"))["conversations"] == before["conversations"]
    assert cursor
    await chidi.put(f"/conversations/{room}/marks", {"read_seq": 100})
    assert (await head(chidi, room))["unread"] == 0
    assert (await chidi.get("/inbox?q=secret"))["conversations"] == []


async def test_who_comes_back_begins_anew(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    await post(ana, room, "one")
    await remove(ana, room, chidi)
    await post(ana, room, "unheard")
    assert await add(ana, room, chidi) == (["chidi"], [])
    await post(ana, room, "two")
    assert [said(event) for event in await log(chidi, room)] == ["added", "two"]
    assert (await head(chidi, room))["unread"] == 1
    await leave(chidi, room)
    assert await add(ana, room, chidi) == ([], ["chidi"])      # who left by themselves is asked
    assert await roles(ana, room) == {"ana": "owner", "dana": "member"}


async def test_roles(server: Server) -> None:
    ana, chidi, dana, gil = await server.people("ana", "chidi", "dana", "gil")
    room = await group(ana, chidi, dana, gil)
    path = f"/conversations/{room}/members/{{}}/role"

    async def become(who: Someone, whom: Someone, role: str) -> str:
        answer = await who.ask("PUT", path.format(whom.me["id"]), {"role": role})
        return str(answer.json().get("code") or answer.json()["role"])
    assert await become(chidi, chidi, "admin") == "not_allowed"
    assert await become(chidi, dana, "member") == "not_allowed"
    assert await become(ana, chidi, "admin") == "admin"
    assert await chidi.refused("DELETE", f"/conversations/{room}/members/{ana.me['id']}") == "403 not_allowed"
    assert await become(chidi, dana, "admin") == "not_allowed"            # who manages is the owner's to say
    await ana.patch(f"/conversations/{room}", {"permissions": {"manage": "admin"}})
    assert await become(chidi, dana, "owner") == "not_allowed"
    assert await become(chidi, dana, "admin") == "admin"
    assert await become(dana, chidi, "member") == "not_allowed"           # nobody touches their like
    assert await dana.refused("DELETE", f"/conversations/{room}/members/{chidi.me['id']}") == "403 not_allowed"
    assert await become(dana, dana, "member") == "member"
    assert await become(ana, ana, "admin") == "last_owner"
    assert await become(ana, gil, "owner") == "owner"
    assert await become(ana, ana, "member") == "member"
    assert await roles(dana, room) == {"gil": "owner", "chidi": "admin", "ana": "member", "dana": "member"}
    assert await ana.refused("PATCH", f"/conversations/{room}", {"permissions": {"remove": "member"}}) == "403 not_allowed"
    assert await gil.refused("PATCH", f"/conversations/{room}", {"permissions": {"remove": "member"}}) == "400 permission_too_wide"
    await gil.patch(f"/conversations/{room}", {"permissions": {"send": "admin", "add": "admin"}})
    assert await ana.refused("POST", f"/conversations/{room}/messages",
                             {"client_id": str(uuid4()), "body": {"type": "text", "text": "?"}}) == "403 not_allowed"
    assert (await head(ana, room))["sending"] == "read_only"
    assert await ana.refused("POST", f"/conversations/{room}/members", {"handles": ["dana"]}) == "403 not_allowed"
    await post(chidi, room, "an announcement")


async def test_the_last_owner_leaves_it_to_somebody(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    await ana.put(f"/conversations/{room}/members/{dana.me['id']}/role", {"role": "admin"})
    await leave(ana, room)
    assert await roles(chidi, room) == {"dana": "owner", "chidi": "member"}
    await leave(dana, room)
    assert await roles(chidi, room) == {"chidi": "owner"}
    await leave(chidi, room)
    assert [said(event) for event in (await log(chidi, room))[-3:]] == ["role", "left", "left"]
    assert (await head(chidi, room))["sending"] == "closed"


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 61])
async def test_a_title_is_a_title(server: Server, title: str) -> None:
    ana = await server.person("ana")
    assert (await ana.refused("POST", "/conversations", {"kind": "group", "title": title, "members": []})).startswith("400")
    room = await group(ana)
    assert (await ana.refused("PATCH", f"/conversations/{room}", {"title": title})).startswith("400")
    assert (await log(ana, room))[-1]["seq"] == 1
    await ana.patch(f"/conversations/{room}", {"title": "Lake house"})     # as it is: nothing to say
    assert (await log(ana, room))[-1]["seq"] == 1


async def test_a_group_is_full_at_its_limit(server: Server) -> None:
    most = server.app.config.limits.sizes.group_members
    ana, chidi = await server.people("ana", "chidi")
    room = await group(ana)
    async with server.app.db.tx() as tx:
        await tx.do("update conversations set member_count = $2 where id = $1", room, most)
    await befriend(ana, chidi)
    assert await ana.refused("POST", f"/conversations/{room}/members", {"handles": ["chidi"]}) == "409 group_full"
    assert (await log(ana, room))[-1]["seq"] == 1


async def test_names_are_told_to_those_who_were_in_it_together(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi)
    query = f"/conversations/{room}/people?" + "&".join(f"ids={who.me['id']}" for who in (ana, chidi, dana, eve))

    async def names(who: Someone) -> list[str]:
        return [one["handle"] for one in (await who.get(query))["people"]]
    assert await names(ana) == ["ana", "chidi"]
    await remove(ana, room, chidi)
    await befriend(ana, dana)
    await add(ana, room, dana)
    assert await names(ana) == ["ana", "chidi", "dana"]
    assert await names(chidi) == ["ana", "chidi"]       # who came after is none of theirs
    assert await eve.refused("GET", query) == "404 not_found"
    direct = await talk(eve, ana)
    await post(eve, direct, "may I?")
    assert await ana.get(query.replace(room, direct)) == {"people": []}     # a request says no name


async def test_devices_agree(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    phone, tablet = await device(server, ana), await device(server, ana)
    room = await group(ana, chidi, dana)
    async with live(server, ana) as one, live(server, phone) as two, live(server, tablet) as three:
        await two.send(room, "from the phone")
        await post(chidi, room, "from chidi")
        await remove(phone, room, dana)
        seen = []
        for socket in (one, two, three):
            await socket.settled()
            frames = [frame.get("message") or frame["event"]["message"]
                      for frame in socket.kept if frame["op"] in ("message", "event")]
            seen.append(Counter(frame["seq"] for frame in frames))
        assert seen[0] == seen[2] == Counter([2, 3, 4])
        assert seen[1] == Counter([3, 4])           # its own came as an ok


async def test_of_delivery_to_a_large_group_nothing_is_kept(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await group(ana, chidi)
    await post(ana, room, "one")
    async with server.app.db.tx() as tx:
        await tx.do("update conversations set member_count = 51 where id = $1", room)
    async with live(server, ana) as hers:
        await chidi.put(f"/conversations/{room}/marks", {"delivered_seq": 2})
        async with server.app.db.tx() as tx:
            assert await tx.value("select delivered_seq from members where conversation_id = $1 and account_id = $2",
                                  room, chidi.me["id"]) < 2
        await chidi.put(f"/conversations/{room}/marks", {"read_seq": 2})
        await hers.settled()
        assert hers.told == []
    assert ((await head(chidi, room))["unread"], (await head(ana, room))["marks"]) == (0, [])
