"""Requests, invitations and follow requests: who asks is not said before the answer, and who asks learns nothing."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Page, Response, WebSocket, expect

from tests.api import Server, Someone
from tests.client import befriend, post, talk
from tests.e2e.browser import PHONE, Seats
from tests.media.pictures import photo

pytestmark = pytest.mark.e2e


class Heard:
    """All that a page was told: every answer of the API, every frame of its sockets."""

    def __init__(self, page: Page) -> None:
        self.told: list[str] = []
        self._reading: list[asyncio.Task[None]] = []
        page.on("response", lambda answer: self._reading.append(asyncio.create_task(self._read(answer))))
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.told.append(str(frame)))

    async def _read(self, answer: Response) -> None:
        if "/api/" in answer.url and answer.status not in (204, 101):
            self.told.append(f"{answer.url}\n{await answer.text()}")

    async def all(self) -> str:
        await asyncio.gather(*self._reading)
        return "\n".join(self.told)


async def asked_by_api(stranger: Someone, whom: Someone, words: str) -> str:
    conversation = await talk(stranger, whom)
    await post(stranger, conversation, words)
    return conversation


async def group_of(owner: Someone, title: str, *others: Someone) -> str:
    """A group; who is no friend of its owner is asked."""
    made: Any = await owner.ask("POST", "/conversations", {"kind": "group", "title": title,
                                                           "members": [other.handle for other in others]})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def test_nothing_says_who_asks_before_it_is_asked_for(server: Server, origin: str, seats: Seats) -> None:
    ana_api, eve_api, gil_api = await server.people("ana", "eve", "gil")
    await befriend(ana_api, gil_api)
    await gil_api.put("/users/eve/follow")
    await eve_api.patch("/me/profile", {"display_name": "Zebulon Quirk"})
    conversation = await asked_by_api(eve_api, ana_api, "Do you mend kites?")
    ana = await seats.take(origin, "ana")
    heard = Heard(ana.page)
    await ana.go("/inbox")
    await ana.link("Requests 1").click()
    await ana.see("Someone Gil knows")
    await ana.see("Do you mend kites?")
    # All that was told so far must be read before the page that was told it is left.
    await heard.all()
    await ana.go(f"/inbox/{conversation}")
    await expect(ana.heading("Message request")).to_be_visible()
    await ana.see("Do you mend kites?")
    await expect(ana.composer).to_have_count(0)
    await expect(ana.thread.locator("img")).to_have_count(0)
    for text in (await heard.all(), await ana.page.content(), await ana.page.title(), await ana.kept()):
        assert not re.search(r"zebulon|quirk|\beve\b", text, re.IGNORECASE)

    await ana.thread.get_by_role("button", name="See who it is").click()
    await expect(ana.thread.get_by_role("link", name="Zebulon Quirk").last).to_be_visible()
    assert "Zebulon" in await heard.all()
    # They are not told: to them it waits as before.
    assert (await eve_api.get(f"/conversations/{conversation}"))["sending"] == "waiting"
    assert (await eve_api.get(f"/conversations/{conversation}"))["marks"][0]["read_seq"] == 0


async def test_where_somebody_comes_from_decides_what_comes_first(server: Server, origin: str, seats: Seats) -> None:
    ana, chidi, dana, eve, fatou, gil = await server.people("ana", "chidi", "dana", "eve", "fatou", "gil")
    for friend in (fatou, gil):
        await befriend(ana, friend)
        await friend.put("/users/chidi/follow")
    club = await group_of(dana, "Night train book club", ana)
    await ana.put(f"/me/invitations/{club}")
    await asked_by_api(chidi, ana, "From a friend of friends")
    await asked_by_api(dana, ana, "From the book club")
    await asked_by_api(eve, ana, "From nowhere")
    person = await seats.take(origin, "ana", PHONE)
    await person.go("/inbox/requests")
    orders = {}
    for words in ("From a friend of friends", "From the book club", "From nowhere"):
        card = person.page.get_by_role("article").filter(has_text=words)
        await expect(card).to_be_visible()
        buttons = [name.strip() for name in await card.get_by_role("button").all_inner_texts()]
        orders[words] = ([name for name in buttons if name in ("Reply", "Ignore", "Block")], await card.inner_text())
    assert orders["From a friend of friends"][0] == ["Reply", "Ignore", "Block"]
    assert "Someone Fatou and Gil know" in orders["From a friend of friends"][1].replace("Gil and Fatou", "Fatou and Gil")
    assert orders["From the book club"][0] == ["Ignore", "Block", "Reply"]
    assert "Someone from Night train book club" in orders["From the book club"][1]
    assert orders["From nowhere"][0] == ["Ignore", "Block", "Reply"]
    assert "Someone nobody you follow knows" in orders["From nowhere"][1]
    assert "Here since today" in orders["From nowhere"][1]


async def test_undo_brings_a_request_back_and_nobody_was_told(server: Server, origin: str, seats: Seats) -> None:
    ana_api, eve_api = await server.people("ana", "eve")
    conversation = await asked_by_api(eve_api, ana_api, "Hello?")
    ana = await seats.take(origin, "ana")
    await ana.go("/inbox/requests")
    for verb, said in (("Ignore", "Ignored. They cannot tell."), ("Block", "Blocked. They are not told.")):
        await ana.button(verb).click()
        await ana.see(said)
        await ana.see_not("Hello?")
        await ana.button("Undo").click()
        await ana.see("Hello?")
        await expect(ana.link("Requests 1")).to_be_visible()
        assert (await ana_api.get(f"/conversations/{conversation}"))["state"] == "request"
    assert (await ana_api.get("/me/blocks"))["people"] == []


async def test_blocking_who_asks_without_knowing_them(server: Server, origin: str, seats: Seats) -> None:
    ana_api, eve_api = await server.people("ana", "eve")
    await asked_by_api(eve_api, ana_api, "hey beautiful")
    ana, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    for device in (ana, phone):
        await device.go("/inbox/requests")
        await device.see("hey beautiful")
    await ana.button("Block").click()
    async with ana.page.expect_response("**/block") as done:
        await ana.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert (await done.value).status == 204
    await expect(phone.page.get_by_text("hey beautiful")).to_have_count(0)
    await expect(phone.link("Requests")).to_be_visible()
    assert [one["person"]["handle"] for one in (await ana_api.get("/me/blocks"))["people"]] == ["eve"]
    assert await eve_api.refused("GET", "/users/ana") == "404 not_found"


async def test_an_invitation_names_no_group_until_it_is_joined(server: Server, origin: str, seats: Seats) -> None:
    ana_api, dana_api, gil_api = await server.people("ana", "dana", "gil")
    await befriend(ana_api, gil_api)
    await befriend(gil_api, dana_api)
    ana, phone = await seats.take(origin, "ana"), await seats.take(origin, "ana", PHONE)
    heard = Heard(ana.page)
    for device in (ana, phone):
        await device.go("/inbox/requests")
        await device.see("Nobody is waiting")
    await group_of(dana_api, "Secret lighthouse", gil_api, ana_api)
    for device in (ana, phone):
        await device.see("Someone Gil knows invites you to a group of 2 people")
        await device.see("Gil is in it.")
        await expect(device.link("Requests 1")).to_be_visible()
    assert not re.search("lighthouse|dana", await heard.all() + await ana.page.content(), re.IGNORECASE)

    await ana.button("Ignore").click()
    await ana.see_not("invites you")
    await ana.button("Undo").click()
    await ana.see("invites you")
    await ana.button("Join").click()
    await expect(ana.heading("Secret lighthouse")).to_be_visible()
    await phone.see("Nobody is waiting")
    await expect(phone.link("Requests")).to_be_visible()
    await phone.go("/inbox")
    await expect(phone.link(re.compile("^Secret lighthouse"))).to_be_visible()


async def test_an_ignored_invitation_goes_on_waiting_for_who_asks(server: Server, origin: str, seats: Seats) -> None:
    ana_api, dana_api = await server.people("ana", "dana")
    group = await group_of(dana_api, "Lighthouse", ana_api)
    before = await dana_api.get(f"/conversations/{group}/members")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox/requests")
    await ana.button("Ignore").tap()
    async with ana.page.expect_response("**/me/invitations/*"):
        await ana.page.evaluate("dispatchEvent(new Event('pagehide'))")
    await ana.page.reload()
    await ana.see("Nobody is waiting")
    assert await dana_api.get(f"/conversations/{group}/members") == before


async def test_a_follow_request_says_a_name_and_shows_no_picture(server: Server, origin: str, seats: Seats) -> None:
    ana_api, eve_api, gil_api = await server.people("ana", "eve", "gil")
    await ana_api.patch("/me", {"private": True})
    for who in (eve_api, gil_api):
        picture = await who.client.put("/api/v1/me/avatar", content=photo(), headers={
            "authorization": f"Bearer {who.token}", "content-type": "image/jpeg"})
        assert picture.status_code == 200, picture.text
        await who.put("/users/ana/follow")
    ana = await seats.take(origin, "ana")
    fetched: list[str] = []
    ana.page.on("request", lambda request: fetched.append(request.url))
    await ana.go("/inbox/requests")
    await expect(ana.link("Requests 2")).to_be_visible()
    await ana.see("@eve")
    await expect(ana.page.locator("img")).to_have_count(0)
    assert not [url for url in fetched if "/media/" in url]
    await ana.button("Not now: Eve").click()
    await ana.see_not("@eve")
    await ana.button("Undo").click()
    await ana.see("@eve")
    assert (await eve_api.get("/users/ana"))["relation"]["following"] == "requested"
    await ana.button("Accept: Gil").click()
    await expect(ana.link("Requests 1")).to_be_visible()
    await ana.button("Block: Eve").click()
    async with ana.page.expect_response("**/users/eve/block"):
        await ana.page.evaluate("dispatchEvent(new Event('pagehide'))")
    await ana.see("Nobody is waiting")
    assert [one["person"]["handle"] for one in (await ana_api.get("/users/ana/followers"))["people"]] == ["gil"]
