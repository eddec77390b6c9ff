"""The main job: two people find each other and talk, in two browsers."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import DESKTOP, PHONE, Device, Person, Seats

pytestmark = pytest.mark.e2e

# Every screen of somebody who is signed in; {conversation} is one of hers.
SCREENS = ("/", "/discover", "/create", "/me", "/u/ana", "/u/ana/followers", "/u/ana/following", "/u/chidi", "/u/nobody",
           "/inbox", "/inbox/requests", "/inbox/with/chidi", "/inbox/{conversation}", "/settings", "/settings/profile",
           "/settings/account", "/settings/privacy", "/settings/close-friends", "/settings/muted", "/settings/blocked",
           "/settings/devices", "/settings/appearance", "/settings/language")


async def test_they_find_each_other_and_talk(server: Server, origin: str, seats: Seats) -> None:
    await server.person("chidi")
    chidi = await seats.take(origin, "chidi", PHONE, reduced_motion="no-preference")
    ana = await seats.empty(chidi.origin, name="ana", reduced_motion="no-preference")
    await ana.go("/")
    await ana.link("Make an account").click()
    await expect(ana.heading("Make an account")).to_be_visible()
    await expect(ana.page.locator("form :is(input, select)").first).to_have_attribute("autocomplete", "bday-day")
    await ana.sign_up("ana", 22)

    await ana.place("Discover").click()
    await ana.field("Search people and #tags").fill("chi")
    await they_follow_each_other(ana, chidi)

    await ana.link(re.compile("^Chidi")).click()
    await expect(ana.heading("Chidi")).to_be_visible()
    before = await ana.taps()
    await ana.link("Message").click()
    await expect(ana.composer).to_be_focused()
    assert await ana.taps() - before == 1
    await ana.page.keyboard.type("Is the wind up at yours?")
    await ana.page.keyboard.press("Enter")
    await expect(ana.state("Delivered")).to_be_visible()
    await expect(ana.state("Read")).to_have_count(0)
    await he_reads_and_answers(ana, chidi)


async def they_follow_each_other(ana: Person, chidi: Person) -> None:
    await ana.button("Follow: Chidi").click()
    await expect(ana.button("Following: Chidi")).to_be_visible()
    await chidi.go("/u/ana")
    await chidi.button("Follow back: Ana").tap()
    await expect(chidi.button("Following: Ana")).to_be_visible()
    await chidi.place("Home").tap()
    await expect(chidi.heading(re.compile("Chidi$"))).to_be_visible()


async def he_reads_and_answers(ana: Person, chidi: Person) -> None:
    await expect(chidi.place("Inbox")).to_contain_text("1 conversation unread")
    await chidi.place("Inbox").tap()
    await chidi.link(re.compile("^Ana.*1 new message")).tap()
    await expect(chidi.bubble("Is the wind up at yours?")).to_be_visible()
    await expect(ana.state("Read")).to_be_visible()
    await expect(ana.state("Delivered")).to_have_count(0)

    await chidi.write("Since six. Come.")
    await expect(ana.bubble("Since six. Come.")).to_be_visible()
    await expect(chidi.state("Read")).to_be_visible()
    await chidi.thread.get_by_role("link", name="Inbox").tap()
    await expect(chidi.place("Inbox")).to_have_text("Inbox")


async def test_a_message_is_sent_before_it_is_delivered(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    await ana.write("Nobody is there yet")
    await expect(ana.state("Sent")).to_be_visible()
    chidi = await seats.take(ana.origin, "chidi", PHONE)
    await chidi.go("/")
    await expect(ana.state("Delivered")).to_be_visible()
    await expect(ana.state("Sent")).to_have_count(0)
    await expect(ana.state("Read")).to_have_count(0)


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_inbox_is_one_tap_from_any_screen(server: Server, origin: str, seats: Seats, device: Device) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    await post(chidi_api, conversation, "hello there")
    ana = await seats.take(origin, "ana", device)
    for screen in SCREENS:
        await ana.walk(screen.format(conversation=conversation))
        before = await ana.taps()
        # Some way that is called Inbox is in sight, without scrolling.
        way = ana.page.get_by_role("link", name=re.compile("^Inbox")).filter(visible=True).first
        await expect(way).to_be_in_viewport(ratio=1)
        await way.click()
        await expect(ana.heading("Inbox")).to_be_in_viewport()
        await expect(ana.page).to_have_url(ana.origin + "/inbox")
        assert await ana.taps() - before == 1, screen


async def test_all_of_it_without_a_mouse(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.go("/discover")
    await expect(ana.heading("Discover")).to_be_visible()
    await tab_to(ana, "Search people and #tags")
    await ana.page.keyboard.type("chidi")
    await expect(ana.link(re.compile("^Chidi"))).to_be_visible()
    await tab_to(ana, "@chidi")
    await ana.page.keyboard.press("Enter")
    await expect(ana.heading("Chidi")).to_be_visible()
    await tab_to(ana, "Message")
    await ana.page.keyboard.press("Enter")
    await expect(ana.composer).to_be_focused()
    await ana.page.keyboard.type("typed")
    await ana.page.keyboard.press("Shift+Enter")
    await ana.page.keyboard.type("by hand")
    await ana.page.keyboard.press("Enter")
    await expect(ana.bubble("typed\nby hand")).to_be_visible()
    await expect(ana.state("Sent")).to_be_visible()


async def tab_to(person: Person, name: str) -> None:
    """Press Tab until what has the focus says this."""
    for _ in range(40):
        await person.page.keyboard.press("Tab")
        said = await person.page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent")
        if name in said:
            return
    raise AssertionError(f"Tab does not reach {name}")
