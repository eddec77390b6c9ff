"""Two who call each other in two browsers: sound and pictures really go both ways."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Dialog, expect

from paperplane.core.sockets import SocketProtocol
from tests.api import Server, Someone
from tests.client import chat, post
from tests.client import talk as talk_of
from tests.e2e.browser import PHONE, Device, Person, Seats
from tests.e2e.calling import KEEP, flows, heard, ring, talk, with_devices
from tests.e2e.test_axe import complaints

pytestmark = pytest.mark.e2e


@pytest_asyncio.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with with_devices() as browser:
        yield browser


async def sit(seats: Seats, origin: str, who: Someone, other: Someone, device: Device | None = None) -> Person:
    """In front of the conversation with the other."""
    person = await (seats.take(origin, who.handle, device) if device else seats.take(origin, who.handle))
    await person.context.add_init_script(KEEP)
    await person.talk_to(other.handle)
    await expect(person.button("Call")).to_be_visible()
    return person


async def two(server: Server, seats: Seats, origin: str) -> tuple[Person, Person, str]:
    ana, chidi = await server.people("ana", "chidi")
    room = await chat(ana, chidi)
    return await sit(seats, origin, ana, chidi), await sit(seats, origin, chidi, ana, PHONE), room


async def test_a_call_of_sound_becomes_one_of_pictures(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi, _ = await two(server, seats, origin)
    await talk(ana, chidi)
    await flows(ana, chidi)
    assert (await heard(ana))["frames"] == 0
    await ana.button("Camera on").click()
    await expect(chidi.page.get_by_label("Picture of Ana")).to_be_visible()
    await flows(chidi, picture=True)
    await chidi.button("Camera on").click()
    await flows(ana, chidi, picture=True)
    await ana.button("Camera off").click()
    await expect(chidi.page.get_by_label("Picture of Ana")).to_have_count(0)
    await flows(ana, picture=True)
    await ana.button("Mute").click()
    await expect(chidi.page.get_by_text("Microphone off")).to_be_visible()
    await ana.button("Unmute").click()
    await expect(chidi.page.get_by_text("Microphone off")).to_have_count(0)
    # Beside the chat, which goes on.
    await ana.button("Back to the chat").click()
    await ana.write("I can write meanwhile")
    await ana.button("Enlarge").click()
    await chidi.button("Hang up").click()
    await expect(ana.page.get_by_role("timer")).to_have_count(0)
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    for one in (ana, chidi):
        await expect(one.thread.get_by_text(re.compile(r"^Call, 0:\d\d"))).to_be_visible()
        await expect(one.thread.get_by_role("button", name="Call back")).to_have_count(0)


async def test_nothing_is_hidden_from_who_does_not_see(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi, _ = await two(server, seats, origin)
    await ring(ana, chidi)
    found = await complaints(ana, "it rings there") + await complaints(chidi, "it rings here")
    await expect(chidi.button("Accept")).to_be_focused()
    await chidi.page.keyboard.press("Escape")
    await chidi.page.keyboard.press("Enter")
    await expect(ana.page.get_by_role("timer")).to_be_visible()
    await ana.page.keyboard.press("Escape")
    await expect(ana.page.get_by_role("region", name="Call with Chidi")).to_be_visible()
    found += await complaints(ana, "a window beside the chat") + await complaints(chidi, "in the call")
    await ana.button("Hang up").click()
    assert not found, "\n".join(found)


async def test_both_turn_their_cameras_on_at_once(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi, _ = await two(server, seats, origin)
    await talk(ana, chidi)
    for _ in range(2):
        await asyncio.gather(*(one.button("Camera on").click() for one in (ana, chidi)))
        await expect(chidi.page.get_by_label("Picture of Ana")).to_be_visible()
        await expect(ana.page.get_by_label("Picture of Chidi")).to_be_visible()
        await flows(ana, chidi, picture=True)
        await asyncio.gather(*(one.button("Camera off").click() for one in (ana, chidi)))
        for one in (ana, chidi):
            await expect(one.page.get_by_label(re.compile("^Picture of"))).to_have_count(0)
    await flows(ana, chidi)


async def test_declined_missed_and_called_back(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi, _ = await two(server, seats, origin)
    await ring(ana, chidi, video=True)
    assert await chidi.page.title() == "Ana calls you"
    await chidi.button("Decline").click()
    await ana.see("They declined the call.")
    await ana.button("Close").click()
    await ring(ana, chidi)
    await ana.button("Hang up").click()
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)
    await expect(chidi.thread.get_by_text("Missed call")).to_be_visible()
    await expect(chidi.thread.get_by_text("Video call, declined")).to_be_visible()
    await expect(ana.thread.get_by_text("Call, not answered")).to_be_visible()
    await chidi.button("Call back").click()
    await ana.button("Accept").click()
    await flows(ana, chidi)
    await ana.button("Hang up").click()
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)
    assert "calls you" not in await chidi.page.title()


async def test_answered_elsewhere(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi = await server.people("ana", "chidi")
    await chat(ana, chidi)
    one, here = await sit(seats, origin, ana, chidi), await sit(seats, origin, chidi, ana)
    # The other device is anywhere in the app.
    there = await seats.take(origin, "chidi", PHONE)
    await there.go("/settings")
    await ring(one, here, there)
    await there.button("Accept").click()
    await expect(here.page.get_by_role("dialog")).to_have_count(0)
    await here.see("Answered on another of your devices")
    await expect(there.page.get_by_role("timer")).to_be_visible()
    # Somebody in a call is in one only, on all devices.
    await here.button("Call").click()
    await here.see("You are in a call on another of your devices.")
    await here.button("Close").click()
    await there.button("Hang up").click()
    await expect(one.page.get_by_role("timer")).to_have_count(0)


async def test_who_leaves_the_page_leaves_the_call(server: Server, seats: Seats, origin: str) -> None:
    ana, chidi, _ = await two(server, seats, origin)
    await talk(ana, chidi)
    asked: list[str] = []

    async def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()
    chidi.page.on("dialog", leave)
    await chidi.page.reload()
    await expect(ana.page.get_by_role("timer")).to_have_count(0)
    assert asked == ["beforeunload"]
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)
    await expect(chidi.thread.get_by_text(re.compile(r"^Call, 0:\d\d"))).to_be_visible()
    # Free for the next.
    await talk(chidi, ana)


async def test_a_lost_line_is_found_again(server: Server, seats: Seats, origin: str) -> None:
    """The sockets are cut, and then the way between the two; the call goes on over another."""
    ana, chidi, _ = await two(server, seats, origin)
    await talk(ana, chidi)
    sockets = [one for one in server.state.connections if isinstance(one, SocketProtocol)]
    assert len(sockets) == 2
    for socket in sockets:
        socket.transport.abort()
    await flows(ana, chidi)
    ways = "() => window.connections.at(-1).localDescription.sdp.match(/a=ice-ufrag:(.*)/)[1]"
    before = await ana.page.evaluate(ways)
    await ana.page.evaluate("window.connections.at(-1).restartIce()")
    await ana.page.wait_for_function(f"(before) => ({ways})() !== before", arg=before)
    await flows(ana, chidi)
    await chidi.button("Camera on").click()
    await expect(ana.page.get_by_label("Picture of Chidi")).to_be_visible()
    await flows(ana, picture=True)


async def test_who_may_not_call_has_no_button(server: Server, seats: Seats, origin: str) -> None:
    ben, dana, eve, chidi = await server.people("ben", "dana", "eve", "chidi")
    # A minor wrote to an adult, who answered: they talk, and are no friends.
    minors = await talk_of(ben, dana)
    await post(ben, minors)
    await post(dana, minors)
    await post(eve, await talk_of(eve, chidi))
    for who, other in ((dana, ben), (ben, dana), (eve, chidi)):
        person = await seats.take(origin, who.handle)
        await person.go(f"/inbox/with/{other.handle}")
        await expect(person.link("Details")).to_be_visible()
        await person.see("hello")
        for name in ("Call", "Video"):
            await expect(person.button(name)).to_have_count(0)
