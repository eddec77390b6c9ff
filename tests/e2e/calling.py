"""Browsers with a microphone and a camera that are not there, and what really goes through a call."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, async_playwright, expect

from tests.e2e.browser import FLAGS, Person

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required"]
# Every connection that the page makes, to ask it later.
KEEP = """const Real = RTCPeerConnection;
window.connections = [];
window.RTCPeerConnection = class extends Real { constructor(...given) { super(...given); window.connections.push(this); } };"""

HEARD = """async () => {
  const pc = window.connections.at(-1);
  const told = { bytes: 0, sound: 0, frames: 0, relays: 0, pairs: [] };
  if (!pc) return told;
  const stats = await pc.getStats();
  for (const one of stats.values()) {
    if (one.type === 'inbound-rtp') {
      told.bytes += one.bytesReceived;
      told.frames += one.framesDecoded ?? 0;
      if (one.kind === 'audio') told.sound += one.totalAudioEnergy ?? 0;
    }
    if (one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded')
      told.pairs.push(stats.get(one.localCandidateId).candidateType);
  }
  return told;
}"""


@asynccontextmanager
async def with_devices() -> AsyncIterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "The browser tests need Chromium: on Debian, apt install chromium."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*FLAGS, *FAKE])
        yield browser
        await browser.close()


async def heard(person: Person) -> dict[str, Any]:
    """What has come through their call until now."""
    told: dict[str, Any] = await person.page.evaluate(HEARD)
    return told


async def flows(*people: Person, picture: bool = False) -> None:
    """Sound, and pictures where they are wanted, go on coming in at every side."""
    for one in people:
        before = await heard(one)
        more = "told.frames > before.frames + 3" if picture else "told.bytes > before.bytes + 2000"
        await one.page.wait_for_function(f"async (before) => {{ const told = await ({HEARD})(); return {more}; }}", arg=before)


async def ring(caller: Person, *callees: Person, video: bool = False) -> None:
    """From an open conversation; every device of the callee's rings."""
    shape = caller.page.viewport_size
    if shape and shape["width"] < 641:      # there is room for one word, which asks
        await caller.button("Call").click()
        await caller.page.get_by_role("menuitem", name="Video call" if video else "Call", exact=True).click()
    else:
        await caller.button("Video" if video else "Call").click()
    for one in callees:
        await expect(one.page.get_by_role("dialog", name=re.compile("calls you$"))).to_be_visible()


async def talk(caller: Person, callee: Person, *, video: bool = False) -> None:
    """A call that both are in."""
    await ring(caller, callee, video=video)
    await callee.button("Accept with video" if video else "Accept").click()
    for one in (caller, callee):
        await expect(one.page.get_by_role("timer")).to_be_visible()
