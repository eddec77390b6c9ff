"""What somebody sets of themselves shows where others look, at once, and stays."""

import re

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.api import PASSWORD, Server
from tests.client import device
from tests.e2e.browser import PHONE, Person, Seats

pytestmark = pytest.mark.e2e

NEW_PASSWORD = "quite another password"


async def test_profile_and_picture(server: Server, origin: str, seats: Seats, tmp_path_factory: pytest.TempPathFactory) -> None:
    await server.people("ana", "chidi")
    ana = await seats.take(origin, "ana")
    await ana.go("/settings/profile")
    await ana.field("Name").fill("Ana Reyes")
    await ana.field("Pronouns").fill("she/her")
    await ana.field("About you").fill("Films about kites.")
    await ana.field("Link 1").fill("reyes.example/films")
    await ana.button("Save").click()
    await ana.see("Saved")
    picture = tmp_path_factory.mktemp("pictures") / "me.png"
    Image.new("RGB", (300, 200), "orange").save(picture)
    async with ana.page.expect_file_chooser() as choosing:
        await ana.button("Add a picture").click()
    await (await choosing.value).set_files(picture)
    await expect(ana.button("Change the picture")).to_be_visible()

    chidi = await seats.take(origin, "chidi", PHONE)
    await chidi.go("/u/ana")
    await expect(chidi.heading("Ana Reyes")).to_be_visible()
    await chidi.see("she/her")
    await chidi.see("Films about kites.")
    await expect(chidi.link("reyes.example/films")).to_have_attribute("href", "https://reyes.example/films")
    # Her letter, which stands there without a picture, has no width of its own.
    shown = chidi.page.get_by_alt_text("Picture of Ana Reyes")
    await expect(shown).to_have_js_property("complete", True)
    await expect(shown).not_to_have_js_property("naturalWidth", 0)

    await ana.button("Remove the picture").click()
    await expect(ana.button("Add a picture")).to_be_visible()


async def test_another_handle(server: Server, origin: str, seats: Seats) -> None:
    await server.people("ana", "chidi")
    ana = await seats.take(origin, "ana")
    await ana.go("/settings/account")
    await ana.field("Your handle").fill("chidi")
    await ana.field("Your password now").first.fill(PASSWORD)
    await ana.button("Change the handle").click()
    await ana.see("Somebody has this handle already. Choose another.")
    await ana.field("Your handle").fill("ana.reyes")
    await ana.button("Change the handle").click()
    await ana.see("Your handle is changed")
    await ana.place("Me").click()
    await expect(ana.page).to_have_url(re.compile("/u/ana.reyes$"))
    await ana.go("/u/ana")
    await expect(ana.heading("Nobody here")).to_be_visible()


async def test_another_password(server: Server, origin: str, seats: Seats) -> None:
    ana_api = await server.person("ana")
    other = await device(server, ana_api)
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/settings/account")
    known = ana.page.locator("form", has=ana.button("Change the password")).get_by_label("Your password now", exact=True)
    await known.fill("wrong")
    await ana.field("New password").fill(NEW_PASSWORD)
    await ana.button("Change the password").tap()
    await ana.see("This is not your password.")
    await known.fill(PASSWORD)
    await ana.button("Change the password").tap()
    await ana.see("Your password is changed, and your other devices are signed out")
    assert await other.refused("GET", "/me") == "401 signed_out"
    await ana.go("/settings")
    await ana.button("Sign out").tap()
    for password, seen in ((PASSWORD, "Handle and password do not fit together."), (NEW_PASSWORD, None)):
        await ana.field("Handle").fill("ana")
        await ana.field("Password").fill(password)
        await ana.button("Sign in").tap()
        await (ana.see(re.compile(seen)) if seen else expect(ana.place("Me")).to_be_visible())


async def test_another_language_at_once(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana")
    await ana.go("/settings/language")
    await ana.page.evaluate("window.sameDocument = true")
    await ana.page.get_by_label("Español").check()
    await expect(ana.heading("Idioma").first).to_be_visible()
    await expect(ana.page.get_by_role("navigation", name="Lugares").or_(ana.link("Ajustes")).first).to_be_visible()
    await expect(ana.page.locator("html")).to_have_attribute("lang", "es")
    assert await ana.page.evaluate("window.sameDocument === true")
    await ana.page.reload()
    await expect(ana.heading("Idioma").first).to_be_visible()
    await expect(ana.page.get_by_role("link", name="Discover")).to_have_count(0)


async def test_dark_is_there_before_the_app(server: Server, origin: str, seats: Seats) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana", service_workers="block")
    await ana.go("/settings/appearance")
    light = await ana.page.evaluate("getComputedStyle(document.body).backgroundColor")
    await ana.page.get_by_label("Dark", exact=True).check()
    await expect(ana.page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = await ana.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light

    # The app itself never comes: whatever is dark now was so from the first paint on.
    await ana.context.route(re.compile(r"/_app/.*\.js$"), lambda route: route.abort())
    await ana.page.reload()
    await expect(ana.page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(ana.page.get_by_role("heading")).to_have_count(0)
    assert await ana.page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


async def mailed_link(person: Person, subject: str) -> None:
    """Open the link of the newest such mail, as the demo shows it."""
    tab = await person.tab()
    mail = tab.page.get_by_role("listitem").filter(has=tab.page.get_by_role("heading", name=subject))
    await tab.go("/demo/outbox")
    await expect(tab.heading("Mails of this demo")).to_be_visible()
    while not await mail.count():
        await tab.button("Look again").click()
        await expect(tab.button("Look again")).to_be_enabled()
    href = await mail.first.get_by_role("link").get_attribute("href")
    await tab.page.close()
    assert href is not None
    await person.page.goto(href)


async def test_an_address_is_confirmed_and_gets_a_new_password(demo: Server, seats: Seats) -> None:
    await demo.person("tilda", 33)
    tilda = await seats.take(demo.app.config.origin, "tilda")
    await tilda.go("/settings/account")
    await tilda.field("E-mail address").fill("tilda@tilda.example")
    form = tilda.page.locator("form", has=tilda.field("E-mail address"))
    await form.get_by_label("Your password now", exact=True).fill(PASSWORD)
    await tilda.button("Send a link to this address").click()
    await tilda.see("A link is on its way to tilda@tilda.example.")
    await tilda.see("Not confirmed yet")
    await mailed_link(tilda, "Confirm your e-mail address")
    await expect(tilda.heading("Your address is confirmed")).to_be_visible()
    await tilda.go("/settings/account")
    await expect(tilda.page.get_by_text("Confirmed", exact=True)).to_be_visible()

    await tilda.go("/settings")
    await tilda.button("Sign out").click()
    await tilda.link("I forgot my password").click()
    await tilda.field("Handle or e-mail").fill("tilda@tilda.example")
    await tilda.button("Send the link").click()
    await expect(tilda.heading("Look into your mail")).to_be_visible()
    await mailed_link(tilda, "Choose a new password")
    await tilda.field("New password").fill(NEW_PASSWORD)
    await tilda.button("Save the password").click()
    await tilda.link("Sign in").click()
    await tilda.field("Handle").fill("tilda")
    await tilda.field("Password").fill(NEW_PASSWORD)
    await tilda.button("Sign in").click()
    await expect(tilda.place("Me")).to_be_visible()
