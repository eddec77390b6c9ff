"""What is one's own: who sees it is changed after it was posted, its author is told how often it was looked at, and what cannot be done is not offered."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.api import Server, good
from tests.client import befriend
from tests.e2e.browser import PHONE, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_posts import card
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


async def test_who_sees_a_post_is_changed_afterwards(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    await befriend(ana_api, chidi_api)
    post = (await say(ana_api, "South wind on Sunday"))["id"]
    await chidi_api.ask("POST", "/views", {"post_ids": [post]})
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi")
    await chidi.go(f"/p/{post}")
    await expect(card(chidi, "South wind")).to_be_visible()
    await chidi.see_not(re.compile(r"\bview"))

    await ana.go(f"/p/{post}")
    await expect(card(ana, "South wind").get_by_text("1 view", exact=True)).to_be_visible()
    await card(ana, "South wind").get_by_role("button", name="More").tap()
    await expect(ana.page.get_by_role("menuitem", name="Edit")).to_be_visible()
    await expect(ana.page.get_by_role("menuitem", name="Repost")).to_have_count(0)
    await ana.page.get_by_role("menuitem", name="Edit").tap()
    await expect(ana.page.get_by_role("radio", name=re.compile("^Everyone"))).to_be_checked()
    await ana.page.get_by_role("radio", name=re.compile("^Only me")).check()
    assert not (found := await complaints(ana, "edit")), "\n".join(found)
    await ana.button("Save").tap()
    await expect(ana.page.get_by_role("note", name="Shown to: Only me")).to_be_visible()
    await chidi.page.reload()
    await expect(chidi.heading("This post is not here")).to_be_visible()
    assert (await ana_api.get(f"/posts/{post}"))["text"] == "South wind on Sunday"


async def test_names_are_whole_beside_what_can_be_done(server: Server, origin: str, seats: Seats) -> None:
    _, chidi_api, gil_api = await server.people("ana", "chidi", "gil")
    await gil_api.patch("/me/profile", {"display_name": "Guillermo Montenegro"})
    for other in (chidi_api, gil_api):
        await other.put("/users/ana/follow")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox/activity")
    name = ana.page.get_by_role("region", name=re.compile("followed you")).get_by_text("Guillermo Montenegro", exact=True)
    await expect(name).to_be_visible()
    assert await name.evaluate("name => name.scrollWidth <= name.clientWidth && name.scrollHeight <= name.clientHeight + 2")


async def test_who_knows_nobody_yet_finds_people(server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "chidi")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox")
    await ana.see("No messages yet")
    await ana.link("Find people").tap()
    await expect(ana.heading("Discover")).to_be_visible()


async def test_collections_come_when_the_server_answers_again(server: Server, origin: str, seats: Seats) -> None:
    (ana_api,) = await server.people("ana")
    good(await ana_api.ask("POST", "/me/collections", {"name": "Ferries", "client_id": str(uuid4())}))
    ana = await seats.take(origin, "ana", PHONE)
    await ana.page.route("**/api/v1/me/**", lambda route: route.abort())
    await ana.go("/saved")
    await ana.see("The posts did not load")
    await expect(ana.page.get_by_text("The server does not answer just now", exact=False)).to_have_count(1)
    await ana.page.unroute_all()
    await ana.button("Try again").tap()
    await expect(ana.link("Ferries")).to_be_visible()
