"""What somebody calls somebody: for their own eyes, on all their devices, and by no door for anybody else's."""

import asyncio
from typing import Any

from tests.api import Server, Someone
from tests.client import chat, device, live, page, post, say
from tests.messages.groups import group, log

SECRET = "Grumpy Neighbour"


async def call(who: Someone, other: Someone, name: str = SECRET) -> Any:
    return await who.put(f"/users/{other.handle}/nickname", {"name": name})


async def nicknames(who: Someone) -> dict[str, str]:
    return {one["account_id"]: one["name"] for one in (await who.get("/me/nicknames"))["nicknames"]}


async def found(who: Someone, q: str) -> list[str]:
    return [one["person"]["handle"] for one in (await who.get(f"/people?q={q}"))["people"]]


async def listed(who: Someone, q: str) -> list[str]:
    return [head["id"] for head in (await who.get(f"/inbox?q={q}"))["conversations"]]


async def test_given_changed_taken_back(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    async with live(server, await device(server, ana)) as hers, live(server, chidi) as his:
        assert await call(ana, chidi, "  The\n boss ") == {"account_id": chidi.me["id"], "name": "The boss"}
        assert await hers.take("nicknames") == {"op": "nicknames"}
        await call(ana, chidi, "Tío Ñandú")
        assert await nicknames(ana) == {chidi.me["id"]: "Tío Ñandú"}
        await ana.delete("/users/chidi/nickname")
        await ana.delete("/users/chidi/nickname")
        assert await nicknames(ana) == {}
        await his.settled()
        assert [frame["op"] for frame in his.kept] == []
    for name in ("", " \u200e ", "x" * 51):
        assert (await ana.refused("PUT", "/users/chidi/nickname", {"name": name})).startswith("400 nickname_")
    assert await ana.refused("PUT", "/users/ana/nickname", {"name": "me"}) == "400 yourself"


async def test_found_by_it_and_by_nobody_else(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await post(ana, room)
    await call(ana, chidi)
    for q in ("grumpy", "NEIGH", "neighbour gru", "chidi grumpy", "chidi"):
        assert (await found(ana, q), await listed(ana, q)) == (["chidi"], [room]), q
    for q in ("rumpy", "grumpy ana"):
        assert (await found(ana, q), await listed(ana, q)) == ([], []), q
    for who in (chidi, eve):
        assert (await found(who, "grumpy"), await listed(who, "grumpy")) == ([], [])


async def test_who_is_called_so_learns_it_by_no_door(server: Server) -> None:
    ana, chidi, gil = await server.people("ana", "chidi", "gil")
    room, club = await chat(ana, chidi), await group(ana, chidi, gil)
    async with live(server, chidi) as his, live(server, gil) as gils:
        await call(ana, chidi)
        await say(ana, club, type="text", text="@Chidi hello", mentions=[{"at": 0, "length": 6, "account_id": chidi.me["id"]}])
        await say(ana, club, type="contact", account_id=chidi.me["id"])
        await post(ana, room)
        for who, socket in ((chidi, his), (gil, gils)):
            await socket.settled()
            doors = ["/me", "/me/nicknames", "/users/ana", "/users/chidi", "/people?q=chidi", "/people/suggested", "/inbox", "/sync",
                     "/activity", "/me/friends", f"/conversations/{club}", f"/conversations/{club}/members",
                     f"/conversations/{club}/people?ids={chidi.me['id']}", "/search/messages?q=grumpy", "/search/messages?q=hello"]
            told = [await who.get(door) for door in doors] + [socket.kept, await log(who, club), await page(who, club)]
            assert "rumpy" not in str(told)
    assert "rumpy" not in str(await ana.get("/users/chidi"))           # one door tells it, and only to her


async def test_whoever_went_out_of_sight_is_not_told_of(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    ben = await server.person("ben")
    await chat(ana, chidi)
    await call(ana, chidi)
    assert await ana.refused("PUT", "/users/ben/nickname", {"name": "kid"}) == "404 not_found"      # an adult, and no door was opened
    await call(ben, eve, "Aunt")
    await chidi.put("/users/ana/block")
    assert (await nicknames(ana), await found(ana, "grumpy"), await listed(ana, "grumpy")) == ({}, [], [])
    for method in ("PUT", "DELETE"):
        assert await ana.refused(method, "/users/chidi/nickname", {"name": "x"} if method == "PUT" else None) == "404 not_found"
    await chidi.delete("/users/ana/block")
    await ana.put("/users/chidi/block")
    assert await nicknames(ana) == {chidi.me["id"]: SECRET}             # my own block hides nothing from me
    await ana.delete("/users/chidi/nickname")
    assert await nicknames(ana) == {}


async def test_no_more_than_may_be(server: Server) -> None:
    ana, *_ = await server.people("ana", "chidi", "gil")
    async with server.app.db.tx() as tx:
        await tx.do("""
with made as (insert into accounts (id, handle, display_name, password_hash, birth_date)
              select uuidv7(), 'crowd' || n, 'x', 'x', 'x' from generate_series(1, 999) n returning id)
insert into nicknames (owner_id, account_id, name, words) select $1, id, 'x', 'x' from made""", ana.me["id"])
    both = [ana.ask("PUT", f"/users/{one}/nickname", {"name": "last"}) for one in ("chidi", "gil")]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*both))
    assert (codes, await server.count("nicknames")) == ([200, 409], 1000)
    # Who has one already can be called something else; nobody new can.
    (one,) = [who for who in ("chidi", "gil") if (await ana.ask("PUT", f"/users/{who}/nickname", {"name": "Else"})).is_success]
    assert one in ("chidi", "gil")
