"""Folders of an inbox: one's own, on all devices, and what stands in them."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.api import Server, Someone, good, serving
from tests.client import befriend, chat, device, live, post, talk
from tests.messages.groups import group
from tests.profiles.test_profiles import statements


async def make(who: Someone, name: str = "Work", rule: str = "manual", **more: Any) -> Any:
    asked = {"name": name, "rule": rule, "client_id": str(uuid4()), **more}
    return good(await who.ask("POST", "/me/folders", asked))


async def folders(who: Someone) -> list[dict[str, Any]]:
    return list((await who.get("/me/folders"))["folders"])


async def names(who: Someone) -> list[str]:
    return [one["name"] for one in await folders(who)]


async def inside(who: Someone, folder: str, more: str = "") -> list[str]:
    return [head["id"] for head in (await who.get(f"/inbox?folder={folder}{more}"))["conversations"]]


async def test_made_named_moved_deleted(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    phone = await device(server, ana)
    async with live(server, phone) as hers, live(server, eve) as others:
        client_id = str(uuid4())
        work = await make(ana, "  Wörk \n ", client_id=client_id)
        assert await hers.take("folders") == {"op": "folders"}
        assert (work["name"], work["rule"], work["conversation_ids"], work["account_ids"]) == ("Wörk", "manual", [], None)
        again = await ana.ask("POST", "/me/folders", {"name": "Else", "rule": "groups", "client_id": client_id})
        assert (again.status_code, again.json()) == (200, work)
        assert (await make(eve, client_id=client_id))["id"] != work["id"]           # her own name for her own folder
        unread, clubs = await make(ana, "New", "unread"), await make(ana, "Clubs", "groups")
        moved = await ana.patch(f"/me/folders/{clubs['id']}", {"place": 0, "name": "Groups"})
        assert [one["name"] for one in moved["folders"]] == await names(phone) == ["Groups", "Wörk", "New"]
        await ana.patch(f"/me/folders/{clubs['id']}", {"place": 19})
        assert await names(phone) == ["Wörk", "New", "Groups"]
        await phone.delete(f"/me/folders/{unread['id']}")
        assert await names(ana) == ["Wörk", "Groups"]
        await others.settled()
        assert len(others.said("folders")) == 1                                     # of her own


async def test_nobody_elses(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room, hers = await chat(ana, chidi), await make(ana)
    await post(ana, room)
    mine = await make(eve)
    for wrong in (hers["id"], str(uuid4())):
        for method, path in (("PATCH", ""), ("DELETE", ""), ("PUT", f"/conversations/{room}"), ("DELETE", f"/conversations/{room}")):
            assert await eve.refused(method, f"/me/folders/{wrong}{path}", {"name": "x"} if method == "PATCH" else None) == "404 not_found"
        assert await eve.refused("GET", f"/inbox?folder={wrong}") == "404 not_found"
    for method in ("PUT", "DELETE"):                                                # my folder, a conversation that is not mine
        assert await eve.refused(method, f"/me/folders/{mine['id']}/conversations/{room}") == "404 not_found"
    assert [one["conversation_ids"] for one in await folders(eve) + await folders(ana)] == [[], []]


async def test_what_stands_in_each(server: Server) -> None:
    ana, chidi, fatou, gil, eve = await server.people("ana", "chidi", "fatou", "gil", "eve")
    with_chidi, with_fatou, club = await chat(ana, chidi), await chat(ana, fatou), await group(ana, gil)
    asking = await talk(eve, ana)
    await post(eve, asking, "hello?")
    for who, room in ((ana, club), (ana, with_chidi), (fatou, with_fatou)):
        await post(who, room)
    await ana.put("/users/chidi/close-friend")
    rules = {rule: (await make(ana, rule, rule))["id"] for rule in ("manual", "unread", "groups", "close_friends")}
    await ana.put(f"/me/folders/{rules['manual']}/conversations/{club}")
    held = await ana.put(f"/me/folders/{rules['manual']}/conversations/{with_fatou}")
    assert sorted(held["conversation_ids"]) == sorted([club, with_fatou])
    expected = {"manual": [with_fatou, club], "unread": [with_fatou], "groups": [club], "close_friends": [with_chidi]}
    assert {rule: await inside(ana, folder) for rule, folder in rules.items()} == expected
    assert [one["account_ids"] for one in await folders(ana)] == [None, None, None, [chidi.me["id"]]]
    assert await inside(ana, rules["manual"], "&q=fatou") == [with_fatou]
    await ana.patch(f"/conversations/{club}/mine", {"archived": True})
    await ana.patch(f"/conversations/{with_chidi}/mine", {"pinned": True, "marked_unread": True})
    assert await inside(ana, rules["manual"]) == [with_fatou]                       # what is archived is in no folder
    assert await inside(ana, rules["groups"]) == []
    assert await inside(ana, rules["unread"]) == [with_fatou, with_chidi]
    await ana.delete(f"/me/folders/{rules['manual']}/conversations/{with_fatou}")
    assert await inside(ana, rules["manual"]) == []
    assert await ana.refused("PUT", f"/me/folders/{rules['manual']}/conversations/{asking}") == "409 a_request"
    assert await ana.refused("PUT", f"/me/folders/{rules['groups']}/conversations/{with_chidi}") == "409 folder_by_rule"


async def test_close_friends_change_it_on_all_devices(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await befriend(ana, chidi)
    async with live(server, await device(server, ana)) as hers, live(server, chidi) as his:
        await ana.put("/users/chidi/close-friend")
        await hers.take("folders")
        await ana.delete("/users/chidi/close-friend")
        await hers.take("folders")
        await his.settled()
        assert his.said("folders") == []


async def test_no_more_than_may_be(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    for name in ("", " ", "\u202e", "x" * 25):
        code = "400 folder_name_too_long" if len(name) > 24 else "400 folder_name_empty"
        assert await ana.refused("POST", "/me/folders", {"name": name, "rule": "manual", "client_id": str(uuid4())}) == code
    full = await make(ana)
    made = await asyncio.gather(*(make(ana, f"number {one}") for one in range(18)))
    both = [{"name": "last", "rule": "unread", "client_id": str(uuid4())} for _ in range(2)]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*(ana.ask("POST", "/me/folders", body) for body in both)))
    assert (codes, len(made), len(await folders(ana))) == ([201, 409], 18, 20)
    async with server.app.db.tx() as tx:
        await tx.do("""
with made as (insert into conversations (kind, created_by, member_count) select 'group', $2, 1 from generate_series(1, 500) returning id)
insert into folder_conversations (folder_id, conversation_id) select $1, id from made""", full["id"], ana.me["id"])
    assert await ana.refused("PUT", f"/me/folders/{full['id']}/conversations/{room}") == "409 folder_full"


async def test_two_devices_at_once(server: Server) -> None:
    (ana,) = await server.people("ana")
    phone, made = await device(server, ana), [await make(ana, str(one)) for one in range(6)]
    moves = [who.patch(f"/me/folders/{made[one]['id']}", {"place": 5 - one}) for one in range(6) for who in (ana, phone)]
    client_id = str(uuid4())
    await asyncio.gather(*moves, phone.delete(f"/me/folders/{made[5]['id']}"),
                         *(make(who, "both", client_id=client_id) for who in (ana, phone)), return_exceptions=True)
    async with server.app.db.tx() as tx:
        places = [row["place"] for row in await tx.rows("select place from folders order by place")]
    assert places == list(range(6))                                                 # dense, none twice
    assert sorted(await names(ana)) == ["0", "1", "2", "3", "4", "both"]


async def test_a_folder_costs_as_much_for_many_as_for_few(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, jobs_in_serve=False) as server:
        ana, chidi = await server.people("ana", "chidi")
        await befriend(ana, chidi)
        doors = [f"/inbox?folder={(await make(ana, rule, rule))['id']}" for rule in ("groups", "unread")] + ["/me/folders"]
        await post(chidi, await group(chidi, ana))
        few = [await statements(ana, door) for door in doors]
        rooms = [await group(chidi, ana, title=f"club {one}") for one in range(8)]
        for room in rooms:
            await post(chidi, room)
        assert [await statements(ana, door) for door in doors] == few
        pages: list[str] = []
        cursor = ""
        while len(pages) <= 9:
            page = await ana.get(f"{doors[0]}&limit=4{cursor}")
            pages += [head["id"] for head in page["conversations"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert pages[:8] == rooms[::-1]
        assert len(pages) == len(set(pages)) == 9
