"""Children and strangers, on the screen: a grown-up finds a child only after the child came to them."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.client import befriend
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = pytest.mark.e2e


async def test_a_childs_account_is_private_from_the_start(server: Server, origin: str, seats: Seats) -> None:
    ben = await seats.empty(origin, PHONE, name="ben")
    await ben.go("/signup")
    await ben.sign_up("ben", 14)
    await expect(ben.place("Me")).to_be_visible()
    await ben.go("/settings/privacy")
    private = ben.page.get_by_role("switch", name="Private account")
    await expect(private).to_be_checked()
    await expect(private).to_be_disabled()


async def test_nobody_grown_up_finds_a_child_who_did_not_come_first(server: Server, origin: str, seats: Seats) -> None:
    ana_api, ben_api, dana_api, gil_api = await server.people("ana", "ben", "dana", "gil")
    await ben_api.put("/users/dana/follow")
    for one, other in ((dana_api, ben_api), (dana_api, gil_api), (ana_api, dana_api)):
        await befriend(one, other)
    ana = await seats.take(origin, "ana")

    # Gil is where Ben is, each time: the lists are not empty for another reason.
    await ana.go("/discover")
    await expect(ana.link(re.compile("^Gil"))).to_be_visible()
    await expect(ana.link(re.compile("Ben"))).to_have_count(0)
    for way in ("followers", "following"):
        await ana.go(f"/u/dana/{way}")
        await expect(ana.link(re.compile("^Gil"))).to_be_visible()
        await expect(ana.link(re.compile("Ben"))).to_have_count(0)
    for place, label in (("/discover", "Search people and #tags"), ("/create/message", "Name or handle"),
                         ("/inbox", "Search people and conversations")):
        await ana.go(place)
        await ana.field(label).fill("gil")
        await expect(ana.link(re.compile("^Gil"))).to_be_visible()
        await ana.field(label).fill("ben")
        await ana.see(re.compile("Nobody (found )?for “ben”"))

    assert await missing(ana, "ben") == (await missing(ana, "nobody")).replace("@nobody", "@ben")
    await ana.go("/inbox/with/ben")
    await ana.see("There is nobody called @ben")
    await expect(ana.composer).to_have_count(0)


async def missing(viewer: Person, handle: str) -> str:
    """What stands where a profile would be."""
    await viewer.go(f"/u/{handle}")
    await expect(viewer.heading("Nobody here")).to_be_visible()
    return await viewer.page.get_by_role("main").inner_text()


async def test_once_he_follows_her_she_can_follow_and_write(server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "ben")
    ben = await seats.take(origin, "ben", PHONE)
    ana = await seats.take(origin, "ana")
    await ben.go("/u/ana")
    await ben.button("Follow: Ana").tap()
    await expect(ben.button("Following: Ana")).to_be_visible()

    await ana.go("/u/ben")
    await ana.button("Follow back: Ben").click()
    await expect(ana.button("Requested: Ben")).to_be_visible()
    await ben.go("/inbox/requests")
    async with ben.page.expect_response("**/me/follow-requests/ana"):
        await ben.button("Accept: Ana").tap()
    await ana.page.reload()
    await expect(ana.button("Following: Ben")).to_be_visible()
    await ana.link("Message").click()
    await ana.write("Hello Ben")
    await ben.go("/inbox")
    await ben.link(re.compile("^Ana.*Hello Ben")).tap()
    await expect(ben.bubble("Hello Ben")).to_be_visible()


async def test_once_he_writes_to_her_she_can_answer(server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "ben")
    ben = await seats.take(origin, "ben", PHONE)
    ana = await seats.take(origin, "ana")
    await ben.talk_to("ana")
    await ben.write("Are you the one with the kites?")
    await expect(ben.composer).to_have_count(0)

    await ana.go("/inbox/requests")
    await ana.see("Are you the one with the kites?")
    await ana.button("Reply").click()
    await ana.write("I am")
    await expect(ben.bubble("I am")).to_be_visible()
    await ana.go("/u/ben")
    await expect(ana.heading("Ben")).to_be_visible()


async def test_too_young_leaves_nothing_and_the_same_browser_is_refused_again(
        server: Server, origin: str, seats: Seats) -> None:
    child = await seats.empty(origin, PHONE, name="a child")
    refusals = []
    for age in (12, 30):
        await child.go("/signup")
        await child.sign_up("pim", age)
        await expect(child.heading("You cannot open an account here yet")).to_be_visible()
        refusals.append(await child.page.get_by_role("main").inner_text())
        assert "pim" not in (await child.kept()).lower()
    assert refusals[0] == refusals[1]
    assert not re.search("13|thirteen", refusals[0])
    assert await server.count("accounts") == 0

    another = await seats.empty(origin, name="another browser")
    await another.go("/signup")
    await another.sign_up("pim", 30)
    await expect(another.place("Me")).to_be_visible()
    assert await server.count("accounts") == 1
