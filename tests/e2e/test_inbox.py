"""The inbox in order: pinned, muted, archived, marked; by mouse, finger and keyboard, and the same on every device."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server, Someone
from tests.client import befriend, chat, post
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = pytest.mark.e2e

MUTED = re.compile("Muted. It no longer counts")


async def talks(server: Server, *others: str) -> tuple[Someone, dict[str, Someone], dict[str, str]]:
    """Ana, the others, and the conversation with each; they wrote in this order, and Ana has read it all."""
    ana, *rest = await server.people("ana", *others)
    people = {one.handle: one for one in rest}
    ids = {}
    for handle, one in people.items():
        ids[handle] = await chat(ana, one)
        await post(one, ids[handle], f"from {handle}")
        await read(ana, ids[handle])
    return ana, people, ids


async def read(who: Someone, conversation: str) -> None:
    head = await who.get(f"/conversations/{conversation}")
    await who.put(f"/conversations/{conversation}/marks", {"read_seq": head["last_seq"]})


async def mine(who: Someone, conversation: str, **keeping: Any) -> Any:
    return await who.patch(f"/conversations/{conversation}/mine", keeping)


def row(device: Person, name: str) -> Locator:
    return device.page.get_by_role("navigation", name=re.compile("^(Conversations|Archived)$")).get_by_role(
        "link", name=re.compile(f"^{name}\\b"))


async def menu_of(device: Person, name: str) -> None:
    await row(device, name).click(button="right")
    await expect(device.page.get_by_role("menu", name=re.compile(f"{name}$"))).to_be_visible()


async def choose(device: Person, *words: str) -> None:
    for word in words:
        await device.page.get_by_role("menuitem", name=word, exact=True).click()


async def names(device: Person) -> list[str]:
    """Whom the list names, from above; headings too."""
    shown = device.page.get_by_role("navigation", name="Conversations").locator("h2, a[href*='/inbox/'] b")
    return [text.strip() for text in await shown.all_inner_texts()]


async def order(device: Person, *wanted: str) -> None:
    async def same() -> None:
        assert await names(device) == list(wanted)
    await expect(row(device, wanted[-1])).to_be_visible()
    for _ in range(200):
        if await names(device) == list(wanted):
            return
        await device.page.wait_for_timeout(50)
    await same()


async def test_pinned_ones_come_first_on_every_device(server: Server, origin: str, seats: Seats) -> None:
    _, people, ids = await talks(server, "chidi", "dana", "gil")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await order(device, "Gil", "Dana", "Chidi")
    await menu_of(laptop, "Chidi")
    await choose(laptop, "Pin")
    await laptop.see("Pinned")
    for device in (laptop, phone):
        await order(device, "Pinned", "Chidi", "Everyone else", "Gil", "Dana")
    await post(people["dana"], ids["dana"], "Dana is newer")
    for device in (laptop, phone):
        await order(device, "Pinned", "Chidi", "Everyone else", "Dana", "Gil")
    await laptop.button("Undo").click()
    for device in (laptop, phone):
        await order(device, "Dana", "Gil", "Chidi")


async def test_an_eleventh_is_not_pinned_and_is_told_why(server: Server, origin: str, seats: Seats) -> None:
    ana, *others = [await server.person("ana"), *[await server.person(f"friend{i}", 30) for i in range(11)]]
    for number, other in enumerate(others):
        conversation = await chat(ana, other)
        await post(other, conversation, "hello")
        if number < 10:
            await mine(ana, conversation, pinned=True)
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await menu_of(device, "Friend10")
    await choose(device, "Pin")
    await device.see("Ten conversations are pinned, and that is the most. Unpin one first.")
    assert (await names(device))[-2:] == ["Everyone else", "Friend10"]
    assert not (await ana.get(f"/conversations/{conversation}"))["pinned"]


async def test_muted_ones_are_not_counted_anywhere(server: Server, origin: str, seats: Seats) -> None:
    _, people, ids = await talks(server, "chidi", "dana")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await order(device, "Dana", "Chidi")
    await menu_of(laptop, "Chidi")
    await choose(laptop, "Mute")
    await expect(laptop.page.get_by_role("menu", name="Mute Chidi")).to_be_visible()
    await choose(laptop, "8 hours")
    await laptop.see(MUTED)
    await expect(row(phone, "Chidi")).to_contain_text("Muted")
    await post(people["chidi"], ids["chidi"], "psst")
    for device in (laptop, phone):
        await expect(row(device, "Chidi")).to_contain_text("1 new message, muted")
        await expect(device.place("Inbox")).to_have_text("Inbox")
        await expect(device.page).to_have_title("Inbox · Paperplane")
    await post(people["dana"], ids["dana"], "hey")
    for device in (laptop, phone):
        await expect(device.place("Inbox")).to_contain_text("1 conversation unread")
        await expect(device.page).to_have_title("(1) Inbox · Paperplane")
    await menu_of(laptop, "Chidi")
    await choose(laptop, "Unmute")
    for device in (laptop, phone):
        await expect(device.place("Inbox")).to_contain_text("2 conversations unread")


async def test_a_mute_ends_by_itself(server: Server, origin: str, seats: Seats) -> None:
    ana, people, ids = await talks(server, "chidi")
    await mine(ana, ids["chidi"], mute="1h")
    await post(people["chidi"], ids["chidi"], "psst")
    device = await seats.empty(origin)
    await device.page.clock.install()
    await device.sign_in("ana")
    await device.go("/inbox")
    await expect(row(device, "Chidi")).to_contain_text("1 new message, muted")
    await expect(device.place("Inbox")).to_have_text("Inbox")
    async with server.app.db.tx() as tx:
        await tx.do("update members set muted_until = now() where muted_until is not null")
    await device.page.clock.fast_forward("01:01:00")
    await expect(row(device, "Chidi")).not_to_contain_text("muted")
    await expect(device.place("Inbox")).to_contain_text("1 conversation unread")


async def test_an_archived_one_returns_with_a_message_unless_it_is_muted(
        server: Server, origin: str, seats: Seats) -> None:
    ana, people, ids = await talks(server, "chidi", "dana")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await order(device, "Dana", "Chidi")
    await menu_of(laptop, "Dana")
    await choose(laptop, "Archive")
    await laptop.see("Archived")
    for device in (laptop, phone):
        await order(device, "Chidi")
    await laptop.button("Undo").click()
    for device in (laptop, phone):
        await order(device, "Dana", "Chidi")
    for name in ("Dana", "Chidi"):
        await menu_of(laptop, name)
        await choose(laptop, "Archive")
        await expect(row(laptop, name)).to_have_count(0)
    await mine(ana, ids["dana"], mute="always")
    await phone.see("No messages yet")
    await phone.link("Archived").tap()
    await phone.see("An archived conversation comes back with its next message, unless it is muted.")
    await expect(row(phone, "Dana")).to_contain_text("Muted")
    await expect(row(phone, "Chidi")).to_be_visible()

    await post(people["chidi"], ids["chidi"], "I am back")
    await post(people["dana"], ids["dana"], "I am not")
    await expect(row(phone, "Chidi")).to_have_count(0)
    await expect(row(phone, "Dana")).to_contain_text("I am not")
    await order(laptop, "Chidi")
    for device in (laptop, phone):
        await expect(device.place("Inbox")).to_contain_text("1 conversation unread")
    await phone.go("/inbox")
    await order(phone, "Chidi")
    assert (await ana.get("/inbox"))["counts"]["unread"] == 1


async def test_marked_as_unread_until_it_is_opened_again(server: Server, origin: str, seats: Seats) -> None:
    ana, _, ids = await talks(server, "chidi", "dana")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
    await menu_of(laptop, "Chidi")
    await choose(laptop, "Mark as unread")
    for device in (laptop, phone):
        await expect(row(device, "Chidi")).to_contain_text("Marked as unread")
        await expect(device.place("Inbox")).to_contain_text("1 conversation unread")
    await row(phone, "Chidi").tap()
    await expect(phone.bubble("from chidi")).to_be_visible()
    await expect(row(laptop, "Chidi")).not_to_contain_text("Marked")
    await expect(laptop.place("Inbox")).to_have_text("Inbox")
    assert not (await ana.get(f"/conversations/{ids['chidi']}"))["marked_unread"]


async def test_marked_as_read_from_the_list(server: Server, origin: str, seats: Seats) -> None:
    ana, people, ids = await talks(server, "chidi")
    for text in ("one", "two"):
        await post(people["chidi"], ids["chidi"], text)
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await expect(row(device, "Chidi")).to_contain_text("2 new messages")
    await menu_of(laptop, "Chidi")
    await choose(laptop, "Mark as read")
    for device in (laptop, phone):
        await expect(row(device, "Chidi")).not_to_contain_text("new messages")
        await expect(device.place("Inbox")).to_have_text("Inbox")
    assert (await ana.get("/inbox"))["counts"]["unread"] == 0
    await laptop.button("Undo").click()
    for device in (laptop, phone):
        await expect(row(device, "Chidi")).to_contain_text("Marked as unread")


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
    """A finger on a row, drawn aside and let go."""
    box = await row(device, name).bounding_box()
    assert box
    touch = await device.context.new_cdp_session(device.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    async def say(kind: str, points: list[dict[str, float]]) -> None:
        await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    await say("touchStart", [{"x": x, "y": y}])
    for step in range(1, 11):
        await say("touchMove", [{"x": x + by * step / 10, "y": y + dy * step / 10}])
    await say("touchEnd", [])


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


async def test_a_group_that_was_left_stays_until_it_is_archived(server: Server, origin: str, seats: Seats) -> None:
    chidi, ana = await server.people("chidi", "ana")
    await befriend(ana, chidi)
    made: Any = await chidi.ask("POST", "/conversations", {"kind": "group", "title": "Lake house", "members": ["ana"]})
    await post(chidi, made.json()["id"], "Who has the keys?")
    await chidi.delete(f"/conversations/{made.json()['id']}/members/{ana.me['id']}")
    device = await seats.take(origin, "ana")
    await device.go("/inbox")
    await row(device, "Lake house").click()
    await expect(device.bubble("Who has the keys?")).to_be_visible()
    await row(device, "Lake house").focus()
    await device.page.keyboard.press("e")
    await expect(row(device, "Lake house")).to_have_count(0)
