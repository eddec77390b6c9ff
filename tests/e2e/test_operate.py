"""An operator sees how the server is doing, in words; nobody else finds the page."""

import re

import pytest
from msgspec.structs import replace
from playwright.async_api import Locator, expect

from paperplane.accounts.queries import set_operator
from tests.api import Server
from tests.client import chat, live
from tests.e2e.browser import PHONE, Person, Seats
from tests.operation.hour import QUIET, an_hour, remember

pytestmark = pytest.mark.e2e


async def make_operator(server: Server, handle: str, *, operator: bool = True) -> None:
    async with server.app.db.tx() as tx:
        assert await set_operator(tx, handle, operator)


def card(person: Person, title: str) -> Locator:
    return person.page.get_by_role("region", name=title, exact=True)


async def test_an_operator_gets_there_from_the_settings_and_reads_words(
        server: Server, origin: str, seats: Seats) -> None:
    await server.person("fatou")
    await make_operator(server, "fatou")
    remember(server, an_hour())
    fatou = await seats.take(origin, "fatou", PHONE)
    await fatou.go("/settings")
    await fatou.link(re.compile("^This server")).tap()
    await expect(fatou.heading("This server")).to_be_visible()
    await expect(card(fatou, "Until a message is on disk")).to_contain_text("That is fine.")
    await expect(card(fatou, "Open connections").get_by_role("img")).to_have_accessible_name(
        re.compile(r"^Open connections, as a line\. Lowest \d+, highest \d+, now \d+\.$"))
    await expect(card(fatou, "Jobs given up")).to_contain_text("None.")
    # What is not fine is one tap away.
    await fatou.link(re.compile("^No backup of this server is known")).tap()
    await expect(fatou.page).to_have_url(re.compile("/operate#backup$"))
    # The line's numbers, without seeing it and without a mouse.
    await card(fatou, "Open connections").get_by_text("As a table").focus()
    await fatou.page.keyboard.press("Enter")
    table = card(fatou, "Open connections").get_by_role("table")
    await expect(table.get_by_role("row")).to_have_count(14, timeout=20_000)


async def test_nobody_else_finds_it(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana")
    await ana.go("/settings")
    await expect(ana.link(re.compile("^Language"))).to_be_visible()
    await expect(ana.link(re.compile("^This server"))).to_have_count(0)
    await ana.go("/operate")
    await expect(ana.heading("There is no page here")).to_be_visible()
    await ana.see_not("Fine")


async def test_numbers_move_while_one_looks(server: Server, origin: str, seats: Seats) -> None:
    fatou_api, chidi = await server.people("fatou", "chidi")
    await make_operator(server, "fatou")
    room = await chat(fatou_api, chidi)
    remember(server, [QUIET] * 30)
    fatou = await seats.take(origin, "fatou")
    await fatou.go("/operate")
    await expect(card(fatou, "Until a message is on disk")).to_contain_text("Nobody wrote in the last ten seconds.")
    await expect(card(fatou, "Open connections")).to_contain_text("180")
    async with live(server, chidi) as his:
        await his.send(room)
        remember(server, [QUIET] * 30 + [replace(QUIET, commit_p50_s=0.4, commit_p99_s=0.6, sockets=2)])
        bad = card(fatou, "Until a message is on disk")
        await expect(bad).to_contain_text("people see them wait")
        await expect(bad).to_contain_text("Needs you")
        await expect(card(fatou, "Open connections").get_by_text("2", exact=True)).to_be_visible()
        await fatou.see("This needs you:")


async def test_a_server_that_has_just_started_says_so(server: Server, origin: str, seats: Seats) -> None:
    await server.person("fatou")
    await make_operator(server, "fatou")
    remember(server, [QUIET])
    fatou = await seats.take(origin, "fatou", locale="es-ES")
    await fatou.go("/operate")
    await expect(fatou.heading("Este servidor")).to_be_visible()
    await fatou.see("Acaba de arrancar: la línea empieza en unos segundos.")
    await fatou.see("Nadie ha escrito en los últimos diez segundos.")


@pytest.mark.app_kept
async def test_without_a_network_the_last_figures_stay_and_say_from_when(
        server: Server, origin: str, seats: Seats) -> None:
    await server.person("fatou")
    await make_operator(server, "fatou")
    remember(server, an_hour())
    fatou = await seats.take(origin, "fatou")
    await fatou.go("/operate")
    await expect(card(fatou, "Memory")).to_be_visible()
    await fatou.context.set_offline(True)
    await fatou.see(re.compile(r"These figures are from \d?\d:\d\d\."))
    await expect(card(fatou, "Memory")).to_be_visible()
    await fatou.see_not("All is well.")
    await fatou.context.set_offline(False)
    await fatou.see_not(re.compile("These figures are from"))
    # And who is no operator any more keeps nothing on the screen.
    await make_operator(server, "fatou", operator=False)
    await expect(fatou.heading("There is no page here")).to_be_visible()
    await expect(card(fatou, "Memory")).to_have_count(0)


async def test_figures_that_do_not_come_are_asked_for_again(server: Server, origin: str, seats: Seats) -> None:
    await server.person("fatou")
    await make_operator(server, "fatou")
    fatou = await seats.take(origin, "fatou", service_workers="block")
    await fatou.context.route("**/api/v1/operation", lambda route: route.fulfill(status=503, json={
        "type": "about:blank", "title": "away", "status": 503, "code": "unavailable"}))
    await fatou.go("/operate")
    await fatou.see("The figures did not load")
    await fatou.context.unroute("**/api/v1/operation")
    await fatou.button("Try again").click()
    await expect(card(fatou, "Memory")).to_be_visible()
