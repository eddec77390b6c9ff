"""A posted video as it is watched: Chromium plays every rendition, and ten minutes part by part; captions, and a moment found."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from paperplane.media.ladder import actions as ladder
from tests.api import Server
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.media.sounds import video
from tests.posts.test_video import H264, posted, whole

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SAID = "WEBVTT\n\n00:00.000 --> 00:01.500\n<v Ana>It <i>flies</i>.\n"

# Each is played on its own, beside what the screen shows.
PLAYS = """async src => {
  const video = Object.assign(document.createElement('video'), { src, muted: true });
  document.body.append(video);
  await video.play();
  await new Promise((moved, failed) => {
    video.ontimeupdate = () => video.currentTime > 0.1 && moved();
    video.onerror = () => failed(new Error(video.error.message));
  });
  video.remove();
  return [video.videoWidth, video.videoHeight];
}"""
MOVES = "from => document.querySelector('[data-player] video')?.currentTime > from"


async def test_every_rendition_plays(server: Server, origin: str, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "BEHIND", 0)
    ana = await server.person("ana")
    short = await posted(ana, video(*H264, size="960x540", seconds=2))
    long = await posted(ana, video(*H264, size="256x144", seconds=600, rate=5))
    await ana.put(f"/posts/{short['id']}/captions/en", {"vtt": SAID})
    both = [await whole(ana, post["id"]) for post in (short, long)]
    phone = await seats.take(origin, "ana", PHONE)
    await a_short_one(phone, both[0])
    await ten_minutes(phone, both[1])


async def a_short_one(phone: Person, post: Any) -> None:
    await phone.go(f"/p/{post['id']}")
    await phone.page.get_by_role("button", name=re.compile("^Play video")).tap()
    await phone.page.wait_for_function(MOVES, arg=0.2)
    # Its box is some 220 px high.
    assert (await phone.page.evaluate("document.querySelector('[data-player] video').currentSrc")).endswith("/360p")
    path = f"/api/v1/posts/{post['id']}/media/{post['media'][0]['media_id']}"
    for one in post["video"]["renditions"]:
        assert await phone.page.evaluate(PLAYS, f"{path}/{one['lines']}p") == [one["width"], one["height"]]
    await phone.page.get_by_label("Captions").select_option("English")
    await phone.page.wait_for_function("document.querySelector('[data-player] track').track.activeCues?.[0]?.text.includes('flies')"
                                       " || document.querySelector('[data-player] track').track.cues?.length === 1")
    await phone.page.get_by_label("Speed").select_option("2×")
    await phone.page.wait_for_function("document.querySelector('[data-player] video').playbackRate === 2")
    assert not await complaints(phone, "video")


async def ten_minutes(phone: Person, post: Any) -> None:
    await phone.go(f"/p/{post['id']}")
    await phone.page.get_by_role("button", name=re.compile("^Play video")).tap()
    await phone.page.wait_for_function(MOVES, arg=0.2)
    assert (await phone.page.evaluate("document.querySelector('[data-player] video').currentSrc")).startswith("blob:")
    place = phone.page.get_by_role("slider", name="Place in the video")
    await place.fill("420")
    await expect(phone.page.locator("[data-still]")).to_have_count(0)
    await phone.page.wait_for_function(MOVES, arg=420.2)
    await place.focus()
    await phone.page.keyboard.press("k")
    await expect(phone.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
