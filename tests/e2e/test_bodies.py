"""More than words, on the screen: polls, places, people, names and light Markdown, as each may see them."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import change, page, say
from tests.e2e.browser import PHONE, Seats
from tests.messages.groups import group

pytestmark = pytest.mark.e2e


async def test_a_poll_is_asked_and_answered_live(server: Server, origin: str, seats: Seats) -> None:
    ana_there, chidi_there, dana_there = await server.people("ana", "chidi", "dana")
    room = await group(ana_there, chidi_there, dana_there)
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi")
    for one in (ana, chidi):
        await one.go(f"/inbox/{room}")
        await expect(one.composer).to_be_visible()
    await ana.button(re.compile("^Add a photo")).click()
    await ana.page.get_by_role("menuitem", name="Poll").click()
    await ana.page.get_by_label("Question").fill("Where?")
    for number, option in enumerate(("lake", "wood"), 1):
        await ana.page.get_by_label(f"Choice {number}").fill(option)
    await ana.page.get_by_role("button", name="Send poll").click()
    await chidi.page.get_by_role("radio", name="wood").check()
    await ana.see("1 person voted")
    seq = (await page(dana_there, room))[-1]["seq"]
    await change(dana_there, room, "vote", seq, choices=[0])
    await ana.see("2 people voted")
    assert (await page(ana_there, room))[-1]["votes"]["counts"] == [1, 1]
    await change(ana_there, room, "close", seq)
    await expect(chidi.page.get_by_role("radio", name="lake")).to_be_disabled()
    await chidi.see("Ended")


async def test_what_is_said_is_drawn_and_never_run(server: Server, origin: str, seats: Seats) -> None:
    ana_there, chidi_there, ben_there = await server.people("ana", "chidi", "ben")
    room = await group(ana_there, chidi_there)
    await say(ana_there, room, type="text", text="**bold** and 2*3*4 <img src=x onerror=alert(1)>")
    await say(ana_there, room, type="location", latitude=1.5, longitude=2.25, label="The jetty")
    await say(ana_there, room, type="contact", account_id=ben_there.me["id"])
    await say(ana_there, room, type="text", text="@chidi?", mentions=[{"at": 0, "length": 6, "account_id": chidi_there.me["id"]}])
    chidi = await seats.take(origin, "chidi")
    await chidi.go(f"/inbox/{room}")
    await expect(chidi.page.locator("[data-bubble] b", has_text="bold")).to_be_visible()
    await chidi.see("2*3*4 <img src=x onerror=alert(1)>")
    await expect(chidi.page.locator("[data-bubble] img[src='x']")).to_have_count(0)
    place = chidi.page.get_by_role("link", name="Open the map")
    assert "1.5" in str(await place.get_attribute("href"))
    await chidi.see("Somebody you cannot see")          # a minor he does not know
    await expect(chidi.page.get_by_text("@ben")).to_have_count(0)
    await expect(chidi.page.get_by_role("link", name="@chidi", exact=True)).to_be_visible()
