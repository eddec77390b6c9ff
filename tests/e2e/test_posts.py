"""Posting, and what others do with it: seen in Home, liked, answered, a way to the author, and gone when it is deleted."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_media import picture

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def card(person: Person, text: str) -> Locator:
    return person.page.get_by_role("article").filter(has_text=text)


async def test_a_post_is_seen_liked_answered_and_deleted(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await befriend(ana_api, chidi_api)
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi", PHONE)

    await she_posts_words_and_a_photo(ana)
    await he_sees_and_answers(chidi)
    await she_deletes_it(ana)

    await chidi.page.reload()
    await expect(chidi.heading("This post is not here")).to_be_visible()
    await chidi.go("/")
    await expect(card(chidi, "South wind on Sunday")).to_be_visible()
    await expect(card(chidi, "The first sheet")).to_have_count(0)


async def she_posts_words_and_a_photo(ana: Person) -> None:
    await ana.go("/")
    await expect(ana.heading("Nothing to choose from yet")).to_be_visible()
    await ana.place("Create").tap()
    await ana.field("What do you want to say?").fill("South wind on Sunday #kites")
    # What is not posted yet is there after a reload, and nowhere else.
    await ana.page.reload()
    await expect(ana.field("What do you want to say?")).to_have_value("South wind on Sunday #kites")
    await ana.button("Post to everyone").tap()
    await expect(card(ana, "South wind on Sunday")).to_be_visible()
    await ana.place("Create").tap()
    await expect(ana.field("What do you want to say?")).to_have_value("")

    await ana.button("Photos").tap()
    await ana.page.locator("input[type=file]").set_input_files([picture("one.jpg"), picture("two.jpg")])
    await ana.page.locator("[data-tray] [data-tile]").first.tap()
    await ana.field("What there is to see").fill("A kite on a table")
    await ana.button("Done").tap()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await ana.field("Caption").fill("The first sheet, for @chidi")
    await ana.page.get_by_role("radio", name=re.compile("^Friends")).check()
    await ana.button("Post to friends").tap()
    # It goes on while she is elsewhere.
    await ana.place("Discover").tap()
    await ana.see("Posted")
    await ana.place("Home").tap()
    await ana.link("Following").tap()
    await expect(card(ana, "The first sheet").get_by_role("img", name="A kite on a table")).to_be_visible()


async def he_sees_and_answers(chidi: Person) -> None:
    await chidi.go("/")
    post = card(chidi, "The first sheet")
    await expect(post.get_by_role("img", name="A kite on a table")).to_be_visible()
    await post.get_by_role("button", name="Like", exact=True).tap()
    await expect(post.get_by_text("1 like", exact=True)).to_be_visible()
    await post.get_by_role("button", name="Next photo").tap()
    await expect(post.get_by_role("button", name="Photo before")).to_be_visible()
    await post.get_by_role("link", name="Comment").tap()
    await chidi.field("Write a comment").fill("It flies already.")
    await chidi.button("Send").tap()
    await expect(chidi.page.locator("[data-comment]").filter(has_text="It flies already.")).to_be_visible()
    await expect(chidi.field("Write a comment")).to_have_value("")
    assert not await complaints(chidi, "post")

    address = chidi.page.url
    await card(chidi, "The first sheet").get_by_role("link", name="Message").tap()
    await expect(chidi.composer).to_be_visible()
    await chidi.page.goto(address)
    await expect(card(chidi, "The first sheet").get_by_role("button", name="Liked")).to_be_visible()


async def she_deletes_it(ana: Person) -> None:
    await card(ana, "The first sheet").get_by_role("link", name=re.compile("now|ago")).tap()
    said = ana.page.locator("[data-comment]").filter(has_text="It flies already.")
    await said.get_by_role("button", name="Answer Chidi").tap()
    await ana.field("Write a comment").fill("Sunday, then.")
    await ana.button("Send").tap()
    await expect(ana.page.locator("[data-comment]").filter(has_text="Sunday, then.")).to_be_visible()
    post = card(ana, "The first sheet")
    for undone in (True, False):
        await expect(post.get_by_text("2 comments")).to_be_visible()
        await post.get_by_role("button", name="More").tap()
        await ana.page.get_by_role("menuitem", name="Delete").tap()
        await expect(ana.heading("This post is not here")).to_be_visible()
        if undone:
            await ana.button("Undo").tap()
    await ana.see("Post deleted")
