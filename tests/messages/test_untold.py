"""A commit whose answer is lost on its way: the message is there, the retry finds it, and only then is everybody told."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from paperplane.core.errors import AppError, Unavailable
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Rate, Rates, Sizes
from paperplane.messages.events.types import Appended
from paperplane.messages.sending import queries
from paperplane.messages.sending.line import SendLine
from paperplane.posts.cards.reads import seen
from tests.messages.world import World, world


@pytest_asyncio.fixture
async def here(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with world(database, tmp_path) as made:
        yield made


@pytest.mark.parametrize("lost", [Unavailable(), RuntimeError("as when a connection is cut at a bad moment")], ids=["away", "odd"])
async def test_what_was_written_unheard_is_told_once(here: World, monkeypatch: pytest.MonkeyPatch, lost: Exception) -> None:
    ana, chidi = await here.person(), await here.person()
    room = await here.conversation(ana, chidi)
    append, name = queries.append_messages, uuid4()

    async def unheard(*given: Any) -> bool:
        await append(*given)
        raise lost
    monkeypatch.setattr(queries, "append_messages", unheard)
    first = await here.send(ana, room, "are you there?", name)
    assert isinstance(first, AppError)
    assert (first.code, here.told) == ("unavailable", [])
    monkeypatch.undo()
    again = [await here.send(ana, room, "are you there?", name) for _ in range(3)]
    assert all(isinstance(one, Appended) and one.repeat and one == again[0] for one in again)
    ((to, frame),) = here.told
    assert set(to) == {ana.account_id, chidi.account_id}
    async with here.db.tx() as tx:
        assert json.loads(frame)["message"]["id"] == str(await tx.value("select id from events"))


@pytest.mark.parametrize("fails", [None, Unavailable()], ids=["moved on", "away"])
async def test_what_was_not_written_is_not_counted(here: World, monkeypatch: pytest.MonkeyPatch, fails: Exception | None) -> None:
    """Ten strangers a day: a try that another writer, or the disk, made come to nothing is none of them."""
    ana, other = await here.person(), await here.person()
    here.line = SendLine(here.db, here.keys, RateLimiter(Rates(strangers_account=Rate(1, 86_400))), Sizes(), partial(seen, here.keys))
    room = await here.conversation(ana, other, theirs="request")
    append, tries = queries.append_messages, 0

    async def late(*given: Any) -> bool:
        nonlocal tries
        tries += 1
        if tries > 3:
            return bool(await append(*given))
        if fails:
            raise fails
        return False
    monkeypatch.setattr(queries, "append_messages", late)
    running = asyncio.create_task(here.line.run())
    try:
        answers = [await here.send(ana, room) for _ in range(4 if fails else 1)]
    finally:
        running.cancel()
    assert isinstance(answers[-1], Appended), answers


async def test_what_was_not_written_is_told_as_it_is_written_later(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, chidi = await here.person(), await here.person()
    room = await here.conversation(ana, chidi)
    name = uuid4()

    async def away(*given: Any) -> bool:
        raise Unavailable
    monkeypatch.setattr(queries, "append_messages", away)
    await here.send(ana, room, "are you there?", name)
    monkeypatch.undo()
    again = await here.send(ana, room, "are you there?", name)
    assert isinstance(again, Appended)
    ((_, frame),) = here.told
    assert json.loads(frame)["message"]["id"] == str(again.id)
