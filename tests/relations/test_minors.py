"""An adult does not reach a minor, by any door, until the minor reaches out. For the adult, ben is nobody."""

import pytest

from tests.api import Server, Someone

DOORS = [("GET", ""), ("GET", "/followers"), ("GET", "/following"), ("PUT", "/follow"), ("DELETE", "/follow"),
         ("DELETE", "/follower"), ("PUT", "/block"), ("DELETE", "/block"), ("PUT", "/mute"), ("DELETE", "/mute"),
         ("PUT", "/close-friend"), ("DELETE", "/close-friend"), ("PUT", "/conversation")]


async def names(viewer: Someone, path: str) -> list[str]:
    return [one["person"]["handle"] for one in (await viewer.get(path))["people"]]


async def assert_hidden(viewer: Someone, hidden: str) -> None:
    for method, path in DOORS:
        there = await viewer.ask(method, f"/users/{hidden}{path}")
        nobody = await viewer.ask(method, f"/users/nobody{path}")
        assert there.status_code == 404, (method, path)
        assert (there.json(), there.headers.raw[1:]) == (nobody.json(), nobody.headers.raw[1:])
    assert await viewer.refused("PUT", f"/me/follow-requests/{hidden}") == "404 not_found"
    assert hidden not in await names(viewer, f"/people?q={hidden}")
    assert hidden not in await names(viewer, "/people/suggested")


async def test_for_an_adult_a_minor_is_nobody(server: Server) -> None:
    ana, ben, cleo, chidi = await server.people("ana", "ben", "cleo", "chidi")
    await ben.put("/users/chidi/follow")
    await cleo.put("/users/chidi/follow")
    await chidi.put("/users/ben/follow")
    await ben.put("/me/follow-requests/chidi")
    await ana.put("/users/chidi/follow")
    await assert_hidden(ana, "ben")
    # third profiles tell nothing of the minor either
    assert await names(ana, "/users/chidi/followers") == ["ana"]
    assert await names(ana, "/users/chidi/following") == []
    assert (await ana.get("/users/chidi"))["mutuals"] == {"count": 0, "people": []}
    # and minors find adults, and each other
    assert await names(ben, "/people?q=ana") == ["ana"]
    assert sorted(await names(cleo, "/users/chidi/followers")) == ["ana", "ben", "cleo"]


@pytest.mark.parametrize("private", [False, True])
async def test_the_door_opens_by_following_or_asking_and_shuts_by_blocking(server: Server, private: bool) -> None:
    ana, ben = await server.people("ana", "ben")
    await ana.patch("/me", {"private": private})
    await assert_hidden(ana, "ben")
    assert (await ben.put("/users/ana/follow"))["following"] == ("requested" if private else "yes")
    shown = await ana.get("/users/ben")
    assert (shown["private"], shown["can_message"], shown["relation"]["requests_you"]) == (True, True, private)
    assert await names(ana, "/people?q=ben") == ["ben"]
    assert await ana.refused("GET", "/users/ben/followers") == "404 not_found"
    assert (await ana.put("/users/ben/follow"))["following"] == "requested"
    await ben.delete("/users/ana/follow")
    assert (await ana.get("/users/ben"))["handle"] == "ben"     # it stays open …
    await ben.put("/users/ana/block")
    await assert_hidden(ana, "ben")
    await ben.delete("/users/ana/block")
    await assert_hidden(ana, "ben")                             # … until the block, and does not open by itself


async def test_an_adults_own_wish_opens_nothing(server: Server) -> None:
    ana, ben = await server.people("ana", "ben")
    async with server.app.db.tx() as tx:     # as if it had slipped in before the rule, or before a birthday
        await tx.do("insert into follows (follower_id, followee_id) values ($1, $2)", ana.me["id"], ben.me["id"])
        await tx.do("insert into mutes (muter_id, muted_id) values ($1, $2)", ana.me["id"], ben.me["id"])
    await assert_hidden(ana, "ben")
    assert await names(ana, "/users/ana/following") == []
    assert await names(ana, "/me/mutes") == []


async def test_minors_are_not_suggested_to_strangers_nor_strangers_to_them(server: Server) -> None:
    ana, ben, cleo, chidi = await server.people("ana", "ben", "cleo", "chidi")
    assert sorted(await names(ana, "/people/suggested")) == ["chidi"]
    assert sorted(await names(ben, "/people/suggested")) == ["cleo"]
    for one, other in ((cleo, "chidi"), (chidi, "cleo"), (ben, "cleo"), (cleo, "ben")):
        await one.put(f"/users/{other}/follow")
    await chidi.put("/me/follow-requests/cleo") if (await chidi.get("/me"))["private"] else None
    for one, other in ((cleo, "chidi"), (ben, "cleo"), (cleo, "ben")):
        await one.ask("PUT", f"/me/follow-requests/{other}")
    assert "chidi" in await names(ben, "/people/suggested")     # a friend in common
    assert "ben" not in await names(chidi, "/people/suggested")
