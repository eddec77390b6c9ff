"""A streak in two browsers: offered quietly, on once both want it, gone for both; and quiet hours."""

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Seats

pytestmark = pytest.mark.e2e


async def test_two_friends_have_one(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(ana_api, room, "hello")
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.go(f"/inbox/{room}/details")
    hers, his = (one.page.get_by_role("switch", name="Streak") for one in (ana, chidi))
    await hers.click()
    await expect(hers).to_be_checked()
    await ana.see("It begins when Chidi turns it on too.")
    await chidi.go("/inbox")
    await chidi.see_not("Streak")
    await chidi.go(f"/inbox/{room}/details")
    await chidi.see("Ana would like to count the days")
    await expect(his).not_to_be_checked()
    await his.tap()
    await ana.see("On for you both.")
    await chidi.go(f"/inbox/{room}")
    await chidi.write("hello you")
    for one in (ana, chidi):
        await expect(one.page.get_by_title("Streak", exact=True)).to_contain_text("1 day")

    await ana.button("Pause").click()
    await ana.see("Paused.")
    await chidi.go(f"/inbox/{room}/details")
    await chidi.button("Go on").tap()
    await expect(ana.button("Pause")).to_be_visible()
    await his.tap()
    await expect(his).not_to_be_checked()
    await expect(hers).not_to_be_checked()
    await expect(ana.page.get_by_title("Streak", exact=True)).to_have_count(0)


async def test_quiet_hours_are_kept(server: Server, origin: str, seats: Seats) -> None:
    ana_api = await server.person("ana")
    ana = await seats.take(origin, "ana", PHONE, timezone_id="Europe/Madrid")
    await ana.go("/settings/privacy")
    quiet = ana.page.get_by_role("switch", name="Leave me in peace")
    await quiet.tap()
    await ana.field("to").fill("08:30")
    await ana.see("Time in Europe/Madrid")
    await ana.page.reload()
    await expect(ana.field("to")).to_have_value("08:30")
    assert (await ana_api.get("/me"))["quiet_hours"] == {"from": "22:00", "to": "08:30", "zone": "Europe/Madrid"}
    await quiet.tap()
    await expect(ana.field("to")).to_have_count(0)
    await expect(quiet).not_to_be_checked()
