"""What becomes of messages: who may change what, what everybody is told, and what must not be left behind."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Server, Someone
from tests.client import befriend, change, change_of, chat, live, page, post, say, talk
from tests.messages.groups import add, group, log, remove

POLL = {"type": "poll", "question": "Where?", "options": ["lake", "wood", "home"]}


async def refused(who: Someone, room: str, kind: str, seq: int, **fields: object) -> str:
    answer = await who.ask("POST", f"/conversations/{room}/changes", change_of(kind, seq, **fields))
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


async def only(who: Someone, room: str) -> Any:
    (message,) = await page(who, room)
    return message


async def test_reply(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "lake or wood?")
    async with live(server, ana) as hers:
        answer = await say(chidi, room, type="text", text="lake", reply_to=1)
        assert (await hers.take("message"))["message"] == answer
        assert answer["body"] == {"type": "text", "text": "lake", "reply_to": 1}
    wrong = await chidi.ask("POST", f"/conversations/{room}/messages",
                            {"client_id": str(uuid4()), "body": {"type": "text", "text": "?", "reply_to": 3}})
    assert wrong.json()["code"] == "reply_unknown"
    assert [one["seq"] for one in await page(ana, room, "seqs=1&seqs=2&seqs=9")] == [1, 2]


async def test_edit(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "see you at sevn")
    async with live(server, chidi) as his, live(server, ana) as hers:
        done = await change(ana, room, "edit", 1, text="see you at seven")
        event = (await his.take("event"))["event"]
        assert event == (await hers.take("event"))["event"]
        assert (event["kind"], event["about"], event["seq"], event["body"]["text"]) == ("edited", 1, 2, "see you at seven")
    message = await only(chidi, room)
    assert (message["body"]["text"], message["edited_at"], message["n"]) == ("see you at seven", event["sent_at"], 1)
    assert (await chidi.get(f"/conversations/{room}"))["unread"] == 1           # an edit is nothing new to read
    (version,) = (await chidi.get(f"/conversations/{room}/messages/1/versions"))["versions"]
    assert (version["body"]["text"], version["until"]) == ("see you at sevn", event["sent_at"])
    assert done["seq"] == 2
    assert [event["kind"] for event in await log(chidi, room)] == ["message", "edited"]


async def test_what_cannot_be_edited(server: Server) -> None:
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await chat(ana, chidi)
    await post(ana, room)
    await say(ana, room, **POLL)
    assert await refused(chidi, room, "edit", 1, text="mine now") == "not_allowed"
    assert await refused(ana, room, "edit", 2, text="no poll") == "not_allowed"
    assert await refused(eve, room, "edit", 1, text="mine now") == "not_found"
    assert await refused(ana, room, "edit", 9, text="nothing") == "not_found"
    assert await refused(ana, room, "edit", 1, text=" ") == "text_empty"
    assert await refused(ana, room, "edit", 1, text="x" * 8001) == "text_too_long"
    async with server.app.db.tx() as tx:
        await tx.do("update events set sent_at = sent_at - interval '25 hours'")
    assert await refused(ana, room, "edit", 1, text="too late") == "edit_too_late"
    assert (await page(ana, room))[0]["body"]["text"] == "hello"
    assert len(await log(ana, room)) == 2


async def test_an_edit_is_no_way_around_the_first_message(server: Server) -> None:
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    assert await refused(eve, room, "edit", 1, text="https://example.org") == "not_open"
    assert await refused(eve, room, "react", 1, emoji="👍", on=True) == "not_open"
    assert await refused(ana, room, "react", 1, emoji="👍", on=True) == "not_open"      # answered first
    first = {"client_id": str(uuid4()), "body": {"type": "location", "latitude": 1, "longitude": 2}}
    other = await talk(eve, *await server.people("dana"))
    answer = await eve.ask("POST", f"/conversations/{other}/messages", first)
    assert answer.json()["code"] == "request_text_only"
    await change(eve, room, "unsend", 1)                                                 # but one's word can be taken back
    assert await page(ana, room) == []


async def test_unsent_is_gone_everywhere(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    secret = "the word that must go"
    await post(ana, room, secret)
    await change(ana, room, "edit", 1, text=secret + " again")
    await change(chidi, room, "react", 1, emoji="🦊", on=True)
    await change(chidi, room, "pin", 1, on=True)
    async with server.app.db.tx() as tx:
        await tx.do("update events set sent_at = sent_at - interval '1 hour'")
    async with live(server, chidi) as his:
        await change(ana, room, "unsend", 1)
        event = (await his.take("event"))["event"]
        assert (event["kind"], event["about"], event["quiet"]) == ("unsent", 1, False)
    message = await only(chidi, room)
    assert message["body"] is None
    assert message["gone_by"] == ana.me["id"]
    assert not {"edited_at", "reactions", "pinned"} & set(message)
    assert (await chidi.get(f"/conversations/{room}/pins"))["messages"] == []
    for door in ("versions", "reactions"):
        assert (await chidi.ask("GET", f"/conversations/{room}/messages/1/{door}")).status_code == 404
    assert await refused(ana, room, "edit", 1, text="back") == "message_gone"
    assert await refused(chidi, room, "react", 1, emoji="👍", on=True) == "message_gone"
    assert secret not in json.dumps(await log(chidi, room))
    assert "🦊" not in json.dumps(await log(chidi, room), ensure_ascii=False)
    for table in ("events", "messages", "edits", "reactions"):
        async with server.app.db.tx() as tx:
            stored = await tx.value(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
        assert secret not in stored
        assert "🦊" not in stored


async def test_soon_enough_leaves_no_trace(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room, "first")
    sent = await post(ana, room, "oops")
    await change(ana, room, "unsend", 2)
    assert [one["seq"] for one in await page(chidi, room)] == [1]
    assert (await chidi.get(f"/conversations/{room}"))["last_message"]["seq"] == 1
    kinds = [(event["kind"], (event.get("message") or {}).get("body")) for event in await log(chidi, room)]
    assert kinds[1:] == [("message", None), ("unsent", None)]
    # A late retry brings nothing back.
    again = {"client_id": sent["client_id"], "body": {"type": "text", "text": "oops"}}
    answer = await ana.ask("POST", f"/conversations/{room}/messages", again)
    assert (answer.status_code, answer.json()["body"], answer.json()["seq"]) == (200, None, 2)


async def test_who_may_unsend(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana, chidi, dana)
    seqs = {who.handle: (await post(who, room, "said by " + who.handle))["seq"] for who in (ana, chidi, dana)}
    assert await refused(chidi, room, "unsend", seqs["dana"]) == "not_allowed"
    assert await refused(chidi, room, "unsend", seqs["ana"]) == "not_allowed"
    assert await refused(eve, room, "unsend", seqs["dana"]) == "not_found"
    assert await refused(ana, room, "unsend", 1) == "not_allowed"           # what the group said of itself
    await change(ana, room, "unsend", seqs["dana"])
    gone = next(one for one in await page(dana, room) if one["seq"] == seqs["dana"])
    assert (gone["body"], gone["gone_by"]) == (None, ana.me["id"])          # never quietly: it was not hers
    for who in (ana, dana):     # or the event would say something else than the page
        assert await refused(who, room, "unsend", seqs["dana"]) == "message_gone"
    await ana.put(f"/conversations/{room}/members/{chidi.me['id']}/role", {"role": "admin"})
    assert await refused(chidi, room, "unsend", seqs["ana"]) == "not_allowed"
    await remove(ana, room, dana)
    assert await refused(dana, room, "unsend", seqs["dana"]) == "not_found"


async def test_reactions(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    seq = (await post(ana, room))["seq"]
    async with live(server, ana) as hers:
        for who, emoji in ((chidi, "👍"), (dana, "👍"), (dana, "❤️"), (chidi, "👍")):     # one twice: nothing more
            await change(who, room, "react", seq, emoji=emoji, on=True)
        events = [(await hers.take("event"))["event"] for _ in range(4)]
    assert [(one["emoji"], one["on"], one["count"]) for one in events] == [
        ("👍", True, 1), ("👍", True, 2), ("❤️", True, 1), ("👍", True, 2)]

    async def seen(who: Someone) -> list[tuple[str, int, bool]]:
        message = next(one for one in await page(who, room) if one["seq"] == seq)
        return [(one["emoji"], one["count"], one["mine"]) for one in message.get("reactions", [])]
    assert await seen(chidi) == [("👍", 2, True), ("❤️", 1, False)]
    assert await seen(ana) == [("👍", 2, False), ("❤️", 1, False)]
    answer = await ana.get(f"/conversations/{room}/messages/{seq}/reactions")
    assert [(one["emoji"], [who["handle"] for who in one["people"]]) for one in answer["reactions"]] == [
        ("👍", ["chidi", "dana"]), ("❤️", ["dana"])]
    await change(dana, room, "react", seq, emoji="👍", on=False)
    await change(dana, room, "react", seq, emoji="❤️", on=False)
    assert await seen(dana) == [("👍", 1, False)]
    assert (await ana.get(f"/conversations/{room}"))["unread"] == 0


@pytest.mark.parametrize("emoji", ["a", "👍👍", "hello", "<b>", "1", "\x00", "👍 "])
async def test_what_is_no_reaction(server: Server, emoji: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    assert await refused(chidi, room, "react", 1, emoji=emoji, on=True) in ("emoji_invalid", "invalid")
    assert await server.count("reactions") == 0


async def test_so_many_reactions_and_no_more(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    for emoji in "😀😁😂😃😄":
        await change(chidi, room, "react", 1, emoji=emoji, on=True)
    assert await refused(chidi, room, "react", 1, emoji="😅", on=True) == "too_many_reactions"
    await change(chidi, room, "react", 1, emoji="😀", on=True)              # one that is there already
    assert await server.count("reactions") == 5


async def test_pins(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    seqs = [(await post(ana, room, word))["seq"] for word in ("one", "two")]
    for seq in seqs:
        await change(chidi, room, "pin", seq, on=True)
    assert [one["seq"] for one in (await dana.get(f"/conversations/{room}/pins"))["messages"]] == seqs[::-1]
    await change(dana, room, "pin", seqs[1], on=False)
    assert [one["seq"] for one in (await ana.get(f"/conversations/{room}/pins"))["messages"]] == seqs[:1]
    await ana.patch(f"/conversations/{room}", {"permissions": {"pin": "admin"}})
    assert await refused(chidi, room, "pin", seqs[1], on=True) == "not_allowed"
    await change(ana, room, "pin", seqs[1], on=True)


async def test_who_came_later_learns_nothing_of_before(server: Server) -> None:
    ana, chidi, dana, gil = await server.people("ana", "chidi", "dana", "gil")
    room = await group(ana, chidi, dana)
    secret = (await post(chidi, room, "before gil"))["seq"]
    poll = (await say(ana, room, **POLL))["seq"]
    await befriend(ana, gil)
    await add(ana, room, gil)
    async with live(server, gil) as his:
        await change(chidi, room, "edit", secret, text="still before gil")
        await change(chidi, room, "react", secret, emoji="🦊", on=True)
        await change(dana, room, "vote", poll, choices=[0])
        told = [(await his.take("event"))["event"] for _ in range(3)]
    assert told == (await log(gil, room))[-3:]
    assert [one["seq"] for one in told] == list(range(told[0]["seq"], told[0]["seq"] + 3))
    assert (told[0]["body"], told[1]["emoji"], told[2]["counts"], told[2]["choices"]) == (None, None, None, None)
    for kind, more in (("edit", {"text": "x"}), ("react", {"emoji": "👍", "on": True}), ("pin", {"on": True}), ("unsend", {})):
        assert await refused(gil, room, kind, secret, **more) == "not_found"
    for door in ("versions", "reactions"):
        assert (await gil.ask("GET", f"/conversations/{room}/messages/{secret}/{door}")).status_code == 404
    assert await page(gil, room, f"seqs={secret}&seqs={poll}") == []
    forward = {"client_id": str(uuid4()), "body": {"type": "forward", "conversation_id": room, "seq": secret}}
    other = await talk(gil, ana)
    assert (await gil.ask("POST", f"/conversations/{other}/messages", forward)).json()["code"] == "not_forwardable"


async def test_a_retry_does_nothing_again(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    await post(ana, room)
    asked = change_of("react", 1, emoji="👍", on=True)
    first = await chidi.ask("POST", f"/conversations/{room}/changes", asked)
    await change(chidi, room, "react", 1, emoji="👍", on=False)
    again = await chidi.ask("POST", f"/conversations/{room}/changes", asked)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert "reactions" not in (await page(ana, room))[0]
    async with live(server, chidi) as his:
        await his.say("change", conversation_id=room, **asked)
        assert (await his.answer(str(asked["client_id"])))["seq"] == first.json()["seq"]


async def test_blocked_and_strange(server: Server) -> None:
    ana, eve = await server.people("ana", "eve")
    room = await chat(ana, eve)
    await post(ana, room, "hello")
    await post(eve, room, "hello back")
    await ana.put("/users/eve/block")
    for kind, more in (("react", {"emoji": "👍", "on": True}), ("pin", {"on": True}), ("edit", {"text": "rude"})):
        assert await refused(eve, room, kind, 2, **more) == "not_found"
    await change(eve, room, "unsend", 2)        # what is mine I can take back, always
    assert [one["seq"] for one in await page(ana, room)] == [1]




async def test_who_has_left_reads_what_was_said_then(server: Server) -> None:
    """What becomes of it after they left is not theirs to know; but unsent is unsent for them too."""
    ana, chidi, gil = await server.people("ana", "chidi", "gil")
    room = await group(ana, chidi, gil)
    said, asked, oops = [(await say(ana, room, **body))["seq"] for body in (
        {"type": "text", "text": "first words"}, POLL, {"type": "text", "text": "oops"})]
    await change(ana, room, "edit", said, text="second words")
    await change(gil, room, "react", said, emoji="👍", on=True)
    await change(gil, room, "vote", asked, choices=[1])
    before = {one["seq"]: one for one in await page(gil, room)}
    await remove(ana, room, gil)
    await change(ana, room, "edit", said, text="a secret now")
    await change(ana, room, "edit", said, text="another secret")
    await change(chidi, room, "react", said, emoji="👍", on=True)
    await change(chidi, room, "pin", said, on=True)
    await change(chidi, room, "vote", asked, choices=[0])
    await change(ana, room, "close", asked)
    await change(ana, room, "unsend", oops)
    after = {one["seq"]: one for one in await page(gil, room)}
    assert after[said] == before[said]
    assert after[asked] == before[asked]
    assert oops not in after
    assert "secret" not in json.dumps(await log(gil, room))
    assert (await gil.get(f"/conversations/{room}/pins"))["messages"] == []
    for door in (f"/messages/{said}/versions", f"/messages/{said}/reactions", f"/messages/{asked}/votes"):
        assert (await gil.ask("GET", f"/conversations/{room}{door}")).status_code == 404
    assert (await gil.get("/search/messages?q=secret"))["messages"] == []
