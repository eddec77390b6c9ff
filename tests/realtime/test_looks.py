"""What stands on somebody's screen: they hear that it changed, and others hear nothing."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from paperplane.core.limits import Limits, Sizes
from paperplane.posts.types import PostChanged
from paperplane.realtime.hearing import EVERY_S
from tests.api import Server, Someone, good, serving
from tests.client import Socket, befriend, live
from tests.media.pictures import photo
from tests.media.uploading import ready
from tests.posts.saying import comment, say


async def looks(socket: Socket, *posts: str) -> list[str]:
    """Look at these; which of them are told as not there at once."""
    await socket.say("look", post_ids=list(posts))
    await socket.settled()
    return told(socket)


def told(socket: Socket) -> list[str]:
    found = [frame["post_id"] for frame in socket.said("card")]
    socket.kept = [frame for frame in socket.kept if frame["op"] != "card"]
    return found


async def test_who_looks_hears_of_every_change(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    one, other = (await say(ana, "one"))["id"], (await say(ana, "another"))["id"]
    async with live(server, chidi) as his, live(server, dana) as hers:
        assert await looks(his, one) == []
        assert await looks(hers, other) == []
        await ana.patch(f"/posts/{one}", {"text": "one, again"})
        await his.take("card", post_id=one)
        await ana.delete(f"/posts/{one}")
        await his.take("card", post_id=one)
        good(await ana.ask("POST", f"/posts/{one}/restore"))
        await his.take("card", post_id=one)
        await ana.patch(f"/posts/{one}", {"audience": "only_me"})
        await his.take("card", post_id=one)
        await hers.settled()
        assert told(hers) == [], "she looks at another"


async def test_what_is_not_there_is_told_at_once_and_never_again(server: Server) -> None:
    """Hidden from them, deleted, or never there: it cannot be told apart."""
    ana, chidi = await server.people("ana", "chidi")
    hidden, gone = (await say(ana, "mine", audience="only_me"))["id"], (await say(ana, "gone"))["id"]
    await ana.delete(f"/posts/{gone}")
    asked = [hidden, gone, str(uuid4())]
    async with live(server, chidi) as his:
        assert await looks(his, *asked) == asked
        good(await ana.ask("POST", f"/posts/{gone}/restore"))
        await ana.patch(f"/posts/{hidden}", {"text": "still mine"})
        await his.settled()
        assert told(his) == []


async def test_who_is_parted_hears_it_of_each_others_posts_alone(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    await befriend(ana, chidi)
    await ana.put("/users/chidi/close-friend")
    close = (await say(ana, "for few", audience="close_friends"))["id"]
    hers = (await say(dana, "for all"))["id"]
    async with live(server, chidi) as his, live(server, dana) as other:
        assert await looks(his, close, hers) == []
        assert await looks(other, hers) == []
        await ana.delete("/users/chidi/close-friend")
        await his.take("card", post_id=close)
        await ana.put("/users/chidi/block")
        await his.take("card", post_id=close)
        for socket in (his, other):
            await socket.settled()
            assert hers not in told(socket)


async def test_of_one_socket_only_the_last_count(database: str, tmp_path: Path) -> None:
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(posts_looked_at=1))) as server:
        ana, chidi = await server.people("ana", "chidi")
        one, other = (await say(ana, "one"))["id"], (await say(ana, "other"))["id"]
        async with live(server, chidi) as his:
            assert await looks(his, one, other) == []
            await ana.delete(f"/posts/{one}")
            await ana.delete(f"/posts/{other}")
            await his.take("card", post_id=other)
            await his.settled()
            assert told(his) == []


async def test_of_close_friends_nobody_hears_but_the_friend_and_only_of_a_change(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    await befriend(ana, chidi)
    await befriend(ana, dana)
    made = (await say(ana))["id"]
    async with live(server, chidi) as his, live(server, dana) as hers:
        for socket in (his, hers):
            assert await looks(socket, made) == []
        for method in ("PUT", "PUT", "DELETE", "DELETE"):
            good(await ana.ask(method, "/users/chidi/close-friend"))
        await his.settled()
        assert told(his) == [made, made]
        await hers.settled()
        assert told(hers) == [], "who is whose close friend is nobody's business"


async def test_many_who_look_are_told_in_turn(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = (await say(ana))["id"]
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(live(server, who)) for who in [ana] * 12 + [chidi] * 12]
        for socket in sockets:
            assert await looks(socket, made) == []
        turns = server.app.hub.looks
        for _ in range(3):      # nothing else runs meanwhile: twenty are told at once, the others and what is new later
            turns.on_signal(PostChanged(UUID(made)))
            assert len(turns._left[UUID(made)]) == 4
        async with asyncio.timeout(30):
            while turns._left or turns._again:
                await asyncio.sleep(0.05)
        for socket in sockets:
            await socket.settled()
            assert told(socket) == [made, made], "three changes in a moment are two words"


async def test_who_is_in_it_is_told_where_something_changes(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    photos = [{"media_id": (await ready(ana, photo(), "one.jpg", kind="photo"))["id"]}]
    made = await say(ana, "", kind="photos", media=photos)
    path, his = f"/posts/{made['id']}/people", {"handle": "chidi", "media_id": photos[0]["media_id"]}
    async with live(server, dana) as hers:
        assert await looks(hers, made["id"]) == []

        async def heard(*steps: tuple[Someone, str, str, object]) -> list[str]:
            for who, method, door, body in steps:
                good(await who.ask(method, path + door, body))
            await hers.settled()
            return told(hers)
        assert await heard((ana, "PUT", "", {"people": [his]})) == [], "he has not agreed"
        assert await heard((chidi, "PUT", "/me", None), (chidi, "PUT", "/me", None)) == [made["id"]]
        assert await heard((ana, "PUT", "", {"people": [his]})) == []
        assert await heard((ana, "PUT", "", {"people": []})) == [made["id"]]
        assert await heard((ana, "PUT", "", {"people": [his]}), (chidi, "DELETE", "/me", None), (chidi, "DELETE", "/me", None)) == []
        await ana.put(path, {"people": [his]})
        async with live(server, ana) as own, live(server, chidi) as him:
            await ana.delete(f"/posts/{made['id']}")
            assert (await own.take("post", id=made["id"]))["state"] is None
            await chidi.delete(path + "/me")
            for socket in (own, him):
                await socket.settled()
                assert socket.said("post") == [], "what is deleted is not told as published"


async def test_while_there_is_nothing_to_tell_nobody_wakes(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where something was told, and all have heard it."""
    rests = 0
    sleep = asyncio.timeout

    def timeout(delay: float | None) -> asyncio.Timeout:
        nonlocal rests
        rests += delay == EVERY_S
        return sleep(delay)
    ana, chidi = await server.people("ana", "chidi")
    made = (await say(ana))["id"]
    async with live(server, chidi) as his:
        await his.say("listen", post_ids=[made])
        await his.take("comments")
        assert await looks(his, made) == []
        await comment(ana, {"id": made})
        await his.take("comments")
        await asyncio.sleep(3 * EVERY_S)
        monkeypatch.setattr(asyncio, "timeout", timeout)
        await asyncio.sleep(3 * EVERY_S)
        assert rests == 0
        await comment(ana, {"id": made})
        await his.take("comments")
