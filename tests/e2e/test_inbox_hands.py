"""The inbox by keyboard, by finger, without a network, refused, and searched."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.inbox import choose, mine, order, row, talks

pytestmark = pytest.mark.e2e


async def test_by_keyboard_alone(server: Server, origin: str, seats: Seats) -> None:
    ana, _, ids = await talks(server, "chidi", "dana", "gil")
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await order(device, "Gil", "Dana", "Chidi")
    keyboard = device.page.keyboard
    await device.field("Search people and conversations").focus()
    await keyboard.press("ArrowDown")
    await expect(row(device, "Gil")).to_be_focused()
    await keyboard.press("p")
    await order(device, "Pinned", "Gil", "Everyone else", "Dana", "Chidi")
    await row(device, "Dana").focus()
    await keyboard.press("u")
    await expect(row(device, "Dana")).to_contain_text("Marked as unread")
    await keyboard.press("m")
    await expect(device.page.get_by_role("menu", name="Mute Dana")).to_be_visible()
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(row(device, "Dana")).to_contain_text("Muted")
    await expect(row(device, "Dana")).to_be_focused()
    await keyboard.press("e")
    await order(device, "Pinned", "Gil", "Everyone else", "Chidi")
    await expect(row(device, "Chidi")).to_be_focused()

    await keyboard.press("Tab")
    await expect(device.button("More: Chidi")).to_be_focused()
    await keyboard.press("Enter")
    await expect(device.page.get_by_role("menu", name="What to do with Chidi")).to_be_visible()
    await keyboard.press("Escape")
    await expect(device.page.get_by_role("menu")).to_have_count(0)
    await expect(row(device, "Chidi")).to_be_focused()
    kept = await ana.get(f"/conversations/{ids['dana']}")
    assert kept["archived"]
    assert kept["muted_until"]


async def drag(device: Person, name: str, by: int, dy: int = 0) -> None:
    await draw(device, row(device, name), by, dy)


async def draw(device: Person, what: Locator, by: int, dy: int = 0) -> None:
    """A finger on it, drawn aside and let go."""
    box = await what.bounding_box()
    assert box
    touch = await device.context.new_cdp_session(device.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    async def say(kind: str, points: list[dict[str, float]]) -> None:
        await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    await say("touchStart", [{"x": x, "y": y}])
    for step in range(1, 11):
        await say("touchMove", [{"x": x + by * step / 10, "y": y + dy * step / 10}])
    await say("touchEnd", [])
    await device.page.wait_for_timeout(400)     # a touch in the same moment would be taken for the end of a fling


async def test_by_finger_on_a_phone(server: Server, origin: str, seats: Seats) -> None:
    await talks(server, "chidi", "dana", "gil")
    phone = await seats.take(origin, "ana", PHONE)
    await phone.go("/inbox")
    await order(phone, "Gil", "Dana", "Chidi")
    await drag(phone, "Dana", 40)
    await drag(phone, "Dana", 30, 60)
    await order(phone, "Gil", "Dana", "Chidi")
    await expect(phone.page).to_have_url(re.compile("/inbox$"))
    await drag(phone, "Dana", -110)
    await expect(row(phone, "Dana")).to_contain_text("Marked as unread")
    await drag(phone, "Chidi", -220)
    await order(phone, "Pinned", "Chidi", "Everyone else", "Gil", "Dana")
    await drag(phone, "Gil", 120)
    await order(phone, "Pinned", "Chidi", "Everyone else", "Dana")
    await phone.button("Undo").tap()
    await order(phone, "Pinned", "Chidi", "Everyone else", "Gil", "Dana")
    await expect(phone.page).to_have_url(re.compile("/inbox$"))

    box = await row(phone, "Gil").bounding_box()
    assert box
    touch = await phone.context.new_cdp_session(phone.page)
    await touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 150, "y": box["y"] + 30}]})
    await expect(phone.page.get_by_role("menu", name="What to do with Gil")).to_be_visible()
    await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await expect(phone.page).to_have_url(re.compile("/inbox$"))
    await choose(phone, "Archive")
    await order(phone, "Pinned", "Chidi", "Everyone else", "Dana")


@pytest.mark.app_kept
async def test_without_a_network_nothing_is_changed_and_that_is_said(
        server: Server, origin: str, seats: Seats) -> None:
    ana, _, ids = await talks(server, "chidi", "dana")
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await order(device, "Dana", "Chidi")
    await device.context.set_offline(True)
    await device.see("No network.")
    await row(device, "Chidi").focus()
    for key in "peu":
        await device.page.keyboard.press(key)
        await device.see("There is no network, so nothing was changed.")
        await order(device, "Dana", "Chidi")
    await device.context.set_offline(False)
    await device.page.get_by_text("No network.").wait_for(state="hidden")
    head = await ana.get(f"/conversations/{ids['chidi']}")
    assert (head["pinned"], head["archived"], head["marked_unread"]) == (False, False, False)
    await row(device, "Chidi").focus()
    await device.page.keyboard.press("p")
    await order(device, "Pinned", "Chidi", "Everyone else", "Dana")


async def test_a_refusal_puts_everything_back(server: Server, origin: str, seats: Seats) -> None:
    await talks(server, "chidi", "dana")
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await order(device, "Dana", "Chidi")

    async def refuse(route: Any) -> None:
        await route.fulfill(status=503, content_type="application/problem+json",
                            body='{"type":"about:blank","title":"Away","status":503,"code":"unavailable"}')
    await device.page.route("**/mine", refuse)
    await row(device, "Chidi").focus()
    for key in "peu":
        await device.page.keyboard.press(key)
        await device.see("The server does not answer just now.")
        await order(device, "Dana", "Chidi")
        await expect(row(device, "Chidi")).not_to_contain_text("Marked")
    await expect(device.place("Inbox")).to_have_text("Inbox")


@pytest.mark.app_kept
async def test_what_is_not_loaded_and_what_is_archived_is_found(server: Server, origin: str, seats: Seats) -> None:
    ana, _, ids = await talks(server, "chidi", "dana")
    gil = await server.person("gil")
    group: Any = await ana.ask("POST", "/conversations", {"kind": "group", "title": "Night train", "members": ["chidi"]})
    await mine(ana, ids["dana"], archived=True)
    await befriend(ana, gil)
    device = await seats.take(origin, "ana")

    async def only_some(route: Any) -> None:
        """The first page without the group: it is one of the many that are not loaded."""
        answer = await route.fetch()
        page = await answer.json()
        if "q=" not in route.request.url:
            page["conversations"] = [one for one in page["conversations"] if one["id"] != group.json()["id"]]
        await route.fulfill(response=answer, json=page)
    await device.page.route("**/api/v1/inbox?*", only_some)
    await device.go("/inbox")
    await order(device, "Chidi")
    search = device.field("Search people and conversations")
    await search.fill("nig")
    await expect(device.link(re.compile("^Night train"))).to_be_visible()
    await search.fill("dan")
    await expect(device.link(re.compile("^Dana.*Archived$"))).to_be_visible()
    await search.fill("gil")
    await expect(device.link(re.compile("^Gil.*Message$"))).to_be_visible()
    await search.press("ArrowDown")
    await expect(device.link(re.compile("^Gil"))).to_be_focused()
    await search.fill("nobody at all")
    await device.see("Nobody for “nobody at all”")

    await device.context.set_offline(True)
    await search.fill("chi")
    await expect(device.link(re.compile("^Chidi"))).to_be_visible()
    await device.see("There is no network: only what is on this device is searched.")


async def test_a_search_that_fails_says_so_and_shows_what_is_here(server: Server, origin: str, seats: Seats) -> None:
    await talks(server, "chidi")
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await order(device, "Chidi")

    async def refuse(route: Any) -> None:
        await route.fulfill(status=500, content_type="application/problem+json",
                            body='{"type":"about:blank","title":"Broken","status":500,"code":"internal"}')
    await device.page.route(re.compile(r"/api/v1/(inbox|people)\?q="), refuse)
    await device.field("Search people and conversations").fill("chi")
    await expect(device.link(re.compile("^Chidi"))).to_be_visible()
    await device.see("Not everything could be searched. What is on this device is here.")
