"""Every screen, both themes, phone and desktop, with people in it and without: axe-core finds nothing to complain of."""

import pytest
from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AXE_SCRIPT

from tests.api import Server
from tests.e2e.browser import DESKTOP, PHONE, Device, Person, Seats
from tests.e2e.screens import OPERATOR, SIGNED_IN, SIGNED_OUT, ask_to_block, look_at, open_menu
from tests.operation.hour import an_hour, remember

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

# Of what is right nothing need be told, which is most of the work.
HEARD: dict[str, object] = {"resultTypes": ["violations"]}
THEMES: dict[str, dict[str, object]] = {"light": HEARD, "dark": {**HEARD, "runOnly": ["color-contrast"]}}
SIZES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])


async def complaints(person: Person, screen: str) -> list[str]:
    """What axe finds on this screen; in the dark of its colours only, since nothing else is another then."""
    found = []
    for theme, rules in THEMES.items():
        await person.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        await person.rests()
        if not await person.page.evaluate("'axe' in window"):
            await person.page.evaluate(AXE_SCRIPT)
        results = await Axe("").run(person.page, options=rules)
        found += [f"{screen}, {theme}: {rule['id']}: {node['html'][:160]}"
                  for rule in results.response["violations"] for node in rule["nodes"]]
    return found


async def of_all(person: Person, screens: dict[str, str], me: str = "", friend: str = "") -> list[str]:
    found = []
    for name, path in screens.items():
        await look_at(person, path, me, friend)
        found += await complaints(person, name)
    return found


@SIZES
async def test_screens_full_of_people(demo: Server, seats: Seats, device: Device) -> None:
    ana = await seats.as_demo(demo.app.config.origin, "ana", device)
    found = await of_all(ana, SIGNED_IN, "ana", "chidi")
    await look_at(ana, "/u/chidi")
    await open_menu(ana)
    found += await complaints(ana, "menu")
    await ask_to_block(ana)
    found += await complaints(ana, "question")
    assert not found, "\n".join(found)


@SIZES
async def test_screens_with_nobody_in_them(server: Server, origin: str, seats: Seats, device: Device) -> None:
    await server.person("ana")
    ana = await seats.take(origin, "ana", device)
    empty = {name: path for name, path in SIGNED_IN.items() if not any(part in path for part in ("{friend}", "{group}", "{post}")) and not name.startswith("settings-")}
    found = await of_all(ana, empty, "ana")
    assert not found, "\n".join(found)


@SIZES
async def test_screens_of_an_operator(demo: Server, seats: Seats, device: Device) -> None:
    fatou = await seats.as_demo(demo.app.config.origin, "fatou", device)
    remember(demo, an_hour()[:1])
    found = await of_all(fatou, OPERATOR)
    remember(demo, an_hour())
    found += await of_all(fatou, OPERATOR)
    for table in await fatou.page.get_by_text("As a table").all():
        await table.click()
    found += await complaints(fatou, "operate-tables")
    assert not found, "\n".join(found)


@SIZES
async def test_the_doors(demo: Server, seats: Seats, device: Device) -> None:
    nobody = await seats.empty(demo.app.config.origin, device)
    found = await of_all(nobody, SIGNED_OUT)
    await look_at(nobody, "/signin")
    await nobody.field("Handle").fill("ana")
    await nobody.field("Password").fill("not hers at all")
    await nobody.button("Sign in").click()
    await nobody.see("Handle and password do not fit together.")
    found += await complaints(nobody, "signin-refused")
    assert not found, "\n".join(found)


async def test_axe_is_heard(demo: Server, seats: Seats) -> None:
    nobody = await seats.empty(demo.app.config.origin)
    await look_at(nobody, "/signin")
    await nobody.page.evaluate("document.querySelector('label').remove()")
    assert any("label" in complaint for complaint in await complaints(nobody, "signin"))
