"""Making a post: a clip is trimmed, goes on its way through a reload and without a network, and is there once; drafts are everywhere."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from playwright.async_api import expect

from paperplane.core.limits import Limits, Sizes
from tests.api import Server, serving
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_media import brought, slow, until
from tests.media.sounds import video
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
CHUNK = 16 * 1024


async def she_trims_it(ana: Person, clip: bytes) -> None:
    await ana.go("/create")
    await ana.button("Video").tap()
    await ana.page.locator("input[type=file]").set_input_files({"name": "kite.mp4", "mimeType": "video/mp4", "buffer": clip})
    await ana.see("0:06.0")
    await ana.button("Trim").tap()
    await expect(ana.page.get_by_role("slider", name="End")).to_have_attribute("aria-valuetext", "0:06.0")
    await ana.field("From").fill("1.2")
    await ana.field("From").press("Enter")
    end = ana.page.get_by_role("slider", name="End")
    await ana.field("To").fill("0:04.0")
    await ana.field("To").press("Enter")
    await end.press("ArrowLeft")
    await expect(end).to_have_attribute("aria-valuetext", "0:03.9")
    await end.press("ArrowRight")
    assert not (found := await complaints(ana, "trim")), "\n".join(found)
    await ana.button("Done").tap()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await ana.see("0:02.8")


@pytest.mark.app_kept
async def test_a_trimmed_clip_outlives_a_reload_and_is_posted_once(database: str, tmp_path: Path, seats: Seats) -> None:
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(upload_chunk_bytes=CHUNK))) as server:
        ana_api, chidi_api = await server.people("ana", "chidi")
        await befriend(ana_api, chidi_api)
        ana = await seats.take(server.app.config.origin, "ana", PHONE)
        await she_trims_it(ana, video(size="240x426", seconds=6))
        await ana.button("Who is in it").tap()
        await ana.page.get_by_role("button", name="Tap a place in the picture").tap()
        await ana.field("Find a person").fill("chi")
        await ana.page.get_by_role("dialog").get_by_role("button", name=re.compile("@chidi")).tap()
        assert not (found := await complaints(ana, "people")), "\n".join(found)
        await ana.button("Done").tap()
        await ana.field("Caption").fill("It flies #ki")
        await ana.field("Caption").press_sequentially("tes for @chi")
        await ana.page.get_by_role("option", name="Chidi").tap()
        await expect(ana.field("Caption")).to_have_value("It flies #kites for @chidi ")
        offsets = brought(ana)
        async with slow(ana, 60_000):
            await ana.button("Post to everyone").tap()
            await until(lambda: max(offsets, default=0) >= 2 * CHUNK)
            await ana.page.reload()
            await expect(ana.page.locator("[data-publishing]")).to_be_visible()
            other = await ana.tab()
            await other.go("/create/drafts")
            await expect(other.page.locator("[data-publishing]")).to_be_visible()
        await expect(ana.page.get_by_role("article").filter(has_text="It flies")).to_be_visible()
        for tab in (ana, other):
            await expect(tab.page.locator("[data-publishing]")).to_have_count(0)
        assert offsets.count(0) == 1, "it went on where it was, and did not begin anew"
        (post,) = (await chidi_api.get("/users/ana/posts"))["posts"]
        assert (post["text"], post["tags"], post["media"][0]["duration_ms"]) == ("It flies #kites for @chidi", ["kites"], pytest.approx(2_800, abs=150))
        assert [(one["person"]["handle"], one["agreed"]) for one in post["people"]] == [("chidi", False)]
        door = await chidi_api.ask("GET", f"/posts/{post['id']}/media/{post['media'][0]['media_id']}/video")
        content = (await chidi_api.client.get(door.headers["location"])).content
        with av.open(io.BytesIO(content), "r") as film:
            assert film.duration is not None
            assert film.duration / 1e6 == pytest.approx(2.8, abs=0.15)
            assert {stream.type for stream in film.streams} == {"video", "audio"}


async def test_what_waits_is_on_every_device(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    await say(ana_api, "South wind on Sunday", publish_at=soon)
    phone = await seats.take(origin, "ana", PHONE)
    await phone.go("/create")
    await phone.field("What do you want to say?").fill("A sheet, two sticks")
    await phone.button("Save draft").tap()
    draft = phone.page.get_by_role("listitem").filter(has_text="A sheet, two sticks")
    await expect(draft).to_be_visible()
    assert not (found := await complaints(phone, "drafts")), "\n".join(found)

    laptop = await seats.take(origin, "ana")
    await laptop.go("/create/drafts")
    waits = laptop.page.get_by_role("region", name="Scheduled").get_by_role("listitem")
    await expect(waits.filter(has_text="South wind on Sunday")).to_be_visible()
    await waits.get_by_role("button", name="Keep as a draft").click()
    await expect(laptop.page.get_by_role("region", name="Drafts").get_by_role("listitem")).to_have_count(2)
    await laptop.page.get_by_role("listitem").filter(has_text="A sheet").get_by_role("link", name="Edit").click()
    await laptop.field("What do you want to say?").fill("A sheet, two sticks and a tail")
    assert not (found := await complaints(laptop, "draft")), "\n".join(found)
    await laptop.button("Save").click()
    await phone.see("and a tail")
    await expect(phone.page.get_by_role("region", name="Scheduled")).to_have_count(0)

    await phone.page.get_by_role("listitem").filter(has_text="South wind").get_by_role("button", name="Delete").tap()
    await phone.see_not("South wind on Sunday")
    await phone.button("Undo").tap()
    await phone.see("South wind on Sunday")
    await phone.page.get_by_role("listitem").filter(has_text="and a tail").get_by_role("button", name="Post now").tap()
    await expect(phone.page.get_by_role("listitem").filter(has_text="and a tail")).to_have_count(0)
    await laptop.see_not(re.compile("and a tail"))
    (post,) = (await ana_api.get("/users/ana/posts"))["posts"]
    assert post["text"] == "A sheet, two sticks and a tail"
