"""Watching: one video after the other over the whole window, what can be done there, and back to where one was; and for minors nothing by itself."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server, Someone
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.media.sounds import video
from tests.media.uploading import ready
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
MANY = 100


async def clips(who: Someone, count: int, first: int = 0) -> list[Any]:
    """Posts that all show one video, the last the newest."""
    made = await ready(who, video(size="90x160", seconds=2), "kite.mp4", kind="video")
    return [await say(who, f"Flight {first + number}", kind="video", media=[{"media_id": made["id"]}]) for number in range(count)]


def watched(person: Person, text: str) -> Locator:
    """The post in front; those before and after it are there too, but not for who reads or taps."""
    return person.page.locator("[data-place]:not([inert])").get_by_role("article").filter(has_text=text)


async def plays(person: Person, text: str) -> None:
    """It begins while it still comes in: what is done next waits until nothing scrolls."""
    await expect(watched(person, text)).to_be_visible()
    await watched(person, text).locator("video").evaluate("video => new Promise(runs => video.currentTime > 0 && !video.paused ? runs() : video.addEventListener('timeupdate', runs, { once: true }))")
    await person.page.wait_for_function("() => { const strip = document.querySelector('[data-strip]'); return Math.abs(strip.scrollTop % strip.clientHeight) < 1; }")


async def swipe(person: Person) -> None:
    await person.page.locator("[data-strip]").evaluate("strip => strip.scrollBy(0, strip.clientHeight)")


async def test_one_watches_likes_comments_and_is_back_where_one_was(server: Server, origin: str, seats: Seats) -> None:
    dana, chidi, _ = await server.people("dana", "chidi", "ana")
    await clips(dana, MANY // 2)
    await clips(chidi, MANY // 2, MANY // 2)
    ana = await seats.take(origin, "ana", PHONE, reduced_motion="no-preference")
    await she_asks_why(ana)
    await ana.link("Latest").tap()
    await expect(ana.link("Latest")).to_have_attribute("aria-current", "page")
    opened = ana.page.get_by_role("article").filter(has_text="Flight 97").get_by_role("link", name=re.compile("Watch the video"))
    await opened.scroll_into_view_if_needed()
    await expect(opened).to_be_in_viewport()
    before = await ana.page.evaluate("scrollY")
    assert before > 0
    await opened.tap()
    await plays(ana, "Flight 97")
    await swipe(ana)
    await plays(ana, "Flight 96")
    await expect(ana.button("Sound on")).to_be_visible()
    await she_likes_and_comments(ana)
    assert not await complaints(ana, "watch")
    await nothing_piles_up(ana)
    await ana.button("Back").tap()
    await expect(opened).to_be_in_viewport()
    await ana.page.wait_for_function("before => Math.abs(scrollY - before) < 2", arg=before)
    await ana.place("Home").tap()
    await expect(ana.link("Latest")).to_have_attribute("aria-current", "page")


async def she_asks_why(ana: Person) -> None:
    await ana.go("/")
    first = ana.page.get_by_role("article").first
    text = re.compile(await first.get_by_text(re.compile(r"^Flight \d+$")).inner_text() + "$")
    said = ana.page.get_by_text(text)
    await first.get_by_role("button", name="More").tap()
    await ana.page.get_by_role("menuitem", name="Why this?").tap()
    await expect(ana.page.get_by_role("dialog").get_by_text("It is new")).to_be_visible()
    await ana.page.go_back()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await first.get_by_role("button", name="More").tap()
    await ana.page.get_by_role("menuitem", name="Not interested").tap()
    await expect(said).to_have_count(0)
    await ana.button("Undo").tap()
    await expect(said).to_be_visible()


async def she_likes_and_comments(ana: Person) -> None:
    post = watched(ana, "Flight 96")
    stage = post.locator("[data-stage]")
    await stage.dblclick(position={"x": 120, "y": 300})
    await expect(post.get_by_role("button", name="Liked")).to_be_visible()
    await post.get_by_role("button", name="Save").tap()
    await expect(post.get_by_role("button", name="Saved")).to_be_visible()
    await post.get_by_role("button", name=re.compile("^Comments, 0")).tap()
    await ana.field("Write a comment").fill("Higher!")
    await ana.button("Send").tap()
    await expect(ana.page.locator("[data-comment]").filter(has_text="Higher!")).to_be_visible()
    await ana.page.go_back()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await expect(post.get_by_role("button", name=re.compile("^Comments, 1"))).to_be_visible()


async def nothing_piles_up(ana: Person) -> None:
    """However many one has watched, few are there, and what went by has been let go."""
    most = await ana.page.evaluate("""async () => {
        const strip = document.querySelector('[data-strip]');
        let most = 0;
        const ended = () => strip.querySelector('[data-end]') && strip.scrollTop + strip.clientHeight > strip.scrollHeight - 2;
        for (let steps = 0; steps < 2000 && !ended(); steps += 1) {
          strip.scrollTop += strip.clientHeight;
          await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
          most = Math.max(most, document.querySelectorAll('video').length);
        }
        return [most, strip.querySelectorAll('[data-place]').length];
    }""")
    assert most[0] <= 5
    assert most[1] == MANY
    await expect(ana.page.locator("[data-end]")).to_be_in_viewport()


async def test_for_a_minor_nothing_plays_by_itself(server: Server, origin: str, seats: Seats) -> None:
    chidi, _ = await server.people("chidi", "ben")
    posts = await clips(chidi, 4)
    ben = await seats.take(origin, "ben", DESKTOP, reduced_motion="no-preference")
    await ben.go("/")
    await expect(ben.link("Following")).to_have_attribute("aria-current", "page")
    await ben.go("/u/chidi")
    await ben.page.locator("[data-grid] a").first.click()
    first = watched(ben, "Flight 3")
    await expect(first.get_by_role("button", name="Play", exact=True)).to_be_visible()
    await expect(ben.page.get_by_role("complementary")).to_contain_text("No comments yet")
    await ben.page.keyboard.press(" ")
    await plays(ben, "Flight 3")
    # It ends, and does not begin anew; nor does the next begin.
    await expect(first.get_by_role("button", name="Watch again")).to_be_visible()
    await chidi.delete(f"/posts/{posts[1]['id']}")
    await ben.page.keyboard.press("j")
    await expect(watched(ben, "Flight 2").get_by_role("button", name="Play", exact=True)).to_be_visible()
    await ben.page.keyboard.press("ArrowDown")
    await expect(ben.heading("This post is not here any more")).to_be_visible()
    await ben.button("Next").last.click()
    await expect(watched(ben, "Flight 0")).to_be_visible()
    await ben.page.keyboard.press("?")
    await expect(ben.page.get_by_role("dialog").get_by_role("switch", name="Videos play by themselves")).not_to_be_checked()
    await ben.page.keyboard.press("Escape")
    await expect(ben.page.get_by_role("dialog")).to_have_count(0)
    await ben.page.keyboard.press("Escape")
    await expect(ben.page).to_have_url(re.compile("/u/chidi$"))
    # What is dark around a video is so only there.
    assert await ben.page.evaluate("document.documentElement.dataset.theme === undefined")
