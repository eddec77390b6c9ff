"""What others did with one's posts and comments: each at its place, and nothing of what one may not know."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.api import Server, Someone
from tests.client import live
from tests.media.pictures import photo
from tests.media.uploading import ready
from tests.posts.saying import comment, follow, friends, say
from tests.realtime.test_slow import statements


async def told(who: Someone) -> list[tuple[str, list[str], str | None]]:
    """What, by whom (the newest first), and which words belong to it."""
    return [(one["kind"], [each["person"]["handle"] for each in one["people"]], (one["comment"] or one["post"] or {"text": None})["text"])
            for one in (await who.get("/activity"))["activity"]]


async def test_each_is_told_once_at_its_place(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana, "hello")
    await chidi.put(f"/posts/{made['id']}/like")
    await eve.put(f"/posts/{made['id']}/like")
    first = await comment(chidi, made, "first, @eve and @ana")
    await comment(eve, made, "so it is, @chidi", parent_id=first["id"])
    await ana.put(f"/comments/{first['id']}/like")
    await say(eve, "look, @ana")
    assert sorted(await told(ana)) == [("comment", ["chidi"], "first, @eve and @ana"), ("comment", ["eve"], "so it is, @chidi"),
                                       ("like", ["eve", "chidi"], "hello"), ("mention", ["eve"], "look, @ana")]
    assert sorted(await told(chidi)) == [("comment_like", ["ana"], "first, @eve and @ana"), ("reply", ["eve"], "so it is, @chidi")]
    assert await told(eve) == [("mention", ["chidi"], "first, @eve and @ana")]


async def test_what_is_undone_hidden_or_gone_is_not_there_and_never_was(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    async with live(server, ana) as screen:
        await chidi.put(f"/posts/{made['id']}/like")
        await screen.take("activity")
        screen.kept.clear()
        await chidi.delete(f"/posts/{made['id']}/like")
        await screen.take("activity")
    assert (await ana.get("/activity"))["new"] == 0
    hidden = await comment(chidi, made, "rude")
    named = await comment(chidi, made, "you too, @eve")
    assert [one[0] for one in await told(ana)] == ["comment"]
    assert await told(eve) == [("mention", ["chidi"], "you too, @eve")]
    await ana.put(f"/comments/{hidden['id']}/hidden")
    await ana.put(f"/comments/{named['id']}/hidden")
    assert await told(ana) == await told(eve) == []
    await ana.patch("/me/comment-settings", {"approve_first": True})
    waiting = await comment(eve, made, "may I, @chidi?")
    assert await told(ana) == await told(chidi) == []
    await ana.delete(f"/comments/{waiting['id']}/hidden")
    assert [await told(ana), await told(chidi)] == [[("comment", ["eve"], "may I, @chidi?")], [("mention", ["eve"], "may I, @chidi?")]]
    await chidi.put("/users/eve/block")
    assert await told(chidi) == []
    await ana.delete(f"/posts/{made['id']}")
    assert await told(ana) == []


async def test_nobody_is_told_of_a_child_they_may_not_know_of(server: Server) -> None:
    """Not who, not how many, not when, and not by a frame that there is something."""
    ana, chidi = await server.people("ana", "chidi")
    ben = await server.person("ben", 14)
    made = await say(ana)
    await chidi.put(f"/posts/{made['id']}/like")
    before = (await ana.get("/activity"))["activity"][0]
    await _idle(server)
    async with live(server, ana) as screen:
        await ben.put(f"/posts/{made['id']}/like")
        await comment(ben, made, "nice")
        await _idle(server)
        await chidi.put("/users/ana/follow")
        await screen.take("activity")
        assert not [one for one in screen.kept if one["op"] == "activity"]
    found = (await ana.get("/activity"))["activity"]
    assert [one["kind"] for one in found] == ["follow", "like"]
    assert [(one["count"], one["at"], [each["person"] for each in one["people"]]) for one in (found[1], before)] == [
        (1, before["at"], [before["people"][0]["person"]])] * 2
    await follow(ben, ana)                                  # who follows her has reached out
    assert sorted(one[0] for one in await told(ana)) == ["comment", "follow", "like"]


async def test_nobody_is_told_of_a_post_they_may_not_see(server: Server) -> None:
    """Not by a frame that there is something, whoever is named there, and whatever is said to it."""
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await friends(ana, chidi)
    shot = await ready(ana, photo(), "p.jpg", kind="photo")
    named = {"people": [{"handle": "eve", "media_id": shot["id"]}]}
    async with live(server, eve) as screen:
        only = await say(ana, "us, not @eve", kind="photos", media=[{"media_id": shot["id"]}], audience="friends")
        await comment(chidi, only, "poor @eve")
        await ana.put(f"/posts/{only['id']}/people", named)
        await ana.put(f"/posts/{only['id']}/people", {"people": []})
        draft = await say(ana, "", kind="photos", media=[{"media_id": shot["id"]}], draft=True)
        await ana.put(f"/posts/{draft['id']}/people", named)
        await _idle(server)
        await chidi.put("/users/eve/follow")
        await screen.take("activity")
        assert [one["op"] for one in screen.kept if one["op"] in ("activity", "post")] == []
        await ana.patch(f"/posts/{draft['id']}", {"draft": False})
        await screen.take("activity")
    assert [one[0] for one in await told(eve)] == ["tag", "follow"]


async def test_names_in_pictures_and_posts_that_failed(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await friends(ana, chidi)
    shown, only = await say(ana, "us"), await say(ana, "just us", audience="friends")
    async with server.app.db.tx() as tx:
        for post in (shown, only):
            for who in (chidi, eve):
                await tx.do("insert into post_people (post_id, account_id, media_id, x, y) values ($1, $2, gen_random_uuid(), 0, 0)",
                            UUID(post["id"]), UUID(who.me["id"]))
        await tx.do("update posts set state = 'draft', failed = 'media_invalid', failed_at = now(), published_at = null where id = $1",
                    UUID((await say(eve, "mine"))["id"]))
    assert [one for one in await told(chidi) if one[0] == "tag"] == [("tag", ["ana"], "just us"), ("tag", ["ana"], "us")]
    assert sorted(await told(eve)) == [("failed", [], "mine"), ("tag", ["ana"], "us")]
    await eve.delete(f"/posts/{shown['id']}/people/me")
    assert await told(eve) == [("failed", [], "mine")]


async def test_what_is_long_ago_is_told_no_more_and_the_statements_are_few(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    for _ in range(3):
        made = await say(ana)
        await chidi.put(f"/posts/{made['id']}/like")
        await comment(chidi, made)
    few = await _statements(server, ana)
    for _ in range(5):
        await comment(chidi, await say(ana))
    assert await _statements(server, ana) == few
    days = server.app.config.limits.sizes.activity_days
    async with server.app.db.tx() as tx:
        await tx.do("update comments set created_at = now() - $1::interval", timedelta(days=days + 1))
    assert {one[0] for one in await told(ana)} == {"like"}


async def _statements(server: Server, who: Someone) -> int:
    return await statements(server, lambda: who.get("/activity"))


async def _idle(server: Server) -> None:
    """Whatever was announced has been done."""
    while await server.count("pgqueuer"):
        await asyncio.sleep(0.05)
