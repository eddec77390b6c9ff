"""Hashtags in Discover: found as one types, they lead to what has them."""

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.e2e.browser import Seats
from tests.posts.saying import say

pytestmark = pytest.mark.e2e


async def test_a_tag_is_found_and_leads_to_its_posts(server: Server, origin: str, seats: Seats) -> None:
    ana, _ = await server.people("ana", "chidi")
    await say(ana, "The water is warm #sea")
    await say(ana, "Nobody knows #seasecret", audience="only_me")
    chidi = await seats.take(origin, "chidi")
    await chidi.go("/discover")
    await chidi.field("Search people and #tags").fill("#sea")
    await expect(chidi.page.get_by_role("list", name="Tags found").get_by_role("link")).to_have_text(["#sea 1 post"])
    await chidi.field("Search people and #tags").press("Enter")
    await chidi.see("The water is warm")
    await chidi.go("/discover?q=%23nothing")
    await chidi.see("Nothing with this tag")
