"""Sending over HTTP: retries, many at once, and what a text may be."""

import asyncio
import json
from uuid import uuid4

from tests.api import API, Server, Someone, good, refusal
from tests.client import chat, live, talk, text

FAMILY = "\U0001F469\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466"


async def stored(who: Someone, room: str) -> list[str]:
    return [message["body"]["text"] for message in (await who.get(f"/conversations/{room}/messages?limit=100"))["messages"]]


async def test_a_retry_gets_the_first_answer(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    name = str(uuid4())
    first = await ana.ask("POST", f"/conversations/{room}/messages", text("once", name))
    again = await ana.ask("POST", f"/conversations/{room}/messages", text("twice?", name))
    async with live(server, ana) as socket:
        ok = await socket.send(room, "three times?", name)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert {key: first.json()[key] for key in ("id", "seq", "n", "sent_at", "client_id")} == \
        {key: ok[key] for key in ("id", "seq", "n", "sent_at", "client_id")}
    assert await stored(chidi, room) == ["once"]


async def test_the_same_client_id_of_another_is_another_message(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    name = str(uuid4())
    for who in (ana, chidi):
        assert (await who.ask("POST", f"/conversations/{room}/messages", text(who.handle, name))).status_code == 201
    assert await stored(ana, room) == ["ana", "chidi"]


async def test_many_at_once_all_arrive(server: Server) -> None:
    """More than the pool has connections: none may wait for another that waits for it."""
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    answers = await asyncio.gather(*(
        ana.ask("POST", f"/conversations/{room}/messages", text(f"{number}")) for number in range(40)))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.json()["seq"] for answer in answers) == list(range(1, 41))


async def test_many_open_at_once(server: Server) -> None:
    ana = await server.person("ana")
    others = [await server.person(f"person{number}", 30) for number in range(3)]
    pairs = [(ana, other) for other in others] + [(other, ana) for other in others]
    rooms = await asyncio.gather(*(talk(one, other) for one, other in pairs * 6))
    assert len(set(rooms)) == 3
    assert [await server.count(table) for table in ("conversations", "direct_conversations", "members")] == [3, 3, 6]


async def test_who_goes_away_while_it_is_written_stops_nobody(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with server.app.db.tx() as tx:
        await tx.rows("select from conversations where id = $1 for update", room)
        waiting = [asyncio.create_task(ana.ask("POST", f"/conversations/{room}/messages", text("going")))
                   for _ in range(3)]
        await asyncio.sleep(0.3)
        for task in waiting:
            task.cancel()
    assert (await ana.ask("POST", f"/conversations/{room}/messages", text("here"))).status_code == 201
    assert (await stored(chidi, room))[-1] == "here"


KEPT = [
    "\U0001F642", FAMILY * 300, "مرحبا \u200fبالعالم", "\u202eslon", "e\u0301", "a\nb\r\n\tc", "  edges stay  ", "\u200b.",
    "x" * 8_000, "\U0001F600" * 8_000, "\\u0000", "<script>alert(1)</script>", "\ufeffbom", "\uffff\U0010ffff", ".\x01\x7f\x85",
]
REFUSED = [
    ("x" * 8_001, "400 text_too_long"), ("\U0001F600" * 8_001, "400 text_too_long"), ("", "400 text_empty"),
    (" \n\u2003\t", "400 text_empty"), ("\u200b\u2060\u3164", "400 text_empty"), ("\ufe0f\u034f", "400 text_empty"), ("a\x00b", "400 text_invalid"),
]
NO_TEXT = ['"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d"', "7", "null", '["x"]', '"\\x"', '"\x00"']
NO_SEND: list[dict[str, object]] = [
    {"client_id": None}, {"client_id": "x"}, {"body": None}, {"body": {"type": "text"}}, {"body": {"type": "image"}},
    {"body": {"type": "text", "text": "x", "more": 1}}, {"seq": 1}, {"sender": str(uuid4())},
]


async def test_what_was_written_is_what_is_read(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, chidi) as socket:
        for said in KEPT:
            answer = good(await ana.ask("POST", f"/conversations/{room}/messages", text(said)))
            told = await socket.take("message")
            assert answer["body"]["text"] == told["message"]["body"]["text"] == said
    assert await stored(chidi, room) == KEPT


async def test_what_cannot_be_kept_is_refused(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    async with live(server, ana) as socket:
        for said, code in REFUSED:
            assert refusal(await ana.ask("POST", f"/conversations/{room}/messages", text(said))) == code
            error = await socket.send(room, said)
            assert f"{error['status']} {error['code']}" == code
    assert await stored(chidi, room) == []


async def test_what_is_no_send_is_refused(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    headers = {"authorization": f"Bearer {ana.token}", "content-type": "application/json"}
    raw = [f'{{"client_id": "{uuid4()}", "body": {{"type": "text", "text": {body}}}}}' for body in NO_TEXT]
    raw += [json.dumps({**text("x"), **change}) for change in NO_SEND]
    for content in [*raw, "", "[]", "null", "{", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]:
        answer = await server.client.post(f"{API}/conversations/{room}/messages", content=content.encode(), headers=headers)
        assert refusal(answer) == "400 invalid", content
    assert await stored(chidi, room) == []
