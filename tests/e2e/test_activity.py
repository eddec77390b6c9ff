"""Activity: who followed, a day in one, in a tab of its own; what people write never stands there."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Seats

pytestmark = pytest.mark.e2e


async def test_followers_come_together_and_are_counted_in_grey(server: Server, origin: str, seats: Seats) -> None:
    ana_api, *others = await server.people("ana", "chidi", "dana", "fatou", "gil", "eve")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await device.see("No messages yet")
    for number, other in enumerate(others, 1):
        await other.put("/users/ana/follow")
        await expect(laptop.link(f"Activity {number}")).to_be_visible()
    # Nobody wrote: neither the place nor the window counts it.
    for device in (laptop, phone):
        await expect(device.place("Inbox")).to_have_text("Inbox")
        await expect(device.page).to_have_title("Inbox · Paperplane")
        await expect(device.link("Activity 5")).to_be_visible()

    await laptop.link("Activity 5").click()
    entry = laptop.page.get_by_role("region", name="Eve, Gil, Fatou and 2 others followed you")
    await expect(entry).to_be_visible()
    await expect(entry.get_by_text("New", exact=True)).to_be_attached()
    await expect(laptop.heading("Today")).to_be_visible()
    for device in (laptop, phone):
        await expect(device.link("Activity")).to_be_visible()
    assert (await ana_api.get("/activity"))["new"] == 0
    await expect(entry.get_by_text("New", exact=True)).to_be_attached()

    async with laptop.page.expect_response("**/users/gil/follow"):
        await entry.get_by_role("button", name="Follow back: Gil").click()
    await expect(entry.get_by_role("button", name="Following: Gil")).to_be_visible()
    assert (await ana_api.get("/users/gil"))["relation"]["friends"]
    await entry.get_by_role("link", name="Message: Gil").last.click()
    await expect(laptop.page).to_have_url(re.compile(r"/inbox/[0-9a-f-]{36}$"))
    await laptop.page.go_back()
    await laptop.page.reload()
    await expect(laptop.page.get_by_role("region", name=re.compile("followed you"))).to_be_visible()
    await expect(laptop.page.get_by_text("New", exact=True)).to_have_count(0)


async def test_a_message_is_no_activity(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "not for there")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox/activity")
    await ana.see("Chidi followed you")
    await ana.see_not("not for there")
    await expect(ana.link(re.compile("^Conversations 1"))).to_be_visible()


@pytest.mark.app_kept
async def test_nothing_yet_no_network_and_a_server_that_fails(server: Server, origin: str, seats: Seats) -> None:
    _, chidi_api = await server.people("ana", "chidi")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox/activity")
    await ana.see("Nothing happened yet")

    refused = 0

    async def refuse(route: Any) -> None:
        nonlocal refused
        refused += 1
        await route.fulfill(status=500, content_type="application/problem+json",
                            body='{"type":"about:blank","title":"Broken","status":500,"code":"internal"}')
    await ana.page.route("**/api/v1/activity*", refuse)
    await ana.page.reload()
    await ana.see("What happened did not load")
    # By the screen, and by the line that is up: whichever comes second would else heal it before the tap.
    while refused < 2:
        await ana.page.wait_for_timeout(50)
    await ana.see("What happened did not load")
    await ana.page.unroute("**/api/v1/activity*")
    await ana.button("Try again").tap()
    await ana.see("Nothing happened yet")
    await chidi_api.put("/users/ana/follow")
    await ana.see("Chidi followed you")
    await ana.link(re.compile("^Conversations")).tap()
    await ana.context.set_offline(True)
    await ana.see("No network.")
    await ana.link("Activity").tap()
    await ana.see("Chidi followed you")
