"""A post in a chat: shared in one tap, seen by the other, gone on both when its author deletes it, and nothing of it stays on a device."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.api import Server
from tests.client import befriend, chat, page
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats
from tests.e2e.test_axe import complaints
from tests.e2e.test_cache import LEFT
from tests.e2e.test_posts import card
from tests.media.pictures import photo
from tests.media.uploading import ready
from tests.messages.groups import group
from tests.posts.saying import say

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180), pytest.mark.app_kept]

SHOWN = re.compile("^Post by Ana")
GONE = "This post is not here"


def tile(person: Person) -> Locator:
    """A card of the open conversation."""
    return person.thread.get_by_role("link", name=SHOWN)


async def test_a_shared_post_lives_and_goes_with_its_author(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await server.people("ana", "chidi", "dana")
    await befriend(ana_api, chidi_api)
    room, other = await chat(chidi_api, dana_api), await group(chidi_api, dana_api, title="Kites")
    shown = await ready(ana_api, photo(), "one.jpg", kind="photo")
    post_id = (await say(ana_api, "South wind", kind="photos", media=[{"media_id": shown["id"], "alt": "A kite on a table"}]))["id"]
    chidi, dana = await seats.take(origin, "chidi", PHONE), await seats.take(origin, "dana", DESKTOP)

    await dana.go(f"/inbox/{room}")
    await he_shares_it(chidi)
    (message,) = await page(dana_api, room)
    assert message["body"] == {"type": "card", "post_id": post_id, "text": "for Sunday?"}
    assert [one["body"]["type"] for one in await page(dana_api, other)] == ["system"], "taken back, it left no trace"

    await expect(tile(dana).get_by_text("South wind")).to_be_visible()
    await expect(dana.thread.get_by_text("for Sunday?")).to_be_visible()
    await expect(tile(dana).locator("img")).to_have_js_property("complete", True)
    assert not await complaints(dana, "a card")
    await he_writes_to_her_about_it(chidi, post_id)
    await chidi.go(f"/inbox/{room}")
    await expect(tile(chidi)).to_be_visible()

    await ana_api.delete(f"/posts/{post_id}")
    # What it looks like then, and after a reload, is told by the whole journey.
    for person in (dana, chidi):
        await expect(person.thread.get_by_text(GONE)).to_be_visible()
        await expect(person.thread.locator("[data-card] img")).to_have_count(0)
    await nothing_of_it_stays(dana, room, post_id)


async def he_shares_it(chidi: Person) -> None:
    await chidi.go("/")
    await card(chidi, "South wind").get_by_role("button", name="Share").tap()
    await chidi.field("Add a note").fill("for Sunday?")
    await chidi.button("Send to Dana").tap()
    await expect(chidi.button("Sent to Dana: undo")).to_be_visible()
    await chidi.button("Send to Kites").tap()
    await chidi.button("Sent to Kites: undo").tap()
    await expect(chidi.button("Send to Kites")).to_be_visible()
    assert not await complaints(chidi, "share")
    await chidi.button("Done").tap()
    await expect(chidi.page.get_by_role("dialog")).to_have_count(0)


async def he_writes_to_her_about_it(chidi: Person, post_id: str) -> None:
    """Message: the post waits in the field of the conversation with its author; so does one whose address is pasted."""
    await card(chidi, "South wind").get_by_role("link", name="Message").tap()
    await expect(chidi.page.locator("[data-attached]").get_by_text("South wind")).to_be_visible()
    await chidi.button("Leave the post out").tap()
    await expect(chidi.page.locator("[data-attached]")).to_have_count(0)
    await chidi.composer.evaluate("""(field, said) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', said);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }""", f"{chidi.origin}/p/{post_id}")
    await expect(chidi.page.locator("[data-attached]").get_by_text("South wind")).to_be_visible()
    await chidi.composer.fill("Which street?")
    await chidi.button("Send").tap()
    await expect(chidi.thread.locator("[data-bubble]").filter(has_text="Which street?").get_by_role("link", name=SHOWN)).to_be_visible()


async def nothing_of_it_stays(dana: Person, room: str, post_id: str) -> None:
    """Read again without a network: that something was shared, and nothing of what it was."""
    await dana.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await dana.context.set_offline(True)
    await dana.go(f"/inbox/{room}")
    await expect(dana.thread.get_by_text("Shown once you are online")).to_be_visible()
    await expect(dana.thread.locator("[data-card] img")).to_have_count(0)
    kept = await dana.kept()
    assert post_id in kept
    assert "South wind" not in kept
    left = await dana.page.evaluate(LEFT, post_id)
    assert not [one for one in left if "/posts/" in one or "/media/files/" in one]
    await dana.context.set_offline(False)
    await expect(dana.thread.get_by_text(GONE)).to_be_visible()
