"""One post from its making to its end: chosen, trimmed, published, watched, liked, talked about, shared, read by a third, deleted for all."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import befriend, chat, page
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_cards import GONE, SHOWN, tile
from tests.e2e.test_create import she_trims_it
from tests.e2e.test_posts import card
from tests.e2e.test_watch import clips, plays, swipe, watched
from tests.media.sounds import video

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
SAID = "First flight"


async def test_a_clip_from_its_making_to_its_end(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await server.people("ana", "chidi", "dana")
    await befriend(ana_api, chidi_api)
    room = await chat(chidi_api, dana_api)
    await clips(dana_api, 1)
    ana, dana = await seats.take(origin, "ana", PHONE), await seats.take(origin, "dana", PHONE)
    chidi = await seats.take(origin, "chidi", reduced_motion="no-preference")
    await dana.go(f"/inbox/{room}")

    await she_trims_it(ana, video(size="240x426", seconds=6))
    await ana.field("Caption").fill(f"{SAID} #kites")
    await ana.button("Post to everyone").tap()
    await expect(card(ana, SAID)).to_be_visible()
    await he_watches_likes_and_comments(chidi)
    await expect(card(ana, SAID).get_by_text("1 like", exact=True)).to_be_visible()
    await he_shares_it_in_one_tap(chidi)
    (message,) = await page(dana_api, room)
    assert message["body"]["type"] == "card"
    await expect(tile(dana).get_by_text(SAID)).to_be_visible()

    # Nobody who deletes waits for anybody who looks: it ends for him while it runs, and for her in the chat.
    await card(ana, SAID).get_by_role("button", name="More").tap()
    await ana.page.get_by_role("menuitem", name="Delete").tap()
    await expect(card(ana, SAID)).to_have_count(0)
    await it_is_gone(chidi, dana, message["body"]["post_id"])


async def he_watches_likes_and_comments(chidi: Person) -> None:
    await chidi.go("/?feed=latest")
    await card(chidi, SAID).get_by_role("link", name=re.compile("^Watch the video")).click()
    await plays(chidi, SAID)
    post = watched(chidi, SAID)
    await expect(post.get_by_role("button", name="Following: Ana")).to_be_visible()
    await post.get_by_role("button", name=re.compile("Like$")).click()
    await expect(post.get_by_role("button", name="Liked")).to_be_visible()
    aside = chidi.page.get_by_role("complementary")
    await aside.get_by_label("Write a comment").fill("Higher!")
    await aside.get_by_role("button", name="Send").click()
    await expect(aside.locator("[data-comment]").filter(has_text="Higher!")).to_be_visible()
    # Back from the next, whom one may follow there, and take that back.
    await swipe(chidi)
    await plays(chidi, "Flight 0")
    following = watched(chidi, "Flight 0").get_by_role("button", name=re.compile(": Dana$"))
    await expect(following).to_have_text("Following")
    await following.click()
    await expect(following).to_have_text("Follow back")
    await chidi.button("Undo").click()
    await expect(following).to_have_text("Following")
    await chidi.page.keyboard.press("k")
    await plays(chidi, SAID)


async def he_shares_it_in_one_tap(chidi: Person) -> None:
    post_id = await watched(chidi, SAID).get_attribute("data-watched")
    await watched(chidi, SAID).get_by_role("button", name="Share").click()
    await chidi.button("Send to Dana").click()
    await expect(chidi.button("Sent to Dana: undo")).to_be_visible()
    await expect(chidi.page).to_have_url(re.compile(f"/watch/{post_id}"))
    assert not await complaints(chidi, "share where one watches")
    await chidi.button("Done").click()
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)
    await expect(chidi.page).to_have_url(re.compile(f"/watch/{post_id}"))      # a moment after the sheet has gone


async def it_is_gone(chidi: Person, dana: Person, post_id: str) -> None:
    await expect(chidi.heading("This post is not here any more")).to_be_visible()
    await expect(chidi.page.locator(f"[data-watched='{post_id}']")).to_have_count(0)
    for again in (False, True):
        if again:
            await dana.page.reload()
            await chidi.page.reload()
            await expect(chidi.heading("This post is not here any more")).to_be_visible()
        await expect(dana.thread.get_by_text(GONE)).to_be_visible()
        await expect(dana.thread.get_by_role("link", name=SHOWN)).to_have_count(0)
