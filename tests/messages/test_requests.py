"""A stranger's first message: what its sender sees is the same whether it waits or was ignored, for ever."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from paperplane.messages.actions import accept_by_follow
from tests.api import Server, Someone
from tests.client import PATIENCE_S, live, post, talk, text


async def asked(server: Server) -> tuple[Someone, Someone, str]:
    """eve has asked, and ana has not answered."""
    eve, ana = await server.people("eve", "ana")
    room = await talk(eve, ana)
    await post(eve, room, "may I?")
    return eve, ana, room


async def answer(who: Someone, room: str, accepted: bool) -> Any:
    return await who.put(f"/conversations/{room}/acceptance", {"accepted": accepted})


async def counts(who: Someone) -> tuple[int, int]:
    found = (await who.get("/inbox"))["counts"]
    return found["unread"], found["requests"]


async def listed(who: Someone, tab: str) -> list[str]:
    return [head["id"] for head in (await who.get(f"/inbox?tab={tab}"))["conversations"]]


async def test_a_request_waits_among_requests(server: Server) -> None:
    eve, ana, room = await asked(server)
    mine, theirs = [await who.get(f"/conversations/{room}") for who in (ana, eve)]
    assert (mine["state"], mine["sending"], mine["unread"]) == ("request", "open", 1)
    assert (theirs["state"], theirs["sending"], theirs["unread"]) == ("pending", "waiting", 0)
    assert (await listed(ana, "requests"), await listed(ana, "conversations")) == ([room], [])
    assert (await listed(eve, "requests"), await listed(eve, "conversations")) == ([], [room])
    assert (await counts(ana), await counts(eve)) == ((0, 1), (0, 0))


async def test_accepting_opens_it_for_both(server: Server) -> None:
    eve, ana, room = await asked(server)
    async with live(server, eve) as hers, live(server, ana) as mine:
        assert (await answer(ana, room, accepted=True))["state"] == "accepted"
        told = await hers.take("event")
        assert (told["event"]["kind"], told["event"]["sender"], told["event"]["seq"], told["event"]["n"]) == \
            ("accepted", ana.me["id"], 2, None)
        assert (await mine.take("event")) == told
        assert (await answer(ana, room, accepted=True))["last_seq"] == 2       # said once
        await hers.settled()
        assert hers.told == []
    for who in (ana, eve):
        head = await who.get(f"/conversations/{room}")
        assert (head["state"], head["sending"]) == ("accepted", "open")
        await post(who, room)
    assert await ana.refused("PUT", f"/conversations/{room}/acceptance", {"accepted": False}) == "409 not_a_request"
    assert (await counts(ana), await listed(ana, "conversations")) == ((1, 0), [room])


async def test_ignoring_is_never_told(server: Server) -> None:
    eve, ana, room = await asked(server)
    async with live(server, eve) as socket:
        before = await everything(eve, room)
        assert (await answer(ana, room, accepted=False))["state"] == "ignored"
        assert (await counts(ana), await listed(ana, "requests"), await listed(ana, "conversations")) == ((0, 0), [], [])
        await ana.put(f"/conversations/{room}/marks", {"read_seq": 1, "delivered_seq": 1})
        assert await everything(eve, room) == before
        assert (await socket.send(room))["code"] == "request_pending"
        await socket.say("typing", conversation_id=room)
        await socket.settled()
        assert socket.told == []
        assert (await answer(ana, room, accepted=True))["state"] == "accepted"      # a change of mind
        await socket.take("event")


async def everything(who: Someone, room: str) -> list[tuple[int, bytes, list[tuple[str, str]]]]:
    """All that the sender can ask for about the conversation."""
    answers = [
        await who.ask("GET", f"/conversations/{room}"), await who.ask("GET", "/inbox"), await who.ask("GET", "/users/ana"),
        await who.ask("GET", f"/conversations/{room}/messages"), await who.ask("GET", f"/conversations/{room}/events?after=0"),
        await who.ask("POST", f"/conversations/{room}/messages", text("hello?")),
        await who.ask("PUT", f"/conversations/{room}/acceptance", {"accepted": False}),
        await who.ask("PUT", "/users/ana/conversation"), await who.ask("PUT", f"/conversations/{room}/marks", {"read_seq": 1}),
    ]
    return [plain(one) for one in answers]


def plain(one: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    return one.status_code, one.content, [item for item in one.headers.multi_items() if item[0] != "date"]


@pytest.mark.parametrize("ignored", [False, True])
async def test_an_answer_accepts(server: Server, ignored: bool) -> None:
    eve, ana, room = await asked(server)
    if ignored:
        await answer(ana, room, accepted=False)
    await post(ana, room, "you may")
    for who in (ana, eve):
        assert (await who.get(f"/conversations/{room}"))["state"] == "accepted"
        await post(who, room)


@pytest.mark.parametrize("ignored", [False, True])
async def test_a_follow_accepts(server: Server, ignored: bool) -> None:
    eve, ana, room = await asked(server)
    if ignored:
        await answer(ana, room, accepted=False)
    async with live(server, eve) as socket:
        await ana.put("/users/eve/follow")
        assert (await socket.take("event"))["event"]["kind"] == "accepted"
    for who in (ana, eve):
        assert (await who.get(f"/conversations/{room}"))["state"] == "accepted"
    await post(eve, room)


async def test_the_follow_of_who_asked_accepts_nothing(server: Server) -> None:
    eve, ana, room = await asked(server)
    await eve.put("/users/ana/follow")
    async with asyncio.timeout(PATIENCE_S):     # the job that follows a follow is done
        while await jobs(server):
            await asyncio.sleep(0.05)
    assert (await ana.get(f"/conversations/{room}"))["state"] == "request"
    assert await eve.refused("POST", f"/conversations/{room}/messages", text("hello?")) == "403 request_pending"


async def jobs(server: Server) -> int:
    async with server.app.db.tx() as tx:
        return int(await tx.value("select count(*) from pgqueuer where status in ('queued', 'picked')"))


async def test_both_ask_at_once(server: Server) -> None:
    """The first to write asks; the other's message is the answer."""
    eve, ana = await server.people("eve", "ana")
    rooms = await asyncio.gather(*(talk(*pair) for pair in ((eve, ana), (ana, eve)) * 5))
    assert len(set(rooms)) == 1
    first, second = await asyncio.gather(*(who.ask("POST", f"/conversations/{rooms[0]}/messages", text("hi"))
                                           for who in (eve, ana)))
    assert (first.status_code, second.status_code) == (201, 201)
    for who in (eve, ana):
        assert (await who.get(f"/conversations/{rooms[0]}"))["state"] == "accepted"


@pytest.mark.parametrize("who", ["asker", "asked"])
async def test_nothing_is_accepted_after_a_block(server: Server, who: str) -> None:
    eve, ana, room = await asked(server)
    async with live(server, eve) as socket:
        await (eve.put("/users/ana/block") if who == "asker" else ana.put("/users/eve/block"))
        assert await ana.refused("PUT", f"/conversations/{room}/acceptance", {"accepted": True}) == "404 not_found"
        async with server.app.db.tx() as tx:        # a job that was left from before the block
            await accept_by_follow(tx, UUID(ana.me["id"]), UUID(eve.me["id"]))
        await socket.settled()
        assert socket.said("event") == []
    assert [one["kind"] for one in (await eve.get(f"/conversations/{room}/events?after=0"))["events"]] == ["message"]
    assert (await answer(ana, room, accepted=False))["state"] == "ignored"
