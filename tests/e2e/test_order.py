"""How a person orders their own inbox: folders, names of their own for people, colours, what was said by its kind."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server
from tests.client import chat, post, say
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.inbox import choose, menu_of, mine, names, row, talks
from tests.e2e.test_axe import complaints
from tests.messages.groups import group

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def tab(device: Person, name: str) -> Locator:
    return device.page.get_by_role("tab", name=re.compile(f"^{name}( |$)"))


async def make_folder(device: Person, name: str, rule: str = "What I put in") -> None:
    """In the sheet that is open."""
    await device.field("New folder").fill(name)
    await device.page.get_by_role("dialog").get_by_role("combobox").select_option(rule)
    await device.button("Make the folder").click()
    await expect(device.button(f"Rename: {name}")).to_be_visible()


async def closed(device: Person) -> None:
    await device.page.keyboard.press("Escape")
    await expect(device.page.get_by_role("dialog")).to_have_count(0)


async def put_into(device: Person, person: str, folder: str) -> None:
    await menu_of(device, person)
    await choose(device, "Add to folder…")
    await device.page.get_by_role("checkbox", name=folder).click()
    await expect(device.page.get_by_role("checkbox", name=folder)).to_be_checked()
    await closed(device)


async def test_folders_on_two_devices(server: Server, origin: str, seats: Seats) -> None:
    await talks(server, "chidi", "dana", "fatou")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
        await expect(row(device, "Chidi")).to_be_visible()
        await expect(device.page.get_by_role("tablist")).to_have_count(0)     # who has made none is shown none
    await laptop.button("Folders").click()
    await make_folder(laptop, "Work")
    await make_folder(laptop, "Groups", "Groups")
    assert not (found := await complaints(laptop, "folders")), "\n".join(found)
    await closed(laptop)
    await put_into(laptop, "Chidi", "Work")
    await tab(phone, "Work").tap()
    await expect(row(phone, "Dana")).to_have_count(0)
    await expect(row(phone, "Chidi")).to_be_visible()
    await expect(phone.page).to_have_url(re.compile(r"/inbox\?folder=[0-9a-f-]{36}$"))
    assert not (found := await complaints(phone, "in a folder")), "\n".join(found)

    # The arrows walk along the tabs, and what is chosen is shown.
    await tab(laptop, "All").focus()
    await laptop.page.keyboard.press("ArrowRight")
    await expect(tab(laptop, "Work")).to_be_focused()
    await expect(row(laptop, "Dana")).to_have_count(0)
    await laptop.page.keyboard.press("End")
    await laptop.see("No groups yet")


@pytest.mark.app_kept
async def test_a_folder_leads_back_and_needs_no_network(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _, ids = await talks(server, "chidi", "dana")
    made = (await ana_api.ask("POST", "/me/folders", {"name": "Work", "rule": "manual", "client_id": ids["chidi"]})).json()
    await ana_api.put(f"/me/folders/{made['id']}/conversations/{ids['chidi']}")
    phone = await seats.take(origin, "ana", PHONE)
    await phone.go("/inbox")
    await tab(phone, "Work").tap()
    await row(phone, "Chidi").tap()
    await expect(phone.bubble("from chidi")).to_be_visible()
    await phone.link("Inbox").first.tap()
    await expect(tab(phone, "Work")).to_have_attribute("aria-selected", "true")
    await phone.context.set_offline(True)
    await tab(phone, "All").tap()
    await expect(row(phone, "Dana")).to_be_visible()
    await tab(phone, "Work").tap()
    await expect(row(phone, "Dana")).to_have_count(0)
    await expect(row(phone, "Chidi")).to_be_visible()
    await phone.context.set_offline(False)
    await mine(ana_api, ids["chidi"], archived=True)
    await phone.see("Nothing in this folder yet")


async def test_folders_are_moved_named_and_deleted_with_a_way_back(server: Server, origin: str, seats: Seats) -> None:
    _, _, _ = await talks(server, "chidi")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (laptop, phone):
        await device.go("/inbox")
    await phone.button("Folders").tap()
    for name in ("One", "Two", "Three"):
        await make_folder(phone, name)
    await phone.button("Up: Three").tap()
    await expect(phone.button("Up: Three")).to_be_focused()
    await phone.button("Rename: One").tap()
    await phone.field("Name of the folder").fill("First")
    await phone.button("Save").tap()
    await expect(laptop.page.get_by_role("tab")).to_have_text(["All", "First", "Three", "Two"])
    await phone.button("Delete: Three").tap()
    await expect(phone.page.get_by_role("tab")).to_have_text(["All", "First", "Two"])
    await phone.button("Undo").tap()
    await expect(phone.page.get_by_role("tab")).to_have_text(["All", "First", "Three", "Two"])
    await phone.button("Folders…").tap()
    await phone.button("Delete: First").tap()
    await phone.go("/inbox")                                            # the page goes, and what was put aside is done
    for device in (phone, laptop):
        await expect(device.page.get_by_role("tab")).to_have_text(["All", "Three", "Two"])


async def test_what_is_open_does_not_jump_away_as_it_is_read(server: Server, origin: str, seats: Seats) -> None:
    ana_api, people, ids = await talks(server, "chidi", "dana")
    made = await ana_api.ask("POST", "/me/folders", {"name": "New", "rule": "unread", "client_id": ids["chidi"]})
    for who in ("chidi", "dana"):
        await post(people[who], ids[who], "news")
    laptop = await seats.take(origin, "ana")
    await laptop.go(f"/inbox?folder={made.json()['id']}")
    await expect(tab(laptop, "New")).to_contain_text("2 unread")
    await row(laptop, "Chidi").click()
    await expect(laptop.bubble("news")).to_be_visible()
    await expect(tab(laptop, "New")).to_contain_text("1 unread")
    assert await names(laptop) == ["Dana", "Chidi"]
    await row(laptop, "Dana").click()
    await expect(row(laptop, "Chidi")).to_have_count(0)
    await expect(row(laptop, "Dana")).to_be_visible()
    await tab(laptop, "All").click()
    await expect(row(laptop, "Chidi")).to_be_visible()
    await expect(laptop.composer).to_be_visible()                       # what is open beside the list stays open


async def test_a_nickname_is_on_my_screens_alone(server: Server, origin: str, seats: Seats) -> None:
    _, _, ids = await talks(server, "chidi", "dana")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    await phone.go("/inbox")
    await laptop.go(f"/inbox/{ids['chidi']}/details")
    await laptop.button("Give a nickname").click()
    await laptop.see("Own name: Chidi")
    await laptop.page.get_by_role("textbox", name="Nickname").fill("Grumpy Neighbour")
    assert not (found := await complaints(laptop, "nickname")), "\n".join(found)
    await laptop.button("Save").click()
    for device in (laptop, phone):
        await expect(row(device, "Grumpy Neighbour")).to_be_visible()
        await expect(row(device, "Chidi")).to_have_count(0)
    await expect(laptop.heading("Grumpy Neighbour").first).to_be_visible()
    await phone.field("Search people and conversations").fill("grumpy")
    await expect(phone.link(re.compile("^Grumpy Neighbour")).first).to_be_visible()
    await laptop.go("/u/chidi")
    await expect(laptop.heading("Grumpy Neighbour")).to_be_visible()
    await laptop.see("Own name: Chidi")
    await laptop.go("/u/chidi")
    await laptop.button("More").click()
    await choose(laptop, "Change nickname")
    await laptop.button("Use their own name").click()
    await expect(laptop.heading("Chidi")).to_be_visible()
    await laptop.see_not("Own name: Chidi")


async def test_a_mention_never_says_the_nickname(server: Server, origin: str, seats: Seats) -> None:
    ana_api, people, _ = await talks(server, "chidi", "dana")
    await group(ana_api, people["chidi"], people["dana"])
    await ana_api.put("/users/chidi/nickname", {"name": "Grumpy Neighbour"})
    laptop, his = await seats.take(origin, "ana"), await seats.take(origin, "chidi")
    await his.go("/inbox")
    await laptop.go("/inbox")
    await row(laptop, "Lake house").click()
    await laptop.composer.click()
    await laptop.page.keyboard.type("@grum")
    await laptop.page.get_by_role("option", name=re.compile("Grumpy Neighbour")).click()
    await expect(laptop.composer).to_have_value("@Chidi ")
    await laptop.page.keyboard.type("come")
    await laptop.button("Send").click()
    await row(his, "Lake house").click()
    await expect(his.bubble("@Chidi come")).to_be_visible()
    assert "rumpy" not in await his.kept()
    assert "rumpy" not in await his.page.content()
    assert "rumpy" in await laptop.kept()


async def test_a_colour_for_my_own_bubbles(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _, ids = await talks(server, "chidi")
    await post(ana_api, ids["chidi"], "mine")
    laptop, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    his = await seats.take(origin, "chidi")
    painted = []
    for device in (laptop, phone, his):
        await device.go(f"/inbox/{ids['chidi']}" + ("/details" if device is laptop else ""))
        await expect(device.bubble("mine")).to_be_attached()
    look = "element => getComputedStyle(element).backgroundColor"
    before = await laptop.bubble("mine").evaluate(look)
    assert before == await phone.bubble("mine").evaluate(look)
    await laptop.page.locator("label").filter(has_text="Teal").click()
    await expect(laptop.page.get_by_role("radio", name="Teal")).to_be_checked()
    for device in (laptop, phone):
        await expect(device.thread).to_have_attribute("data-colour", "teal")
        painted.append(await device.bubble("mine").evaluate(look))
    assert painted[0] == painted[1] != before
    assert not (found := await complaints(laptop, "details")), "\n".join(found)
    assert await his.thread.get_attribute("data-colour") is None
    await laptop.page.locator("label").filter(has_text="As usual").click()
    await expect(phone.thread).not_to_have_attribute("data-colour", "teal")


async def test_what_was_said_by_its_kind(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "plans: https://example.org/kites")
    await say(chidi_api, room, type="location", latitude=37.38, longitude=-5.98, label="The hill")
    for number in range(60):
        await post(ana_api, room, f"and {number}")
    for device in (await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)):
        await device.go(f"/inbox/{room}/details")
        await device.link("Photos, files, links").click()
        await device.page.get_by_role("tab", name="Polls").click()
        await device.see("No polls yet")
        await device.page.get_by_role("tab", name="Places").click()
        await expect(device.link(re.compile("^The hill"))).to_be_visible()
        await device.page.keyboard.press("ArrowLeft")
        await device.link(re.compile(r"^example\.org")).click()
        await expect(device.page).to_have_url(re.compile(f"/inbox/{room}$"))
        await expect(device.thread.locator("[data-bubble]").filter(has_text="plans: ")).to_be_in_viewport()


async def test_the_archive_says_what_brings_a_chat_back(server: Server, origin: str, seats: Seats) -> None:
    _, people, ids = await talks(server, "chidi", "dana")
    for device in (await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)):
        await device.go("/inbox")
        await menu_of(device, "Chidi")
        await choose(device, "Archive")
        await device.see("Archived. It comes back with its next message.")
        await device.go("/inbox/archived")
        await device.see("A chat comes back to the Inbox with its next message. A muted one stays here, even if somebody mentions you.")
        await expect(row(device, "Chidi")).to_be_visible()
        await post(people["chidi"], ids["chidi"], "back")
        await device.see("Nothing is archived")
