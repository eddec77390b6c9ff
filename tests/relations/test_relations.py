"""Follow, request, remove, block, mute, close friends: as people do it, and what must not follow from it."""

import asyncio

from tests.api import Server, Someone

NOT_FOUND = "404 not_found"


async def counts(viewer: Someone, handle: str) -> tuple[int, int]:
    shown = await viewer.get(f"/users/{handle}")
    return shown["follower_count"], shown["following_count"]


async def names(viewer: Someone, path: str) -> list[str]:
    return [one["person"]["handle"] for one in (await viewer.get(path))["people"]]


async def test_following_a_public_account(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    relation = await ana.put("/users/chidi/follow")
    assert relation == {"following": "yes", "followed_by": False, "friends": False, "blocking": False,
                        "muting": False, "close_friend": False, "requests_you": False}
    assert await ana.put("/users/chidi/follow") == relation
    assert (await counts(ana, "chidi"), await counts(ana, "ana")) == ((1, 0), (0, 1))
    assert (await chidi.put("/users/ana/follow"))["friends"]
    assert (await names(ana, "/me/friends"), await names(chidi, "/me/friends")) == (["chidi"], ["ana"])
    assert (await ana.delete("/users/chidi/follow"))["following"] == "no"
    await ana.delete("/users/chidi/follow")
    assert (await counts(ana, "chidi"), await counts(ana, "ana")) == ((0, 1), (1, 0))
    assert await names(ana, "/me/friends") == []


async def test_a_private_account_is_asked(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await chidi.patch("/me", {"private": True})
    assert (await ana.put("/users/chidi/follow"))["following"] == "requested"
    await eve.put("/users/chidi/follow")
    assert await counts(ana, "chidi") == (0, 0)
    assert sorted(await names(chidi, "/me/follow-requests")) == ["ana", "eve"]
    assert await ana.refused("GET", "/users/chidi/followers") == NOT_FOUND
    assert (await chidi.get("/users/ana"))["relation"]["requests_you"]

    assert (await chidi.put("/me/follow-requests/ana"))["followed_by"]
    assert not (await chidi.delete("/me/follow-requests/eve"))["requests_you"]
    assert await names(chidi, "/me/follow-requests") == []
    assert (await ana.get("/users/chidi"))["relation"]["following"] == "yes"
    assert await names(ana, "/users/chidi/followers") == ["ana"]
    assert await eve.refused("GET", "/users/chidi/followers") == NOT_FOUND
    assert await counts(ana, "chidi") == (1, 0)


async def test_ignored_looks_exactly_like_waiting(server: Server) -> None:
    ana, eve, chidi = await server.people("ana", "eve", "chidi")
    await chidi.patch("/me", {"private": True})
    for asker in (ana, eve):
        await asker.put("/users/chidi/follow")
    await chidi.delete("/me/follow-requests/eve")
    waiting, ignored = await ana.ask("GET", "/users/chidi"), await eve.ask("GET", "/users/chidi")
    assert waiting.json() == ignored.json()
    assert await ana.put("/users/chidi/follow") == await eve.put("/users/chidi/follow")
    assert await names(chidi, "/me/follow-requests") == ["ana"]     # asking again does not bring it back
    assert (await chidi.put("/me/follow-requests/eve"))["followed_by"]


async def test_taking_an_ignored_request_back_and_asking_again_does_not_nag(server: Server) -> None:
    ana, eve, chidi = await server.people("ana", "eve", "chidi")
    await chidi.patch("/me", {"private": True})
    for asker in (ana, eve):
        await asker.put("/users/chidi/follow")
    await chidi.delete("/me/follow-requests/eve")
    for verb in ("DELETE", "PUT", "DELETE"):
        waiting, ignored = [(await one.ask(verb, "/users/chidi/follow")).json() for one in (ana, eve)]
        assert waiting == ignored
        assert "eve" not in await names(chidi, "/me/follow-requests")
    assert await chidi.refused("PUT", "/me/follow-requests/eve") == NOT_FOUND     # it was taken back


async def test_a_request_of_nobody_is_not_found(server: Server) -> None:
    ana, _, chidi = await server.people("ana", "eve", "chidi")
    await chidi.patch("/me", {"private": True})
    await ana.put("/users/chidi/follow")
    for method in ("PUT", "DELETE"):
        assert await chidi.refused(method, "/me/follow-requests/eve") == NOT_FOUND
        assert await chidi.refused(method, "/me/follow-requests/nobody") == NOT_FOUND
        assert await ana.refused(method, "/me/follow-requests/chidi") == NOT_FOUND
    await ana.delete("/users/chidi/follow")
    assert await chidi.refused("PUT", "/me/follow-requests/ana") == NOT_FOUND


async def test_removing_a_follower(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await ana.put("/users/chidi/follow")
    await chidi.put("/users/ana/follow")
    await chidi.put("/users/ana/close-friend")
    relation = await chidi.delete("/users/ana/follower")
    assert (relation["followed_by"], relation["following"], relation["close_friend"]) == (False, "yes", False)
    assert (await ana.get("/users/chidi"))["relation"]["following"] == "no"
    assert await names(chidi, "/me/close-friends") == []


async def test_a_block_ends_everything_and_looks_like_nobody(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    for one, other in ((ana, eve), (eve, ana), (chidi, ana), (chidi, eve)):
        await one.put(f"/users/{other.handle}/follow")
    await ana.put("/users/eve/close-friend")
    assert await ana.put("/users/eve/block") == await ana.put("/users/eve/block")
    assert (await counts(chidi, "ana"), await counts(chidi, "eve")) == ((1, 0), (1, 0))
    for viewer, hidden in ((ana, "eve"), (eve, "ana")):
        for method, path in (("GET", ""), ("GET", "/followers"), ("GET", "/following"), ("PUT", "/follow"),
                             ("DELETE", "/follow"), ("DELETE", "/follower"), ("PUT", "/mute"), ("DELETE", "/mute"),
                             ("PUT", "/close-friend"), ("DELETE", "/close-friend"), ("PUT", "/conversation")):
            there = await viewer.ask(method, f"/users/{hidden}{path}")
            nobody = await viewer.ask(method, f"/users/nobody{path}")
            assert there.status_code == 404, (method, path)
            assert (there.json(), there.headers.raw[1:]) == (nobody.json(), nobody.headers.raw[1:])
        assert hidden not in await names(viewer, f"/people?q={hidden}")
        assert hidden not in await names(viewer, "/people/suggested")
        assert hidden not in await names(viewer, "/users/chidi/following")
        assert await names(viewer, "/me/close-friends") == []
    assert await eve.refused("PUT", "/users/ana/block") == NOT_FOUND
    assert await names(eve, "/me/blocks") == []


async def test_a_block_is_looked_at_and_lifted_by_its_owner(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    await eve.put("/users/ana/follow")
    await ana.put("/users/eve/block")
    assert await names(ana, "/me/blocks") == ["eve"]
    assert await eve.refused("DELETE", "/users/ana/block") == NOT_FOUND
    relation = await ana.delete("/users/eve/block")
    assert (relation["blocking"], relation["followed_by"]) == (False, False)
    assert await names(ana, "/me/blocks") == []
    assert await counts(eve, "ana") == (0, 0)


async def test_muting_is_told_to_nobody(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    before = await chidi.get("/users/ana")
    assert (await ana.put("/users/chidi/mute"))["muting"]
    assert await names(ana, "/me/mutes") == ["chidi"]
    assert (await chidi.get("/users/ana"), await names(chidi, "/me/mutes")) == (before, [])
    assert not (await ana.delete("/users/chidi/mute"))["muting"]


async def test_close_friends_are_friends(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await ana.put("/users/chidi/follow")
    assert await ana.refused("PUT", "/users/chidi/close-friend") == "403 not_friends"
    await chidi.put("/users/ana/follow")
    before = await chidi.get("/users/ana")
    assert (await ana.put("/users/chidi/close-friend"))["close_friend"]
    assert await chidi.get("/users/ana") == before
    await ana.delete("/users/chidi/follow")
    assert await names(ana, "/me/close-friends") == []


async def test_nobody_does_it_to_oneself(server: Server) -> None:
    ana = await server.person("ana")
    for path in ("/follow", "/block", "/mute", "/close-friend"):
        assert await ana.refused("PUT", f"/users/ana{path}") == "400 yourself"


async def test_follows_and_blocks_at_the_same_time(server: Server) -> None:
    """Whatever comes first: no follow outlives a block, no count is wrong, nothing waits for ever."""
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    for _ in range(5):
        await asyncio.gather(*(one.ask(method, f"/users/{other}/{what}") for one, other in
                               ((ana, "eve"), (eve, "ana"), (ana, "chidi"), (chidi, "ana"), (eve, "chidi"))
                               for method, what in (("PUT", "follow"), ("DELETE", "follow"), ("PUT", "follow"))),
                             ana.ask("PUT", "/users/eve/block"))
        async with server.app.db.tx() as tx:
            assert not await tx.value("""
select count(*) from follows f join blocks b
on (b.blocker_id, b.blocked_id) in ((f.follower_id, f.followee_id), (f.followee_id, f.follower_id))""")
            assert not await tx.value("""
select count(*) from follow_counts c
where followers <> (select count(*) from follows where followee_id = c.account_id)
   or following <> (select count(*) from follows where follower_id = c.account_id)""")
        await ana.delete("/users/eve/block")
