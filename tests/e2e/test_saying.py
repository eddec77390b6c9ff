"""What becomes of messages: answered, edited, unsent, reacted to, pinned and passed on, on every screen at once."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from paperplane.core.limits import Limits, Sizes
from tests.api import Server, serving
from tests.client import change, chat, post, say
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.groups import LAKE, friends, group
from tests.messages.groups import remove

pytestmark = pytest.mark.e2e


def said(person: Person, text: str) -> Locator:
    """A bubble by a part of it."""
    return person.thread.locator("[data-bubble]").filter(has_text=text)


async def menu(person: Person, text: str) -> Locator:
    """What can be done with a message."""
    await said(person, text).last.click(button="right")
    found = person.page.get_by_role("menu")
    await expect(found.get_by_role("menuitem").first).to_be_visible()
    return found


async def choose(person: Person, text: str, entry: str) -> None:
    found = await menu(person, text)
    await found.get_by_role("menuitem", name=entry, exact=True).click()


def chip(person: Person, name: str | re.Pattern[str]) -> Locator:
    return person.thread.get_by_role("group", name="Reactions").get_by_role("button", name=name)


async def later(server: Server, hours: int) -> None:
    async with server.app.db.tx() as tx:
        await tx.do(f"update events set sent_at = sent_at - interval '{hours} hours'")


async def test_the_page_goes_by_what_this_server_allows(database: str, tmp_path: Path, seats: Seats) -> None:
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(text_chars=60, forwards=2, edit_h=1))) as server:
        ana_api, chidi_api = await server.people("ana", "chidi")
        room = await chat(ana_api, chidi_api)
        await post(ana_api, room, "an old one")
        await later(server, 2)
        await post(ana_api, room, "a new one")
        ana = await seats.take(server.app.config.origin, "ana")
        await ana.go(f"/inbox/{room}")
        await ana.composer.fill("x" * 61)
        await ana.see("1 character too many")
        await expect(ana.button("Send")).to_be_disabled()
        await ana.composer.fill("x" * 60)
        await expect(ana.button("Send")).to_be_enabled()
        await expect((await menu(ana, "an old one")).get_by_role("menuitem", name="Edit", exact=True)).to_have_count(0)
        await ana.page.keyboard.press("Escape")
        found = await menu(ana, "a new one")
        await expect(found.get_by_role("menuitem", name="Edit", exact=True)).to_be_visible()
        await found.get_by_role("menuitem", name="Forward", exact=True).click()
        await ana.see("Up to 2 conversations")


async def test_an_answer_leads_to_what_it_answers(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    for number in range(1, 81):
        await post(ana_api, room, f"line {number}")
    await say(chidi_api, room, type="text", text="to the first", reply_to=1)
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.go(f"/inbox/{room}")
    await chidi.go(f"/inbox/{room}")
    await expect(said(ana, "to the first").locator("[data-quote]")).to_contain_text("line 1")
    await expect(ana.bubble("line 1")).to_have_count(0)
    await said(ana, "to the first").locator("[data-quote]").click()
    await expect(ana.bubble("line 1")).to_be_in_viewport()
    await expect(ana.bubble("line 1")).to_be_focused()

    await ana.page.keyboard.press("r")
    await expect(ana.page.locator("[data-answering]")).to_contain_text("Reply to You")
    await expect(ana.composer).to_be_focused()
    await ana.page.keyboard.press("Escape")
    await expect(ana.page.locator("[data-answering]")).to_have_count(0)

    await choose(chidi, "line 80", "Reply")
    await chidi.write("and the last")
    await expect(chidi.page.locator("[data-answering]")).to_have_count(0)
    await ana.button(re.compile("^(Jump|1 new)")).click()
    await expect(said(ana, "and the last").locator("[data-quote]")).to_contain_text("line 80")
    await change(ana_api, room, "unsend", 1)
    await expect(said(chidi, "to the first").locator("[data-quote]")).to_have_text("Not here any more")


async def test_reactions_are_everywhere_at_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _, dana_api = await friends(server, "ana", "chidi", "dana")
    room = await group(ana_api, "chidi", "dana")
    await post(ana_api, room, "lake or wood?")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    chidi = await seats.take(origin, "chidi")
    for person in (laptop, phone, chidi):
        await person.go(f"/inbox/{room}")
    found = await menu(chidi, "lake or wood?")
    for never in ("Edit", "Unsend", "Edit history"):
        await expect(found.get_by_role("menuitem", name=never, exact=True)).to_have_count(0)
    await found.get_by_role("menuitem", name="React with 👍").click()
    await expect(chip(chidi, "👍, 1, yours among them")).to_be_visible()
    for device in (laptop, phone):
        await expect(chip(device, "👍, 1")).to_be_visible()
    await chip(phone, "👍, 1").tap()
    for person in (laptop, phone, chidi):
        await expect(chip(person, "👍, 2, yours among them")).to_be_visible()

    await choose(laptop, "lake or wood?", "More…")
    await laptop.field("Search emoji").fill("fox")
    await laptop.button("fox").click()
    await expect(chip(chidi, "🦊, 1")).to_be_visible()
    await choose(chidi, "lake or wood?", "Who reacted")
    await expect(chidi.page.get_by_role("dialog").get_by_role("region", name="🦊 1")).to_contain_text("Ana")
    await chidi.page.keyboard.press("Escape")

    dana = await seats.take(origin, "dana")
    await dana.go(f"/inbox/{room}")
    await expect(chip(dana, "👍, 2")).to_be_visible()
    await remove(ana_api, room, dana_api)
    await expect(dana.composer).to_have_count(0)
    await expect((await menu(dana, "lake or wood?")).get_by_role("menuitem", name=re.compile("^React"))).to_have_count(0)


@pytest.mark.app_kept
async def test_a_reaction_made_offline_arrives_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "into the tunnel")
    ana = await seats.take(origin, "ana")
    await ana.go(f"/inbox/{room}")
    await expect(ana.bubble("into the tunnel")).to_be_visible()
    await ana.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await ana.context.set_offline(True)
    await (await menu(ana, "into the tunnel")).get_by_role("menuitem", name="React with ❤️").click()
    await expect(chip(ana, "❤️, 1, yours among them")).to_be_visible()
    await ana.page.reload()
    await expect(chip(ana, "❤️, 1, yours among them")).to_be_visible()
    await ana.context.set_offline(False)
    chidi = await seats.take(origin, "chidi")
    await chidi.go(f"/inbox/{room}")
    await expect(chip(chidi, "❤️, 1")).to_be_visible()
    events = (await chidi_api.get(f"/conversations/{room}/events?after=0"))["events"]
    assert [event["kind"] for event in events].count("reacted") == 1


async def test_edited_words_and_what_they_were(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(ana_api, room, "see you at sevn")
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.go(f"/inbox/{room}")
    await chidi.go(f"/inbox/{room}")
    await ana.composer.fill("a draft")
    await choose(ana, "see you at sevn", "Edit")
    await expect(ana.composer).to_have_value("see you at sevn")
    await ana.page.keyboard.press("Escape")
    await expect(ana.composer).to_have_value("a draft")
    await ana.composer.fill("")
    await ana.page.keyboard.press("ArrowUp")
    await expect(ana.composer).to_have_value("see you at sevn")
    await ana.composer.fill("see you at seven")
    await ana.page.keyboard.press("Enter")
    await expect(ana.composer).to_have_value("")
    await expect(said(chidi, "see you at seven")).to_contain_text("edited")
    await choose(chidi, "see you at seven", "Edit history")
    await expect(chidi.page.get_by_role("dialog")).to_contain_text("see you at sevn")
    await chidi.page.keyboard.press("Escape")

    await later(server, 25)
    fresh = await seats.take(origin, "ana")
    await fresh.go(f"/inbox/{room}")
    found = await menu(fresh, "see you at seven")
    await expect(found.get_by_role("menuitem", name="Unsend", exact=True)).to_be_visible()
    await expect(found.get_by_role("menuitem", name="Edit", exact=True)).to_have_count(0)


async def test_unsent_soon_and_late(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(ana_api, room, "an old one")
    await later(server, 1)
    await post(ana_api, room, "a new one")
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi")
    await ana.go(f"/inbox/{room}")
    await chidi.go(f"/inbox/{room}")
    await choose(ana, "a new one", "Unsend")
    await ana.see("It goes away for you and for Chidi. No trace of it stays.")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Unsend").click()
    await expect(said(chidi, "a new one")).to_have_count(0)
    await expect(chidi.thread.locator("[data-bubble]")).to_have_count(1)
    await choose(ana, "an old one", "Unsend")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Unsend").click()
    await expect(said(ana, "You unsent a message")).to_be_visible()
    await expect(said(chidi, "Ana unsent a message")).to_be_visible()
    await chidi.see_not("an old one")


async def test_passed_on_to_two_and_pinned(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await friends(server, "ana", "chidi", "dana")
    room = await group(ana_api, "chidi", "dana")
    with_chidi, with_dana = await chat(ana_api, chidi_api), await chat(ana_api, dana_api)
    await post(chidi_api, room, "the map of the lake")
    for direct in (with_chidi, with_dana):
        await post(ana_api, direct)
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.go(f"/inbox/{room}")
    await choose(ana, "the map of the lake", "Forward")
    targets = ana.page.get_by_role("dialog")
    for name in ("Chidi", "Dana"):
        await targets.get_by_role("checkbox", name=name).click()
    await targets.get_by_role("button", name="Forward").click()
    await ana.see("Forwarded to 2 conversations")
    await chidi.go(f"/inbox/{with_chidi}")
    await expect(said(chidi, "the map of the lake")).to_contain_text("Forwarded")
    await expect(said(chidi, "the map of the lake")).to_have_count(1)
    _, passed = (await dana_api.get(f"/conversations/{with_dana}/messages"))["messages"]
    assert passed["body"] == {"type": "text", "text": "the map of the lake", "forwarded": 1}

    await chidi.go(f"/inbox/{room}")
    await expect(chidi.heading(LAKE).first).to_be_visible()
    await choose(ana, "the map of the lake", "Pin")
    for person in (ana, chidi):
        await expect(person.page.locator("[data-pins]")).to_contain_text("the map of the lake")
    await choose(chidi, "the map of the lake", "Unpin")
    await expect(ana.page.locator("[data-pins]")).to_have_count(0)
    permissions = (await ana_api.get(f"/conversations/{room}"))["permissions"]
    changed = await ana_api.ask("PATCH", f"/conversations/{room}", {"permissions": {**permissions, "pin": "admin"}})
    assert changed.status_code == 200
    await chidi.go(f"/inbox/{room}")
    await expect((await menu(chidi, "the map of the lake")).get_by_role("menuitem", name="Pin")).to_have_count(0)
