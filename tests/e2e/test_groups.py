"""Groups in front of browsers: made, changed and left; every device agrees, and nobody sees what is not theirs to see."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server, Someone
from tests.client import befriend, post
from tests.e2e.browser import PHONE, TABLET, Person, Seats

pytestmark = pytest.mark.e2e

LAKE = "Lake house"
GONE = "You are no longer in this group"


async def friends(server: Server, *handles: str) -> list[Someone]:
    """The first of them is everybody's friend."""
    first, *others = await server.people(*handles)
    for other in others:
        await befriend(first, other)
    return [first, *others]


async def group(maker: Someone, *others: str, title: str = LAKE) -> str:
    made = await maker.ask("POST", "/conversations", {"kind": "group", "title": title, "members": list(others)})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def add(who: Someone, room: str, *handles: str) -> Any:
    answer = await who.ask("POST", f"/conversations/{room}/members", {"handles": list(handles)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def notices(person: Person) -> Locator:
    """What the open thread tells of the group itself."""
    return person.thread.locator("[data-notice]")


async def told(person: Person, *lines: str) -> None:
    """Exactly these, in their order."""
    await expect(notices(person)).to_have_text(list(lines))


def details(person: Person) -> Locator:
    return person.page.get_by_role("complementary", name="Details")


async def open_group(person: Person, room: str, below: str = "") -> None:
    await person.go(f"/inbox/{room}{below}")
    await expect(person.heading(LAKE).first).to_be_visible()


async def member_menu(person: Person, name: str, entry: str) -> None:
    await details(person).get_by_role("button", name=f"What to do about {name}").click()
    await person.page.get_by_role("menuitem", name=entry, exact=True).click()


async def test_five_people_and_three_devices(server: Server, origin: str, seats: Seats) -> None:
    """Ana's phone, tablet and desk show the same at every step, whoever does what on whichever of them."""
    await friends(server, "ana", "chidi", "dana", "fatou", "gil")
    phone = await seats.take(origin, "ana", PHONE)
    tablet = await seats.take(origin, "ana", TABLET)
    desk = await seats.take(origin, "ana")
    chidi = await seats.take(origin, "chidi")
    for device in (tablet, desk, chidi):
        await device.go("/inbox")
        await expect(device.heading("Inbox")).to_be_visible()

    await phone.go("/inbox")
    await phone.button("New message").tap()
    await phone.link(re.compile("^New group")).tap()
    for name in ("Chidi", "Dana", "Fatou"):
        await phone.page.get_by_role("option", name=re.compile(f"^{name}")).tap()
    await phone.see("Chidi, Dana and Fatou are added at once.")
    await phone.field("Name of the group").fill(LAKE)
    await phone.button("Make group").tap()
    await expect(phone.composer).to_be_focused()
    await expect(phone.page).to_have_url(re.compile(r"/inbox/[0-9a-f-]{36}$"))
    room = phone.page.url.rsplit("/", 1)[1]

    await desk.link(re.compile(f"^{LAKE}.*You made the group")).click()
    await tablet.link(re.compile(f"^{LAKE}.*You made the group")).tap()
    await chidi.link(re.compile(f"^{LAKE}.*Ana made the group")).click()
    mine = [f"You made the group “{LAKE}”You added Chidi, Dana and Fatou"]
    for device in (phone, tablet, desk):
        await told(device, *mine)
    await told(chidi, f"Ana made the group “{LAKE}”Ana added you, Dana and Fatou")

    await tablet.write("who brings matches?")
    for device in (phone, desk, chidi):
        await expect(device.bubble("who brings matches?")).to_be_visible()
    await expect(desk.state("Read by 1")).to_be_visible()
    await chidi.write("I do")
    for device in (phone, tablet, desk):
        await expect(device.thread.get_by_text("Chidi", exact=True).first).to_be_visible()
        await expect(device.bubble("I do")).to_be_visible()

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

    mine += ["You named the group “Lake house weekend”", "You added Gil", "Dana is an admin now", "You removed Fatou"]
    for device in (phone, tablet, desk):
        await expect(device.thread.get_by_role("heading", name="Lake house weekend")).to_be_visible()
        await expect(device.thread.get_by_text("4 people")).to_be_visible()
        await told(device, *mine)
    await told(chidi, f"Ana made the group “{LAKE}”Ana added you, Dana and Fatou", "Ana named the group “Lake house weekend”",
               "Ana added Gil", "Dana is an admin now", "Ana removed Fatou")
    # What each device holds is what a device sees that knew nothing before.
    fresh = await seats.take(origin, "ana")
    await fresh.go(f"/inbox/{room}")
    await told(fresh, *mine)
    await expect(fresh.thread.get_by_text("4 people")).to_be_visible()


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
    head = await ana_api.get(f"/conversations/{room}")
    assert (head["archived"], head["muted_until"][:4]) == (True, "9999")


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
