"""Who is told that somebody writes, records or is here: every choice of both, whatever two people are to each other."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import product
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest
import pytest_asyncio

from paperplane.accounts.settings.types import Shown
from paperplane.accounts.types import Viewer
from paperplane.core.errors import NotFound
from paperplane.core.ids import new_id
from paperplane.messages.actions import type_in
from paperplane.messages.manners.reads import here
from paperplane.messages.manners.types import Doing
from tests.messages.world import MINOR, World
from tests.messages.world import world as make_world

CHOICES: tuple[Shown, ...] = get_args(Shown)
DOINGS: tuple[Doing, ...] = get_args(Doing)


@pytest_asyncio.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(database, tmp_path) as made:
        yield made


async def do(world: World, sql: str, *args: object) -> None:
    async with world.db.tx() as tx:
        await tx.do(sql, *args)


async def mates(world: World, one: Viewer, other: Viewer) -> UUID:
    """A group of the two."""
    made = new_id()
    await do(world, "insert into conversations (id, kind, title, created_by, member_count) values ($1, 'group', 'x', $2, 2)", made, one.account_id)
    await do(world, "insert into members (conversation_id, account_id) values ($1, $2), ($1, $3)", made, one.account_id, other.account_id)
    return made


async def friends(world: World, one: Viewer, other: Viewer) -> UUID:
    await world.befriend(one, other)
    if other.minor:     # who follows an adult lets them in
        await do(world, "insert into reaches (minor_id, adult_id) values ($1, $2)", other.account_id, one.account_id)
    return await world.conversation(one, other)


async def direct(world: World, one: Viewer, other: Viewer, theirs: str = "accepted") -> UUID:
    """A 1:1 of two who are no friends, as `open_direct` and its answers leave it."""
    made = await world.conversation(one, other, theirs=theirs)
    low, high = sorted((one.account_id, other.account_id))
    await do(world, "insert into direct_conversations (low_id, high_id, conversation_id) values ($1, $2, $3)", low, high, made)
    return made


async def request(world: World, one: Viewer, other: Viewer) -> UUID:
    return await direct(world, one, other, "request")


async def ignored(world: World, one: Viewer, other: Viewer) -> UUID:
    return await direct(world, one, other, "ignored")


async def followed(world: World, one: Viewer, other: Viewer) -> UUID:
    await do(world, "insert into follows (follower_id, followee_id) values ($1, $2)", one.account_id, other.account_id)
    return await request(world, one, other)


async def blocked(world: World, one: Viewer, other: Viewer) -> UUID:
    await do(world, "insert into blocks (blocker_id, blocked_id) values ($1, $2)", one.account_id, other.account_id)
    return await direct(world, one, other)


async def blocked_mates(world: World, one: Viewer, other: Viewer) -> UUID:
    await do(world, "insert into blocks (blocker_id, blocked_id) values ($1, $2)", other.account_id, one.account_id)
    return await mates(world, one, other)


async def let_in(world: World, one: Viewer, other: Viewer) -> UUID:
    minor, adult = (one, other) if one.minor else (other, one)
    await do(world, "insert into reaches (minor_id, adult_id) values ($1, $2)", minor.account_id, adult.account_id)
    return await mates(world, one, other)


async def left(world: World, one: Viewer, other: Viewer) -> UUID:
    room = await mates(world, one, other)
    await do(world, "update members set to_seq = 0, to_n = 0, left_at = now() where conversation_id = $1 and account_id = $2", room, one.account_id)
    return room


Make = Callable[[World, Viewer, Viewer], Awaitable[UUID]]
# What the two are, whether one is a minor, and the choices that show something to the other.
BONDS: list[tuple[Make, bool, set[Shown]]] = [
    (friends, False, {"everyone", "friends"}), (friends, True, {"everyone", "friends"}),
    (direct, False, {"everyone"}), (mates, False, {"everyone"}), (let_in, True, {"everyone"}),
    (mates, True, set()), (direct, True, set()), (request, False, set()), (ignored, False, set()), (followed, False, set()),
    (blocked, False, set()), (blocked_mates, False, set()), (left, False, set()),
]


async def tells(world: World, one: Viewer, other: Viewer, room: UUID, doing: Doing) -> bool:
    """Whether the other is told what one is doing in the room. Nobody else ever is."""
    world.told.clear()
    try:
        async with world.db.tx() as tx:
            await type_in(tx, world.keys, one, room, doing)
    except NotFound:
        pass
    said = {(account, json.loads(frame)["doing"]) for to, frame in world.told for account in to}
    assert said <= {(other.account_id, doing)}
    return bool(said)


async def sees(world: World, one: Viewer, other: Viewer) -> bool:
    async with world.db.tx() as tx:
        return [bond.account_id for bond in await here(tx, world.keys, one.account_id, [other.account_id])] == [other.account_id]


@pytest.mark.parametrize(("make", "minor", "showing"), BONDS, ids=lambda given: getattr(given, "__name__", None))
async def test_every_choice_of_both(world: World, make: Make, minor: bool, showing: set[Shown]) -> None:
    """Only where both choose what shows it, and then both ways."""
    one, other = await world.person(), await (world.person(MINOR) if minor else world.person())
    room = await make(world, one, other)
    for mine, theirs in product(CHOICES, CHOICES):
        for setting in ("show_typing", "show_recording", "show_presence"):
            await do(world, f"update accounts set {setting} = 'nobody'")
        for setting in ("show_typing", "show_recording", "show_presence"):
            await do(world, f"update accounts set {setting} = case id when $1 then $2 else $3 end", one.account_id, mine, theirs)
            expected = mine in showing and theirs in showing
            open_to = {one: make is not left, other: True}
            for who, whom in ((one, other), (other, one)):
                what = f"{make.__name__}: {setting} {mine}, {theirs}, {'there' if who is one else 'back'}"
                if setting == "show_presence":
                    assert await sees(world, who, whom) == expected, what
                else:
                    doing: Doing = "writing" if setting == "show_typing" else "recording"
                    assert await tells(world, who, whom, room, doing) == (expected and open_to[who]), what
            await do(world, f"update accounts set {setting} = 'nobody'")
            for doing in DOINGS:
                assert not await tells(world, one, other, room, doing), f"{setting} shows nothing else"


async def test_typing_costs_the_same_whoever_hears_it(world: World) -> None:
    """Two statements, in a group of two as in one of forty."""
    one, other = await world.person(), await world.person()
    rooms = [await mates(world, one, other), await mates(world, one, other)]
    for _ in range(38):
        await do(world, "insert into members (conversation_id, account_id) values ($1, $2)", rooms[1], (await world.person()).account_id)
    await do(world, "update conversations set member_count = 40 where id = $1", rooms[1])
    counts = []
    for room in rooms:
        async with world.db.tx() as tx:
            run, ran = tx._run, 0

            async def counting(*args: object, run: Callable[..., Awaitable[object]] = run) -> object:
                nonlocal ran
                ran += 1
                return await run(*args)
            tx._run = counting  # type: ignore[method-assign, assignment]
            await type_in(tx, world.keys, one, room, "writing")
            counts.append(ran)
    assert counts[0] == counts[1] <= 3      # and the transaction's begin
    assert len(world.told[-1][0]) == 39
