"""The send line: numbers without holes, one answer a client id, one bad item refused alone, commit before telling."""

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from paperplane.core.errors import AppError
from paperplane.messages import reads
from paperplane.messages.bodies.types import TextBody
from paperplane.messages.events.types import Appended, Message, MessageEvent
from tests.messages.world import MINOR, World, world


@pytest_asyncio.fixture
async def here(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with world(database, tmp_path) as made:
        yield made


def code(answer: Appended | AppError) -> str | None:
    return answer.code if isinstance(answer, AppError) else None


def seq(answer: Appended | AppError) -> int:
    assert isinstance(answer, Appended), answer
    return answer.seq


@pytest.mark.parametrize("seed", range(3))
async def test_numbers_are_dense_and_retries_get_the_first_answer(here: World, seed: int) -> None:
    rng = random.Random(seed)
    people = [await here.person() for _ in range(6)]
    rooms = []
    for one, other in zip(people, people[1:], strict=False):
        rooms.append((await here.conversation(one, other), (one, other)))
    sends = []
    for _ in range(300):
        room, pair = rng.choice(rooms)
        sends += [(room, rng.choice(pair), uuid4())] * rng.choice((1, 1, 2, 3))
    rng.shuffle(sends)
    answers = await asyncio.gather(*(here.send(who, room, "x", name) for room, who, name in sends))

    first: dict[UUID, set[int]] = defaultdict(set)
    taken: dict[UUID, set[int]] = defaultdict(set)
    for (room, _, name), answer in zip(sends, answers, strict=True):
        first[name].add(seq(answer))
        taken[room].add(seq(answer))
    assert all(len(numbers) == 1 for numbers in first.values())
    for room, (one, _) in rooms:
        assert taken[room] == set(range(1, len(taken[room]) + 1))
        async with here.db.tx() as tx:
            log = await reads.events(tx, one, room, 0, 500)
            page = await reads.messages(tx, one, room, None, 0, None, 500)
            head = (await tx.rows("select last_seq, last_n from conversations where id = $1", room))[0]
        assert [event.seq for event in log.events] == sorted(taken[room])
        assert [event.message for event in log.events if isinstance(event, MessageEvent)] == page.messages
        assert (head["last_seq"], head["last_n"]) == (len(taken[room]), len(taken[room]))


async def test_what_is_told_is_what_is_on_disk(here: World) -> None:
    ana, chidi = await here.person(), await here.person()
    room = await here.conversation(ana, chidi)
    for number in range(20):
        await here.send(ana, room, f"message {number}")
    async with here.db.tx() as tx:
        stored = (await reads.messages(tx, chidi, room, None, 0, None, 100)).messages
    told = [json.loads(frame)["message"] for _, frame in here.told]
    assert [message["seq"] for message in told] == [message.seq for message in stored]
    assert [message["body"]["text"] for message in told] == [_text(message) for message in stored]
    assert {to for to, _ in here.told} == {(ana.account_id, chidi.account_id)}


async def test_one_bad_item_is_refused_alone(here: World) -> None:
    ana, chidi, eve = await here.person(), await here.person(), await here.person()
    room = await here.conversation(ana, chidi)
    answers = await asyncio.gather(
        here.send(ana, room, "first"), here.send(eve, room, "let me in"), here.send(ana, uuid4(), "nowhere"),
        here.send(ana, room, "x" * 8001), here.send(ana, room, "\ud800"), here.send(chidi, room, "last"))
    assert [code(answer) for answer in answers] == [None, "not_found", "not_found", "text_too_long", "unavailable", None]
    assert {seq(answers[0]), seq(answers[-1])} == {1, 2}
    assert len(here.told) == 2


async def test_a_stranger_leaves_one_text_until_answered(here: World) -> None:
    eve, ana = await here.person(), await here.person()
    room = await here.conversation(eve, ana, theirs="request")
    assert code(await here.send(eve, room, "x" * 501)) == "request_limits"
    first, second = await asyncio.gather(here.send(eve, room, "hello"), here.send(eve, room, "hello??"))
    assert (code(first), code(second)) == (None, "request_pending")
    assert code(await here.send(eve, room, "and again")) == "request_pending"
    assert code(await here.send(ana, room, "who are you?")) is None
    assert code(await here.send(eve, room, "x" * 5000)) is None


async def test_becoming_friends_opens_a_request(here: World) -> None:
    eve, ana = await here.person(), await here.person()
    room = await here.conversation(eve, ana, theirs="ignored")
    await here.send(eve, room)
    assert code(await here.send(eve, room)) == "request_pending"
    await here.befriend(eve, ana)
    assert code(await here.send(eve, room)) is None


async def test_a_block_closes_both_ways_and_leaves_no_trace(here: World) -> None:
    ana, eve = await here.person(), await here.person()
    room = await here.conversation(ana, eve)
    await here.send(ana, room)
    async with here.db.tx() as tx:
        await tx.do("insert into blocks (blocker_id, blocked_id) values ($1, $2)", ana.account_id, eve.account_id)
    before = len(here.told)
    gone = await here.send(eve, room)
    assert isinstance(gone, AppError)
    nowhere = await here.send(eve, uuid4())
    assert isinstance(nowhere, AppError)
    assert gone.problem() == nowhere.problem()
    assert code(await here.send(ana, room)) == "not_found"
    assert len(here.told) == before
    async with here.db.tx() as tx:
        assert len((await reads.messages(tx, eve, room, None, None, None, 10)).messages) == 1


async def test_an_adult_writes_to_a_minor_only_after_the_minor_wrote(here: World) -> None:
    ana, ben = await here.person(), await here.person(MINOR)
    room = await here.conversation(ben, ana, theirs="request")
    assert code(await here.send(ana, room, "hello little one")) == "not_found"
    assert code(await here.send(ben, room, "are you the coach?")) is None
    assert code(await here.send(ana, room, "I am")) is None
    async with here.db.tx() as tx:      # what a block by the minor does (relations)
        await tx.do("delete from reaches where minor_id = $1", ben.account_id)
    assert code(await here.send(ana, room, "still there?")) == "not_found"


async def test_sending_moves_ones_own_mark_and_nobody_elses(here: World) -> None:
    ana, chidi = await here.person(), await here.person()
    room = await here.conversation(ana, chidi)
    for _ in range(3):
        await here.send(ana, room)
    async with here.db.tx() as tx:
        seen = {viewer.account_id: (await reads.conversation(tx, here.keys, viewer, room)).unread
                for viewer in (ana, chidi)}
    assert seen == {ana.account_id: 0, chidi.account_id: 3}


def _text(message: Message) -> str:
    assert isinstance(message.body, TextBody)
    return message.body.text
