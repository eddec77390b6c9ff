"""Packs of stickers in the browser: made, sent, seen, added by who got one, and kept where they were sent."""

import re

import pytest
from playwright.async_api import FilePayload, expect

from tests.api import Server
from tests.client import chat, page
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.messages.groups import group
from tests.messages.packs import make, moving, packs, put, still

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/gif" if name.endswith(".gif") else "image/png", "buffer": content}


async def open_picker(person: Person) -> None:
    await person.button(re.compile("^Add a photo")).click()
    await person.page.get_by_role("menuitem", name="Sticker or GIF").click()
    await expect(person.page.get_by_role("dialog", name="Sticker or GIF")).to_be_visible()


async def drawn(person: Person) -> None:
    """The sticker's own bytes are there."""
    picture = person.thread.get_by_role("button", name="Sticker: A frog that laughs").locator("img")
    await expect(picture).to_have_js_property("naturalWidth", 64)


async def well(person: Person, where: str) -> None:
    await person.rests()
    assert not (found := await complaints(person, where)), "\n".join(found)


async def make_frogs(ana: Person) -> None:
    """A pack of her own pictures, of which one is no picture; she says what another shows."""
    await ana.go("/settings/packs")
    await ana.field("New pack").fill("Our frogs")
    await ana.button("Make the pack").tap()
    dialog = ana.page.get_by_role("dialog", name="Our frogs")
    await expect(dialog).to_be_visible()
    async with ana.page.expect_file_chooser() as chooser:
        await dialog.get_by_role("button", name="Add pictures").tap()
    await (await chooser.value).set_files([file("Happy Frog.png", still()), file("notes.png", b"no picture"), file("hop.gif", moving())])
    await expect(dialog.get_by_role("listitem")).to_have_count(2, timeout=60_000)
    await expect(dialog.get_by_text("notes.png: This is not a picture we can read.")).to_be_visible()
    await dialog.get_by_role("button", name="Edit: happy_frog").tap()
    await dialog.get_by_label("What is to be seen").fill("A frog that laughs")
    await well(ana, "a pack that is edited")
    await dialog.get_by_role("button", name="Save").tap()
    await expect(dialog.get_by_label("What is to be seen")).to_have_count(0)


async def delete_frogs(ana: Person) -> None:
    await ana.go("/settings/packs")
    await ana.button(re.compile("Our frogs")).tap()
    await ana.button("Delete pack").tap()
    await ana.button("Delete pack").tap()
    await ana.see("You have no packs yet.")


async def test_a_pack_is_made_and_goes_round(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    ana, chidi = await seats.take(origin, "ana", PHONE), await seats.take(origin, "chidi", PHONE)

    await make_frogs(ana)

    # It is found by what it shows, and one tap sends it.
    await ana.go(f"/inbox/{room}")
    await open_picker(ana)
    await ana.page.get_by_label("Search stickers").fill("laugh")
    await well(ana, "the picker")
    await ana.page.get_by_role("dialog").get_by_role("button", name="A frog that laughs").tap()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await chidi.go("/inbox")
    await chidi.see("Sticker: happy_frog")
    await chidi.go(f"/inbox/{room}")
    for person in (ana, chidi):
        await drawn(person)

    # He has it too from then on.
    await chidi.thread.get_by_role("button", name="Sticker: A frog that laughs").tap()
    await chidi.see("Our frogs")
    await well(chidi, "the pack of a sticker")
    await chidi.button("Add pack").tap()
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)
    await open_picker(chidi)
    await chidi.page.get_by_role("dialog").get_by_role("button", name="hop, Sticker").tap()
    await expect(ana.thread.get_by_role("button", name="Sticker: hop")).to_be_visible()

    # Deleted, it is gone from his packs, and what was sent is still there.
    await delete_frogs(ana)
    assert await packs(chidi_api) == []
    await open_picker(chidi)
    await chidi.see("No stickers yet")
    await chidi.page.keyboard.press("Escape")
    await chidi.page.reload()
    await drawn(chidi)


@pytest.mark.app_kept
@pytest.mark.app_kept
async def test_a_groups_emoji_without_a_network(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await group(ana_api, chidi_api)
    pack = (await make(ana_api, "Lake", conversation_id=room))["id"]
    await put(ana_api, pack, "fish", "emoji", alt="A fish")
    await put(ana_api, pack, "tent", alt="A tent")
    chidi = await seats.take(origin, "chidi")
    await chidi.go(f"/inbox/{room}/details")
    await expect(chidi.page.get_by_role("heading", name="Stickers of this group")).to_be_visible()
    await expect(chidi.page.get_by_label("New pack")).to_have_count(0)      # for its admins
    await well(chidi, "a group with a pack")
    await chidi.go(f"/inbox/{room}")
    await open_picker(chidi)
    await chidi.page.get_by_role("dialog").get_by_role("button", name="A fish").press("ArrowRight")
    await expect(chidi.page.get_by_role("dialog").get_by_role("button", name="A tent")).to_be_focused()
    await chidi.page.get_by_role("dialog").get_by_role("button", name="A fish").click()
    await expect(chidi.composer).to_have_value(":fish: ")
    await chidi.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await chidi.context.set_offline(True)
    await chidi.composer.press("Enter")
    await open_picker(chidi)
    await chidi.page.get_by_role("dialog").get_by_role("button", name="A tent").click()
    await expect(chidi.thread.get_by_role("button", name="Sticker: A tent")).to_be_visible()
    assert all(message["body"]["type"] == "system" for message in await page(ana_api, room))
    await chidi.context.set_offline(False)
    ana = await seats.take(origin, "ana")
    await ana.go(f"/inbox/{room}")
    await expect(ana.thread.get_by_role("img", name=":fish:")).to_be_visible(timeout=60_000)
    await expect(ana.thread.get_by_role("button", name="Sticker: A tent")).to_be_visible(timeout=60_000)
