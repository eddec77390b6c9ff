"""The inbox in order: pinned, muted, archived, marked; the same on every device, and counted by what waits."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import befriend, chat, post
from tests.e2e.browser import PHONE, Seats
from tests.e2e.inbox import choose, menu_of, mine, names, order, row, talks

pytestmark = pytest.mark.e2e

MUTED = re.compile("Muted. It no longer counts")


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
    await phone.see("A chat comes back to the Inbox with its next message. A muted one stays here, even if somebody mentions you.")
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
