"""Strangers and the blocked, on the screen: a request waits aside, and what a person decides does not show."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = pytest.mark.e2e

WAITING = "You can go on when they answer or follow you back."


async def ask(stranger: Person, words: str) -> None:
    """Write to Ana from her profile, as a stranger."""
    await stranger.go("/u/ana")
    await stranger.link("Message").click()
    await stranger.see("Ana gets one message of up to 500 characters, without links, as a request.")
    await stranger.write(words)
    await stranger.see(WAITING)
    await expect(stranger.composer).to_have_count(0)


async def test_a_strangers_message_stands_aside_and_ignoring_looks_like_waiting(
        server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "eve")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox")
    await ana.see("No messages yet")
    eve = await seats.take(origin, "eve", PHONE)
    await ask(eve, "Your site has a hole")

    await expect(ana.link("Requests 1")).to_be_visible()
    await expect(ana.place("Inbox")).to_have_text("Inbox")
    await ana.see("No messages yet")
    await expect(ana.page).to_have_title("Inbox · Paperplane")
    await ana.link("Requests 1").click()
    await ana.see("Your site has a hole")
    before = await eve.thread.inner_text()
    assert "Sent" in before
    await ana.button("Ignore").click()
    await ana.see("Ignored. They cannot tell.")
    await expect(ana.link("Requests")).to_be_visible()
    async with ana.page.expect_response("**/acceptance") as answered:
        await ana.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert (await (await answered.value).json())["state"] == "ignored"

    assert await eve.thread.inner_text() == before
    await eve.page.reload()
    await eve.see(WAITING)
    await expect(eve.bubble("Your site has a hole")).to_be_visible()
    assert await eve.thread.inner_text() == before


async def test_an_address_in_a_request_is_no_link_and_is_not_sent_at_all(
        server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "eve")
    eve = await seats.take(origin, "eve")
    await eve.go("/inbox/with/ana")
    await eve.write("see http://evil.example/x")
    await eve.see("A first message has no links. Delete it and write without.")
    assert (await server.count("messages")) == 0


async def test_who_is_answered_can_write(server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "fatou")
    ana = await seats.take(origin, "ana", PHONE)
    fatou = await seats.take(origin, "fatou")
    await ask(fatou, "May I ask about the kites?")
    await ana.go("/inbox/requests")
    await ana.button("Reply").tap()
    await expect(ana.composer).to_be_visible()
    await expect(ana.heading("Fatou")).to_be_visible()
    await ana.write("You may")
    await expect(fatou.bubble("You may")).to_be_visible()
    await fatou.write("How long is the tail?")
    await expect(ana.bubble("How long is the tail?")).to_be_visible()
    await ana.go("/inbox")
    await expect(ana.link(re.compile("^Fatou.*How long is the tail?"))).to_be_visible()
    await expect(ana.link("Requests")).to_be_visible()


async def test_who_is_blocked_finds_nobody_and_keeps_what_was_said(server: Server, origin: str, seats: Seats) -> None:
    ana_api, eve_api = await server.people("ana", "eve")
    conversation = await chat(ana_api, eve_api)
    await post(ana_api, conversation, "It was nice while it lasted")
    ana = await seats.take(origin, "ana")
    eve = await seats.take(origin, "eve", PHONE)
    await eve.go(f"/inbox/{conversation}")
    await expect(eve.composer).to_be_visible()

    await ana.go("/u/eve")
    await ana.button("More").click()
    await ana.page.get_by_role("menuitem", name="Block").click()
    await ana.button("Block Eve").click()
    await ana.see("You blocked Eve")

    await eve.page.reload()
    await eve.see("You cannot write here any more. What was said stays readable.")
    await expect(eve.bubble("It was nice while it lasted")).to_be_visible()
    await expect(eve.composer).to_have_count(0)
    pages = []
    for handle in ("ana", "nobody"):
        await eve.go(f"/u/{handle}")
        await expect(eve.heading("Nobody here")).to_be_visible()
        pages.append((await eve.page.locator("body").inner_text()).replace(f"@{handle}", "@handle"))
    assert pages[0] == pages[1]
    await eve.go("/discover")
    await eve.field("Search people and #tags").fill("ana")
    await eve.see("Nobody found for “ana”")
