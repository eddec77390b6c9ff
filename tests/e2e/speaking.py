"""Somebody before a microphone: what they press, and what the device then holds."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, expect

from tests.e2e.browser import Person

# A microphone that beeps, and a camera that shows a ball; nobody is asked.
DEVICES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")

HELD = """async () => {
  const held = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    for (const store of ['recordings', 'pieces', 'parts', 'blobs', 'outbox']) {
      held[store] = await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).count();
        asked.onsuccess = () => done(asked.result);
      });
    }
    db.close();
  }
  return held;
}"""


async def held(person: Person) -> dict[str, int]:
    """How many records of something that is spoken, and not sent, are on this device."""
    found: dict[str, int] = await person.page.evaluate(HELD)
    return found


async def empty(person: Person, *stores: str) -> None:
    """Wait until there are none, or none in these."""
    async with asyncio.timeout(20):
        while any(count for store, count in (await held(person)).items() if store in stores or not stores):
            await asyncio.sleep(0.1)


async def handed_over(person: Person) -> None:
    """What was spoken is on the server, and nothing waits for it any more. The files of what was sent are not looked at."""
    await empty(person, "recordings", "pieces", "outbox")


async def record(person: Person, seconds: int) -> None:
    """A voice note, without holding the button, until it shows so many seconds."""
    await person.button("Record a voice note").click()
    await spoken(person, seconds)


async def spoken(person: Person, seconds: int) -> None:
    timer = person.page.get_by_role("timer", name="Recorded so far")
    await expect(timer).to_have_text(re.compile(rf"0:0[{seconds}-9]"))


def play(person: Person, name: str) -> Locator:
    return person.thread.get_by_role("button", name=re.compile(f"^Play voice note, {name}"))


def position(person: Person) -> Locator:
    return person.thread.get_by_role("slider", name="Position")


async def moves(slider: Locator) -> None:
    """Its sound is being played."""
    async with asyncio.timeout(20):
        while float(await slider.input_value()) <= 0:
            await asyncio.sleep(0.05)


async def crash(person: Person) -> Person:
    """The tab dies without a last word; another is opened."""
    session: Any = await person.context.new_cdp_session(person.page)
    crashed = asyncio.ensure_future(person.page.wait_for_event("crash"))
    await asyncio.sleep(0)
    asked = asyncio.ensure_future(session.send("Page.crash"))
    await crashed
    asked.cancel()
    return await person.tab()


@asynccontextmanager
async def holding(person: Person) -> AsyncIterator[Callable[[int, int], Awaitable[None]]]:
    """The button is held, and can be slid away from: so far to the right, and so far down."""
    box = await person.button("Record a voice note").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = person.page.mouse
    await mouse.move(x, y)
    await mouse.down()

    async def slide(right: int, down: int) -> None:
        await mouse.move(x + right, y + down, steps=5)

    yield slide
    await mouse.up()
