"""What can be said beside words: polls, mentions, what is forwarded."""

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Server, Someone
from tests.client import change, change_of, chat, live, page, post, say
from tests.messages.groups import group, log

POLL = {"type": "poll", "question": "Where?", "options": ["lake", "wood", "home"]}


async def refused(who: Someone, room: str, kind: str, seq: int, **fields: object) -> str:
    answer = await who.ask("POST", f"/conversations/{room}/changes", change_of(kind, seq, **fields))
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])




async def test_a_poll(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    seq = (await say(ana, room, **POLL))["seq"]
    async with live(server, ana) as hers:
        await change(chidi, room, "vote", seq, choices=[1])
        event = (await hers.take("event"))["event"]
        assert (event["counts"], event["voters"], event["choices"], event["sender"]) == ([0, 1, 0], 1, [1], chidi.me["id"])
    await change(dana, room, "vote", seq, choices=[1])
    await change(chidi, room, "vote", seq, choices=[2])                     # another mind
    message = (await page(chidi, room))[-1]
    assert message["votes"] == {"counts": [0, 1, 1], "voters": 2, "mine": [2]}
    ballots = (await ana.get(f"/conversations/{room}/messages/{seq}/votes"))["choices"]
    assert [[who["handle"] for who in choice["people"]] for choice in ballots] == [[], ["dana"], ["chidi"]]
    for wrong in ([0, 1], [3], [1, 1]):
        assert await refused(chidi, room, "vote", seq, choices=wrong) in ("one_choice", "choices_invalid")
    assert await refused(chidi, room, "close", seq) == "not_allowed"
    await change(ana, room, "close", seq)
    assert await refused(chidi, room, "vote", seq, choices=[0]) == "poll_closed"
    assert (await page(chidi, room))[-1]["votes"]["counts"] == [0, 1, 1]
    await change(dana, room, "react", seq, emoji="🎉", on=True)


async def test_nobody_learns_who_voted(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    seq = (await say(ana, room, **POLL, anonymous=True, multiple=True))["seq"]
    async with live(server, ana) as hers, live(server, chidi) as his:
        await change(chidi, room, "vote", seq, choices=[0, 2])
        told, mine = (await hers.take("event"))["event"], (await his.take("event"))["event"]
    assert (mine["sender"], mine["choices"]) == (chidi.me["id"], [0, 2])
    assert told["choices"] is None
    assert chidi.me["id"] not in json.dumps(told)
    for who in (ana, dana):
        votes = [event for event in await log(who, room) if event["kind"] == "voted"]
        assert chidi.me["id"] not in json.dumps(votes)
        answer = await who.ask("GET", f"/conversations/{room}/messages/{seq}/votes")
        assert answer.json()["code"] == "anonymous"
        assert (await page(who, room))[-1]["votes"] == {"counts": [1, 0, 1], "voters": 1, "mine": []}
    assert (await log(chidi, room))[-1]["choices"] == [0, 2]


async def test_a_poll_of_emoji_that_are_newer_than_the_server(server: Server) -> None:
    ana = await server.person("ana")
    options = ["\U0001FAE8", "\U0001FFFA"]
    assert (await say(ana, await group(ana), **{**POLL, "options": options}))["body"]["options"] == options


@pytest.mark.parametrize(("wrong", "code"), [
    ({"options": ["one"]}, "poll_options"), ({"options": ["x"] * 13}, "poll_options"), ({"options": ["a", "a"]}, "poll_twice"),
    ({"question": " "}, "poll_empty"), ({"options": ["a", "\u200b"]}, "poll_empty"), ({"question": "x" * 301}, "poll_too_long"),
    ({"closes_at": "2020-01-01T00:00:00Z"}, "poll_closing"), ({"closes_at": "2200-01-01T00:00:00Z"}, "poll_closing"),
    ({"question": "a\x00"}, "text_invalid"),
])
async def test_what_is_no_poll(server: Server, wrong: dict[str, Any], code: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    answer = await ana.ask("POST", f"/conversations/{room}/messages", {"client_id": str(uuid4()), "body": {**POLL, **wrong}})
    assert answer.json()["code"] == code
    assert await page(ana, room) == []


async def test_forward(server: Server) -> None:
    ana, chidi, dana, eve = await server.people("ana", "chidi", "dana", "eve")
    room, other = await chat(ana, chidi), await chat(ana, dana)
    await say(chidi, room, type="text", text="the lake is open @ana", mentions=[{"at": 17, "length": 4, "account_id": ana.me["id"]}])
    message = await say(ana, other, type="forward", conversation_id=room, seq=1)
    assert message["body"] == {"type": "text", "text": "the lake is open @ana", "forwarded": 1}
    assert chidi.me["id"] not in json.dumps(await page(dana, other))
    assert (await page(dana, other))[-1]["body"] == message["body"]
    foreign = {"client_id": str(uuid4()), "body": {"type": "forward", "conversation_id": room, "seq": 1}}
    eves = await chat(eve, dana)
    answer = await eve.ask("POST", f"/conversations/{eves}/messages", foreign)
    assert answer.json()["code"] == "not_forwardable"
    await change(chidi, room, "unsend", 1)
    answer = await ana.ask("POST", f"/conversations/{other}/messages", foreign)
    assert answer.json()["code"] == "not_forwardable"
    assert await refused(ana, other, "edit", message["seq"], text="they said") == "not_allowed"


async def test_what_went_through_many_hands(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    seq = (await post(ana, room, "chain"))["seq"]
    for hands in range(1, 7):
        message = await say(ana, room, type="forward", conversation_id=room, seq=seq)
        assert message["body"]["forwarded"] == hands
        seq = message["seq"]


async def test_mentions(server: Server) -> None:
    ana, chidi, dana = await server.people("ana", "chidi", "dana")
    room = await group(ana, chidi, dana)
    await say(ana, room, type="text", text="hi @dana!", mentions=[{"at": 3, "length": 5, "account_id": dana.me["id"]}])
    heads = {who.handle: (await who.get(f"/conversations/{room}"))["mentioned"] for who in (ana, chidi, dana)}
    assert heads == {"ana": False, "chidi": False, "dana": True}
    everybody = {"client_id": str(uuid4()), "body": {
        "type": "text", "text": "@everyone up!", "mentions": [{"at": 0, "length": 9, "account_id": None}]}}
    answer = await chidi.ask("POST", f"/conversations/{room}/messages", everybody)
    assert answer.json()["code"] == "not_allowed"
    assert (await ana.ask("POST", f"/conversations/{room}/messages", everybody)).status_code == 201
    assert (await chidi.get(f"/conversations/{room}"))["mentioned"] is True
    await chidi.put(f"/conversations/{room}/marks", {"read_seq": 99})
    assert (await chidi.get(f"/conversations/{room}"))["mentioned"] is False


async def test_who_is_not_here_cannot_be_called(server: Server) -> None:
    """Neither somebody outside nor nobody at all; and the message, and those sent with it, are written all the same."""
    ana, chidi, eve = await server.people("ana", "chidi", "eve")
    room = await group(ana, chidi)
    for nobody in (eve.me["id"], str(uuid4())):
        message = await say(ana, room, type="text", text="@eve", mentions=[{"at": 0, "length": 4, "account_id": nobody}])
        await change(ana, room, "edit", message["seq"], text="@eve!", mentions=[{"at": 0, "length": 4, "account_id": nobody}])
    assert await server.count("mentions") == 0


@pytest.mark.parametrize("mentions", [
    [(0, 3)], [(3, 9)], [(3, 5), (3, 5)], [(99, 1)], [(8, 1)],
])
async def test_what_is_no_mention(server: Server, mentions: list[tuple[int, int]]) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    asked = {"client_id": str(uuid4()), "body": {"type": "text", "text": "hi @dana!", "mentions": [
        {"at": at, "length": length, "account_id": chidi.me["id"]} for at, length in mentions]}}
    answer = await ana.ask("POST", f"/conversations/{room}/messages", asked)
    assert answer.json()["code"] == "mentions_invalid"


async def test_a_mention_reaches_out_of_a_muted_chat(server: Server) -> None:
    ana, chidi = await server.people("ana", "chidi")
    room = await group(ana, chidi)
    await chidi.patch(f"/conversations/{room}/mine", {"mute": "always"})
    await post(ana, room, "nothing for you")
    assert (await chidi.get("/inbox"))["counts"]["unread"] == 0
    await say(ana, room, type="text", text="@chidi", mentions=[{"at": 0, "length": 6, "account_id": chidi.me["id"]}])
    assert (await chidi.get("/inbox"))["counts"]["unread"] == 1
    await chidi.patch("/me", {"mentions_reach": False})
    assert (await chidi.get("/inbox"))["counts"]["unread"] == 0
