"""Groups in front of browsers: changed and left; every device agrees, and nobody sees what is not theirs to see."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import post, until
from tests.e2e.browser import DESKTOP, PHONE, TABLET, Person, Seats
from tests.e2e.groups import LAKE, add, details, friends, group, member_menu, notices, open_group, told

pytestmark = pytest.mark.e2e

GONE = "You are no longer in this group"


async def made_on_a_phone(phone: Person, *names: str) -> str:
    """From the inbox by thumb; the group's id."""
    await phone.go("/inbox")
    await phone.button("New message").tap()
    await phone.link(re.compile("^New group")).tap()
    for name in names:
        await phone.page.get_by_role("option", name=re.compile(f"^{name}")).tap()
    await phone.see("Chidi, Dana and Fatou are added at once.")
    await phone.field("Name of the group").fill(LAKE)
    await phone.button("Make group").tap()
    await expect(phone.composer).to_be_focused()
    await expect(phone.page).to_have_url(re.compile(r"/inbox/[0-9a-f-]{36}$"))
    return phone.page.url.rsplit("/", 1)[1]


async def changed_at_the_desk(desk: Person) -> None:
    """Another name, Gil in, Dana an admin, Fatou out."""
    await desk.link("Details").click()
    await details(desk).get_by_role("button", name="Rename").click()
    await details(desk).get_by_label("Name of the group").fill("Lake house weekend")
    await details(desk).get_by_role("button", name="Save name").click()
    await details(desk).get_by_role("link", name="Add people").click()
    await details(desk).get_by_role("option", name=re.compile("^Gil")).click()
    await details(desk).get_by_role("button", name="Add", exact=True).click()
    await desk.see("Gil is in the group now.")
    await expect(details(desk).get_by_role("heading", name="5 people")).to_be_visible()
    await member_menu(desk, "Dana", "Make admin")
    await expect(details(desk).get_by_text("@dana · Admin")).to_be_visible()
    await member_menu(desk, "Fatou", "Remove from the group")
    await desk.button("Remove Fatou").click()
    await expect(details(desk).get_by_text("@fatou")).to_have_count(0)


async def test_five_people_and_three_devices(server: Server, origin: str, seats: Seats) -> None:
    """Ana's phone, tablet and desk show the same at every step, whoever does what on whichever of them."""
    await friends(server, "ana", "chidi", "dana", "fatou", "gil")
    phone, tablet, desk = [await seats.take(origin, "ana", device) for device in (PHONE, TABLET, DESKTOP)]
    chidi = await seats.take(origin, "chidi")
    for device in (tablet, desk, chidi):
        await device.go("/inbox")
        await expect(device.heading("Inbox")).to_be_visible()
    room = await made_on_a_phone(phone, "Chidi", "Dana", "Fatou")
    await desk.link(re.compile(f"^{LAKE}.*You made the group")).click()
    await tablet.link(re.compile(f"^{LAKE}.*You made the group")).tap()
    await chidi.link(re.compile(f"^{LAKE}.*Ana made the group")).click()
    mine = [f"You made the group “{LAKE}”You added Chidi, Dana and Fatou"]
    for device in (phone, tablet, desk):
        await told(device, *mine)
    await told(chidi, f"Ana made the group “{LAKE}”Ana added you, Dana and Fatou")

    await tablet.write("who brings matches?")
    await expect(chidi.bubble("who brings matches?")).to_be_visible()
    await expect(desk.state("Read by 1")).to_be_visible()
    await chidi.write("I do")
    for device in (phone, tablet, desk):
        await expect(device.thread.get_by_text("Chidi", exact=True).first).to_be_visible()
        await expect(device.thread.locator("[data-bubble]")).to_have_count(2)

    await changed_at_the_desk(desk)
    mine += ["You named the group “Lake house weekend”", "You added Gil", "Dana is an admin now", "You removed Fatou"]
    # What each device holds is what a device sees that knew nothing before.
    fresh = await seats.take(origin, "ana")
    await fresh.go(f"/inbox/{room}")
    for device in (phone, tablet, desk, fresh):
        await expect(device.thread.get_by_role("heading", name="Lake house weekend")).to_be_visible()
        await expect(device.thread.get_by_text("4 people")).to_be_visible()
        await told(device, *mine)
    await told(chidi, f"Ana made the group “{LAKE}”Ana added you, Dana and Fatou", "Ana named the group “Lake house weekend”",
               "Ana added Gil", "Dana is an admin now", "Ana removed Fatou")


async def test_who_is_removed_cannot_write_and_hears_no_more(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await friends(server, "ana", "chidi", "dana")
    room = await group(ana_api, "chidi", "dana")
    await post(ana_api, room, "before")
    chidi = await seats.take(origin, "chidi")
    await open_group(chidi, room, "/details")
    await expect(chidi.bubble("before")).to_be_visible()
    await chidi.composer.fill("half wri")

    await ana_api.delete(f"/conversations/{room}/members/{chidi_api.me['id']}")
    await expect(chidi.thread.get_by_text(GONE)).to_be_visible()
    await expect(chidi.composer).to_have_count(0)
    await expect(details(chidi).get_by_text(GONE)).to_be_visible()
    await expect(details(chidi).get_by_role("link", name="Add people")).to_have_count(0)
    await expect(details(chidi).get_by_text("@dana")).to_have_count(0)
    await post(dana_api, room, "secret: after")
    await ana_api.patch(f"/conversations/{room}", {"title": "secret: title"})
    assert await chidi_api.refused("POST", f"/conversations/{room}/messages",
                                   {"client_id": room, "body": {"type": "text", "text": "still me"}}) == "404 not_found"
    await chidi.page.reload()
    await expect(chidi.bubble("before")).to_be_visible()
    await expect(notices(chidi).last).to_have_text("Ana removed you")
    await chidi.see_not(re.compile("secret"))


async def test_new_members_read_what_the_group_lets_them(server: Server, origin: str, seats: Seats) -> None:
    ana_api, *_ = await friends(server, "ana", "chidi", "dana", "gil")
    room = await group(ana_api, "chidi")
    await post(ana_api, room, "secret: before anybody came")
    await add(ana_api, room, "dana")
    dana = await seats.take(origin, "dana")
    await open_group(dana, room)
    await dana.see("You joined here. Earlier messages are for those who were here.")
    await told(dana, "Ana added you")
    await dana.see_not(re.compile("secret"))

    ana = await seats.take(origin, "ana")
    await open_group(ana, room, "/details")
    await details(ana).get_by_label("Everything, also from before").check()
    await expect(notices(dana).last).to_have_text("New members see all earlier messages too")
    await dana.see_not(re.compile("secret"))
    await add(ana_api, room, "gil")
    gil = await seats.take(origin, "gil")
    await open_group(gil, room)
    await expect(gil.bubble("secret: before anybody came")).to_be_visible()


async def test_rules_and_roles_open_and_close_while_one_looks(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _ = await friends(server, "ana", "chidi")
    room = await group(ana_api, "chidi")
    ana = await seats.take(origin, "ana")
    chidi = await seats.take(origin, "chidi")
    for person in (ana, chidi):
        await open_group(person, room, "/details")
    await expect(details(chidi).get_by_role("button", name="Rename")).to_have_count(0)
    await details(ana).get_by_label("Who can write").select_option("Admins")
    await expect(chidi.thread.get_by_text("Only admins write here.")).to_be_visible()
    await expect(chidi.composer).to_have_count(0)
    await expect(ana.composer).to_be_visible()

    await member_menu(ana, "Chidi", "Make admin")
    await expect(chidi.composer).to_be_visible()
    await expect(details(chidi).get_by_role("button", name="Rename")).to_be_visible()
    await expect(notices(chidi).last).to_have_text("You are an admin now")
    await ana.button("Undo").click()
    await expect(chidi.composer).to_have_count(0)
    await expect(details(chidi).get_by_role("button", name="Rename")).to_have_count(0)
    await expect(notices(chidi).last).to_have_text("You are a member like everyone else now")


async def test_the_last_owner_is_told_who_comes_after_them(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, _ = await friends(server, "ana", "chidi", "dana")
    room = await group(ana_api, "chidi", "dana")
    await ana_api.put(f"/conversations/{room}/members/{chidi_api.me['id']}/role", {"role": "admin"})
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi")
    await open_group(chidi, room)
    await open_group(ana, room, "/details")
    await expect(details(ana).get_by_text("@chidi · Admin")).to_be_visible()
    await details(ana).get_by_role("button", name="Leave the group").click()
    await ana.see("You are the last owner: Chidi becomes one.")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Leave the group").click()
    await expect(ana.thread.get_by_text(GONE)).to_be_visible()
    await told(chidi, f"Ana made the group “{LAKE}”Ana added you and Dana", "You are an admin now", "You are an owner now", "Ana left")
    await expect(chidi.thread.get_by_text("2 people")).to_be_visible()
    # Back again, asked first this time, and no owner any more.
    answer = await add(chidi_api, room, "ana")
    assert [person["handle"] for person in answer["invited"]] == ["ana"]


async def test_it_is_muted_and_put_away_from_its_details(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _ = await friends(server, "ana", "chidi")
    room = await group(ana_api, "chidi")
    ana = await seats.take(origin, "ana")
    await open_group(ana, room, "/details")
    await details(ana).get_by_role("button", name="Mute").click()
    await ana.page.get_by_role("menuitem", name="Always").click()
    await expect(details(ana).get_by_role("button", name="Unmute")).to_be_visible()
    await details(ana).get_by_role("button", name="Archive").click()
    await expect(details(ana).get_by_role("button", name="Pin")).to_have_count(0)
    await until(ana_api, room, archived=True, muted_until="9999-12-31T23:59:59Z")
