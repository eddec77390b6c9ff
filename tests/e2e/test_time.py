"""Time and deletion, as people see them: what disappears, what one deletes for oneself, what is sent later, drafts."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Person, Seats
from tests.messages.times import nowhere, set_timer, until

pytestmark = pytest.mark.e2e

CAUGHT = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) all.push(asked.url, await (await cache.match(asked)).text());
  }
  return all.join('\\n');
}"""
SECRET = "mangosteen"


async def on_the_device(person: Person) -> str:
    return await person.kept() + str(await person.page.evaluate(CAUGHT))


async def leaves(person: Person, word: str) -> None:
    """Wait until this is nowhere in the browser."""
    async with asyncio.timeout(30):
        while word in await on_the_device(person):
            await asyncio.sleep(0.1)


async def arrives(person: Person, word: str) -> None:
    async with asyncio.timeout(30):
        while word not in await on_the_device(person):
            await asyncio.sleep(0.1)


async def soon(server: Server, seconds: float) -> None:
    """What is said with a timer from now on ends sooner than anybody may set it."""
    async with server.app.db.tx() as tx:
        await tx.do("update conversations set timer_s = $1 where timer_s is not null", seconds)


@pytest.mark.app_kept
async def test_messages_disappear_from_every_store(server: Server, origin: str, seats: Seats, tmp_path: Path) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(ana_api, room, "this stays")
    chidi, ana = await seats.take(origin, "chidi"), await seats.take(origin, "ana", PHONE)
    await chidi.go(f"/inbox/{room}/details")
    await chidi.page.get_by_label("Messages disappear").select_option("1 hour")
    await expect(chidi.thread.get_by_text("You set messages to disappear after 1 hour")).to_be_visible()
    await ana.go(f"/inbox/{room}")
    await expect(ana.thread.get_by_text("1 hour", exact=True)).to_be_visible()
    await soon(server, 10)
    await ana.write(f"{SECRET} one")
    # All at once: it is there for ten seconds only.
    await asyncio.gather(
        expect(chidi.bubble(f"{SECRET} one")).to_be_visible(), arrives(chidi, SECRET), arrives(ana, SECRET),
        expect(chidi.link(re.compile(f"^Ana.*{SECRET}"))).to_be_visible())
    await ana.page.close()                                      # closed in time, and opened again after it
    await expect(chidi.bubble(f"{SECRET} one")).to_have_count(0)
    await expect(chidi.link(re.compile(f"^Ana.*{SECRET}"))).to_have_count(0)
    await leaves(chidi, SECRET)
    again = await ana.tab()
    await again.go(f"/inbox/{room}")
    await expect(again.bubble("this stays")).to_be_visible()
    await expect(again.bubble(f"{SECRET} one")).to_have_count(0)
    await leaves(again, SECRET)
    await until(server, "select not exists (select from messages where expires_at <= now() and body is not null)")
    await nowhere(server, tmp_path, SECRET)


async def test_a_clock_that_is_wrong(server: Server, origin: str, seats: Seats) -> None:
    """Two hours ahead hides nothing that is fresh; two hours behind shows nothing that is over."""
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await set_timer(ana_api, room, 3600)
    await post(ana_api, room, "fresh")
    for hours in (2, -2):
        chidi = await seats.take(origin, "chidi")
        await chidi.context.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {hours * 3_600_000}; }}")
        await chidi.go(f"/inbox/{room}")
        await expect(chidi.bubble("fresh")).to_be_visible()
        await chidi.page.reload()
        await expect(chidi.bubble("fresh")).to_be_visible()
    await soon(server, 6)
    await post(ana_api, room, "brief")
    await expect(chidi.bubble("brief")).to_be_visible()
    await expect(chidi.bubble("brief")).to_have_count(0)
    await expect(chidi.bubble("fresh")).to_be_visible()


@pytest.mark.app_kept
async def test_deleted_for_me(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    for text in ("one", "two"):
        await post(ana_api, room, text)
    laptop, phone, ana = await seats.take(origin, "chidi"), await seats.take(origin, "chidi", PHONE), await seats.take(origin, "ana")
    for person in (laptop, phone, ana):
        await person.go(f"/inbox/{room}")
        await expect(person.bubble("two")).to_be_visible()
    away = await phone.tab()
    await phone.page.close()
    await away.context.set_offline(True)
    for _ in range(2):
        await laptop.bubble("two").click(button="right")
        await laptop.page.get_by_role("menuitem", name="Delete for me").click()
        await expect(laptop.bubble("two")).to_have_count(0)
        if _ == 0:
            await laptop.button("Undo").click()
            await expect(laptop.bubble("two")).to_be_visible()
    await expect(laptop.link(re.compile("^Ana.*one"))).to_be_visible()
    await laptop.page.reload()                                  # whoever leaves meant it
    await expect(laptop.bubble("one")).to_be_visible()
    await expect(laptop.bubble("two")).to_have_count(0)
    await away.context.set_offline(False)
    await away.go(f"/inbox/{room}")
    await expect(away.bubble("one")).to_be_visible()
    await expect(away.bubble("two")).to_have_count(0)
    await expect(ana.bubble("two")).to_be_visible()


async def test_everything_i_said(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    for number in range(3):
        await post(ana_api, room, f"hers {number}")
    await post(chidi_api, room, "his")
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await chidi.go(f"/inbox/{room}")
    await expect(chidi.bubble("hers 2")).to_be_visible()
    await ana.go(f"/inbox/{room}/details")
    await ana.button("Delete everything I said here").click()
    await ana.see("3 messages of yours go, for everybody")
    await ana.button("Delete it all").click()
    for person in (ana, chidi):
        await expect(person.bubble("his")).to_be_visible()
        await expect(person.thread.locator("[data-bubble]")).to_have_count(1)
    await ana.see("Everything you said here is deleted.")


async def test_sent_later(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for person in (ana, phone):
        await person.go(f"/inbox/{room}")
    await ana.composer.fill("good morning")
    await expect(ana.button("Send")).to_have_attribute("title", re.compile("."))     # where it can be: once the conversation is here
    await ana.button("Send").click(button="right")
    await ana.button(re.compile("^Tomorrow")).click()
    await expect(ana.composer).to_have_value("")
    await phone.button("1 scheduled").tap()
    dialog = phone.page.get_by_role("dialog")
    await expect(dialog.get_by_text("good morning")).to_be_visible()
    await dialog.get_by_role("button", name="Edit").tap()
    await dialog.get_by_label("Text").fill("good morning, all")
    await dialog.get_by_role("button", name="Save").tap()
    await expect(dialog.get_by_text("good morning, all")).to_be_visible()
    assert [one["body"]["text"] for one in (await ana_api.get("/me/scheduled"))["scheduled"]] == ["good morning, all"]
    await dialog.get_by_role("button", name="Send now").tap()
    await expect(ana.bubble("good morning, all")).to_be_visible()
    await expect(ana.button("1 scheduled")).to_have_count(0)
    assert [one["body"]["text"] for one in (await chidi_api.get(f"/conversations/{room}/messages"))["messages"]] == ["good morning, all"]


async def test_drafts_follow(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for person in (laptop, phone):
        await person.go(f"/inbox/{room}")
        await expect(person.composer).to_be_visible()
    await laptop.composer.fill("shall we")
    await expect(phone.composer).to_have_value("shall we")
    await phone.composer.fill("shall we go")
    await expect(laptop.composer).to_have_value("shall we go")
    await laptop.write("shall we go?")
    await expect(phone.composer).to_have_value("")
    await phone.page.reload()
    await expect(phone.bubble("shall we go?")).to_be_visible()
    await expect(phone.composer).to_have_value("")
    assert [draft["text"] for draft in (await ana_api.get("/me/drafts"))["drafts"]] == [""]
