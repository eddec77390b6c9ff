"""Voice notes and video notes between browsers: spoken, kept whatever happens to the tab, sent, and heard."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.api import Server
from tests.client import change, chat, post, say
from tests.e2e.browser import PHONE, Seats, launched
from tests.e2e.speaking import DEVICES, crash, empty, handed_over, held, holding, moves, play, position, record, spoken
from tests.e2e.test_axe import complaints
from tests.e2e.test_manners import WATCH, appeared
from tests.e2e.test_offline import cut_off
from tests.media.sounds import speech, video
from tests.media.uploading import ready

pytestmark = pytest.mark.e2e


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One with a microphone and a camera."""
    async with launched(*DEVICES) as browser:
        yield browser


async def test_a_voice_note_is_spoken_and_heard(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "hello")
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi")
    await ana.talk_to("chidi")
    await chidi.talk_to("ana")
    await record(ana, 2)
    await expect(chidi.page.get_by_text("Ana is recording").first).to_be_visible()

    await ana.button("Pause").click()
    await play(ana, "You").click()
    await moves(position(ana))
    await ana.button("Go on").click()
    await spoken(ana, 3)
    assert await complaints(ana, "recording") == []
    await ana.button("Send").click()
    await expect(ana.button("Record a voice note")).to_be_visible()
    await expect(play(chidi, "Ana")).to_be_visible()
    heights = await chidi.thread.locator("[data-bubble] i").evaluate_all("bars => bars.map(bar => bar.style.blockSize)")
    assert len(heights) > 20
    assert len(set(heights)) > 3
    await play(chidi, "Ana").click()
    await moves(position(chidi))
    [_, message] = (await chidi_api.get(f"/conversations/{room}/messages"))["messages"]
    assert 2_500 < message["body"]["item"]["duration_ms"] < 20_000
    await handed_over(ana)


async def test_what_plays_goes_on_wherever_one_is(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await say(ana_api, room, type="voice", media_id=(await ready(ana_api, speech(4), "voice.wav", kind="voice"))["id"])
    chidi = await seats.take(origin, "chidi")
    await chidi.talk_to("ana")
    await chidi.see("not played yet")
    await play(chidi, "Ana").click()
    await moves(position(chidi))
    await chidi.thread.get_by_role("button", name="Speed 1").click()
    await chidi.thread.get_by_role("button", name=re.compile("^Pause voice note")).click()
    bar = chidi.page.get_by_role("region", name="Playing")
    await expect(bar).to_contain_text("Ana")
    assert await complaints(chidi, "playing") == []

    await chidi.place("Me").click()
    await expect(bar.get_by_role("button", name="Speed 1.5")).to_be_visible()
    await bar.get_by_role("button", name="Play").click()
    await expect(bar).to_have_count(0)
    await chidi.page.reload()
    await chidi.talk_to("ana")
    await expect(play(chidi, "Ana")).to_be_visible()
    await chidi.see_not("not played yet")
    # With the keys along the wave.
    await position(chidi).press("ArrowRight")
    await expect(chidi.thread.get_by_role("button", name="Speed 1.5")).to_be_visible()
    await change(ana_api, room, "unsend", 1)
    await expect(bar).to_have_count(0)
    await expect(position(chidi)).to_have_count(0)


async def test_nobody_learns_of_a_recording_who_may_not(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    await ana_api.patch("/me", {"show_recording": "nobody"})
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.talk_to("chidi")
    await chidi.talk_to("ana")
    await chidi.page.evaluate(WATCH, "recording")
    await record(ana, 1)
    await ana.button("Send").click()
    await expect(play(chidi, "Ana")).to_be_visible()
    assert not await appeared(chidi)


async def test_a_killed_tab_takes_nothing_with_it(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana", PHONE)
    await ana.talk_to("chidi")
    await record(ana, 4)
    other = await ana.tab()
    await other.go(f"/inbox/{room}")
    await expect(other.button("Record a voice note")).to_be_visible()
    await other.see_not(re.compile("You were recording"))
    await other.page.close()

    ana = await crash(ana)
    await ana.go(f"/inbox/{room}")
    left = ana.page.get_by_role("region", name=re.compile(r"You were recording \(0:0[2-9]\)"))
    await expect(left).to_be_visible()
    await left.get_by_role("button", name=re.compile("^Play voice note")).click()
    await moves(left.get_by_role("slider"))
    await left.get_by_role("button", name="Send").click()
    await expect(left).to_have_count(0)
    async with asyncio.timeout(60):
        while not (found := (await chidi_api.get(f"/conversations/{room}/messages"))["messages"]):
            await asyncio.sleep(0.1)
    assert found[0]["body"]["item"]["duration_ms"] > 2_000
    await handed_over(ana)
    await ana.page.reload()
    await expect(play(ana, "You")).to_have_count(1)
    await expect(left).to_have_count(0)


async def test_what_is_cancelled_leaves_nothing_behind(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    await record(ana, 2)
    assert (await held(ana))["pieces"] > 0
    await ana.button("Delete").click()
    await expect(ana.button("Record a voice note")).to_be_focused()
    await empty(ana)

    async with holding(ana) as slide:
        await spoken(ana, 1)
        await slide(-150, 0)
        await expect(ana.page.get_by_role("timer")).to_have_count(0)
    await empty(ana)
    await expect(ana.button("Record a voice note")).to_be_visible()
    assert (await chidi_api.get(f"/conversations/{room}/messages"))["messages"] == []


async def test_a_button_that_is_held(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana")
    await ana.talk_to("chidi")
    async with holding(ana) as slide:
        await spoken(ana, 1)
        await slide(0, -120)
    # Locked, it goes on without the finger; left, it is kept.
    await spoken(ana, 2)
    await ana.page.reload()
    await ana.page.get_by_role("region", name=re.compile("You were recording")).get_by_role("button", name="Delete").click()
    await empty(ana)
    async with holding(ana):
        await spoken(ana, 1)
    await expect(play(ana, "You")).to_have_count(1)
    await expect(ana.state("Sending")).to_have_count(0)
    assert len((await chidi_api.get(f"/conversations/{room}/messages"))["messages"]) == 1


@pytest.mark.app_kept
async def test_without_a_network_it_waits_and_can_be_played(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "hello")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.talk_to("chidi")
    await record(ana, 1)
    await cut_off(ana)
    await ana.button("Send").click()
    await expect(ana.state("Sending")).to_be_visible()
    await play(ana, "You").click()
    await moves(position(ana))
    await ana.page.reload()
    await expect(ana.state("Sending")).to_be_visible()
    await play(ana, "You").click()
    await moves(position(ana))
    assert len((await chidi_api.get(f"/conversations/{room}/messages"))["messages"]) == 1

    await ana.context.set_offline(False)
    await expect(ana.state("Sending")).to_have_count(0)
    await handed_over(ana)
    await expect(play(ana, "You")).to_have_count(1)
    assert len((await chidi_api.get(f"/conversations/{room}/messages"))["messages"]) == 2


async def test_what_was_not_heard_follows_by_itself(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    for _ in range(2):
        await say(chidi_api, room, type="voice", media_id=(await ready(chidi_api, speech(1), "voice.wav", kind="voice"))["id"])
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox")
    await ana.see("Voice note, 0:01")
    await ana.talk_to("chidi")
    await expect(ana.page.get_by_text("not played yet")).to_have_count(2)
    await play(ana, "Chidi").first.click()
    await expect(ana.page.get_by_text("not played yet")).to_have_count(0)
    await expect(ana.page.get_by_role("region", name="Playing")).to_have_count(0)


async def test_a_voice_that_is_heard_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana, chidi = await seats.take(origin, "ana"), await seats.take(origin, "chidi", PHONE)
    await ana.talk_to("chidi")
    await chidi.talk_to("ana")
    await record(ana, 2)
    await ana.button("To be opened once").click()
    await ana.see(re.compile("recording their screen"))
    await ana.button("Send").click()
    await ana.see("Not opened yet")
    await chidi.see("Can be opened once")
    await chidi.button(re.compile("^Play once: voice note, Ana")).click()
    await expect(chidi.page.get_by_role("region", name="Playing")).to_be_visible()
    await ana.see("Opened")
    await chidi.see("You have opened it")
    await chidi.page.reload()
    await chidi.talk_to("ana")
    await expect(chidi.button(re.compile("^Play"))).to_have_count(0)
    seq = (await chidi_api.get(f"/conversations/{room}/messages"))["messages"][-1]["seq"]
    assert await chidi_api.refused("POST", f"/conversations/{room}/messages/{seq}/view", {"client_id": str(uuid4())}) == "409 viewed"


async def test_a_video_note(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi")
    await ana.talk_to("chidi")
    await chidi.talk_to("ana")
    await ana.button(re.compile("^Add")).click()
    await ana.page.get_by_role("menuitem", name="Video note").click()
    await ana.button("Back camera").click()
    await expect(ana.button("Record")).to_be_focused()
    await expect(ana.button("Front camera")).to_be_visible()
    await ana.button("Record").click()
    await spoken(ana, 2)
    await ana.button("Pause").click()
    await ana.button(re.compile("^Play video note with sound, You")).click()
    await ana.button("Send").click()
    tap = chidi.button(re.compile("^Play video note with sound, Ana"))
    await expect(tap).to_be_visible(timeout=60_000)
    await tap.click()
    video = chidi.thread.locator("video")
    async with asyncio.timeout(20):
        while not await video.evaluate("video => video.currentTime > 0 && !video.muted"):
            await asyncio.sleep(0.05)
    await handed_over(ana)


async def test_a_face_that_is_seen_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    note = await ready(ana_api, video(size="160x160", seconds=2), "note.mp4", kind="video_note")
    await say(ana_api, room, type="video_note", media_id=note["id"], view_once=True)
    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.talk_to("ana")
    await expect(chidi.thread.locator("video")).to_have_count(0)
    await chidi.button(re.compile("^Play once: video note, Ana")).click()
    await expect(chidi.thread.locator("video")).to_have_js_property("muted", False)
    await chidi.see("You have opened it")
    await expect(chidi.thread.locator("video")).to_have_count(0)
    await expect(chidi.button(re.compile("^Play"))).to_have_count(0)


async def test_a_microphone_that_is_refused(server: Server, origin: str) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await chat(ana_api, chidi_api)
    async with launched() as without:
        seats = Seats(without)
        ana = await seats.take(origin, "ana", PHONE)
        await ana.talk_to("chidi")
        await ana.button("Record a voice note").click()
        await expect(ana.page.get_by_role("alert")).to_contain_text("microphone")
        await ana.button("Close").click()
        await ana.write("then in words")
        await expect(ana.bubble("then in words")).to_be_visible()
        await seats.leave()
        assert seats.errors == []
