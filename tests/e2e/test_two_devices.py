"""One person on several devices and in several tabs: they agree, and a device that is signed out keeps nothing."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import chat, post
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = pytest.mark.e2e

SIGNED_OUT = "You were signed out on another device. Sign in again to go on."


async def test_what_happens_on_one_device_shows_on_the_other(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    phone = await seats.take(origin, "ana", PHONE)
    laptop = await seats.take(origin, "ana")
    for device in (phone, laptop):
        await device.go("/discover")
        await expect(device.place("Inbox")).to_have_text("Inbox")
    await post(chidi_api, conversation, "one")
    await post(chidi_api, conversation, "two")
    for device in (phone, laptop):
        await expect(device.place("Inbox")).to_contain_text("1 conversation unread")
    await laptop.place("Inbox").click()
    await expect(laptop.link(re.compile("^Chidi.*2 new messages"))).to_be_visible()

    await phone.place("Inbox").tap()
    await phone.link(re.compile("^Chidi.*2 new messages")).tap()
    await expect(phone.bubble("two")).to_be_visible()
    await expect(laptop.place("Inbox")).to_have_text("Inbox")
    await expect(laptop.link(re.compile("^Chidi"))).not_to_contain_text("new messages")

    await phone.write("three, from the phone")
    await expect(laptop.link(re.compile("^Chidi.*You: three, from the phone"))).to_be_visible()
    await laptop.link(re.compile("^Chidi")).click()
    await laptop.write("four, from the laptop")
    await expect(phone.bubble("four, from the laptop")).to_be_visible()
    for device in (phone, laptop):
        await expect(device.thread.locator("[data-bubble]")).to_have_count(4)


@pytest.mark.app_kept
async def test_two_tabs_of_one_browser(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    first = await seats.take(origin, "ana")
    await first.talk_to("chidi")
    second = await first.tab()
    await second.talk_to("chidi")
    await second.write("from the second")
    await expect(first.bubble("from the second")).to_be_visible()
    await first.write("from the first")
    await expect(second.bubble("from the first")).to_be_visible()
    await post(chidi_api, conversation, "to both")
    for tab in (first, second):
        await expect(tab.bubble("to both")).to_be_visible()

    await first.page.close()
    await second.write("alone now")
    await expect(second.state("Sent")).to_be_visible()
    await post(chidi_api, conversation, "still heard")
    await expect(second.bubble("still heard")).to_be_visible()
    found = await chidi_api.get(f"/conversations/{conversation}/messages")
    assert [message["body"]["text"] for message in found["messages"]] == [
        "from the second", "from the first", "to both", "alone now", "still heard"]


async def with_words_on_it(device: Person) -> None:
    """A conversation, something unsent and a draft: what a device holds of somebody."""
    await device.talk_to("chidi")
    await expect(device.bubble("secret: the tail is red")).to_be_visible()
    await device.context.set_offline(True)
    await device.see("No network.")
    await device.write("secret: and it never left")
    await expect(device.state("Sending")).to_be_visible()
    await device.composer.fill("secret: half written")
    await expect(device.page.get_by_role("heading", name="Chidi").or_(device.composer).first).to_be_visible()


async def test_signing_out_another_device_closes_it(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "secret: the tail is red")
    phone = await seats.empty(origin, PHONE, name="phone")
    await phone.sign_in("ana", "the lost phone")
    await phone.talk_to("chidi")
    await expect(phone.bubble("secret: the tail is red")).to_be_visible()
    await phone.composer.fill("secret: half written")
    laptop = await seats.take(origin, "ana")
    await laptop.go("/settings/devices")
    await laptop.button("Sign out: the lost phone").click()
    await expect(phone.heading("Sign in")).to_be_visible()
    await phone.see(SIGNED_OUT)
    await expect(laptop.page.get_by_text("the lost phone")).to_have_count(0)
    await expect(laptop.page.get_by_text("This device")).to_be_visible()
    assert "secret" not in await phone.kept()
    assert '"ana"' not in await phone.kept()
    await phone.go("/inbox")
    await expect(phone.heading("Sign in")).to_be_visible()
    await phone.see_not("secret")


@pytest.mark.app_kept
async def test_signing_out_leaves_nothing_on_the_device(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "secret: the tail is red")
    ana = await seats.take(origin, "ana")
    await with_words_on_it(ana)
    assert "secret: and it never left" in await ana.kept()
    # The draft is written down when the writer rests; leaving the thread does it too.
    await ana.link(re.compile("^(Me|Profile)")).first.click()
    assert '"handle":"ana"' in (await ana.kept()).replace('\\"', '"')
    await chidi_api.put("/users/ana/block")
    await ana.context.set_offline(False)
    await ana.go("/settings")
    await ana.button("Sign out").click()
    await expect(ana.heading("Sign in")).to_be_visible()
    left = await ana.kept()
    assert "secret" not in left
    assert ana_api.me["id"] not in left
    await ana.go("/inbox")
    await expect(ana.heading("Sign in")).to_be_visible()
    cached = await ana.page.evaluate("""async () => {
      const names = await caches.keys(), all = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
      return all.flat().map(request => new URL(request.url).pathname);
    }""")
    assert not [path for path in cached if path.startswith(("/api", "/media"))]
