"""Manners in two browsers: what is not shown never appears, for either of the two, and one's own devices know all the same."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, live, post
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats

pytestmark = pytest.mark.e2e

# Whether words were ever in the page, however shortly.
WATCH = """word => { window.appeared = false; new MutationObserver(() => {
  if (document.body.textContent.includes(word)) window.appeared = true;
}).observe(document.body, { subtree: true, childList: true, characterData: true }); }"""


async def appeared(person: Person) -> bool:
    return bool(await person.page.evaluate("window.appeared"))


async def test_receipts_that_are_off(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "hello")
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    tablet = await seats.take(origin, "chidi", DESKTOP)
    await ana.talk_to("chidi")
    await ana.write("before")
    await chidi.talk_to("ana")
    await expect(ana.state("Read")).to_be_visible()

    await chidi.go("/settings/privacy")
    receipts = chidi.page.get_by_role("switch", name="That I have read a message")
    await expect(receipts).to_be_checked()
    await receipts.tap()
    await expect(receipts).not_to_be_checked()
    await expect(ana.state("Read")).to_have_count(0)
    await expect(ana.state("Delivered")).to_be_visible()

    await ana.page.evaluate(WATCH, "Read")
    await ana.write("after")
    await tablet.go("/inbox")
    await expect(tablet.link(re.compile("^Ana.*1 new message"))).to_be_visible()
    await chidi.talk_to("ana")
    await expect(chidi.bubble("after")).to_be_visible()
    await expect(tablet.link(re.compile("^Ana.*new message"))).to_have_count(0)
    await chidi.write("an answer")
    await expect(ana.bubble("an answer")).to_be_visible()
    await expect(ana.state("Delivered")).to_be_visible()
    await expect(chidi.state("Delivered")).to_be_visible()
    await expect(chidi.state("Read")).to_have_count(0)
    assert not await appeared(ana)

    await chidi_api.patch("/me", {"show_receipts": True})
    await expect(ana.state("Read")).to_be_visible()
    await expect(chidi.state("Read")).to_be_visible()


async def test_typing_that_is_shown_to_nobody(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "hello")
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.talk_to("chidi")
    await chidi.talk_to("ana")
    await chidi.composer.fill("I am")
    await expect(ana.thread.get_by_text("Chidi is typing")).to_be_attached()
    async with live(server, chidi_api) as another:
        await another.say("typing", conversation_id=room, doing="recording")
        await expect(ana.thread.get_by_text("recording…")).to_be_visible()
        await expect(ana.page.get_by_text("Chidi is recording").first).to_be_visible()
    await chidi.write("here")

    await chidi.go("/settings/privacy")
    choice = chidi.page.get_by_role("combobox", name="That I am typing")
    await expect(choice).to_have_value("everyone")
    await choice.select_option("nobody")
    await expect(choice).to_have_value("nobody")
    await ana.page.evaluate(WATCH, "is typing")
    await chidi.talk_to("ana")
    await chidi.composer.fill("still")
    await chidi.write("still here")
    await expect(ana.bubble("still here")).to_be_visible()
    assert not await appeared(ana)
    await chidi.page.evaluate(WATCH, "is typing")
    await ana.composer.fill("and")
    await ana.write("and I")
    await expect(chidi.bubble("and I")).to_be_visible()
    assert not await appeared(chidi)


async def test_a_minor_is_not_offered_everyone(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ben")
    ben = await seats.take(origin, "ben", PHONE, locale="es-ES")
    await ben.go("/settings/privacy")
    presence = ben.page.get_by_role("combobox", name=re.compile("^That I am here|^Que estoy aquí"))
    await expect(presence).to_have_value("friends")
    assert await presence.locator("option").count() == 2


async def test_a_refusal_takes_the_choice_back(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana")
    await ana.go("/settings/privacy")
    choice = ana.page.get_by_role("combobox", name="That I am recording")
    await ana.page.route("**/api/v1/me", lambda route: route.abort() if route.request.method == "PATCH" else route.fallback())
    await choice.select_option("nobody")
    await expect(ana.page.get_by_role("status").filter(has_text=re.compile(r"\w")).first).to_be_visible()
    await expect(choice).to_have_value("everyone")
