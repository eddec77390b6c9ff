"""Killed in the middle: what was shown as sent is there, what was not sent yet arrives, everything once, in order."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.api import Someone
from tests.client import chat
from tests.e2e.browser import Seats
from tests.e2e.process import Process, own_process
from tests.e2e.reading import all_of_it

pytestmark = pytest.mark.e2e

MESSAGES = 200
SOON_MS = 60_000
AWAY = "The server does not answer."

@pytest_asyncio.fixture
async def process() -> AsyncIterator[Process]:
    async with own_process() as running:
        yield running


@pytest_asyncio.fixture
async def pair(process: Process) -> tuple[Someone, str]:
    """Chidi, and the conversation that he and Ana have."""
    ana, chidi = await process.person("ana"), await process.person("chidi")
    return chidi, await chat(ana, chidi)


async def stored(reader: Someone, conversation: str) -> list[str]:
    """What the server has, in its order."""
    found: list[str] = []
    after = 0
    while True:
        page = await reader.get(f"/conversations/{conversation}/messages?after={after}&limit=100")
        found += [message["body"]["text"] for message in page["messages"]]
        if not page["more"]:
            return found
        after = page["messages"][-1]["seq"]


async def test_the_server_is_killed_in_the_middle_of_200_messages(
        process: Process, pair: tuple[Someone, str], seats: Seats) -> None:
    chidi_api, conversation = pair
    ana = await seats.take(process.origin, "ana")
    await ana.talk_to("chidi")
    texts = [f"message {number}" for number in range(1, MESSAGES + 1)]
    for text in texts[:100]:
        await ana.composer.fill(text)
        await ana.page.keyboard.press("Enter")
    killing = asyncio.create_task(process.kill())
    for text in texts[100:]:
        await ana.composer.fill(text)
        await ana.page.keyboard.press("Enter")
    await killing
    await ana.see(AWAY)
    await expect(ana.state("Sending")).to_be_visible()
    seen, sent = await all_of_it(ana)
    assert seen == texts
    assert 0 < sent < MESSAGES

    # She stays away while the server comes back, so that only what it stored itself is there.
    await ana.context.set_offline(True)
    await process.start()
    kept = await stored(chidi_api, conversation)
    assert len(kept) >= sent
    assert kept == texts[:len(kept)]

    chidi = await seats.take(process.origin, "chidi")
    await chidi.go(f"/inbox/{conversation}")
    await ana.context.set_offline(False)
    await expect(chidi.bubble(f"message {MESSAGES}")).to_be_visible(timeout=SOON_MS)
    await expect(ana.state("Sending")).to_have_count(0)
    await ana.see_not(AWAY)
    for person in (ana, chidi):
        await person.page.reload()
        await expect(person.bubble(f"message {MESSAGES}")).to_be_visible()
        assert await all_of_it(person) == (texts, MESSAGES if person is ana else 0)
    assert await stored(chidi_api, conversation) == texts


async def test_the_database_is_away_and_comes_back(
        process: Process, pair: tuple[Someone, str], seats: Seats) -> None:
    chidi_api, conversation = pair
    ana = await seats.take(process.origin, "ana")
    await ana.talk_to("chidi")
    await ana.write("before")
    await expect(ana.state("Sent")).to_be_visible()

    killing = asyncio.create_task(process.keep_down())
    await process.ready(503)
    await ana.write("meanwhile")
    await expect(ana.state("Sending")).to_be_visible()
    await ana.see(AWAY)
    await ana.see("What is on this device still works; messages leave when it is back.")
    await expect(ana.bubble("before")).to_be_visible()
    assert (await process.client.get("/healthz")).status_code == 200
    killing.cancel()

    await process.ready(200)
    await expect(ana.state("Sent")).to_be_visible()
    await ana.see_not(AWAY)
    chidi = await seats.take(process.origin, "chidi")
    await chidi.go("/inbox")
    await chidi.link(re.compile("^Ana.*meanwhile")).click()
    await expect(ana.state("Read")).to_be_visible()
    assert await all_of_it(chidi) == (["before", "meanwhile"], 0)
    assert await stored(chidi_api, conversation) == ["before", "meanwhile"]
