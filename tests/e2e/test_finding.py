"""Finding what was said, and reporting it, on the screen."""

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import befriend, chat, page, post, say, talk
from tests.e2e.browser import DESKTOP, PHONE, Device, Seats

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_messages_are_found_by_words_and_kinds(server: Server, origin: str, seats: Seats, device: Device) -> None:
    people = await server.people("ana", "chidi", "dana", "eve")
    room, other = await chat(people[0], people[1]), await chat(people[0], people[2])
    secret = await chat(people[1], people[2])
    await post(people[1], secret, "lake without ana")
    await post(people[3], await talk(people[3], people[0]), "lake of a stranger")
    await post(people[1], room, "See you at the lakeside, Zoë")
    await post(people[2], other, "the lake https://example.org")
    await say(people[2], other, type="poll", question="Lake or wood?", options=["lake", "wood"])
    ana = await seats.take(origin, "ana", device)
    await ana.go("/inbox")
    field = ana.page.get_by_role("searchbox").first
    await field.fill("lake")
    hits = ana.page.locator("a[href*='?at=']")
    await expect(hits).to_have_count(3)
    await expect(hits.locator("mark").first).to_have_text("Lake")
    for hidden in ("without ana", "of a stranger"):
        await expect(ana.page.get_by_text(hidden)).to_have_count(0)
    await ana.page.get_by_role("button", name="Links", exact=True).click()
    await expect(hits).to_have_count(1)
    await ana.page.get_by_role("button", name="Links", exact=True).click()
    await field.fill("from:chidi lake")
    await expect(hits).to_have_count(1)
    await hits.click()
    await expect(ana.bubble("See you at the lakeside, Zoë")).to_be_visible()


async def test_a_message_is_reported_and_nobody_is_told(server: Server, origin: str, seats: Seats) -> None:
    ana_there, gil_there = await server.people("ana", "gil")
    await befriend(ana_there, gil_there)
    ana, gil = await seats.take(origin, "ana", PHONE), await seats.take(origin, "gil")
    await gil.go("/inbox")
    await ana.go("/u/gil")
    await ana.button("More").click()
    await ana.page.get_by_role("menuitem", name="Report").click()
    await ana.see("Gil is not told.")
    send = ana.button("Send report")
    await expect(send).to_be_disabled()
    await ana.page.get_by_label("A child may be in danger").check()
    await ana.see("call your local emergency number")
    await ana.page.get_by_label("What should they know? (optional)").fill("He asked for pictures")
    await ana.page.get_by_label("Also block Gil").check()
    await send.click()
    await ana.see("Thank you. Your report was received.")
    (receipt,) = (await ana_there.get("/me/reports"))["reports"]
    assert (receipt["reason"], receipt["note"]) == ("minor_safety", "He asked for pictures")
    assert (await gil_there.ask("GET", "/users/ana")).status_code == 404
    assert (await gil_there.get("/me/reports"))["reports"] == []
    assert (await gil_there.get("/activity"))["new"] <= 1


async def test_a_request_is_reported_without_learning_who_it_is(server: Server, origin: str, seats: Seats) -> None:
    ana_there, eve_there = await server.people("ana", "eve")
    room = await talk(eve_there, ana_there)
    await post(eve_there, room, "an ugly first message")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox/requests")
    await ana.button("Report").first.click()
    await ana.page.get_by_label("Harassment or bullying").check()
    await expect(ana.page.get_by_text("Eve", exact=True)).to_have_count(0)
    await ana.button("Send report").click()
    await ana.see("Thank you. Your report was received.")
    (receipt,) = (await ana_there.get("/me/reports"))["reports"]
    assert receipt["subject"] == {"kind": "message", "id": (await page(ana_there, room))[0]["id"]}
