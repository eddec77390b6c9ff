"""Comments: who may say something, who sees it, and how a post's author keeps it in order."""

from typing import Any
from uuid import uuid4

from tests.api import Server, Someone
from tests.posts.saying import comment, friends, say, words


async def said(who: Someone, post: Any) -> list[str]:
    return [one["text"] for one in (await who.get(f"/posts/{post['id']}/comments"))["comments"]]


async def test_a_thread_of_one_level(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    asked = words("first, @eve")
    answers = [await chidi.ask("POST", f"/posts/{made['id']}/comments", asked) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    first = answers[0].json()
    assert answers[1].json() == first
    assert first["mentions"] == [{"at": 7, "length": 4, "account_id": eve.me["id"]}]
    second = await comment(eve, made, "second")
    replies = [await comment(ana, made, "thanks", parent_id=first["id"]), await comment(eve, made, "so do I", parent_id=first["id"])]
    assert replies[0]["by_author"]
    assert await said(chidi, made) == ["second", "first, @eve"]
    assert [one["text"] for one in (await eve.get(f"/comments/{first['id']}/replies"))["comments"]] == ["thanks", "so do I"]
    assert (await eve.get(f"/comments/{first['id']}"))["reply_count"] == 2
    assert (await eve.get(f"/posts/{made['id']}"))["comment_count"] == 4
    path = f"/posts/{made['id']}/comments"
    assert await chidi.refused("POST", path, words("deeper", parent_id=replies[0]["id"])) == "400 parent_is_reply"
    assert await chidi.refused("POST", path, words("lost", parent_id=str(uuid4()))) == "404 not_found"
    other = await say(ana, "another")
    assert await chidi.refused("POST", f"/posts/{other['id']}/comments", words("astray", parent_id=second["id"])) == "404 not_found"
    assert [await chidi.refused("POST", path, words(text)) for text in (" ", "x" * 1001)] == ["400 text_empty", "400 text_too_long"]
    assert (await eve.patch(f"/comments/{second['id']}", {"text": "second thoughts"}))["edited_at"]
    await ana.put(f"/comments/{second['id']}/like")
    assert (await chidi.get(f"/comments/{second['id']}"))["author_liked"]
    await ana.delete(f"/comments/{first['id']}")        # by whose post it is, with what answers it
    assert await eve.refused("GET", f"/comments/{replies[1]['id']}") == "404 not_found"
    assert (await eve.get(f"/posts/{made['id']}"))["comment_count"] == 1


async def test_only_whom_the_author_lets_in_may_comment(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    await friends(ana, chidi)
    for commenters, expected in (("everyone", [201, 201, 201]), ("followers", [201, 201, 403]), ("friends", [201, 201, 403]), ("nobody", [201, 403, 403])):
        made = await say(ana, comments=commenters)
        answers = [await who.ask("POST", f"/posts/{made['id']}/comments", words("hm")) for who in (ana, chidi, eve)]
        assert [one.status_code for one in answers] == expected, commenters
        assert {one.json()["code"] for one in answers if one.is_error} <= {"comments_closed"}
        assert [(await who.get(f"/posts/{made['id']}"))["can_comment"] for who in (ana, chidi, eve)] == [one == 201 for one in expected]


async def test_the_author_keeps_order_and_nobody_is_told(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    rude, kind = await comment(eve, made, "rude"), await comment(chidi, made, "kind")
    reply = await comment(eve, made, "rude again", parent_id=kind["id"])
    await ana.put(f"/comments/{rude['id']}/hidden")
    assert (await said(eve, made), await said(chidi, made), await said(ana, made)) == (["kind", "rude"], ["kind"], ["kind", "rude"])
    assert (await eve.get(f"/comments/{rude['id']}"))["state"] == "shown"
    assert (await ana.get(f"/comments/{rude['id']}"))["state"] == "hidden"
    assert await chidi.refused("GET", f"/comments/{rude['id']}") == "404 not_found"
    assert (await chidi.get(f"/posts/{made['id']}"))["comment_count"] == 2
    last = await comment(eve, made, "last")
    assert await ana.refused("PUT", f"/comments/{rude['id']}/pin") == "409 not_pinnable"
    assert await ana.refused("PUT", f"/comments/{reply['id']}/pin") == "409 not_pinnable"
    for one, order in ((last, ["last", "kind"]), (kind, ["kind", "last"])):
        await ana.put(f"/comments/{one['id']}/pin")
        assert await said(chidi, made) == order
    await ana.put(f"/comments/{kind['id']}/hidden")
    assert (await chidi.get(f"/comments/{kind['id']}"))["pinned"] is False      # his own: to him it is there, as any other
    assert await eve.refused("GET", f"/comments/{reply['id']}") == "404 not_found"      # what it answers is out of sight
    await ana.delete(f"/comments/{rude['id']}/hidden")
    assert await said(chidi, made) == ["last", "kind", "rude"]


async def test_what_is_to_be_approved_waits(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    now = await ana.patch("/me/comment-settings", {"filter_words": ["Cheap Watches", "…", "cheap watches"]})
    assert now == {"approve_first": False, "filter_words": ["cheap watches"]}
    assert await eve.get("/me/comment-settings") == {"approve_first": False, "filter_words": []}
    made = await say(ana)
    spam, fine = await comment(eve, made, "CHEAP  wátches!"), await comment(eve, made, "cheap watchestrap")
    assert (spam["state"], fine["state"]) == ("waiting", "shown")
    await ana.patch("/me/comment-settings", {"approve_first": True})
    later = await comment(chidi, made, "hello")
    assert (await comment(ana, made, "mine"))["state"] == "shown"
    assert await said(chidi, made) == ["mine", "hello", fine["text"]]
    assert await said(eve, made) == ["mine", fine["text"], spam["text"]]
    assert (await eve.get(f"/posts/{made['id']}"))["comment_count"] == 2
    assert [one["text"] for one in (await ana.get("/me/comments/waiting"))["comments"]] == ["hello", spam["text"]]
    assert (await eve.get("/me/comments/waiting"))["comments"] == []
    await ana.delete(f"/comments/{later['id']}/hidden")
    assert "hello" in await said(eve, made)
    assert (await chidi.patch(f"/comments/{later['id']}", {"text": "cheap watches"}))["state"] == "waiting"
    assert "cheap watches" not in await said(eve, made)


async def test_blocks_hold_among_comments(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana)
    his, hers = await comment(chidi, made, "his"), await comment(eve, made, "hers")
    await comment(chidi, made, "to her", parent_id=hers["id"])
    await eve.put(f"/comments/{his['id']}/like")
    await eve.put("/users/chidi/block")
    assert (await said(eve, made), await said(chidi, made), await said(ana, made)) == (["hers"], ["his"], ["hers", "his"])
    for who, other in ((chidi, hers), (eve, his)):
        for method, path, body in (("GET", "", None), ("GET", "/replies", None), ("PUT", "/like", None), ("PATCH", "", {"text": "x"}), ("DELETE", "", None)):
            assert await who.refused(method, f"/comments/{other['id']}{path}", body) == "404 not_found"
        assert await who.refused("POST", f"/posts/{made['id']}/comments", words("x", parent_id=other["id"])) == "404 not_found"
    assert (await chidi.get(f"/comments/{his['id']}"))["like_count"] == 0
    assert (await ana.get(f"/comments/{his['id']}"))["like_count"] == 1
    assert (await chidi.get(f"/posts/{made['id']}"))["comment_count"] == 2
