"""The app itself on a device: it can be installed, and starts without a network on every address, also after an update."""

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from paperplane.web import DIST, WebClient
from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = [pytest.mark.e2e, pytest.mark.app_kept]

ADDRESSES = ["/", "/discover", "/create", "/inbox", "/inbox/requests", "/inbox/with/chidi", "/me", "/u/chidi", "/u/chidi/followers",
             "/settings", "/settings/account", "/settings/appearance", "/settings/blocked", "/settings/close-friends",
             "/settings/devices", "/settings/language", "/settings/muted", "/settings/privacy", "/settings/profile"]
# How many versions of the app are whole on this device.
WHOLE = """async () => {
  const names = (await caches.keys()).filter(name => name.startsWith('app-'));
  const pages = await Promise.all(names.map(async name => (await caches.open(name)).match('/')));
  return pages.filter(Boolean).length;
}"""


async def whole(person: Person, versions: int = 1) -> None:
    """Wait until so many versions are kept and can start."""
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    async with asyncio.timeout(30):
        while await person.page.evaluate(WHOLE) != versions:
            await asyncio.sleep(0.05)


async def test_it_can_be_installed(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox")
    await whole(ana)
    devtools = await ana.context.new_cdp_session(ana.page)
    # A test's browser is a private window, in which nothing can be installed; else nothing is missing.
    wrong = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    assert [error["errorId"] for error in wrong] == ["in-incognito"]
    found = await devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest: dict[str, Any] = await ana.page.evaluate("fetch('/manifest.webmanifest').then(found => found.json())")
    assert {"id", "name", "short_name", "description", "start_url", "scope", "display", "theme_color", "background_color",
            "orientation", "categories", "icons", "shortcuts"} <= manifest.keys()
    for icon in [*manifest["icons"], *manifest["shortcuts"][0]["icons"], {"src": "/apple-touch-icon.png", "sizes": "180x180"}]:
        size = await ana.page.evaluate(
            "async src => { const it = new Image(); it.src = src; await it.decode(); return it.naturalWidth; }", icon["src"])
        assert icon["sizes"] in ("any", f"{size}x{size}")
    await ana.go(manifest["shortcuts"][1]["url"])
    await expect(ana.page.get_by_placeholder("Whom do you want to write to?")).to_be_focused()


async def test_every_address_starts_without_a_network(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "hello")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox")
    await whole(ana)
    await ana.context.set_offline(True)
    for address in ADDRESSES:
        await ana.go(address)
        await ana.see("No network.")
        await expect(ana.page.get_by_role("main")).not_to_be_empty()


def newer(folder: Path) -> WebClient:
    """The same app as another build would be: a file of it has another name, everywhere."""
    dist = folder / "web_dist"
    shutil.copytree(DIST, dist, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    entry = next((dist / "_app" / "immutable" / "entry").glob("app.*.js"))
    renamed = entry.with_name("app.NEWER123.js")
    entry.rename(renamed)
    for path in [*dist.rglob("*.js"), dist / "index.html"]:
        path.write_text(path.read_text().replace(entry.name, renamed.name))
    return WebClient(dist)


async def test_after_an_update_the_new_version_starts_without_a_network(
        server: Server, origin: str, seats: Seats, tmp_path: Path) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "hello")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox")
    await whole(ana)
    other = await ana.tab()
    await other.go("/inbox")

    server.app._web._files = newer(tmp_path)._files
    await ana.page.reload()
    await expect(ana.link(re.compile("^Chidi.*hello"))).to_be_visible()
    # The old version's worker is still there, since a tab of it is; what the new one needs is here all the same.
    await whole(ana, 2)
    await ana.context.set_offline(True)
    await ana.page.reload()
    await ana.see("No network.")
    await expect(ana.link(re.compile("^Chidi.*hello"))).to_be_visible()
    assert await ana.page.evaluate("performance.getEntriesByType('resource').some(({ name }) => name.includes('NEWER123'))")
    # And the tab that was opened before goes on with what it knows.
    await other.place("Discover").click()
    await expect(other.heading("Discover").first).to_be_visible()

    # Once every tab of the old version is closed, only the new one is kept.
    await ana.context.set_offline(False)
    await other.page.close()
    await ana.page.close()
    last = Person(ana.context, await ana.context.new_page(), origin)
    await last.go("/inbox")
    await whole(last, 1)
