"""Photos, a video and a link in posts: published when they can be shown, handed out to who sees the post, gone with it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from paperplane.core import clock
from paperplane.core.limits import Limits, Sizes
from paperplane.posts.publishing import actions as publishing
from tests.api import Server, Someone, good, serving
from tests.client import live
from tests.media.pictures import photo
from tests.media.sounds import video
from tests.media.uploading import brought, ready, until_gone
from tests.messages.outside import House, looking_at
from tests.posts.saying import say, words


async def seen(who: Someone, path: str) -> int:
    """What a door to a medium answers in the end."""
    answer = await who.ask("GET", path)
    if answer.status_code != 302:
        return answer.status_code
    return (await who.client.get(answer.headers["location"])).status_code


async def test_photos_are_posted_shown_and_gone(server: Server, tmp_path: Path) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    one, two = [await ready(ana, photo(), f"{name}.jpg", kind="photo") for name in ("one", "two")]
    his = await ready(chidi, photo(), "his.jpg", kind="photo")
    items: Any = [{"media_id": one["id"], "alt": "A lake"}, {"media_id": two["id"]}]
    for wrong, code in (([*items, {"media_id": his["id"]}], "media_unknown"), ([items[0]] * 2, "media_twice"),
                        ([{**items[0], "alt": "x" * 1001}], "alt_invalid")):
        assert await ana.refused("POST", "/posts", words(kind="photos", media=wrong)) == f"400 {code}"
    assert await ana.refused("POST", "/posts", words(kind="video", media=items[:1])) == "400 media_kind"
    made = await say(ana, "", kind="photos", media=items, audience="followers")
    await chidi.put("/users/ana/follow")
    (first, second) = (await chidi.get(f"/posts/{made['id']}"))["media"]
    assert (first["alt"], first["width"], bool(first["blurhash"]), second["alt"]) == ("A lake", 640, True, "")
    path = f"/posts/{made['id']}/media/{one['id']}"
    assert [await seen(who, f"{path}/large") for who in (ana, chidi, eve)] == [200, 200, 404]
    assert [await seen(chidi, where) for where in (f"{path}/video", f"/posts/{made['id']}/media/{his['id']}/large")] == [404, 404]
    await ana.delete(f"/posts/{made['id']}")
    assert [await seen(who, f"{path}/large") for who in (ana, chidi)] == [404, 404]
    async with server.app.db.tx() as tx:
        await tx.do("update posts set deleted_at = $1", clock.now() - timedelta(seconds=31))
    await until_gone(tmp_path, one["id"])
    assert await server.count("posts") == 0


async def test_a_video_is_published_once_it_can_be_shown(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    async with live(server, ana) as hers:
        content = video()
        waiting, broken = [await brought(ana, one, "v.mp4", kind="video") for one in (content, content[:200])]
        made = good(await ana.ask("POST", "/posts", words("#clip", kind="video", media=[{"media_id": waiting}])))
        if made["state"] == "making":       # its making may have been quicker than the request
            await hers.take("post", id=made["id"], state="published")
        now = await chidi.get(f"/posts/{made['id']}")
        assert (now["state"], now["media"][0]["kind"], now["media"][0]["duration_ms"] > 0) == ("published", "video", True)
        assert await seen(chidi, f"/posts/{made['id']}/media/{waiting}/video") == 200
        answer = await ana.ask("POST", "/posts", words("broken", kind="video", media=[{"media_id": broken}]))
        if answer.is_success:
            await hers.take("post", id=answer.json()["id"], state="draft")
            again = await ana.get(f"/posts/{answer.json()['id']}")
            assert (again["state"], again["failed"]) == ("draft", "media_invalid")
            assert await chidi.refused("GET", f"/posts/{again['id']}") == "404 not_found"
            assert await ana.refused("PATCH", f"/posts/{again['id']}", {"draft": False}) == "409 media_not_ready"
        else:
            assert answer.json()["code"] == "media_not_ready"
        assert await ana.refused("POST", "/posts", words(kind="video", media=[{"media_id": str(uuid4())}])) == "400 media_unknown"


async def test_a_link_gets_a_preview(looking: Server, outside: House) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    async with live(looking, ana) as hers:
        made = await say(ana, f"look: {outside.url}")
        await hers.take("post", id=made["id"])
        await hers.take("post", id=made["id"])
    preview = (await chidi.get(f"/posts/{made['id']}"))["preview"]
    assert (preview["url"], preview["site"]) == (outside.url, "lake.example")
    assert (await looking.client.get(f"/media/previews/{preview['image_id']}.webp")).status_code == 200
    await ana.patch(f"/posts/{made['id']}", {"text": "never mind"})
    assert (await chidi.get(f"/posts/{made['id']}"))["preview"] is None


async def test_what_a_link_leads_to_is_seen_before_it_is_posted_and_may_be_left_out(looking: Server, outside: House, tmp_path: Path) -> None:
    ana, chidi = await looking.people("ana", "chidi")
    async def typed(text: str) -> Any:
        return good(await ana.ask("POST", "/posts/previews", {"text": text}))["preview"]
    shown = await typed(f"look: {outside.url} and {outside.url}other")
    assert (shown["url"], shown["site"], shown["description"], shown["image_id"]) == (outside.url, "lake.example", "Still water.", None)
    assert outside.asked == ["/"], "nothing is kept of what may never be posted"
    for nothing in ("no link", "http://10.0.0.1/", f"{outside.url}empty"):
        assert await typed(nothing) is None
    async with live(looking, ana) as hers:
        made = await say(ana, f"look: {outside.url}", link_preview=False)
        await hers.take("post", id=made["id"])
        assert (made["link_preview"], made["preview"]) == (False, None)
        await ana.patch(f"/posts/{made['id']}", {"link_preview": True})
        await hers.take("post", id=made["id"])
        await hers.take("post", id=made["id"])
    picture = (await chidi.get(f"/posts/{made['id']}"))["preview"]["image_id"]
    assert (await ana.patch(f"/posts/{made['id']}", {"link_preview": False}))["preview"] is None
    await until_gone(tmp_path, picture)
    assert (await chidi.get(f"/posts/{made['id']}"))["preview"] is None


async def test_so_many_links_are_looked_up_at_once_while_posts_are_written(outside: House, database: str, tmp_path: Path) -> None:
    async with looking_at(outside, database, tmp_path, limits=Limits(sizes=Sizes(previews_typed=1))) as looking:
        ana, chidi = await looking.people("ana", "chidi")
        looking.app.fetcher.total_s = 60
        outside.open.clear()
        typing = asyncio.create_task(ana.ask("POST", "/posts/previews", {"text": outside.url}))
        async with asyncio.timeout(30):
            while not outside.asked and not typing.done():
                await asyncio.sleep(0.02)
        assert good(await chidi.ask("POST", "/posts/previews", {"text": outside.url}))["preview"] is None
        outside.open.set()
        assert len(outside.asked) == 1
        await typing
        assert good(await chidi.ask("POST", "/posts/previews", {"text": "no link"}))["preview"] is None
        await chidi.ask("POST", "/posts/previews", {"text": outside.url})
        assert len(outside.asked) == 2, "there is a place again"


async def test_it_is_published_by_the_end_of_what_it_waits_for(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "EVERY_S", 3600.0)
    async with serving(database, tmp_path) as server:
        ana = await server.person("ana")
        async with live(server, ana) as hers:
            media = await brought(ana, video(), "v.mp4", kind="video")
            post = await say(ana, "", kind="video", media=[{"media_id": media}])
            await hers.take("post", id=post["id"], state="published")
