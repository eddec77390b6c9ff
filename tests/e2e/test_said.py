"""Names, many hands, several pins, an admin's word: what messages can be on the screen, and to whom they are not."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server, Someone
from tests.client import chat, page, post, say, until
from tests.e2e.browser import PHONE, Seats
from tests.e2e.groups import add, friends, group
from tests.e2e.test_inbox_hands import draw
from tests.e2e.test_saying import choose, menu, said
from tests.messages.outside import House

pytestmark = pytest.mark.e2e


async def passed_on(ana: Someone, chidi: Someone, hands: int) -> str:
    """A message that has gone through so many hands, back and forth; the last conversation."""
    rooms = [await group(ana, "chidi", title="There"), await chat(ana, chidi)]
    seq = (await post(ana, rooms[0], "a rumour"))["seq"]
    for number in range(hands):
        here, there = rooms[number % 2], rooms[(number + 1) % 2]
        seq = (await say([ana, chidi][number % 2], there, type="forward", conversation_id=here, seq=seq))["seq"]
    return rooms[hands % 2]


async def test_what_went_through_many_hands_goes_to_one(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await friends(server, "ana", "chidi", "dana")
    await post(ana_api, await chat(ana_api, dana_api))
    room = await passed_on(ana_api, chidi_api, 5)
    ana = await seats.take(origin, "ana")
    await ana.go(f"/inbox/{room}")
    await expect(said(ana, "a rumour").last).to_contain_text("Forwarded many times")
    await choose(ana, "a rumour", "Forward")
    targets = ana.page.get_by_role("dialog")
    await expect(targets).to_contain_text("it goes to one conversation at a time")
    await targets.get_by_text("Dana", exact=True).click()
    await targets.get_by_role("button", name="Forward").click()
    await ana.see(re.compile("^Forwarded"))
    last = (await dana_api.get(f"/conversations/{await chat(ana_api, dana_api)}/messages"))["messages"][-1]
    assert last["body"]["forwarded"] == 6


async def test_names_are_completed_and_an_edit_names_anew(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api, _ = await friends(server, "ana", "chidi", "dana", "gil")
    room = await group(ana_api, "chidi", "dana")
    ana = await seats.take(origin, "ana")
    await ana.go(f"/inbox/{room}")
    await expect(ana.composer).to_be_focused()
    await ana.page.keyboard.type("ask @")
    await expect(ana.page.get_by_role("option", name=re.compile("Dana"))).to_be_visible()
    await ana.page.keyboard.type("gi")
    await expect(ana.page.get_by_role("option")).to_have_count(0)           # a friend, and not in this group
    for _ in range(3):
        await ana.page.keyboard.press("Backspace")
    await ana.page.keyboard.type("@chi")
    await expect(ana.page.get_by_role("option", name=re.compile("Chidi"))).to_be_visible()
    await ana.page.keyboard.press("Enter")
    await expect(ana.composer).to_have_value("ask @Chidi ")
    await ana.button("Send").click()
    await expect(ana.page.get_by_role("link", name="@Chidi", exact=True)).to_be_visible()
    await until(chidi_api, room, mentioned=True)
    assert not (await dana_api.get(f"/conversations/{room}"))["mentioned"]
    await ana.page.keyboard.press("ArrowUp")
    await ana.composer.fill("ask @Chidi and @Dana")
    await ana.button("Save").click()
    await expect(ana.page.get_by_role("link", name="@Dana", exact=True)).to_be_visible()
    await until(dana_api, room, mentioned=True)
    assert (await chidi_api.get(f"/conversations/{room}"))["mentioned"]


async def test_an_admin_takes_back_what_a_member_said(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, _ = await friends(server, "ana", "chidi", "dana")
    room = await group(ana_api, "chidi", "dana")
    await post(chidi_api, room, "no manners")
    await post(ana_api, room, "the owner speaks")
    async with server.app.db.tx() as tx:
        await tx.do("update events set sent_at = sent_at - interval '3 minutes'")
    ana, dana = await seats.take(origin, "ana"), await seats.take(origin, "dana", PHONE)
    for person in (ana, dana):
        await person.go(f"/inbox/{room}")
    for text in ("no manners", "the owner speaks"):
        await expect((await menu(dana, text)).get_by_role("menuitem", name="Unsend")).to_have_count(0)
        await dana.page.keyboard.press("Escape")
    await choose(ana, "no manners", "Unsend")
    dialog = ana.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("A line will say that an admin unsent it.")
    await dialog.get_by_role("button", name="Unsend").click()
    for person in (ana, dana):
        await person.see("Unsent by an admin")
        await expect(said(person, "no manners")).to_have_count(0)


async def test_several_pins_and_no_quote_from_before(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _, gil_api = await friends(server, "ana", "chidi", "gil")
    room = await group(ana_api, "chidi")
    first = (await post(ana_api, room, "the address"))["seq"]
    for number in range(30):
        await post(ana_api, room, f"line {number}")
    await post(ana_api, room, "the time")
    ana = await seats.take(origin, "ana")
    await ana.go(f"/inbox/{room}")
    await choose(ana, "the time", "Pin")
    await expect(ana.page.locator("[data-pins]")).to_contain_text("the time")
    await add(ana_api, room, "gil")
    await say(ana_api, room, type="text", text="as I said", reply_to=first)
    gil = await seats.take(origin, "gil", PHONE)
    await gil.go(f"/inbox/{room}")
    await expect(said(gil, "as I said").locator("[data-quote]")).to_have_text("Not here any more")
    await expect(gil.page.locator("[data-pins]")).to_have_count(0)
    assert "the address" not in await gil.kept()
    assert (await gil_api.get(f"/conversations/{room}/pins"))["messages"] == []
    await ana_api.ask("POST", f"/conversations/{room}/changes",
                      {"client_id": ana_api.me["id"], "change": {"type": "pin", "seq": first, "on": True}})
    await expect(ana.page.locator("[data-pins]")).to_contain_text("the address")
    await ana.page.locator("[data-pins]").click()
    listed = ana.page.get_by_role("dialog")
    await expect(listed).to_contain_text("the time")
    await listed.get_by_role("button", name=re.compile("the address")).click()
    await expect(said(ana, "the address")).to_be_in_viewport()


async def test_a_finger_draws_a_message_aside_to_answer_it(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "shall we swim?")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go(f"/inbox/{room}")
    await expect(ana.bubble("shall we swim?")).to_be_visible()
    for aside, down in ((30, 0), (-120, 0), (90, 160)):        # too short, the other way, and scrolling
        await draw(ana, ana.bubble("shall we swim?"), aside, down)
    await expect(ana.page.locator("[data-answering]")).to_have_count(0)
    await draw(ana, ana.bubble("shall we swim?"), 120)
    await expect(ana.page.locator("[data-answering]")).to_contain_text("Reply to Chidi")
    await ana.write("yes")
    await expect(said(ana, "yes").locator("[data-quote]")).to_contain_text("shall we swim?")
    await until(chidi_api, room, last_n=2)
    assert (await page(chidi_api, room))[-1]["body"] == {"type": "text", "text": "yes", "reply_to": 1}


async def test_a_link_shows_where_it_leads_and_asks_nobody_but_this_server(
        looking: Server, outside: House, seats: Seats) -> None:
    ana_api, chidi_api = await looking.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana, chidi = await seats.take(looking.app.config.origin, "ana"), await seats.take(looking.app.config.origin, "chidi", PHONE)
    asked: list[str] = []
    for one in (ana, chidi):
        one.page.on("request", lambda request: asked.append(request.url))
        await one.go(f"/inbox/{room}")
        await expect(one.composer).to_be_visible()
    await ana.write(f"look: {outside.url}")
    for one in (ana, chidi):
        card = one.thread.get_by_role("link", name=re.compile("Still water"))
        await expect(card).to_contain_text("The <b>lake</b> & you")
        await expect(card).to_have_attribute("href", outside.url)
        await expect(card).to_have_attribute("rel", re.compile("noreferrer"))
        await expect(card.locator("img")).to_have_js_property("complete", value=True)
        assert await card.locator("img").evaluate("image => image.naturalWidth") > 0
    assert not [url for url in asked if "lake.example" in url]
    await choose(ana, "look:", "Unsend")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Unsend").click()
    await expect(chidi.thread.get_by_text("Still water")).to_have_count(0)
