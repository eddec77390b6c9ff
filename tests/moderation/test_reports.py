"""Reporting: what is kept is what the reporter saw, and nobody reports what they cannot see."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api import Server, Someone
from tests.client import change, chat, post, talk
from tests.media.pictures import photo
from tests.media.sounds import video
from tests.media.uploading import ready
from tests.messages.groups import add, group, remove
from tests.posts.saying import comment, say
from tests.posts.test_video import posted


def about(kind: str, subject: str, evidence: object = None, **more: Any) -> dict[str, Any]:
    return {"subject": {"kind": kind, "id": subject}, "reason": "harassment", "client_id": str(uuid4()), "evidence": evidence, **more}


async def kept(server: Server) -> Any:
    async with server.app.db.tx() as tx:
        return await tx.rows("select * from reports order by created_at")


async def code(who: Someone, asked: dict[str, Any]) -> str:
    answer = await who.ask("POST", "/reports", asked)
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


async def test_a_message_with_what_stood_around_it(server: Server) -> None:
    ana, gil = await server.people("ana", "gil")
    room = await chat(ana, gil)
    for number in range(1, 21):
        await post(gil if number % 2 else ana, room, f"number {number}")
    await change(gil, room, "edit", 9, text="worse than number 9")
    nasty = (await ana.get(f"/conversations/{room}/messages?seqs=9"))["messages"][0]
    evidence = {"conversation_id": room, "seqs": [9]}
    answer = await ana.ask("POST", "/reports", about("message", nasty["id"], evidence, note="he goes on"))
    assert answer.status_code == 201
    receipt = answer.json()
    assert (receipt["status"], receipt["messages"], receipt["note"]) == ("received", 1, "he goes on")
    await change(gil, room, "unsend", 9)                # too late
    (row,) = await kept(server)
    assert [one["message"]["seq"] for one in row["evidence"]] == list(range(4, 15))
    (picked,) = [one for one in row["evidence"] if one["picked"]]
    assert picked["message"] == nasty
    assert [one["body"]["text"] for one in picked["versions"]] == ["number 9"]
    assert (await ana.get("/me/reports"))["reports"] == [receipt]
    assert (await gil.get("/me/reports"))["reports"] == []


async def test_a_retry_makes_no_second_one(server: Server) -> None:
    ana, gil = await server.people("ana", "gil")
    asked = about("person", gil.me["id"])
    answers = [await ana.ask("POST", "/reports", asked) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert len(await kept(server)) == 1


async def test_who_cannot_be_seen_any_more_can_be_reported_by_whom_they_met(server: Server) -> None:
    ana, eve, dana = await server.people("ana", "eve", "dana")
    room = await talk(eve, ana)
    asked = await post(eve, room, "an ugly first message")
    assert (await ana.ask("POST", "/reports", about("message", asked["id"], {"conversation_id": room, "seqs": [1]}))).status_code == 201
    await eve.put("/users/ana/block")
    assert (await ana.ask("POST", "/reports", about("person", eve.me["id"]))).status_code == 201
    await eve.put("/users/dana/block")
    assert await code(dana, about("person", eve.me["id"])) == "not_found"


async def test_nobody_reports_what_they_cannot_see(server: Server) -> None:
    ana, chidi, gil, eve, ben, dana = await server.people("ana", "chidi", "gil", "eve", "ben", "dana")
    room = await group(ana, chidi, gil)
    before = await post(chidi, room, "before")
    await remove(ana, room, gil)
    after = await post(chidi, room, "after gil")
    for who, message in ((eve, before), (gil, after)):
        assert await code(who, about("message", message["id"], {"conversation_id": room, "seqs": [message["seq"]]})) == "not_found"
    assert await code(eve, about("group", room)) == "not_found"
    assert await code(dana, about("person", ben.me["id"])) == "not_found"      # a minor she does not know
    assert await code(eve, about("person", str(uuid4()))) == "not_found"
    assert await code(ana, about("person", ana.me["id"])) == "yourself"
    assert await code(ana, about("message", before["id"])) == "evidence_missing"
    wrong = about("message", before["id"], {"conversation_id": room, "seqs": [after["seq"]]})
    assert await code(ana, wrong) == "evidence_missing"
    assert await kept(server) == []
    assert (await gil.ask("POST", "/reports", about("group", room))).status_code == 201     # he was in it
    answer = await gil.ask("POST", "/reports", about("message", before["id"], {"conversation_id": room, "seqs": [before["seq"]]}))
    assert answer.status_code == 201
    assert "after gil" not in str((await kept(server))[-1]["evidence"])


async def test_a_group_that_asks_can_be_reported(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await group(eve)
    await add(eve, room, ana)
    assert (await ana.ask("POST", "/reports", about("group", room))).status_code == 201
    assert (await ana.ask("POST", "/reports", about("person", eve.me["id"]))).status_code == 201


@pytest.mark.parametrize("wrong", [
    {"reason": "because"}, {"note": "x" * 1001}, {"note": "\x00"}, {"subject": {"kind": "story", "id": str(uuid4())}},
    {"evidence": {"conversation_id": str(uuid4()), "seqs": []}}, {"evidence": {"conversation_id": str(uuid4()), "seqs": list(range(21))}},
])
async def test_what_is_no_report(server: Server, wrong: dict[str, Any]) -> None:
    ana, gil = await server.people("ana", "gil")
    assert await code(ana, {**about("person", gil.me["id"]), **wrong}) in ("invalid", "bad_request", "note_invalid")


async def test_posts_and_comments_are_kept_as_they_were_shown(server: Server) -> None:
    ana, gil, eve = await server.people("ana", "gil", "eve")
    made = await say(gil, "nasty")
    remark = await comment(gil, made, "and worse")
    answer = await comment(gil, made, "worst", parent_id=remark["id"])
    shown, said = await ana.get(f"/posts/{made['id']}"), await ana.get(f"/comments/{answer['id']}")
    for kind, subject in (("post", made), ("comment", answer)):
        receipt = await ana.ask("POST", "/reports", about(kind, subject["id"]))
        assert (receipt.status_code, receipt.json()["subject"]) == (201, {"kind": kind, "id": subject["id"]})
    await gil.patch(f"/posts/{made['id']}", {"text": "kind"})
    await gil.delete(f"/comments/{remark['id']}")           # too late
    post_row, comment_row = await kept(server)
    assert post_row["shown"] == {"post": shown, "comment": None, "answered": None}
    assert (comment_row["shown"]["comment"], comment_row["shown"]["post"]) == (said, shown)
    assert comment_row["shown"]["answered"]["text"] == "and worse"
    hidden, mine = await say(gil, "friends only", audience="friends"), await say(ana)
    rude = await comment(eve, mine, "rude")
    await ana.put(f"/comments/{rude['id']}/hidden")
    assert [await code(who, about(kind, subject["id"])) for who, kind, subject in (
        (ana, "post", hidden), (ana, "comment", remark), (gil, "comment", rude), (ana, "post", mine), (gil, "post", made))] == [
        "not_found", "not_found", "not_found", "yourself", "yourself"]
    assert len(await kept(server)) == 2


async def test_what_stood_for_a_video_is_kept_too(server: Server) -> None:
    ana, gil = await server.people("ana", "gil")
    picture = await ready(gil, photo(), "p.jpg", kind="photo")
    made = await posted(gil, video(), cover={"media_id": picture["id"]})
    receipt = await ana.ask("POST", "/reports", about("post", made["id"]))
    await gil.delete(f"/posts/{made['id']}/cover")
    async with server.app.db.tx() as tx:
        rows = await tx.rows("select media_id from attachments where holder = $1", UUID(receipt.json()["id"]))
    assert {str(row["media_id"]) for row in rows} == {picture["id"], made["media"][0]["media_id"]}
