"""Making a group: it is said before who is asked, a keyboard is enough, and a lost answer makes no second one."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.e2e.browser import Seats
from tests.e2e.groups import LAKE, details, friends, notices, told

pytestmark = pytest.mark.e2e


async def test_a_stranger_is_asked_and_it_is_said_before(server: Server, origin: str, seats: Seats) -> None:
    await friends(server, "ana", "chidi")
    eve_api, = await server.people("eve")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox/new-group?with=chidi")
    await ana.see("Chidi is added at once.")
    await ana.page.get_by_role("combobox", name="Who is in it?").fill("eve")
    await ana.page.get_by_role("option", name=re.compile("^Eve.*is asked first")).click()
    await ana.see("Eve is no friend of yours and is asked first.")
    await ana.field("Name of the group").fill(LAKE)
    await ana.button("Make group").click()
    await expect(ana.composer).to_be_focused()
    await told(ana, f"You made the group “{LAKE}”You added Chidi")
    assert (await eve_api.get("/inbox"))["conversations"] == []
    [asked] = (await eve_api.get("/me/invitations"))["invitations"]
    await ana.link("Details").click()
    await expect(details(ana).get_by_role("heading", name="Asked")).to_be_visible()
    await details(ana).get_by_role("button", name="Take back: Eve").click()
    await expect(details(ana).get_by_role("heading", name="Asked")).to_have_count(0)
    assert (await eve_api.get("/me/invitations"))["invitations"] == []
    await ana.button("Undo").click()
    await expect(details(ana).get_by_role("heading", name="Asked")).to_be_visible()
    await eve_api.put(f"/me/invitations/{asked['conversation_id']}")
    await expect(notices(ana).last).to_have_text("Eve joined")
    await expect(details(ana).get_by_role("heading", name="3 people")).to_be_visible()


async def test_with_the_keyboard_alone(server: Server, origin: str, seats: Seats) -> None:
    """Type, arrows, Enter, Backspace: a group without a mouse, and the cursor is in the composer."""
    await friends(server, "ana", "chidi", "dana", "gil")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox/new-group")
    press, words = ana.page.keyboard.press, ana.page.keyboard.type
    box = ana.page.get_by_role("combobox", name="Who is in it?")
    await expect(box).to_be_focused()
    await expect(ana.page.get_by_role("option")).to_have_count(3)
    await words("dan")
    await press("Enter")
    await expect(ana.button("Leave out Dana")).to_be_visible()
    await words("gil")
    await press("Enter")
    await expect(ana.button("Leave out Gil")).to_be_visible()
    await press("Backspace")
    await expect(ana.button("Leave out Gil")).to_have_count(0)
    await press("ArrowDown")
    active = ana.page.locator("[role=option][data-active]")
    chosen = (await active.text_content() or "").split("@")[1].strip()
    await press("Enter")
    await press("Enter")
    await expect(ana.field("Name of the group")).to_be_focused()
    await words(LAKE)
    await press("Enter")
    await expect(ana.composer).to_be_focused()
    await words("made without a mouse")
    await press("Enter")
    await expect(ana.bubble("made without a mouse")).to_be_visible()
    assert chosen in ("chidi", "gil")


async def test_a_lost_answer_makes_no_second_group(server: Server, origin: str, seats: Seats) -> None:
    ana_api, *_ = await friends(server, "ana", "chidi")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox/new-group?with=chidi")
    await ana.see("Chidi is added at once.")
    await ana.field("Name of the group").fill(LAKE)
    lost: list[str] = []

    async def lose(route: Any) -> None:
        if route.request.method != "POST" or lost:
            await route.continue_()
            return
        lost.append(route.request.url)
        await route.fetch()
        await route.abort()

    await ana.page.route("**/api/v1/conversations", lose)
    await ana.button("Make group").click()
    await ana.see("No answer came, so the group may exist already.")
    await ana.button("Try again").click()
    await expect(ana.composer).to_be_focused()
    groups = [c for c in (await ana_api.get("/inbox"))["conversations"] if c["kind"] == "group"]
    assert [c["title"] for c in groups] == [LAKE]
