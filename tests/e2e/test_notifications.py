"""Notifications in a browser: what a push shows while no page is open, what it becomes, and what its buttons do."""

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import CDPSession, Worker, expect

from tests.api import Server
from tests.client import chat, page, post
from tests.e2e.browser import DESKTOP, PHONE, Person, Seats

pytestmark = [pytest.mark.e2e, pytest.mark.app_kept]

SHOWN = """async () => (await self.registration.getNotifications())
  .map(({ title, body, tag, silent, data, actions }) => ({ title, body, tag, silent, url: data.url, buttons: actions.map(({ action }) => action) }))"""
# A tap, which no test can make on a notification of the system: the event of it, and all that follows.
TAP = """async ([tag, action, reply]) => {
  const [notification] = await self.registration.getNotifications({ tag });
  const event = new NotificationEvent('notificationclick', { notification, action });
  let work;
  Object.defineProperties(event, { reply: { value: reply }, waitUntil: { value: (promise) => { work = promise; } } });
  self.dispatchEvent(event);
  await Promise.race([work.catch(() => undefined), new Promise((done) => setTimeout(done, 5000))]);
}"""


class Phone:
    """A browser whose service worker is pushed to."""

    def __init__(self, person: Person, line: CDPSession, registration: str, worker: Worker) -> None:
        self.person = person
        self._line = line
        self._registration = registration
        self._worker = worker

    @classmethod
    async def of(cls, person: Person) -> "Phone":
        await person.context.grant_permissions(["notifications"], origin=person.origin)
        await person.go("/inbox")
        await person.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        line = await person.context.new_cdp_session(person.page)
        known: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def heard(event: Any) -> None:
            for one in event["registrations"]:
                if not known.done() and one["scopeURL"].startswith(person.origin):
                    known.set_result(one["registrationId"])
        line.on("ServiceWorker.workerRegistrationUpdated", heard)
        await line.send("ServiceWorker.enable")
        return cls(person, line, await asyncio.wait_for(known, 20), person.context.service_workers[0])

    async def push(self, **notice: object) -> None:
        await self._line.send("ServiceWorker.deliverPushMessage", {
            "origin": self.person.origin, "registrationId": self._registration, "data": json.dumps(notice)})

    async def shows(self, *titles: str) -> list[dict[str, Any]]:
        """Wait until just these stand there."""
        found: list[dict[str, Any]] = await self._worker.evaluate(SHOWN)
        async with asyncio.timeout(20):
            while [one["title"] for one in found] != list(titles):
                await asyncio.sleep(0.05)
                found = await self._worker.evaluate(SHOWN)
        return found

    async def tap(self, tag: str, action: str = "", reply: str | None = None) -> None:
        await self._worker.evaluate(TAP, [tag, action, reply])


def notice(room: str, ana: Any, **more: object) -> dict[str, object]:
    return {"kind": "show", "tag": room, "title": "Chidi", "body": "Are you coming?", "url": f"/inbox/{room}", "fresh": True, "badge": 1,
            "account_id": ana.me["id"], "conversation_id": room, "seq": 1, "reply": "Reply", "read": "Mark as read", "failed": "It is kept.", **more}


async def test_a_push_shows_while_no_page_is_open_and_goes_when_it_was_read_elsewhere(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "Are you coming?")
    phone = await Phone.of(await seats.take(origin, "ana", PHONE))
    await phone.person.page.goto("about:blank")
    await phone.push(**notice(room, ana_api))
    (shown,) = await phone.shows("Chidi")
    assert (shown["body"], shown["url"], shown["buttons"]) == ("Are you coming?", f"/inbox/{room}", ["reply", "read"])
    await phone.push(**notice(room, ana_api, title="Chidi (2)", body="Well?"))
    (shown,) = await phone.shows("Chidi (2)")
    assert (shown["body"], shown["silent"]) == ("Well?", True)      # heard a moment ago
    await phone.push(kind="show", tag="requests", title="Paperplane", body="1 request", url="/inbox/requests", fresh=True)
    await phone.shows("Chidi (2)", "Paperplane")
    await phone.push(kind="clear", tag=room, badge=0)
    await phone.shows("Paperplane")


async def test_its_buttons_answer_and_read_and_what_cannot_leave_is_kept(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "Are you coming?")
    ana = await seats.take(origin, "ana")
    phone = await Phone.of(ana)
    await phone.push(**notice(room, ana_api))
    await phone.shows("Chidi")
    await phone.tap(room, "read")
    await phone.shows()
    assert (await ana_api.get(f"/conversations/{room}"))["unread"] == 0

    await phone.push(**notice(room, ana_api))
    await phone.shows("Chidi")
    await phone.tap(room, "reply", "On my way")
    await phone.shows()
    assert [one["body"]["text"] for one in await page(chidi_api, room)] == ["Are you coming?", "On my way"]

    await phone.push(**notice(room, ana_api))
    await phone.shows("Chidi")
    await ana.context.set_offline(True)
    await phone.tap(room, "reply", "In the tunnel")
    (shown,) = await phone.shows("Chidi")
    assert shown["body"] == "It is kept."
    assert "In the tunnel" in await ana.kept()
    await ana.context.set_offline(False)
    async with asyncio.timeout(20):
        while [one["body"]["text"] for one in await page(chidi_api, room)][2:] != ["In the tunnel"]:
            await asyncio.sleep(0.05)


async def test_a_tap_opens_the_conversation_and_signing_out_takes_all_away(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    room = await chat(ana_api, chidi_api)
    await post(chidi_api, room, "Are you coming?")
    ana = await seats.take(origin, "ana")
    phone = await Phone.of(ana)
    await expect(ana.heading("Inbox").first).to_be_visible()
    await phone.push(**notice(room, ana_api))
    await phone.shows("Chidi")
    await phone.tap(room)
    await expect(ana.page).to_have_url(f"{origin}/inbox/{room}")
    await expect(ana.bubble("Are you coming?")).to_be_visible()
    await phone.shows()
    await phone.push(kind="show", tag="requests", title="Paperplane", body="1 request", url="/inbox/requests", fresh=True)
    await phone.shows("Paperplane")
    await ana.go("/settings")
    await ana.button("Sign out").click()
    await expect(ana.button("Sign in")).to_be_visible()
    await phone.shows()


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_settings_say_what_is_so(server: Server, origin: str, seats: Seats, device: Any) -> None:
    ana_api = await server.person("ana")
    ana = await seats.take(origin, "ana", device)
    await ana.go("/settings/notifications")
    switch = ana.page.get_by_role("switch", name="Notify me on this device")
    await expect(switch).not_to_be_checked()
    follows = ana.page.get_by_role("switch", name="New followers")
    await expect(follows).not_to_be_checked()
    await follows.click()
    await expect(follows).to_be_checked()
    await ana.page.get_by_role("combobox", name="On the lock screen").select_option("Only who")
    await ana.see("The name, and that there is something.")
    async with asyncio.timeout(20):
        while (found := await ana_api.get("/me/notifications"))["content"] != "sender":
            await asyncio.sleep(0.05)
    assert found["follows"] is True
    await expect(ana.page.get_by_role("switch", name="Tell me what waits longer than a day")).to_be_disabled()
    await ana.context.set_offline(True)
    await ana.see("You are offline. Turn notifications on when you are back.")
    await expect(switch).to_be_disabled()
    await ana.context.set_offline(False)
    await ana.context.grant_permissions([], origin=origin)         # none of them: as who has said no
    await ana.page.reload()
    await ana.see("Your browser was told not to show notifications from here.")
    await expect(switch).to_have_count(0)
