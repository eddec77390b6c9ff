"""What one keeps, in collections that nobody else learns of; and what a link in a post leads to."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_posts import card
from tests.messages.outside import looking_at, served
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


async def picks(who: Person, entry: str) -> None:
    await card(who, "South wind").get_by_role("button", name="More").tap()
    await who.page.get_by_role("menuitem", name=entry).tap()


async def collects(who: Person, name: str) -> None:
    await who.field("A new collection").fill(name)
    await who.button("Make it, and save there").tap()
    await who.see(f"In “{name}”")


async def test_a_post_is_kept_put_into_a_collection_moved_and_dropped(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await befriend(ana_api, chidi_api)
    post = await say(ana_api, "South wind")
    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.go(f"/p/{post['id']}")
    await picks(chidi, "Save")
    await chidi.button("Choose a collection").tap()
    await collects(chidi, "Kites")
    await picks(chidi, "Choose a collection")
    await collects(chidi, "Wind")
    kites, wind = sorted((await chidi_api.get("/me/collections"))["collections"], key=lambda one: str(one["name"]))
    for place, count in ((kites, 0), (wind, 1)):
        await chidi.go(f"/saved?collection={place['id']}")
        await expect(card(chidi, "South wind")).to_have_count(count)
        if count == 0:
            await chidi.see("Nothing saved yet")
    assert not (found := await complaints(chidi, "a collection")), "\n".join(found)
    assert (await ana_api.get("/me/collections"))["collections"] == []
    assert await ana_api.refused("GET", f"/me/bookmarks?collection={wind['id']}") == "404 not_found"
    await picks(chidi, "Take out of Saved")
    await chidi.see("No longer saved")
    await chidi.go("/saved")
    await chidi.see("Nothing saved yet")


async def test_a_text_shows_what_its_link_leads_to(database: str, tmp_path: Path, seats: Seats) -> None:
    async with served() as house, looking_at(house, database, tmp_path) as server:
        ana_api, chidi_api = await server.people("ana", "chidi")
        await befriend(ana_api, chidi_api)
        origin = server.app.config.origin
        ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi", PHONE)
        await ana.go("/create")
        await ana.field("What do you want to say?").fill(f"Look {house.url}")
        await expect(ana.page.get_by_text("Still water.")).to_be_visible()
        await ana.button("Post to everyone").tap()
        await expect(card(ana, "Look")).to_be_visible()
        (post,) = (await ana_api.get("/users/ana/posts"))["posts"]
        await chidi.go(f"/p/{post['id']}")
        await expect(chidi.page.get_by_role("link", name="Still water.")).to_have_attribute("href", house.url)
        assert "/lake.png" in house.asked, "by the server, once it is posted"
