"""Without a network: what still works works, and what was written leaves when it is back, once."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.api import Server
from tests.client import befriend, chat, post
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = [pytest.mark.e2e, pytest.mark.app_kept]

BANNER = "You can read and write; messages leave when it is back."


async def cut_off(person: Person) -> None:
    """Take the network away, once the app is kept on the device."""
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await person.context.set_offline(True)
    await person.see(BANNER)


async def kept(person: Person, text: str) -> None:
    """Wait until this text is on the device's disk."""
    async with asyncio.timeout(20):
        while text not in await person.kept():
            await asyncio.sleep(0.02)


async def test_what_is_written_offline_survives_and_arrives_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana", PHONE)
    chidi = await seats.take(origin, "chidi")
    await chidi.go(f"/inbox/{conversation}")
    await ana.talk_to("chidi")
    await ana.write("before the tunnel")
    await expect(chidi.bubble("before the tunnel")).to_be_visible()

    await cut_off(ana)
    await ana.write("in the tunnel")
    await ana.write("still in the tunnel")
    await ana.write("a long tunnel")
    await expect(ana.state("Sending")).to_be_visible()
    await kept(ana, "before the tunnel")
    await ana.page.reload()
    await ana.see(BANNER)
    await expect(ana.bubble("before the tunnel")).to_be_visible()
    await expect(ana.bubble("a long tunnel")).to_be_visible()
    assert "still in the tunnel" in await ana.kept()
    await expect(chidi.bubble("in the tunnel")).to_have_count(0)

    await ana.context.set_offline(False)
    await expect(ana.state("Read")).to_be_visible()
    await ana.see_not(BANNER)
    await expect(ana.state("Sending")).to_have_count(0)
    for person in (ana, chidi):
        await person.page.reload()
        await expect(person.bubble("a long tunnel")).to_be_visible()
        said = await person.thread.locator("[data-bubble]").all_inner_texts()
        assert [text.splitlines()[0] for text in said] == [
            "before the tunnel", "in the tunnel", "still in the tunnel", "a long tunnel"]


async def test_a_refused_message_says_why_and_can_be_sent_again_or_thrown_away(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    await cut_off(ana)
    await ana.write("can you hear me")
    await ana.write("hello?")
    await expect(ana.state("Sending")).to_be_visible()
    await chidi_api.put("/users/ana/block")
    await ana.context.set_offline(False)
    await expect(ana.thread.get_by_text("This person can no longer be reached.")).to_be_visible()
    await expect(ana.thread.get_by_text("It waits for the message before it.")).to_be_visible()
    await expect(ana.state("Not sent.")).to_have_count(2)

    await ana.thread.get_by_role("button", name="Delete").last.click()
    await ana.see("Message deleted")
    await expect(ana.bubble("hello?")).to_have_count(0)
    await chidi_api.delete("/users/ana/block")
    await ana.thread.get_by_role("button", name="Try again").click()
    await expect(ana.state("Sent")).to_be_visible()
    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.talk_to("ana")
    await expect(chidi.bubble("can you hear me")).to_have_count(1)
    await expect(chidi.bubble("hello?")).to_have_count(0)


async def test_a_draft_is_still_there_after_a_reload(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await post(chidi_api, await chat(ana_api, chidi_api), "well?")
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    await ana.page.keyboard.type("I wanted to say")
    await kept(ana, "I wanted to say")
    await ana.page.reload()
    await expect(ana.composer).to_have_value("I wanted to say")
    await ana.go("/inbox")
    await ana.see("I wanted to say")
    await ana.talk_to("chidi")
    await ana.composer.fill("")
    await ana.page.reload()
    await expect(ana.composer).to_have_value("")


async def test_the_last_moment_before_a_reload_is_not_lost(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    for half in range(5):
        await ana.composer.fill(f"half a sentence {half}")
        await ana.page.reload()
        await expect(ana.composer).to_have_value(f"half a sentence {half}")
    # Sent and gone in the same moment: it leaves from the next page, once.
    for number in range(3):
        await ana.composer.fill(f"sent {number}")
        await ana.page.keyboard.press("Enter")
        await ana.page.reload()
        await expect(ana.bubble(f"sent {number}")).to_be_visible()
        await expect(ana.composer).to_have_value("")
    await expect(ana.state("Sent")).to_be_visible()
    await expect(ana.state("Sending")).to_have_count(0)
    found = await chidi_api.get(f"/conversations/{conversation}/messages")
    assert [message["body"]["text"] for message in found["messages"]] == ["sent 0", "sent 1", "sent 2"]


async def test_what_is_sent_while_a_conversation_opens_leaves_the_field(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await befriend(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    opening = asyncio.Event()

    async def late(route: Route) -> None:
        await opening.wait()
        await route.continue_()
    await ana.page.route("**/users/chidi/conversation", late)
    await ana.go("/inbox/with/chidi")
    await expect(ana.composer).to_be_focused()
    for text in ("one", "two", "three"):
        await ana.page.keyboard.type(text)
        await ana.page.keyboard.press("Enter")
        await expect(ana.composer).to_have_value("")
    await ana.page.keyboard.type("and still writ")
    opening.set()
    await expect(ana.bubble("three")).to_be_visible()
    await ana.page.keyboard.type("ing")
    await expect(ana.composer).to_have_value("and still writing")
    await expect(ana.state("Sent")).to_be_visible()
    [head] = (await chidi_api.get("/inbox"))["conversations"]
    found = await chidi_api.get(f"/conversations/{head['id']}/messages")
    assert [message["body"]["text"] for message in found["messages"]] == ["one", "two", "three"]

    # Without an answer it comes back to the field, and is not lost with the page either.
    dana_api = await server.person("dana")
    await befriend(ana_api, dana_api)
    await ana.page.route("**/users/dana/conversation", lambda route: route.abort())
    await ana.go("/inbox/with/dana")
    await expect(ana.composer).to_be_focused()
    await ana.page.keyboard.type("to nobody yet")
    await ana.page.keyboard.press("Enter")
    await expect(ana.composer).to_have_value("to nobody yet")
    await ana.page.reload()
    await expect(ana.composer).to_have_value("to nobody yet")
