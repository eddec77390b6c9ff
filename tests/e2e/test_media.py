"""Pictures, videos and files in chats: chosen, described, brought over a bad line, looked at, and seen once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Request, expect

from paperplane.core.limits import Limits, Sizes
from tests.api import Server, Someone, serving
from tests.client import chat, page, say
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.media.pictures import photo
from tests.media.test_messages import fetched, showing
from tests.media.test_view_once import view
from tests.media.uploading import ready
from tests.messages.groups import group, remove

pytestmark = pytest.mark.e2e

CHUNK = 64 * 1024


def picture(name: str, size: tuple[int, int] = (320, 240)) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(size)}


async def add(person: Person, *files: FilePayload, how: str = "Photo or video") -> None:
    """Choose them, as far as the tray."""
    async with person.page.expect_file_chooser() as chooser:
        await person.button(re.compile("^Add a photo")).click()
        await person.page.get_by_role("menuitem", name=how, exact=True).click()
    await (await chooser.value).set_files(list(files))
    await expect(tiles(person)).to_have_count(len(files))


def tiles(person: Person) -> Locator:
    return person.page.locator("[data-tray] [data-tile]")


def album(person: Person) -> Locator:
    """What of the last album can be opened."""
    return person.thread.locator("[data-album]").last.get_by_role("button")


async def last(who: Someone, room: str, kind: str = "media") -> Any:
    """The last message, once it is of this kind."""
    async with asyncio.timeout(60):
        while not (said := await page(who, room)) or said[-1]["body"]["type"] != kind:
            await asyncio.sleep(0.05)
    return said[-1]


async def test_an_album_with_its_words_is_looked_at(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api, eve_api = await server.people("ana", "chidi", "dana", "eve")
    room = await group(ana_api, chidi_api, dana_api)
    ana = await seats.take(origin, "ana", PHONE)
    chidi = await seats.take(origin, "chidi")
    for person in (ana, chidi):
        await person.go(f"/inbox/{room}")
    await add(ana, picture("lake.jpg"), picture("house.jpg"), picture("pines.jpg", (240, 320)))
    await tiles(ana).nth(2).focus()
    await ana.page.keyboard.press("ArrowLeft")
    await expect(tiles(ana).nth(1)).to_be_focused()
    await expect(tiles(ana).nth(1)).to_have_accessible_name("pines.jpg, 2 of 3")
    await tiles(ana).first.click()
    await ana.field("What there is to see").fill("The lake at dawn")
    assert not (found := await complaints(ana, "describe")), "\n".join(found)
    await ana.button("Done").click()
    await ana.composer.fill("Same jetty, last October.")
    await ana.button("Send").click()
    await expect(tiles(ana)).to_have_count(0)
    await expect(ana.composer).to_have_value("")

    await expect(album(chidi)).to_have_count(3)
    await chidi.see("Same jetty, last October.")
    body = (await last(chidi_api, room))["body"]
    assert [(item["name"], item["alt"]) for item in body["items"]] == [("lake.jpg", "The lake at dawn"), ("pines.jpg", ""), ("house.jpg", "")]
    await looked_at(chidi)
    assert not (found := await complaints(chidi, "album")), "\n".join(found)
    media, seq = body["items"][0]["media_id"], (await last(ana_api, room))["seq"]
    assert await fetched(eve_api, room, seq, media, "large") == 404, "a stranger"
    assert isinstance(await fetched(dana_api, room, seq, media, "large"), bytes)
    await remove(ana_api, room, dana_api)
    later = await ready(chidi_api, photo((80, 60)))
    seq = (await say(chidi_api, room, **showing(later)))["seq"]
    assert await fetched(dana_api, room, seq, later["id"], "large") == 404, "somebody who was removed"

    await ana.go(f"/inbox/{room}/details/gallery")
    await expect(ana.link(re.compile("^The lake at dawn"))).to_be_visible()


async def looked_at(person: Person) -> None:
    """Open the first of three, come closer, go on by the keyboard, and be where one was."""
    first = album(person).first
    await expect(first).to_have_accessible_name("Photo 1 of 3: The lake at dawn")
    await first.click()
    viewer = person.page.get_by_role("dialog", name="Photos and videos")
    await expect(viewer.get_by_role("img", name="The lake at dawn")).to_be_visible()
    await viewer.locator("[data-zoom]").dblclick()
    await expect(viewer.locator("[data-zoom]")).to_have_attribute("data-zoom", "2.5")
    await person.page.keyboard.press("0")
    await expect(viewer.locator("[data-zoom]")).to_have_attribute("data-zoom", "1")
    await person.page.keyboard.press("ArrowRight")
    await expect(viewer.get_by_text("2 of 3")).to_be_visible()
    await person.page.keyboard.press("End")
    await expect(viewer.get_by_role("button", name="The next one")).to_have_count(0)
    assert not (found := await complaints(person, "viewer")), "\n".join(found)
    await person.page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await expect(first).to_be_focused()


@asynccontextmanager
async def slow(person: Person, bytes_s: int) -> AsyncIterator[None]:
    """What this person sends goes no faster."""
    devtools = await person.context.new_cdp_session(person.page)
    line = {"offline": False, "latency": 0, "downloadThroughput": -1}
    await devtools.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": bytes_s})
    yield
    await devtools.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": -1})
    await devtools.detach()


@pytest.mark.app_kept
async def test_an_upload_outlives_a_reload_and_a_moment_without_a_network(database: str, tmp_path: Path, seats: Seats) -> None:
    async with serving(database, tmp_path, limits=Limits(sizes=Sizes(upload_chunk_bytes=CHUNK))) as server:
        ana_api, chidi_api = await server.people("ana", "chidi")
        room = await chat(ana_api, chidi_api)
        ana = await seats.take(server.app.config.origin, "ana")
        await ana.go(f"/inbox/{room}")
        content = bytes(range(256)) * 2_400
        offsets = brought(ana)
        async with slow(ana, 150_000):
            await add(ana, {"name": "minutes.bin", "mimeType": "application/octet-stream", "buffer": content}, how="File")
            await ana.button("Send").click()
            await ana.write("and these words behind it")
            await until(lambda: max(offsets, default=0) >= 2 * CHUNK)
            await ana.page.reload()
            before = len(offsets)
            await expect(ana.thread.locator("[data-file]")).to_be_visible()
            await until(lambda: len(offsets) > before + 1)
            await ana.context.set_offline(True)
            await asyncio.sleep(0.3)
            assert await page(chidi_api, room) == [], "nothing overtakes it"
        await ana.context.set_offline(False)
        said = await last(chidi_api, room, "text")
        file = (await page(chidi_api, room))[-2]
        assert said["body"]["text"] == "and these words behind it"
        (item,) = file["body"]["items"]
        assert await fetched(chidi_api, room, file["seq"], item["media_id"], "file") == content
        assert offsets.count(0) == 1, "it went on where it was, and did not begin anew"
        await expect(ana.link("Download minutes.bin")).to_be_visible()


def brought(person: Person) -> list[int]:
    """Where each part begins that they send from now on."""
    offsets: list[int] = []

    def heard(request: Request) -> None:
        if request.method == "PATCH":
            offsets.append(int(request.headers["upload-offset"]))
    person.page.on("request", heard)
    return offsets


async def until(true: Any) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)


async def test_what_is_refused_is_said_and_the_rest_can_go(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go(f"/inbox/{room}")
    broken: FilePayload = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no picture, whatever it is called"}
    empty: FilePayload = {"name": "empty.jpg", "mimeType": "image/jpeg", "buffer": b""}
    async with ana.page.expect_file_chooser() as chooser:
        await ana.button(re.compile("^Add a photo")).click()
        await ana.page.get_by_role("menuitem", name="Photo or video").click()
    await (await chooser.value).set_files([broken, empty, picture("lake.jpg")])
    await ana.see("“empty.jpg” is empty.")
    await expect(tiles(ana)).to_have_count(2)
    await ana.write("two of them")
    await ana.see("“broken.jpg” is not a picture that can be opened.")
    assert await page(chidi_api, room) == []
    await ana.page.reload()
    await ana.see("“broken.jpg” is not a picture that can be opened.")
    await ana.button("Send without it").click()
    await ana.see_not("is not a picture")
    body = (await last(chidi_api, room))["body"]
    assert ([item["name"] for item in body["items"]], body["text"]) == (["lake.jpg"], "two of them")


async def test_what_can_be_seen_once_is_seen_once(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana = await seats.take(origin, "ana", PHONE)
    phone = await seats.take(origin, "chidi", PHONE)
    laptop = await seats.take(origin, "chidi")
    for person in (ana, phone, laptop):
        await person.go(f"/inbox/{room}")
    await add(ana, picture("secret.jpg"))
    await ana.page.get_by_role("switch", name="View once").click()
    assert not (found := await complaints(ana, "tray")), "\n".join(found)
    await ana.button("Send").click()
    closed = re.compile("Photo · view once")
    await expect(ana.thread.get_by_text("Not opened yet")).to_be_visible()
    await expect(laptop.button(closed)).to_be_visible()
    await phone.button(closed).click()
    viewer = phone.page.get_by_role("dialog", name="Photos and videos")
    await expect(viewer.locator("img")).to_be_visible()
    await expect(viewer.get_by_role("link", name="Download")).to_have_count(0)
    await phone.page.go_back()
    await expect(viewer).to_have_count(0)
    for person in (ana, phone, laptop):
        await expect(person.thread.get_by_text("Opened", exact=True)).to_be_visible()
        await expect(person.button(closed)).to_have_count(0)
    await phone.page.reload()
    await expect(phone.thread.get_by_text("Opened", exact=True)).to_be_visible()
    await expect(phone.button(closed)).to_have_count(0)
    message = await last(chidi_api, room)
    media = message["body"]["items"][0]["media_id"]
    assert await view(chidi_api, room, message["seq"]) == "viewed"
    assert await fetched(chidi_api, room, message["seq"], media, "large") == 404
    await phone.thread.locator("[data-bubble]").last.click(button="right")
    await expect(phone.page.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(phone.page.get_by_role("menuitem", name="Forward")).to_have_count(0)
