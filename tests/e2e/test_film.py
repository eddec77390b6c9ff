"""What stands for a video and what is read in it: chosen and written by its author on the screen, seen by somebody else."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from paperplane.media.ladder import actions as ladder
from tests.api import Server
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.media.pictures import photo
from tests.media.sounds import video
from tests.posts.test_captions import covered
from tests.posts.test_video import H264, posted, whole

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
SAID = "WEBVTT\n\n00:00.200 --> 00:01.400\n<v Ana>Look how\n\n00:01.400 --> 00:02.900 align:start\nit flies &amp; falls\n"


async def test_a_cover_and_captions_from_one_to_another(server: Server, origin: str, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "BEHIND", 0)
    ana_api, _ = await server.people("ana", "chidi")
    post = await whole(ana_api, (await posted(ana_api, video(*H264, size="320x180", seconds=3)))["id"])
    await ana_api.put(f"/posts/{post['id']}/captions/en", {"vtt": SAID})
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi", DESKTOP)
    await she_chooses_a_moment(ana, post)
    await covered(ana_api, post)
    await he_sees_it(chidi, post, "1500")
    await she_brings_a_picture(ana, post)
    await he_sees_it(chidi, post, (await ana_api.get(f"/posts/{post['id']}"))["video"]["cover"]["media_id"])
    await she_writes(ana, post)
    await he_reads(chidi, post)
    await she_is_asked_before_she_leaves(ana)
    assert (await ana_api.ask("GET", f"/posts/{post['id']}/captions/en")).text == (
        "WEBVTT\n\n00:00:00.200 --> 00:00:01.200\n<v Ana>Look\n\n00:00:01.300 --> 00:00:02.900 align:start\nhow\nit flies &amp; sings\n")


async def she_chooses_a_moment(ana: Person, post: Any) -> None:
    await ana.go(f"/p/{post['id']}")
    await ana.button("More").first.tap()
    await ana.page.get_by_role("menuitem", name="Cover").tap()
    moment = ana.page.get_by_role("slider", name="Moment")
    await moment.fill("1600")
    await moment.press("ArrowLeft")
    await expect(moment).to_have_attribute("aria-valuetext", "0:01.5")
    assert not (found := await complaints(ana, "cover")), "\n".join(found)
    await ana.button("Use as cover").tap()
    await ana.see("The cover is changed.")
    await ana.page.wait_for_url(re.compile(f"/p/{post['id']}$"))


async def she_brings_a_picture(ana: Person, post: Any) -> None:
    await ana.go(f"/p/{post['id']}/cover")
    await ana.page.get_by_label("A picture of my own").set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo((320, 180))})
    await ana.button("Use as cover").tap()
    await ana.see("The cover is changed.")


async def he_sees_it(chidi: Person, post: Any, cover: str) -> None:
    await chidi.go("/u/ana")
    picture = chidi.page.locator(f"[data-grid] img[src$='/{post['media'][0]['media_id']}/poster?of={cover}']")
    await expect(picture).to_be_visible()
    await chidi.page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=await picture.element_handle())


async def she_writes(ana: Person, post: Any) -> None:
    await ana.go(f"/p/{post['id']}/captions")
    await ana.link("Edit").tap()
    rows = ana.page.locator("[data-cue]")
    await expect(rows).to_have_count(2)
    await rows.nth(0).get_by_role("textbox", name="What is said at 0:00.2").focus()
    end = ana.page.get_by_role("slider", name="Ends")
    for _ in "123":
        await end.press("ArrowLeft")
    await expect(end).to_have_attribute("aria-valuetext", "0:01.1")
    await end.press("ArrowRight")
    assert not (found := await complaints(ana, "captions")), "\n".join(found)
    await ana.button("Split").tap()
    await expect(rows).to_have_count(3)
    await expect(rows.nth(1).get_by_role("textbox").first).to_have_value("how")
    await rows.nth(1).get_by_role("textbox").first.focus()
    await ana.button("Join with next").tap()
    await expect(rows).to_have_count(2)
    words = rows.nth(1).get_by_role("textbox").first
    await expect(words).to_have_value("how\nit flies & falls")
    await words.fill("how\nit flies & sings")
    for row, name, time in ((1, "Begins", "1.3"), (0, "Ends", "1.2")):
        await rows.nth(row).get_by_role("textbox").first.focus()
        edge = rows.nth(row).get_by_role("textbox", name=name)
        await edge.fill(time)
        await edge.press("Enter")
    await ana.button("Save").tap()
    await ana.see("The captions are saved.")
    await expect(ana.button("Save")).to_be_disabled()


async def he_reads(chidi: Person, post: Any) -> None:
    await chidi.go(f"/p/{post['id']}")
    await chidi.page.get_by_role("button", name=re.compile("^Play video")).click()
    await chidi.page.get_by_label("Captions").select_option("English")
    await chidi.page.keyboard.press("k")
    await chidi.page.get_by_role("slider", name="Place in the video").fill("2")
    await expect(chidi.page.locator("[data-captions]")).to_have_text(re.compile(r"how\s*it flies & sings"))


async def she_is_asked_before_she_leaves(ana: Person) -> None:
    words = ana.page.locator("[data-cue]").nth(1).get_by_role("textbox").first
    await words.fill("and nothing of this")
    await ana.link("Back").tap()
    await ana.see("Leave without saving?")
    await ana.button("Stay").tap()
    await expect(words).to_have_value("and nothing of this")
    await ana.link("Back").tap()
    await ana.button("Leave without saving").tap()
    await ana.page.wait_for_url(re.compile("/captions$"))
