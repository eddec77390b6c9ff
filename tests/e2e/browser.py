"""People in front of browsers: the system's Chromium, a context a person, and the words that are on their screens."""

import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from paperplane.web import DIST
from tests.api import API, PASSWORD, born

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

# Every click and tap, kept over reloads of the page.
COUNT_TAPS = """addEventListener('click', () => {
  sessionStorage.setItem('taps', String(1 + Number(sessionStorage.getItem('taps'))));
}, true)"""

FOLLOW = """path => {
  const link = Object.assign(document.createElement('a'), { href: path });
  document.body.append(link);
  link.click();
  link.remove();
}"""


AT_REST = """async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.loading === 'lazy' || image.decode().catch(() => null)));
  const moves = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
  await Promise.all(moves.map(({ finished }) => finished.catch(() => null)));
}"""


class Device(NamedTuple):
    width: int
    height: int
    touch: bool = False


PHONE, TABLET, DESKTOP = Device(390, 844, touch=True), Device(820, 1180, touch=True), Device(1280, 800)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, context: BrowserContext, page: Page, origin: str) -> None:
        self.context = context
        self.page = page
        self.origin = origin

    async def go(self, path: str) -> None:
        """Type an address."""
        await self.page.goto(self.origin + path)

    async def walk(self, path: str) -> None:
        """Follow a link there, where a page is open: it is not loaded again for each of many screens."""
        before = self.page.url
        if not before.startswith(self.origin) or before == self.origin + path or "#" in path:
            await self.go(path)
            return
        await self.page.evaluate(FOLLOW, path)
        await self.page.wait_for_function("before => location.href !== before", arg=before)
        await self.page.evaluate("new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))")

    async def tab(self) -> "Person":
        """Another tab of the same browser."""
        return Person(self.context, await self.context.new_page(), self.origin)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str))

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name, exact=isinstance(name, str))

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def place(self, name: str) -> Locator:
        """One of the five places, with its count."""
        return self.page.get_by_role("navigation", name="Places").get_by_role("link", name=re.compile(rf"^{name}\b"))

    async def see(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def see_not(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text)).to_have_count(0)

    @property
    def thread(self) -> Locator:
        """The open conversation."""
        return self.page.get_by_role("region", name=re.compile("^Messages with"))

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^Message to"))

    def bubble(self, text: str) -> Locator:
        """A message in the open conversation, by what it says."""
        return self.thread.locator("[data-bubble]").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*(\d\d:\d\d)?\s*$"))

    def state(self, word: str) -> Locator:
        """Where a message is, as said under it."""
        return self.thread.get_by_text(word, exact=True)

    async def write(self, text: str) -> None:
        """Into the open conversation, and send."""
        await self.composer.fill(text)
        await self.button("Send").click()

    async def talk_to(self, handle: str) -> None:
        await self.go(f"/inbox/with/{handle}")
        await expect(self.composer).to_be_focused()
        # What is sent before the conversation is open waits for it; most tests are not about that.
        await expect(self.page).to_have_url(re.compile(r"/inbox/[0-9a-f-]{36}$"))

    async def rests(self) -> None:
        """Wait until the screen is whole: nothing loads, every picture is there, nothing moves."""
        await expect(self.page.get_by_role("heading").first).to_be_visible()
        await expect(self.page.locator("[role=status][aria-label]")).to_have_count(0)
        await self.page.evaluate(AT_REST)

    async def taps(self) -> int:
        return int(await self.page.evaluate("Number(sessionStorage.getItem('taps'))"))

    async def kept(self) -> str:
        """All that this page's origin holds in the browser: every record of IndexedDB, localStorage, sessionStorage."""
        return str(await self.page.evaluate(KEPT))

    async def sign_up(self, handle: str, age: int) -> None:
        """Fill the form in, and send it."""
        await self.field("Day").fill("1")
        await self.page.get_by_role("combobox", name="Month").select_option("January")
        await self.field("Year").fill(born(age).split("-")[0])
        await self.field("Name").fill(handle.title())
        await self.field("Handle").fill(handle)
        await self.field("Password").fill(PASSWORD)
        await self.button("Make my account").click()

    async def sign_in(self, handle: str, device_name: str = "a browser") -> None:
        """Have a session from the first page on: most tests are not about the door."""
        asked = {"handle": handle, "password": PASSWORD, "device_name": device_name}
        answer = await self.context.request.post(f"{self.origin}{API}/sessions", data=asked,
                                                 headers={"x-paperplane-web": "1"})
        assert answer.status == 201, await answer.text()


KEPT = """async () => {
  const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    all.push(name);
    for (const store of db.objectStoreNames) {
      const records = await new Promise((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      all.push(JSON.stringify(records));
    }
    db.close();
  }
  return all.join('\\n');
}"""


class Seats:
    """Gives people a browser, and remembers what to look at when a test fails."""

    def __init__(self, chromium: Browser, *, app_kept: bool = False) -> None:
        self._chromium = chromium
        self._worker: Literal["allow", "block"] = "allow" if app_kept else "block"
        self._taken: list[tuple[str, BrowserContext]] = []
        self.errors: list[str] = []

    async def empty(self, origin: str, device: Device = DESKTOP, theme: str = "light", name: str = "nobody",
                    **more: Any) -> Person:
        """A browser that nobody has used before; of somebody who wants no motion, which would be drawn by the processor."""
        assert (DIST / "index.html").exists(), "The web client is not built: run bin/setup."
        context = await self._chromium.new_context(
            viewport={"width": device.width, "height": device.height}, has_touch=device.touch, is_mobile=device.touch,
            color_scheme="dark" if theme == "dark" else "light", **{"locale": "en-GB", "reduced_motion": "reduce",
               "service_workers": self._worker, **more})
        self._taken.append((name, context))
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(COUNT_TAPS)
        context.on("weberror", lambda error: self.errors.append(f"{name}: {error.error}"))
        return Person(context, await context.new_page(), origin)

    async def as_demo(self, origin: str, handle: str, device: Device = DESKTOP, **more: Any) -> Person:
        """A browser that goes on as one of the demo's people."""
        person = await self.empty(origin, device, name=handle, **more)
        answer = await person.context.request.post(f"{origin}{API}/demo/sessions", data={"handle": handle},
                                                   headers={"x-paperplane-web": "1"})
        assert answer.status == 201, await answer.text()
        return person

    async def take(self, origin: str, handle: str, device: Device = DESKTOP, **more: Any) -> Person:
        """A browser in which this person has signed in."""
        person = await self.empty(origin, device, name=handle, **more)
        await person.sign_in(handle)
        return person

    async def picture(self) -> Path:
        """What everybody sees, as files in a folder."""
        folder = Path(tempfile.mkdtemp(prefix="paperplane-e2e-"))
        for number, (name, context) in enumerate(self._taken):
            for tab, page in enumerate(context.pages):
                await page.screenshot(path=folder / f"{number}-{name}-{tab}.png")
        return folder

    async def leave(self) -> None:
        for _, context in self._taken:
            for page in context.pages:      # what a test has put between page and server may be at work still
                await page.unroute_all(behavior="ignoreErrors")
            await context.close()


@asynccontextmanager
async def launched(*flags: str) -> AsyncIterator[Browser]:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "The browser tests need Chromium: on Debian, apt install chromium."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*FLAGS, *flags])
        yield browser
        await browser.close()
