"""'Complete up to 14:03' is said where it was proved, and only there; what differs is mended without a word."""

import re

import pytest
from playwright.async_api import Route, expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Seats
from tests.e2e.reading import all_of_it
from tests.e2e.test_cache import cut_off, look_at, paged

pytestmark = [pytest.mark.e2e, pytest.mark.app_kept]

COMPLETE = re.compile(r"^\s*Complete up to \d\d:\d\d\s*$")
OFFLINE = re.compile(r"^\s*Complete up to \d\d:\d\d\. Offline since then\.\s*$")
# Another message than the server's in the place of the one before the last, and the last one gone.
FORGE = """async () => {
  const [{ name }] = await indexedDB.databases();
  const db = await new Promise(done => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
  const logs = db.transaction('logs', 'readwrite').objectStore('logs');
  const [log] = await new Promise(done => (logs.getAll().onsuccess = ({ target }) => done(target.result)));
  const at = log.messages.length - 2;
  log.ids[at] = log.ids[at].replace(/^./, first => first === 'f' ? 'e' : 'f');
  log.messages[at] = { ...log.messages[at], id: log.ids[at], body: { type: 'text', text: 'forged' } };
  log.messages.pop(); log.ids.pop(); log.last_seq -= 1;
  await new Promise(done => (logs.put(log).onsuccess = done));
  db.close();
}"""



async def test_what_was_compared_is_called_complete(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await server.people("ana", "chidi", "dana")
    for other in (chidi_api, dana_api):
        await post(other, await chat(ana_api, other), "hello")
    ana = await seats.take(origin, "ana", PHONE)
    await look_at(ana, "Chidi", "hello")
    await ana.go("/inbox")
    await ana.see(COMPLETE)
    await cut_off(ana)
    await ana.see(OFFLINE)
    await ana.page.reload()
    await ana.see(OFFLINE)
    await ana.context.set_offline(False)
    await ana.see(COMPLETE)


async def test_nothing_is_claimed_that_was_not_proved(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "hello")
    ana = await seats.take(origin, "ana", PHONE)
    asked: list[str] = []

    async def refuse(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(status=503, content_type="application/problem+json",
                            body='{"type": "about:blank", "title": "Away.", "status": 503, "code": "unavailable"}')
    await ana.page.route("**/api/v1/sync/proof", refuse)
    await look_at(ana, "Chidi", "hello")
    await ana.go("/inbox")
    await expect(ana.link(re.compile("^Chidi"))).to_be_visible()
    await expect(ana.page.locator("[data-row]").first).to_be_visible()
    async with ana.page.expect_request("**/api/v1/sync/proof"):
        await ana.page.reload()
    await ana.page.wait_for_timeout(1_000)
    assert asked
    await ana.see_not(re.compile("Complete up to"))


async def test_what_differs_on_the_device_is_mended(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    texts = [f"number {number}" for number in range(1, 9)]
    for text in texts:
        await post(chidi_api, conversation, text)
    ana = await seats.take(origin, "ana")
    said: list[str] = []
    ana.page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    await look_at(ana, "Chidi", "number 8")
    await paged(ana, conversation, "number 8")
    await ana.see(COMPLETE)
    await ana.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    # While the app is not running, what it keeps is changed behind its back.
    await ana.page.goto(origin + "/icon.svg")
    await ana.page.evaluate(FORGE)
    await ana.context.set_offline(True)
    await ana.go(f"/inbox/{conversation}")
    await expect(ana.bubble("forged")).to_be_visible()
    await ana.context.set_offline(False)
    await expect(ana.bubble("number 8")).to_be_visible()
    await expect(ana.bubble("forged")).to_have_count(0)
    await expect(ana.bubble("number 7")).to_be_visible()
    assert (await all_of_it(ana))[0] == texts
    await ana.see(COMPLETE)
    assert await paged(ana, conversation, "number 8") == texts
    assert [text for text in said if "ERR_INTERNET_DISCONNECTED" not in text] == []
