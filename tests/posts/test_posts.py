"""A post from its author to everybody who may see it: the page, the grid, the feed, likes, reposts, pins, drafts, deletion."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from paperplane.core import clock
from tests.api import Server, good
from tests.client import live
from tests.messages.times import ahead
from tests.posts.saying import comment, follow, say, texts, words


async def test_a_text_is_posted_and_found_everywhere(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await follow(chidi, ana)
    async with live(server, ana) as hers:
        made = await say(ana, "  Rain on the lake #Lago #lago #7 with @chidi. and @nobody  ", background="sky")
        assert (await hers.take("post", id=made["id"]))["state"] == "published"
    assert (made["text"], made["tags"]) == ("Rain on the lake #Lago #lago #7 with @chidi. and @nobody", ["lago"])
    assert made["mentions"] == [{"at": made["text"].index("@chidi"), "length": 6, "account_id": chidi.me["id"]}]
    assert (made["audience"], made["comments"], made["is_mine"]) == ("everyone", "everyone", True)
    seen = await chidi.get(f"/posts/{made['id']}")
    assert seen == {**made, "is_mine": False, "audience": None, "comments": None, "can_repost": True, "view_count": None}
    for who, path in ((chidi, "/feed/following"), (chidi, "/users/ana/posts"), (eve, "/users/ana/posts"), (eve, "/tags/LAGO/posts"),
                      (eve, "/feed/latest"), (ana, "/feed/following")):
        assert await texts(who, path) == [made["text"]], path
    assert await texts(eve, "/feed/following") == []
    (first,) = (await chidi.get("/feed/following"))["posts"]
    assert first == {**seen, "why": {"reason": "following", "person": None, "parts": [], "score": None}}


async def test_a_retry_makes_no_second_one(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    asked = words("once")
    answers = [await ana.ask("POST", "/posts", asked) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert (await chidi.ask("POST", "/posts", asked)).status_code == 201      # a name of hers is nobody else's
    assert await texts(ana, "/users/ana/posts") == ["once"]


@pytest.mark.parametrize(("wrong", "code"), [
    ({"text": " \n\u200d"}, "text_empty"), ({"text": "x" * 2001}, "text_too_long"), ({"background": "plaid"}, "invalid"),
    ({"kind": "photos"}, "media_missing"), ({"kind": "video"}, "media_missing"),
    ({"kind": "photos", "media": [{"media_id": str(uuid4())}]}, "media_unknown"), ({"media": [{"media_id": str(uuid4())}]}, "media_kind"),
    ({"kind": "photos", "background": "sky", "media": [{"media_id": str(uuid4())}]}, "background_text_only"),
    ({"audience": "the world"}, "invalid"), ({"publish_at": ahead(seconds=5)}, "publish_at_invalid"),
])
async def test_what_is_no_post(server: Server, wrong: dict[str, Any], code: str) -> None:
    (ana,) = await server.people("ana")
    answer = await ana.ask("POST", "/posts", words("fine") | wrong)
    assert answer.json()["code"] == code
    assert await server.count("posts") == 0


async def test_likes_and_reposts_count_once(server: Server) -> None:
    ana, chidi, eve, gil = await server.people("ana", "chidi", "eve", "gil")
    made = await say(ana)
    path = f"/posts/{made['id']}"
    for _ in range(2):
        assert ((await chidi.put(f"{path}/like"))["like_count"], (await eve.put(f"{path}/like"))["liked"]) in ((1, True), (2, True))
    assert (await ana.get(path))["like_count"] == 2
    assert [one["person"]["handle"] for one in (await ana.get(f"{path}/likes"))["people"]] == ["eve", "chidi"]
    await follow(gil, chidi)
    for _ in range(2):
        assert (await chidi.put(f"{path}/repost"))["repost_count"] == 1
    (there,) = (await gil.get("/feed/following"))["posts"]
    assert (there["text"], there["why"]["reason"], there["why"]["person"]["handle"]) == ("hello", "reposted", "chidi")
    await follow(gil, ana)
    (there,) = (await gil.get("/feed/following"))["posts"]       # once, as her own
    assert there["why"]["reason"] == "following"
    for _ in range(2):
        assert (await chidi.delete(f"{path}/like"))["like_count"] == 1
        assert (await chidi.delete(f"{path}/repost"))["reposted"] is False
    assert await ana.refused("PUT", f"{path}/repost") == "403 yourself"
    narrow = await say(ana, "for followers", audience="followers")
    assert await gil.refused("PUT", f"/posts/{narrow['id']}/repost") == "403 not_for_everyone"
    await ana.patch(path, {"audience": "followers"})             # narrowed: what was reposted is gone from where it was
    await chidi.put("/users/ana/follow")
    assert await eve.refused("GET", path) == "404 not_found"


async def test_a_minor_who_is_out_of_sight_reposts_unseen(server: Server) -> None:
    ana, chidi, ben = await server.people("ana", "chidi", "ben")
    made = await say(ana)
    await ben.put(f"/posts/{made['id']}/repost")
    await ben.put(f"/posts/{made['id']}/like")
    async with server.app.db.tx() as tx:        # as when one of two minors has grown up
        await tx.do("insert into follows values ($1, $2)", chidi.me["id"], ben.me["id"])
    assert await texts(chidi, "/feed/following") == []
    (there,) = (await chidi.get("/feed/for-you"))["posts"]
    assert [part["name"] for part in there["why"]["parts"]] == ["new_creator", "fresh"]
    await ben.put("/users/chidi/follow")
    assert await texts(chidi, "/feed/following") == ["hello"]


async def test_a_post_is_changed_by_its_author_alone(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = await say(ana, "first #one")
    path = f"/posts/{made['id']}"
    for method, more in (("PATCH", ""), ("DELETE", ""), ("POST", "/restore"), ("PUT", "/pin"), ("DELETE", "/pin")):
        assert await chidi.refused(method, path + more, {"text": "mine"} if method == "PATCH" else None) == "404 not_found"
    now = await ana.patch(path, {"text": "second #two", "comments": "nobody"})
    assert (now["tags"], now["comments"], now["published_at"]) == (["two"], "nobody", made["published_at"])
    assert now["edited_at"]
    assert (await texts(chidi, "/tags/one/posts"), await texts(chidi, "/tags/two/posts")) == ([], ["second #two"])
    assert not (await chidi.get(path))["can_comment"]
    assert await ana.refused("PATCH", path, {"publish_at": ahead(days=1)}) == "409 published"
    assert await ana.refused("PATCH", path, {"text": ""}) == "400 text_empty"


async def test_deleted_is_gone_at_once_and_comes_back_only_to_its_author(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = await say(ana, "oops #tag")
    path = f"/posts/{made['id']}"
    await chidi.put(f"{path}/like")
    said = await comment(chidi, made)
    await ana.delete(path)
    for who in (ana, chidi):
        for gone in (path, f"{path}/likes", f"{path}/comments", f"/comments/{said['id']}"):
            assert await who.refused("GET", gone) == "404 not_found"
        for page in ("/users/ana/posts", "/tags/tag/posts", "/feed/latest", "/feed/following", "/me/posts"):
            assert await texts(who, page) == []
    assert await chidi.refused("POST", f"{path}/restore") == "404 not_found"
    back = good(await ana.ask("POST", f"{path}/restore"))
    assert (back["like_count"], back["comment_count"]) == (1, 1)
    await ana.delete(path)
    async with server.app.db.tx() as tx:
        await tx.do("update posts set deleted_at = $1", clock.now() - timedelta(seconds=31))
    assert await ana.refused("POST", f"{path}/restore") == "404 not_found"


async def test_drafts_and_later_ones_are_their_authors_alone(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    draft, later = await say(ana, "draft #x", draft=True), await say(ana, "later #x", publish_at=ahead(hours=1))
    assert (draft["state"], later["state"]) == ("draft", "scheduled")
    assert await texts(ana, "/me/posts") == ["later #x", "draft #x"]
    for one in (draft, later):
        assert await chidi.refused("GET", f"/posts/{one['id']}") == "404 not_found"
        assert await ana.refused("PUT", f"/posts/{one['id']}/like") == "409 not_published"
        assert await ana.refused("PUT", f"/posts/{one['id']}/pin") == "409 not_published"
    for page in ("/users/ana/posts", "/tags/x/posts", "/feed/latest"):
        assert (await texts(ana, page), await texts(chidi, page)) == ([], [])
    assert (await texts(chidi, "/me/posts")) == []
    assert (await ana.patch(f"/posts/{later['id']}", {"publish_at": None}))["state"] == "draft"
    assert (await ana.patch(f"/posts/{later['id']}", {"publish_at": ahead(hours=2)}))["state"] == "scheduled"
    async with live(server, ana) as hers:
        assert (await ana.patch(f"/posts/{draft['id']}", {"draft": False}))["state"] == "published"
        async with server.app.db.tx() as tx:
            await tx.do("update posts set publish_at = now() where id = $1", later["id"])
        await hers.take("post", id=later["id"], state="published")
    assert await texts(chidi, "/tags/x/posts") == ["later #x", "draft #x"]
    assert await texts(ana, "/me/posts") == []


async def test_three_are_pinned(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    made = [await say(ana, str(number)) for number in range(5)]
    for number in (0, 1, 2):
        assert (await ana.put(f"/posts/{made[number]['id']}/pin"))["pinned"]
    assert await ana.refused("PUT", f"/posts/{made[3]['id']}/pin") == "409 too_many_pinned"
    assert await texts(chidi, "/users/ana/posts") == ["2", "1", "0", "4", "3"]
    await ana.delete(f"/posts/{made[1]['id']}/pin")
    assert await texts(chidi, "/users/ana/posts") == ["2", "0", "4", "3", "1"]
