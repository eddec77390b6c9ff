"""What is being written: recorded in parts, kept through reloads, in one tab at a time, and posted once; who is in it agrees, and leaves."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from typing import Any

import av
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.api import Server, Someone
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats, launched
from tests.e2e.speaking import DEVICES
from tests.e2e.test_axe import complaints
from tests.media.pictures import photo
from tests.media.uploading import ready
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One with a microphone and a camera."""
    async with launched(*DEVICES) as browser:
        yield browser


async def records(ana: Person, parts: str) -> None:
    """One more part. On a busy machine the camera's first pictures may come after the part is over: then it is no part, which is said."""
    screen = ana.page.get_by_role("dialog", name="Record a video")
    timer = screen.get_by_role("timer")
    for _ in range(5):
        before = await timer.inner_text()
        await screen.get_by_role("button", name="Record", exact=True).tap()
        for _ in range(2):
            await expect(timer).not_to_have_text(before)
            before = await timer.inner_text()
        await screen.get_by_role("button", name="Stop").tap()
        await expect(screen.get_by_role("button", name="Record", exact=True)).to_be_enabled()
        if await screen.get_by_role("status").inner_text() == parts:
            return
        await ana.see("Nothing was recorded")
    raise AssertionError("the camera gave no pictures")


def tile(person: Person) -> Locator:
    return person.page.locator("[data-tray] li")


async def she_records_two_parts(ana: Person) -> None:
    """With a reload between the last of them and their use."""
    await ana.go("/create")
    await ana.button("Video").tap()
    await ana.button("Record a video").tap()
    await records(ana, "1 part recorded")
    await ana.button("No timer").tap()
    await ana.button("3 s timer").tap()
    await ana.button("10 s timer").tap()
    await records(ana, "2 parts recorded")
    assert not (found := await complaints(ana, "record")), "\n".join(found)
    await ana.page.reload()
    await ana.button("Go on recording (2 parts)").tap()
    await ana.button("Use it").tap()
    await expect(tile(ana)).to_have_count(1)
    await ana.field("Caption").fill("In two parts")


@pytest.mark.app_kept
async def test_what_is_recorded_and_written_is_kept_and_posted_once(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    ana = await seats.take(origin, "ana", PHONE)
    await she_records_two_parts(ana)
    await ana.page.reload()
    await expect(tile(ana)).to_have_count(1)
    await expect(ana.field("Caption")).to_have_value("In two parts")

    other = await ana.tab()
    await other.go("/create")
    await other.see("You are writing this in another tab")
    await expect(other.field("Caption")).to_have_count(0)
    await other.button("Go on here").tap()
    await expect(tile(other)).to_have_count(1)
    await expect(other.field("Caption")).to_have_value("In two parts")
    await ana.see("You are writing this in another tab")
    await other.button("Post to everyone").tap()
    async with asyncio.timeout(60):     # it is made first
        while not (posted := (await ana_api.get("/users/ana/posts"))["posts"]):
            await asyncio.sleep(0.2)
    await expect(other.page.get_by_role("article").filter(has_text="In two parts")).to_be_visible()
    # Left with nothing written, it is free for the tab that waits.
    await expect(ana.field("What do you want to say?").or_(ana.field("Caption"))).to_have_value("")
    await expect(tile(ana)).to_have_count(0)
    (post,) = posted
    door = await ana_api.ask("GET", f"/posts/{post['id']}/media/{post['media'][0]['media_id']}/video")
    with av.open(io.BytesIO((await ana_api.client.get(door.headers["location"])).content), "r") as film:
        assert film.duration is not None
        assert film.duration / 1e6 > 1.5, "both parts are in it"
        times = [frame.time or 0.0 for frame in film.decode(video=0)]
        assert times == sorted(set(times)), "one part follows the other"


async def posted_by(who: Someone) -> Any:
    async with asyncio.timeout(90):     # it is made first
        while not (found := (await who.get("/users/ana/posts"))["posts"]):
            await asyncio.sleep(0.2)
    return found[0]


async def test_what_is_being_recorded_outlives_its_page_and_a_picture_stands_for_it(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/create")
    await ana.button("Video").tap()
    await ana.button("Record a video").tap()
    screen = ana.page.get_by_role("dialog", name="Record a video")
    await screen.get_by_role("button", name="Record", exact=True).tap()
    await expect(screen.get_by_role("timer")).to_have_text(re.compile("^0:0[4-9]"), timeout=60_000)
    await ana.page.reload()
    await ana.button("Go on recording (1 part)").tap()
    await ana.button("Use it").tap()
    await expect(tile(ana)).to_have_count(1)
    await ana.button("Cover").tap()
    await ana.page.get_by_label("A picture of my own").set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo((320, 180))})
    await expect(ana.page.get_by_role("img", name="A picture of my own")).to_be_visible()
    assert not (found := await complaints(ana, "cover in Create")), "\n".join(found)
    await ana.button("Done").tap()
    await ana.page.reload()
    await expect(ana.button("Cover: my own picture")).to_be_visible()
    await ana.button("Discard the draft").tap()
    await expect(tile(ana)).to_have_count(0)
    await ana.button("Undo").tap()
    await expect(tile(ana)).to_have_count(1)
    await ana.button("Post to everyone").tap()
    post = await posted_by(ana_api)
    assert post["video"]["cover"]["media_id"] not in (None, post["media"][0]["media_id"])
    # How much of it the encoder had handed out by then is the machine's affair.
    assert post["media"][0]["duration_ms"] > 0, "what was filmed before the page went"


async def test_a_draft_that_another_device_posts_while_it_is_written_at_can_be_kept_as_another(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    lake = await ready(ana_api, photo(), "lake.jpg", kind="photo")
    draft = await say(ana_api, "One", kind="photos", media=[{"media_id": lake["id"], "alt": "A lake"}], draft=True)
    ana = await seats.take(origin, "ana")
    await ana.go(f"/create/drafts/{draft['id']}")
    await tile(ana).nth(0).get_by_role("button").first.click()
    await ana.field("What there is to see").fill("A lake at night")
    await ana.button("Done").click()
    await ana_api.patch(f"/posts/{draft['id']}", {"draft": False})
    await ana.see("This has been posted on another device.")
    await ana.button("Keep as a new draft").click()
    await expect(ana.page).to_have_url(re.compile("/create/drafts$"))
    await expect(ana.page.locator("[data-publishing]")).to_have_count(0)
    (now,) = (await ana_api.get("/me/posts"))["posts"]
    assert (now["state"], now["media"][0]["alt"], now["media"][0]["media_id"]) == ("draft", "A lake at night", lake["id"])
    assert (await ana_api.get(f"/posts/{draft['id']}"))["media"][0]["alt"] == "A lake"


async def test_who_is_in_a_picture_agrees_and_leaves_and_a_collection_goes(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, eve = await server.people("ana", "chidi", "eve")
    await befriend(ana_api, chidi_api)
    lake = await ready(ana_api, photo(), "lake.jpg", kind="photo")
    made = await say(ana_api, "At the lake", kind="photos", media=[{"media_id": lake["id"]}])
    path = f"/posts/{made['id']}"
    await ana_api.put(f"{path}/people", {"people": [{"handle": "chidi", "media_id": lake["id"]}]})
    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.go(f"/p/{made['id']}")
    await chidi.see("Ana says that you are in this. Others see your name only if you say yes.")
    assert (await eve.get(path))["people"] == []
    await chidi.button("Yes, show my name").tap()
    await expect(chidi.button("Yes, show my name")).to_have_count(0)
    assert [one["person"]["handle"] for one in (await eve.get(path))["people"]] == ["chidi"]
    await chidi.button("Take my name off").tap()
    await expect(chidi.button("Take my name off")).to_have_count(0)
    for who in (ana_api, chidi_api, eve):
        assert (await who.get(path))["people"] == []


async def test_the_files_of_a_draft_are_changed(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    there = [await ready(ana_api, photo(), f"{name}.jpg", kind="photo") for name in ("lake", "kite")]
    draft = await say(ana_api, "Two", kind="photos", media=[{"media_id": one["id"], "alt": name} for one, name in zip(there, ("A lake", "A kite"), strict=True)], draft=True)
    ana = await seats.take(origin, "ana")
    await ana.go(f"/create/drafts/{draft['id']}")
    await expect(tile(ana)).to_have_count(2)
    await ana.button("Take lake.jpg out").click()
    await ana.page.locator("input[type=file]").set_input_files({"name": "sea.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    await expect(tile(ana)).to_have_count(2)
    await tile(ana).nth(1).get_by_role("button").first.click()
    await ana.field("What there is to see").fill("The sea")
    await ana.button("Earlier").click()
    await ana.button("Done").click()
    assert not (found := await complaints(ana, "draft's files")), "\n".join(found)
    await ana.button("Save").click()
    await expect(ana.page).to_have_url(re.compile("/create/drafts$"))
    await expect(ana.page.locator("[data-publishing]")).to_have_count(0)
    (now,) = (await ana_api.get("/me/posts"))["posts"]
    assert (now["id"], now["state"], [item["alt"] for item in now["media"]]) == (draft["id"], "draft", ["The sea", "A kite"])
    assert now["media"][1]["media_id"] == there[1]["id"], "what stays is not brought anew"
