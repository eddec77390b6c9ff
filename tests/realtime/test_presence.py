"""Who is here, and who is writing: for those who may know, and no longer than they may."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast
from uuid import UUID

import pytest

from paperplane.core.db import Db, Tx
from paperplane.core.limits import Sizes
from paperplane.realtime.dispatch import Dispatch
from paperplane.realtime.frames import Watch
from tests.api import Server
from tests.client import befriend, chat, live, post, talk
from tests.messages.groups import group, leave


def here(account: str, online: bool) -> dict[str, object]:
    return {"op": "presence", "account_id": account, "online": online, "last_seen_at": None}


async def test_friends_see_each_other_come(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await befriend(ana, chidi)
    async with live(server, ana) as socket:
        await socket.say("watch", account_ids=[chidi.me["id"]])
        assert await socket.take("presence") == here(chidi.me["id"], online=False)
        async with live(server, chidi):
            assert await socket.take("presence") == here(chidi.me["id"], online=True)
        await socket.say("watch", account_ids=[])
        await socket.settled()
        assert socket.said("presence") == []


async def test_who_has_left_was_seen(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await befriend(ana, chidi)
    async with live(server, ana) as socket:
        await socket.say("watch", account_ids=[chidi.me["id"]])
        await socket.take("presence", online=False, last_seen_at=None)
        async with live(server, chidi):
            await socket.take("presence", online=True)
        gone = await socket.take("presence", online=False)
        assert gone["last_seen_at"] is not None


@pytest.mark.parametrize("who", ["stranger", "following", "followed", "hidden", "hiding", "blocked", "nobody"])
async def test_others_see_nothing(server: Server, who: str) -> None:
    ana, eve = await server.people("ana", "eve")
    if who in ("hidden", "hiding", "blocked"):
        await befriend(ana, eve)
    match who:
        case "following":
            await ana.put("/users/eve/follow")
        case "followed":
            await eve.put("/users/ana/follow")
        case "hidden":
            await eve.patch("/me", {"show_presence": "nobody"})
        case "hiding":
            await ana.patch("/me", {"show_presence": "nobody"})
        case "blocked":
            await eve.put("/users/ana/block")
        case _:
            pass
    wanted = "0192f0c1-1111-7111-8111-111111111111" if who == "nobody" else eve.me["id"]
    async with live(server, ana) as socket:
        await socket.say("watch", account_ids=[wanted])
        await socket.settled()
        async with live(server, eve):
            await socket.settled()
            assert socket.said("presence") == []


@pytest.mark.parametrize("end", ["block", "be blocked", "hide", "be hidden from", "unfollow", "be unfollowed", "remove"])
async def test_it_ends_at_once(server: Server, end: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await befriend(ana, chidi)
    async with live(server, ana) as hers:
        async with live(server, chidi) as his:
            for socket, whom in ((hers, chidi), (his, ana)):
                await socket.say("watch", account_ids=[whom.me["id"]])
                await socket.take("presence", online=True)
            match end:
                case "block":
                    await ana.put("/users/chidi/block")
                case "be blocked":
                    await chidi.put("/users/ana/block")
                case "hide":
                    await ana.patch("/me", {"show_presence": "nobody"})
                case "be hidden from":
                    await chidi.patch("/me", {"show_presence": "nobody"})
                case "unfollow":
                    await ana.delete("/users/chidi/follow")
                case "be unfollowed":
                    await chidi.delete("/users/ana/follow")
                case _:
                    await ana.delete("/users/chidi/follower")
            for socket, whom in ((hers, chidi), (his, ana)):
                await socket.settled()      # who hides sees nobody any more either
                assert socket.said("presence") == [here(whom.me["id"], online=False)]
                socket.kept.clear()
            assert server.app.hub._watchers == {}
        async with live(server, chidi):
            await hers.settled()
            assert hers.said("presence") == []


@pytest.mark.parametrize("where", ["direct", "group"])
async def test_everyone_is_whom_i_talk_with(server: Server, where: str) -> None:
    """Two who are no friends: seen as soon as both show it to everyone, and no longer than that."""
    ana, eve, chidi = await server.people("ana", "eve", "chidi")
    if where == "direct":
        room = await talk(eve, ana)
        await post(eve, room, "may I?")
    else:
        room = await group(chidi, ana, eve)
    await eve.patch("/me", {"show_presence": "everyone"})
    async with live(server, ana) as hers, live(server, eve):
        await hers.say("watch", account_ids=[eve.me["id"]])
        await ana.patch("/me", {"show_presence": "everyone"})
        if where == "direct":
            await server.app.dispatch.reshow(UUID(ana.me["id"]))
            assert (await hers.settled()).said("presence") == [], "a request is no conversation"
            await ana.put(f"/conversations/{room}/acceptance", {"accepted": True})
        assert await hers.take("presence") == here(eve.me["id"], online=True)
        for choice in ("friends", "nobody"):
            await eve.patch("/me", {"show_presence": choice})
            assert await hers.take("presence") == here(eve.me["id"], online=False)
            await eve.patch("/me", {"show_presence": "everyone"})
            assert await hers.take("presence") == here(eve.me["id"], online=True)
        await (leave(eve, room) if where == "group" else eve.put("/users/ana/block"))
        assert await hers.take("presence") == here(eve.me["id"], online=False)
        assert server.app.hub._watchers == {}


async def test_a_minor_does_not_show_everyone(server: Server) -> None:
    ben, ana = await server.people("ben", "ana")
    assert await ben.refused("PATCH", "/me", {"show_presence": "everyone", "show_typing": "nobody"}) == "403 minor_presence"
    assert (await ben.get("/me"))["show_typing"] == "everyone"
    for choice in ("nobody", "friends"):
        assert (await ben.patch("/me", {"show_presence": choice}))["show_presence"] == choice
    assert (await ana.patch("/me", {"show_presence": "everyone"}))["show_presence"] == "everyone"
    assert await ana.refused("PATCH", "/me", {"show_presence": "somebody"}) == "400 invalid"


async def test_recording_is_told_as_recording(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as hers, live(server, chidi) as his:
        await hers.say("typing", conversation_id=room, doing="recording")
        assert (await his.take("typing"))["doing"] == "recording"
        await chidi.patch("/me", {"show_recording": "nobody"})
        await hers.say("typing", conversation_id=room, doing="recording")
        await hers.say("typing", conversation_id=room)
        assert (await his.take("typing"))["doing"] == "writing"
        await hers.settled()
        assert (await his.settled()).said("typing") == []
        await hers.say("typing", conversation_id=room, doing="sleeping")
        assert (await hers.take("error"))["code"] == "bad_frame"


async def test_typing_is_told_in_open_conversations(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as hers, live(server, ana) as her_other, live(server, chidi) as his:
        await hers.say("typing", conversation_id=room)
        assert await his.take("typing") == {"op": "typing", "conversation_id": room, "account_id": ana.me["id"], "doing": "writing"}
        for socket in (hers, her_other):
            await socket.settled()
            assert socket.said("typing") == []


async def test_typing_is_not_told_elsewhere(server: Server) -> None:
    ana, eve, chidi = await server.people("ana", "eve", "chidi")
    request, others = await talk(eve, ana), await chat(ana, chidi)
    await post(eve, request, "may I?")
    async with live(server, ana) as hers, live(server, eve) as asking, live(server, chidi) as his:
        await asking.say("typing", conversation_id=request)
        await hers.say("typing", conversation_id=request)
        await (await asking.settled()).say("typing", conversation_id=others)
        assert (await asking.take("error"))["code"] == "not_found"
        await chidi.put("/users/ana/block")
        await hers.say("typing", conversation_id=others)
        await his.say("typing", conversation_id=others)
        for socket in (hers, asking, his, hers, asking, his):
            await socket.settled()
            assert {frame["op"] for frame in socket.kept} <= {"changed"}


class Overtaken:
    """The database, where somebody does something in the moment after the first transaction."""

    def __init__(self, db: Db, then: Callable[[], Awaitable[object]]) -> None:
        self._db = db
        self._left = [then]

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        async with self._db.tx() as tx:
            yield tx
        if self._left:
            await self._left.pop()()


@pytest.mark.parametrize("how", ["block", "unfollow", "hide"])
async def test_a_parting_that_overtakes_a_watch_counts(server: Server, how: str) -> None:
    ana, eve = await server.people("ana", "eve")
    await befriend(ana, eve)
    app, her_id = server.app, UUID(eve.me["id"])

    async def part() -> None:
        match how:
            case "block":
                await eve.put("/users/ana/block")
            case "unfollow":
                await eve.delete("/users/ana/follow")
            case _:
                await eve.patch("/me", {"show_presence": "nobody"})

    async with live(server, ana) as socket, live(server, eve):
        (connection,) = app.hub._by_account[UUID(ana.me["id"])]
        db = cast("Db", Overtaken(app.db, part))
        dispatch = Dispatch(db, app.keys, app.line, app.marks, app.limiter, Sizes(), app.hub, app.hearing)
        await dispatch.frame(connection, Watch([her_id]))
        await socket.settled()
        assert socket.said("presence") == []
        assert her_id not in app.hub._watchers
