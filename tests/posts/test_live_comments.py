"""Who looks at a post hears of what is said there, and of nothing else; what is deleted can be taken back; one finds what one wrote."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
import pytest

from paperplane.core.db import Tx
from paperplane.core.ids import new_id
from paperplane.posts.comments import reads
from paperplane.posts.comments.types import CommentHint
from paperplane.realtime.hearing import MOST_HINTS
from tests.api import Server, Someone
from tests.client import Socket, live
from tests.posts.saying import comment, friends, say


@asynccontextmanager
async def listening(server: Server, post: Any, *people: Someone) -> AsyncIterator[list[Socket]]:
    """Each looks at it, and stands where they are told."""
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(live(server, who)) for who in people]
        for socket in sockets:
            await socket.say("listen", post_ids=[post["id"]])
            assert await socket.take("comments") == {"op": "comments", "post_id": post["id"], "ids": None}
        yield sockets


async def told(socket: Socket, *ids: str) -> None:
    """These come, in as few frames as they like."""
    missing = set(ids)
    while missing:
        frame = await socket.take("comments")
        assert frame["ids"] is not None
        missing -= set(frame["ids"])


def heard(socket: Socket) -> set[str]:
    return {one for frame in socket.kept if frame["op"] == "comments" for one in frame["ids"] or ()}


async def test_who_looks_is_told_of_what_they_may_see(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    made = await say(ana)
    await eve.put("/users/gil/block")
    async with listening(server, made, ana, chidi, eve, gil) as (a, c, e, g):
        hers = await comment(eve, made, "hello")
        for socket in (a, c, e):
            await told(socket, hers["id"])
        answer = await comment(chidi, made, "to you", parent_id=hers["id"])
        for socket in (a, c, e):
            await told(socket, answer["id"], hers["id"])
        await eve.patch(f"/comments/{hers['id']}", {"text": "hello all"})
        await chidi.put(f"/comments/{hers['id']}/like")
        await ana.put(f"/comments/{hers['id']}/pin")
        await told(c, hers["id"])
        last = await comment(ana, made, "the end")
        for socket in (a, c, e, g):
            await told(socket, last["id"])
        # To gil neither eve is there nor what answers her.
        assert heard(g) == set()
        now = await gil.get(f"/posts/{made['id']}/comments/now?ids={hers['id']}&ids={answer['id']}&ids={last['id']}")
        assert [one["id"] for one in now["comments"]] == [last["id"]]
        now = await chidi.get(f"/posts/{made['id']}/comments/now?ids={hers['id']}&ids={answer['id']}")
        assert [(one["text"], one["pinned"], one["like_count"], one["reply_count"]) for one in now["comments"]] == [
            ("hello all", True, 1, 1), ("to you", False, 0, 0)]
        assert now["comment_count"] == 3


async def test_nobody_hears_of_what_is_out_of_sight(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    made = await say(ana)
    await ana.patch("/me/comment-settings", {"filter_words": ["spam"]})
    async with listening(server, made, ana, chidi, eve, gil) as (a, c, e, g):
        waits = await comment(eve, made, "spam")
        await told(a, waits["id"])
        await told(e, waits["id"])
        rude = await comment(eve, made, "rude")
        for socket in (a, c, e, g):
            await told(socket, rude["id"])
        await ana.put(f"/comments/{rude['id']}/hidden")     # others see that it is gone; its writer is not told
        await told(c, rude["id"])
        await told(a, rude["id"])
        await ana.put("/users/gil/block")
        await ana.delete(f"/comments/{waits['id']}/hidden")
        await told(c, waits["id"])
        await told(e, waits["id"])
        last = await comment(chidi, made, "the end")
        for socket in (a, c, e):
            await told(socket, last["id"])
        assert (heard(c), heard(e)) == (set(), set())
        assert heard(g) <= {rude["id"]}         # that it went, which came before or after the block
        await c.say("listen", post_ids=[])
        await comment(ana, made, "and more")
        await a.take("comments")
        await c.settled()
        assert heard(c) == set()
    assert server.app.hearing._listeners == {}


async def test_a_child_is_no_news_to_strangers(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    ben = await server.person("ben", 14)
    made = await say(ana)
    await ben.put("/users/ana/follow")
    async with listening(server, made, ana, chidi, ben) as (a, c, b):
        his = await comment(ben, made, "hi")
        await told(a, his["id"])
        await told(b, his["id"])
        liked = await comment(ana, made, "oh")
        await told(c, liked["id"])
        await ben.put(f"/comments/{liked['id']}/like")
        await told(a, liked["id"])
        last = await comment(ana, made, "bye")
        await told(c, last["id"])
        assert heard(c) == set()


async def test_what_cannot_be_seen_cannot_be_looked_at(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await friends(ana, chidi)
    made, other = await say(ana, audience="friends"), await say(eve)
    async with live(server, eve) as socket:
        await socket.say("listen", post_ids=[made["id"], other["id"]])
        assert (await socket.take("comments"))["post_id"] == other["id"]
        await comment(chidi, made)
        await comment(chidi, other)
        await socket.take("comments")
        assert socket.told == [frame for frame in socket.told if frame.get("id", frame.get("post_id")) == other["id"]]
        for ids in ([other["id"]] * 9, ["x"], None):
            await socket.say("listen", post_ids=ids)
            assert (await socket.take("error"))["code"] == "bad_frame"
    assert await eve.refused("GET", f"/posts/{made['id']}/comments/now?ids={made['id']}") == "404 not_found"


async def test_a_flood_is_one_word_and_many_readers_are_told_in_turn(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = await say(ana)
    async with listening(server, made, *[chidi] * 12, *[ana] * 12) as sockets:
        hearing, post, author = server.app.hearing, UUID(made["id"]), UUID(ana.me["id"])
        hint = CommentHint(post_id=post, owner_id=author, comment_id=new_id(), author_id=author, state="shown", parent_id=None, parent_author_id=None)
        for _ in range(MOST_HINTS + 1):
            hearing.deliver([post], msgspec.json.encode(hint).decode(), None)
        for socket in sockets:
            assert (await socket.take("comments"))["ids"] is None
        assert hearing._walks == {}
        asked: list[str] = []
        run = Tx._run

        async def counted(self: Tx, method: str, sql: str, args: tuple[object, ...]) -> Any:
            asked.extend([sql] if " w (viewer" in sql else [])
            return await run(self, method, sql, args)
        monkeypatch.setattr(Tx, "_run", counted)
        said = await comment(chidi, made)
        for socket in sockets:
            await told(socket, said["id"])
        assert len(asked) == 4          # two for twenty sockets, and two for the four others


async def test_one_post_that_cannot_be_told_of_keeps_nobody_else_waiting(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, chidi = await server.people("ana", "chidi")
    broken, other = await say(ana), await say(ana)
    asked = reads.hearers

    async def hearers(tx: Tx, keys: Any, viewers: Any, post: UUID, hints: Any) -> Any:
        assert str(post) != broken["id"]
        return await asked(tx, keys, viewers, post, hints)
    monkeypatch.setattr(reads, "hearers", hearers)
    async with listening(server, broken, ana) as (a,), listening(server, other, ana) as (o,):
        for _ in range(2):
            await comment(chidi, broken)
            await told(o, (await comment(chidi, other))["id"])
        assert heard(a) == set()


async def test_who_waits_at_ones_own_post_hears_from_its_publishing_on(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = await say(ana, draft=True)
    async with live(server, chidi) as his, listening(server, made, ana) as (hers,):
        await his.say("listen", post_ids=[made["id"]])
        await his.settled()
        await ana.patch(f"/posts/{made['id']}", {"draft": False})
        await told(hers, (await comment(chidi, made))["id"])
        await his.settled()
        assert his.said("comments") == [], "what he does not see he does not listen to"


async def test_what_is_deleted_can_be_taken_back_by_who_deleted_it(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    first = await comment(chidi, made, "first")
    answer, other = [await comment(eve, made, text, parent_id=first["id"]) for text in ("yes", "no")]
    await eve.delete(f"/comments/{other['id']}")
    await chidi.delete(f"/comments/{first['id']}")
    path = f"/posts/{made['id']}"
    assert ((await ana.get(path))["comment_count"], (await ana.get(path + "/comments"))["comments"]) == (0, [])
    assert (await eve.get("/me/comments"))["comments"] == []
    for who in (chidi, ana):
        for method, door in (("GET", ""), ("PUT", "/like"), ("PUT", "/hidden"), ("DELETE", "")):
            assert await who.refused(method, f"/comments/{first['id']}{door}") == "404 not_found"
    for who, which in ((ana, first), (eve, first), (eve, answer), (eve, other)):
        assert await who.refused("POST", f"/comments/{which['id']}/restore") == "404 not_found"
    assert (await chidi.ask("POST", f"/comments/{first['id']}/restore")).status_code == 204
    assert ((await ana.get(path))["comment_count"], (await eve.get(f"/comments/{answer['id']}"))["text"]) == (2, "yes")
    assert await chidi.refused("POST", f"/comments/{first['id']}/restore") == "404 not_found"
    # Whose post it is takes back their own doing; too late is too late.
    await ana.delete(f"/comments/{first['id']}")
    assert await chidi.refused("POST", f"/comments/{first['id']}/restore") == "404 not_found"
    async with server.app.db.tx() as tx:
        await tx.do("update comments set deleted_at = deleted_at - interval '31 seconds' where state = 'deleted'")
    assert await ana.refused("POST", f"/comments/{first['id']}/restore") == "404 not_found"


async def test_one_finds_and_deletes_what_one_wrote_wherever_it_is(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made, hers = await say(ana, "mine"), await say(eve, "hers")
    gone = [await comment(chidi, made, text) for text in ("one", "two", "three")]
    await comment(chidi, hers, "four", parent_id=(await comment(eve, hers))["id"])
    await ana.put(f"/comments/{gone[0]['id']}/hidden")
    await ana.put("/users/chidi/block")
    there = (await chidi.get("/me/comments"))["comments"]
    assert [(one["text"], one["post"] and one["post"]["text"], one["answers"], one["state"]) for one in there] == [
        ("four", "hers", True, "shown"), ("three", None, False, "shown"), ("two", None, False, "shown"), ("one", None, False, "shown")]
    assert [one["text"] for one in (await eve.get("/me/comments"))["comments"]] == ["nice"]
    for one in gone[:2]:
        assert await chidi.refused("GET", f"/comments/{one['id']}") == "404 not_found"
        assert (await chidi.ask("DELETE", f"/comments/{one['id']}")).status_code == 204
    assert (await chidi.ask("POST", f"/comments/{gone[1]['id']}/restore")).status_code == 204
    assert await eve.refused("DELETE", f"/comments/{gone[2]['id']}") == "403 not_allowed"
    assert [one["text"] for one in (await ana.get(f"/posts/{made['id']}/comments"))["comments"]] == []
    await ana.delete("/users/chidi/block")
    assert [one["text"] for one in (await ana.get(f"/posts/{made['id']}/comments"))["comments"]] == ["three", "two"]


async def test_how_many_wait_is_said_to_whose_post_it_is(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await ana.patch("/me/comment-settings", {"approve_first": True})
    made, other = await say(ana), await say(ana)
    await comment(chidi, made)
    await comment(eve, made)
    await comment(eve, other)
    assert [(await who.get(f"/posts/{made['id']}/comments"))["waiting"] for who in (ana, chidi)] == [2, 0]
    assert [(await who.get("/me/comments/waiting"))["waiting"] for who in (ana, eve)] == [3, 0]
    await ana.put("/users/eve/block")
    assert (await ana.get("/me/comments/waiting"))["waiting"] == 1
    # Approved, hidden, and each taken back: it waits as before.
    (one,) = (await ana.get("/me/comments/waiting"))["comments"]
    for method, door, state in (("DELETE", "hidden", "shown"), ("PUT", "waiting", "waiting"), ("PUT", "hidden", "shown"), ("PUT", "waiting", "waiting")):
        await ana.ask(method, f"/comments/{one['id']}/{door}")
        assert (await chidi.get(f"/comments/{one['id']}"))["state"] == state
    assert await chidi.refused("PUT", f"/comments/{one['id']}/waiting") == "403 not_allowed"
