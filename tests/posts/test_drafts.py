"""The files of what waits: added, taken out, put in another order, described; who is in a picture stays with it."""

from typing import Any
from uuid import uuid4

from tests.api import Server
from tests.client import befriend, live
from tests.media.pictures import photo
from tests.media.uploading import ready, until_gone
from tests.posts.saying import say


async def test_the_files_of_a_draft_are_changed_on_all_devices(server: Server, tmp_path: Any) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await befriend(ana, chidi)
    await befriend(ana, eve)
    one, two, three = [await ready(ana, photo(), f"{name}.jpg", kind="photo") for name in ("one", "two", "three")]
    his = await ready(chidi, photo(), "his.jpg", kind="photo")
    draft = await say(ana, "", kind="photos", media=[{"media_id": one["id"]}, {"media_id": two["id"]}], draft=True)
    path = f"/posts/{draft['id']}"
    await ana.put(f"{path}/people", {"people": [{"handle": "chidi", "media_id": one["id"]}, {"handle": "eve", "media_id": two["id"]}]})
    for wrong in (his["id"], str(uuid4())):
        assert await ana.refused("PATCH", path, {"media": [{"media_id": wrong}]}) == "400 media_unknown"
    assert await ana.refused("PATCH", path, {"media": []}) == "400 media_missing"
    assert await chidi.refused("PATCH", path, {"media": [{"media_id": his["id"]}]}) == "404 not_found"
    async with live(server, ana) as other_device:
        await ana.patch(path, {"media": [{"media_id": three["id"], "alt": "A kite"}, {"media_id": two["id"]}]})
        await other_device.take("post", id=draft["id"], state="draft")
    now = await ana.get(path)
    assert [(item["media_id"], item["alt"]) for item in now["media"]] == [(three["id"], "A kite"), (two["id"], "")]
    assert [(who["person"]["handle"], who["media_id"]) for who in now["people"]] == [("eve", two["id"])]
    await until_gone(tmp_path, one["id"])
    await ana.patch(path, {"draft": False})
    assert await ana.refused("PATCH", path, {"media": [{"media_id": two["id"]}]}) == "409 published"
    assert (await chidi.get(path))["people"] == []


async def test_who_leaves_a_picture_is_gone_for_its_author_at_once(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await befriend(ana, chidi)
    one = await ready(ana, photo(), "one.jpg", kind="photo")
    made = await say(ana, "", kind="photos", media=[{"media_id": one["id"]}])
    path = f"/posts/{made['id']}"
    await ana.put(f"{path}/people", {"people": [{"handle": "chidi", "media_id": one["id"]}]})
    async with live(server, ana) as hers:
        await chidi.delete(f"{path}/people/me")
        await hers.take("post", id=made["id"])
    assert (await ana.get(path))["people"] == []
