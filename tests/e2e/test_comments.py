"""A talk under a post, live: three people and one who is blocked, and whose post it is keeps order."""

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats
from tests.posts.saying import comment, say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def said(person: Person, text: str) -> Locator:
    return person.page.locator("[data-comment]").filter(has_text=text)


async def act(person: Person, text: str, verb: str) -> None:
    await said(person, text).get_by_role("button", name="More about").click()
    await said(person, text).get_by_role("button", name=verb, exact=True).click()


async def write(person: Person, text: str) -> None:
    await person.field("Write a comment").fill(text)
    await person.button("Send").click()
    await expect(person.field("Write a comment")).to_have_value("")


async def test_a_talk_is_live_and_kept_in_order(server: Server, origin: str, seats: Seats) -> None:
    ana_api, _, eve_api, gil_api = await server.people("ana", "chidi", "eve", "gil")
    made = await say(ana_api, "Wind on Sunday?")
    await ana_api.patch("/me/comment-settings", {"filter_words": ["cheap"]})
    await eve_api.put("/users/gil/block")
    ana, chidi, gil = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi", DESKTOP), await seats.take(origin, "gil", PHONE)
    for who in (ana, chidi, gil):
        await who.go(f"/p/{made['id']}")
        await expect(who.page.get_by_text("No comments yet")).to_be_visible()

    await write(chidi, "I come")
    hers = await comment(eve_api, made, "So do I")
    for who in (ana, chidi):
        await expect(said(who, "So do I")).to_be_visible()
        await expect(who.page.get_by_role("article").get_by_text("2 comments")).to_be_visible()
    await expect(said(gil, "I come")).to_be_visible()

    await he_says_it_better_and_takes_back_that_it_was_deleted(chidi, ana)
    await act(ana, "So do I", "Pin")
    await expect(chidi.page.locator("[data-comment]").first).to_contain_text("So do I")
    await ana_api.put(f"/comments/{hers['id']}/like")
    await expect(said(chidi, "So do I").get_by_text("Liked by the author")).to_be_visible()
    await act(ana, "So do I", "Hide")
    await expect(said(chidi, "So do I")).to_have_count(0)
    await ana.button("Undo").click()
    await expect(said(chidi, "So do I")).to_be_visible()

    await write(chidi, "Cheap line at the harbour")
    await expect(said(chidi, "Cheap line").get_by_text("Only you see this so far")).to_be_visible()
    await comment(gil_api, made, "Long line, then")
    await expect(said(gil, "Long line")).to_be_visible()
    await expect(said(gil, "Cheap line")).to_have_count(0)
    await she_shows_it(ana)
    await expect(said(gil, "Cheap line")).to_be_visible()
    # All the while eve was not there for him.
    await expect(said(gil, "So do I")).to_have_count(0)


async def he_says_it_better_and_takes_back_that_it_was_deleted(chidi: Person, ana: Person) -> None:
    await act(chidi, "I come", "Edit")
    await chidi.field("Your comment").fill("I come at six, @an")
    await expect(chidi.page.get_by_role("option").first).to_contain_text("Ana")
    await chidi.field("Your comment").press("Enter")
    await chidi.button("Save").click()
    await expect(said(ana, "I come at six, @ana").get_by_text("edited")).to_be_visible()
    await act(chidi, "I come at six", "Delete")
    await expect(said(ana, "I come at six")).to_have_count(0)
    await chidi.button("Undo").click()
    await expect(said(ana, "I come at six")).to_be_visible()


async def she_shows_it(ana: Person) -> None:
    await ana.page.get_by_role("link", name="1 comment waits for you").click()
    entry = ana.page.locator("[data-waiting]")
    await expect(entry).to_contain_text("Cheap line at the harbour")
    await entry.get_by_role("button", name="Show the comment by Chidi to others").click()
    await expect(ana.heading("Nothing waits")).to_be_visible()


async def test_what_comes_does_not_move_who_reads_and_all_one_wrote_is_found(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    made = await say(ana_api, "Wind on Sunday?")
    for number in range(20):
        await comment(ana_api, made, f"thought {number}.")
    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.go(f"/p/{made['id']}")
    await said(chidi, "thought 3.").scroll_into_view_if_needed()
    await expect(said(chidi, "thought 3.")).to_be_in_viewport()
    before = await said(chidi, "thought 3.").bounding_box()
    await comment(ana_api, made, "this is new")
    await expect(chidi.button("1 new comment")).to_be_visible()
    assert await said(chidi, "thought 3.").bounding_box() == before
    await chidi.button("1 new comment").click()
    await expect(said(chidi, "this is new")).to_be_in_viewport()

    await comment(chidi_api, made, "once upon a time")
    await ana_api.put("/users/chidi/block")
    await chidi.go("/settings/comments/mine")
    mine = chidi.page.locator("[data-mine]")
    await expect(mine).to_contain_text("To a post that you do not see any more")
    await mine.get_by_role("button", name="Delete").click()
    await expect(chidi.heading("Nothing yet")).to_be_visible()
    await chidi.button("Undo").click()
    await expect(mine).to_contain_text("once upon a time")
