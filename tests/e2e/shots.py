"""Pictures of every screen of the demo, made when bin/shots asks for them: into $SHOTS, and one for the README."""

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.api import API, Server
from tests.e2e.browser import DESKTOP, PHONE, TABLET, Person, Seats
from tests.e2e.screens import OPERATOR, SHEETS, SIGNED_IN, SIGNED_OUT, ask_to_block, look_at, open_menu
from tests.operation.hour import an_hour, remember

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / os.environ.get("SHOTS", "shots")
SIZES = {"phone": PHONE, "desktop": DESKTOP}
ON_A_TABLET = ("inbox", "thread", "profile")


async def film_of(person: Person) -> str:
    """The demo's video, once it is made and was talked about."""
    while True:
        answer = await person.context.request.get(f"{person.origin}{API}/feed/latest")
        for found in (await answer.json())["posts"]:
            if found["kind"] == "video" and found["comment_count"]:
                return str(found["id"])
        await asyncio.sleep(0.5)


async def test_shots_of_the_readme(demo: Server, seats: Seats) -> None:
    """The inbox with a thread, and a video of a friend with what is said to it: the first, while there is news for everybody."""
    origin = demo.app.config.origin
    ana = await seats.as_demo(origin, "ana", DESKTOP, reduced_motion="reduce")
    await look_at(ana, "/inbox")
    await look_at(ana, "/inbox/with/{friend}", "ana", "hana")
    await ana.page.screenshot(path=ROOT / "docs" / "screenshot.png")
    chidi = await seats.as_demo(origin, "chidi", DESKTOP, theme="dark", reduced_motion="reduce")
    await look_at(chidi, f"/watch/{await film_of(chidi)}?in=/feed/latest")
    await expect(chidi.page.locator("[data-comment]").first).to_be_visible()
    await chidi.rests()
    await chidi.page.screenshot(path=ROOT / "docs" / "watch.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_shots(demo: Server, seats: Seats, size: str, theme: str) -> None:
    origin = demo.app.config.origin
    ana = await seats.as_demo(origin, "ana", SIZES[size], theme=theme, reduced_motion="reduce")
    for name, path in SIGNED_IN.items():
        await look_at(ana, path, "ana", "chidi")
        await ana.page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png")
    for name, open_it in SHEETS.items():
        await look_at(ana, "/p/{post}")
        await open_it(ana)
        await ana.page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png")
    await ana.go("/u/chidi")
    await ana.rests()
    await open_menu(ana)
    await ana.page.screenshot(path=SHOTS / f"menu-{size}-{theme}.png")
    await ask_to_block(ana)
    await ana.page.screenshot(path=SHOTS / f"question-{size}-{theme}.png")
    remember(demo, an_hour())
    fatou = await seats.as_demo(origin, "fatou", SIZES[size], theme=theme, reduced_motion="reduce")
    for name, path in OPERATOR.items():
        await look_at(fatou, path)
        await fatou.page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
    nobody = await seats.empty(origin, SIZES[size], theme=theme, reduced_motion="reduce")
    for name, path in SIGNED_OUT.items():
        await look_at(nobody, path)
        await nobody.page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_tablet_shots(demo: Server, seats: Seats, theme: str) -> None:
    ana = await seats.as_demo(demo.app.config.origin, "ana", TABLET, theme=theme, reduced_motion="reduce")
    for name in ON_A_TABLET:
        await look_at(ana, SIGNED_IN[name], "ana", "chidi")
        await ana.page.screenshot(path=SHOTS / f"{name}-tablet-{theme}.png")
