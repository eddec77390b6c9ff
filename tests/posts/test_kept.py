"""Bookmarks, who is in a picture, views; and how many statements a page of posts costs."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from paperplane.core.db import Tx
from tests.api import Server, good
from tests.client import live
from tests.media.pictures import photo
from tests.media.uploading import ready
from tests.posts.saying import comment, follow, say, texts


async def test_bookmarks_are_private_and_no_key(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    one, two = await say(ana, "one"), await say(ana, "two")
    asked = {"client_id": str(uuid4()), "name": " Lakes "}
    answers = [await chidi.ask("POST", "/me/collections", asked) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    lakes = answers[0].json()
    assert (lakes["name"], answers[1].json()) == ("Lakes", lakes)
    async with live(server, chidi) as his:
        assert (await chidi.put(f"/posts/{one['id']}/bookmark", {}))["saved"]
        await his.take("post", id=one["id"])
    await chidi.put(f"/posts/{two['id']}/bookmark", {"collection_id": lakes["id"]})
    assert await texts(chidi, "/me/bookmarks") == ["two", "one"]
    assert await texts(chidi, f"/me/bookmarks?collection={lakes['id']}") == ["two"]
    assert not (await ana.get(f"/posts/{one['id']}"))["saved"]
    assert (await ana.get("/me/bookmarks"))["posts"] == []
    assert await ana.refused("GET", f"/me/bookmarks?collection={lakes['id']}") == "404 not_found"
    assert await ana.refused("PUT", f"/posts/{one['id']}/bookmark", {"collection_id": lakes["id"]}) == "404 not_found"
    await ana.patch(f"/posts/{two['id']}", {"audience": "followers"})
    assert await texts(chidi, "/me/bookmarks") == ["one"]
    await chidi.delete(f"/posts/{two['id']}/bookmark")      # also of what is out of sight
    assert (await chidi.patch(f"/me/collections/{lakes['id']}", {"name": "Seas"}))["name"] == "Seas"
    await chidi.put(f"/posts/{one['id']}/bookmark", {"collection_id": lakes["id"]})
    await chidi.delete(f"/me/collections/{lakes['id']}")
    assert await texts(chidi, "/me/bookmarks") == ["one"]
    assert await chidi.get("/me/collections") == {"collections": []}


async def test_who_is_in_a_picture_has_agreed(server: Server) -> None:
    ana, chidi, eve, ben = await server.people("ana", "chidi", "eve", "ben")
    shot = await ready(ana, photo(), "p.jpg", kind="photo")
    made = await say(ana, "", kind="photos", media=[{"media_id": shot["id"]}])
    path = f"/posts/{made['id']}"

    def named(*handles: str, media: str = shot["id"]) -> dict[str, Any]:
        return {"people": [{"handle": handle, "media_id": media, "x": 0.25, "y": 0.5} for handle in handles]}
    assert await chidi.refused("PUT", f"{path}/people", named("chidi")) == "404 not_found"
    assert await ana.refused("PUT", f"{path}/people", named("ben")) == "404 not_found"      # a minor she does not know
    assert await ana.refused("PUT", f"{path}/people", named("eve", "eve")) == "400 person_twice"
    assert await ana.refused("PUT", f"{path}/people", named("eve", media=str(uuid4()))) == "400 media_unknown"
    async with live(server, chidi) as his:
        await ana.put(f"{path}/people", named("chidi", "eve"))
        await his.take("post", id=made["id"])

    async def shown(who: Any) -> list[tuple[str, bool]]:
        return sorted((one["person"]["handle"], one["agreed"]) for one in (await who.get(path))["people"])
    assert [await shown(who) for who in (ana, chidi, eve, ben)] == [
        [("chidi", False), ("eve", False)], [("chidi", False)], [("eve", False)], []]
    await chidi.put(f"{path}/people/me")
    assert [await shown(who) for who in (eve, ben)] == [[("chidi", True), ("eve", False)], [("chidi", True)]]
    assert await ben.refused("PUT", f"{path}/people/me") == "404 not_found"
    assert [one["id"] for one in (await chidi.get("/me/tagged"))["posts"]] == [made["id"]]
    await chidi.put("/users/eve/block")
    assert await shown(eve) == [("eve", False)]
    await ana.put(f"{path}/people", named("chidi", "eve"))      # said again, it is as agreed as before
    assert await shown(ben) == [("chidi", True)]
    await chidi.delete(f"{path}/people/me")
    assert (await shown(ana), (await chidi.get("/me/tagged"))["posts"]) == ([("eve", False)], [])


async def test_a_view_counts_once_a_day_and_never_ones_own(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made, narrow = await say(ana), await say(ana, audience="only_me")
    for who in (ana, chidi, chidi, eve):
        assert (await who.ask("POST", "/views", {"post_ids": [made["id"], narrow["id"], made["id"], str(uuid4())]})).status_code == 204
    assert [(await ana.get(f"/posts/{one['id']}"))["view_count"] for one in (made, narrow)] == [2, 0]
    assert (await chidi.get(f"/posts/{made['id']}"))["view_count"] is None


async def test_a_page_costs_as_many_statements_as_a_post(server: Server, monkeypatch: Any) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await follow(chidi, ana)
    asked: list[str] = []
    run = Tx._run

    async def counted(self: Tx, method: str, sql: str, args: tuple[object, ...]) -> Any:
        if UUID(chidi.me["id"]) in args:        # the server's own loops ask too, at times of theirs
            asked.append(sql)
        return await run(self, method, sql, args)
    kept = good(await chidi.ask("POST", "/me/collections", {"client_id": str(uuid4()), "name": "k"}))
    most = {"/feed/following": 3, "/feed/latest": 3, "/users/ana/posts": 5, "/tags/t/posts": 3, "/me/bookmarks": 3,
            f"/me/bookmarks?collection={kept['id']}": 4}
    for _ in range(2):
        for number in range(6):
            made = await say(ana, f"{number} #t @eve @chidi")
            await chidi.put(f"/posts/{made['id']}/bookmark", {"collection_id": kept["id"]})
            said = await comment(eve, made, "hm, @ana")
            await chidi.put(f"/comments/{said['id']}/like")
        while await server.count("pgqueuer"):       # what is told of the likes asks too
            await asyncio.sleep(0.05)
        with monkeypatch.context() as patched:
            patched.setattr(Tx, "_run", counted)
            for path, statements in {**most, f"/posts/{made['id']}/comments": 5, f"/posts/{made['id']}/comments/now?ids={said['id']}": 5, f"/posts/{made['id']}/likes": 2}.items():
                asked.clear()
                await chidi.get(path)
                assert len(asked) == statements, (path, asked)
