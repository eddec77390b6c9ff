"""What a device has seen it shows again: without a network, after a day away, in two tabs. Signed out, it has nothing."""

import asyncio
import re
from collections.abc import Callable

import pytest
from playwright.async_api import Request, expect

from tests.api import Server, Someone
from tests.client import chat, device, live, post
from tests.e2e.browser import PHONE, Person, Seats
from tests.e2e.reading import all_of_it

pytestmark = [pytest.mark.e2e, pytest.mark.app_kept]

BANNER = "You can read and write; messages leave when it is back."
AWAY_MS = 60_000

# Every name and every word that is left in the browser of what belongs to an account.
LEFT = """async account => {
  const dbs = (await indexedDB.databases()).map(({ name }) => name).filter(name => name.startsWith('paperplane:'));
  const local = Object.entries(localStorage).filter(([key, value]) => (key + value).includes(account)).map(([key]) => key);
  const caught = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) if (/[/](api|media)[/]/.test(url)) caught.push(url);
  }
  return [...dbs, ...local, ...caught];
}"""


# The texts of each conversation whose newest pages are on the disk, and the words of the heads.
PAGES = """async () => {
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise(done => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result)));
    const logs = await new Promise(done => (db.transaction('logs').objectStore('logs').getAll().onsuccess =
      ({ target }) => done(target.result)));
    for (const { id, messages } of logs) found[id] = messages.map(({ body }) => body.text);
    db.close();
  }
  return found;
}"""


async def kept(person: Person, *words: str) -> None:
    """Wait until these are somewhere on the device's disk."""
    async with asyncio.timeout(20):
        while not all(word in held for held in [await person.kept()] for word in words):
            await asyncio.sleep(0.05)


async def paged(person: Person, conversation: str, text: str) -> list[str]:
    """Wait until this is the last text of the conversation's pages on the device's disk; all of them."""
    async with asyncio.timeout(20):
        while True:
            texts: list[str] = (await person.page.evaluate(PAGES)).get(conversation, [])
            if texts[-1:] == [text]:
                return texts
            await asyncio.sleep(0.05)


async def cut_off(person: Person) -> None:
    """Take the network away, once the app is kept on the device."""
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await person.context.set_offline(True)
    await person.see(BANNER)


async def look_at(person: Person, name: str, text: str) -> None:
    """Choose a conversation from the inbox, and wait for a message in it."""
    await person.go("/inbox")
    await person.link(re.compile(f"^{name}")).first.click()
    await expect(person.bubble(text)).to_be_visible()


def asked_of(person: Person) -> Callable[[], list[str]]:
    """The inbox pages that this page has asked for from here on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/inbox?" in request.url and "tab=conversations" in request.url:
            asked.append(request.url)
    person.page.on("request", note)
    return lambda: asked


async def test_without_a_network_inbox_and_threads_are_read_from_the_device(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api, eve_api = await server.people("ana", "chidi", "dana", "eve")
    with_chidi, with_dana, with_eve = [await chat(ana_api, other) for other in (chidi_api, dana_api, eve_api)]
    await post(chidi_api, with_chidi, "the tail is red")
    await post(dana_api, with_dana, "dinner at eight")
    await post(eve_api, with_eve, "never looked at")
    ana = await seats.take(origin, "ana", PHONE)
    await look_at(ana, "Chidi", "the tail is red")
    await paged(ana, with_chidi, "the tail is red")
    await expect(ana.page).to_have_title(re.compile(r"^\(2\)"))    # it is read
    await look_at(ana, "Dana", "dinner at eight")
    await expect(ana.page).to_have_title(re.compile(r"^\(1\)"))
    await paged(ana, with_dana, "dinner at eight")
    await kept(ana, "never looked at", '"counts":{"unread":1')

    await cut_off(ana)
    await ana.page.reload()
    await ana.see(BANNER)
    await expect(ana.bubble("dinner at eight")).to_be_visible()
    await ana.write("I will be late")
    await expect(ana.state("Sending")).to_be_visible()
    await ana.go("/inbox")
    await expect(ana.link(re.compile("^Eve.*never looked at"))).to_be_visible()
    await expect(ana.place("Inbox")).to_contain_text("1 conversation unread")
    await ana.link(re.compile("^Chidi.*the tail is red")).click()
    await expect(ana.bubble("the tail is red")).to_be_visible()
    # What was never fetched is said to be missing, and not shown as empty.
    await ana.page.go_back()
    await ana.link(re.compile("^Eve")).click()
    await ana.see("These messages did not load")
    await ana.go("/inbox/with/dana")
    await expect(ana.bubble("I will be late")).to_be_visible()

    await ana.context.set_offline(False)
    await expect(ana.state("Sent")).to_be_visible()
    assert [message["body"]["text"] for message in
            (await dana_api.get(f"/conversations/{with_dana}/messages"))["messages"]] == [
        "dinner at eight", "I will be late"]


async def a_day(server: Server, ana_api: Someone, talks: dict[Someone, str], new: Someone) -> list[str]:
    """Three people write, a fourth writes for the first time; on another device Ana reads and answers. What the first said."""
    (chidi_api, with_chidi), (dana_api, with_dana), (eve_api, with_eve) = talks.items()
    from_chidi = [f"chidi says {number}" for number in range(1, 181)]
    async with live(server, chidi_api) as chidi, live(server, dana_api) as dana, live(server, eve_api) as eve:
        for text in from_chidi:
            await chidi.send(with_chidi, text)
        for number in range(1, 101):
            await dana.send(with_dana, f"dana says {number}")
        for number in range(1, 21):
            await eve.send(with_eve, f"eve says {number}")
    await post(new, await chat(ana_api, new), "a new voice")
    async with live(server, await device(server, ana_api)) as hers:
        await hers.say("read", conversation_id=with_dana, seq=101)
        await hers.take("mark", conversation_id=with_dana)
        await hers.send(with_eve, "ana says 1")
    return from_chidi


async def test_a_day_in_airplane_mode_arrives_whole_and_without_everything_anew(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api, eve_api, gil_api = await server.people("ana", "chidi", "dana", "eve", "gil")
    with_chidi, with_dana, with_eve = [await chat(ana_api, other) for other in (chidi_api, dana_api, eve_api)]
    for other, conversation in ((chidi_api, with_chidi), (dana_api, with_dana), (eve_api, with_eve)):
        await post(other, conversation, "before the flight")
    ana = await seats.take(origin, "ana", PHONE)
    for name, conversation in (("Chidi", with_chidi), ("Dana", with_dana)):
        await look_at(ana, name, "before the flight")
        await paged(ana, conversation, "before the flight")
    await cut_off(ana)
    await ana.page.close()

    from_chidi = await a_day(server, ana_api, {chidi_api: with_chidi, dana_api: with_dana, eve_api: with_eve}, gil_api)
    ana = Person(ana.context, await ana.context.new_page(), origin)
    asked = asked_of(ana)
    await ana.go(f"/inbox/{with_chidi}")
    await expect(ana.bubble("before the flight")).to_be_visible()
    await ana.context.set_offline(False)
    await expect(ana.bubble("chidi says 180")).to_be_visible(timeout=AWAY_MS)
    seen, _ = await all_of_it(ana)
    assert seen == ["before the flight", *from_chidi]
    await ana.page.go_back()
    await ana.page.goto(origin + "/inbox")
    await expect(ana.link(re.compile("^Gil.*a new voice"))).to_be_visible()
    await expect(ana.link(re.compile("^Eve.*You: ana says 1"))).not_to_contain_text("new message")
    await expect(ana.link(re.compile("^Dana.*dana says 100"))).not_to_contain_text("new message")
    await expect(ana.place("Inbox")).to_contain_text("1 conversation unread")
    assert asked() == []

    # It is on the device now, also what was not on the screen.
    await kept(ana, "a new voice")
    assert len(await paged(ana, with_dana, "dana says 100")) == 101
    await cut_off(ana)
    await ana.go(f"/inbox/{with_dana}")
    await expect(ana.bubble("dana says 100")).to_be_visible()
    seen, _ = await all_of_it(ana)
    assert seen == ["before the flight", *[f"dana says {number}" for number in range(1, 101)]]


async def test_what_was_read_without_a_network_is_told_when_it_is_back(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    await post(chidi_api, conversation, "one")
    ana = await seats.take(origin, "ana", PHONE)
    await look_at(ana, "Chidi", "one")
    await ana.page.go_back()
    await post(chidi_api, conversation, "two")
    await paged(ana, conversation, "two")
    await cut_off(ana)
    await ana.link(re.compile("^Chidi.*two")).click()
    await expect(ana.bubble("two")).to_be_visible()
    await kept(ana, f'"reads":{{"{conversation}":2}}')
    # The page that read it never saw a network again.
    await ana.page.close()
    ana = Person(ana.context, await ana.context.new_page(), origin)
    await ana.go("/inbox")
    await expect(ana.link(re.compile("^Chidi.*two"))).not_to_contain_text("new message")
    [mark] = (await chidi_api.get(f"/conversations/{conversation}"))["marks"]
    assert mark["read_seq"] < 2
    await ana.context.set_offline(False)
    async with asyncio.timeout(20):
        while (await chidi_api.get(f"/conversations/{conversation}"))["marks"][0]["read_seq"] < 2:
            await asyncio.sleep(0.1)
    await kept(ana, '"reads":{}')


async def leads(tab: Person, writer: Someone, conversation: str) -> None:
    """The tab that led is gone: this one keeps from now on."""
    await post(writer, conversation, "to whoever leads")
    await paged(tab, conversation, "to whoever leads")
    await cut_off(tab)
    await tab.page.reload()
    await expect(tab.bubble("to whoever leads")).to_be_visible()
    assert (await all_of_it(tab))[0] == ["hello from chidi", "one, without a network", "three, without a network",
                                            "to whoever leads"]


async def test_two_tabs_read_and_write_without_a_network_and_with_one(
        server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api, dana_api = await server.people("ana", "chidi", "dana")
    with_chidi, with_dana = await chat(ana_api, chidi_api), await chat(ana_api, dana_api)
    await post(chidi_api, with_chidi, "hello from chidi")
    await post(dana_api, with_dana, "hello from dana")
    first = await seats.take(origin, "ana")
    await look_at(first, "Chidi", "hello from chidi")
    await paged(first, with_chidi, "hello from chidi")
    second = await first.tab()
    # What only the other tab looks at is kept too.
    await look_at(second, "Dana", "hello from dana")
    await second.write("from the second tab")
    await expect(second.state("Sent")).to_be_visible()
    assert await paged(first, with_dana, "from the second tab") == ["hello from dana", "from the second tab"]

    await cut_off(first)
    for tab, text in ((first, "hello from chidi"), (second, "hello from dana")):
        await tab.page.reload()
        await tab.see(BANNER)
        await expect(tab.bubble(text)).to_be_visible()
    await first.write("one, without a network")
    await second.write("two, without a network")
    await first.write("three, without a network")
    # Each tab then reads what the other wrote.
    await first.page.goto(f"{origin}/inbox/{with_dana}")
    await expect(first.bubble("two, without a network")).to_be_visible()
    await first.context.set_offline(False)
    await expect(first.state("Sending")).to_have_count(0)
    await expect(second.state("Sent")).to_be_visible()
    await second.page.goto(f"{origin}/inbox/{with_chidi}")
    await expect(second.state("Sent")).to_be_visible()
    for who, conversation, texts in (
            (chidi_api, with_chidi, ["hello from chidi", "one, without a network", "three, without a network"]),
            (dana_api, with_dana, ["hello from dana", "from the second tab", "two, without a network"])):
        found = (await who.get(f"/conversations/{conversation}/messages"))["messages"]
        assert [message["body"]["text"] for message in found] == texts
    await first.page.close()
    await leads(second, chidi_api, with_chidi)


async def test_signing_out_while_messages_arrive_leaves_nothing(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi_api = await server.people("ana", "chidi")
    conversation = await chat(ana_api, chidi_api)
    await post(chidi_api, conversation, "secret 0")
    first = await seats.take(origin, "ana")
    await first.go(f"/inbox/{conversation}")
    await expect(first.bubble("secret 0")).to_be_visible()
    second = await first.tab()
    await second.go(f"/inbox/{conversation}")
    await expect(second.bubble("secret 0")).to_be_visible()
    await second.composer.fill("secret: half written")
    await paged(first, conversation, "secret 0")

    async def speak() -> None:
        async with live(server, chidi_api) as chidi:
            for number in range(1, 10_000):
                await chidi.send(conversation, f"secret {number}")
                await asyncio.sleep(0.01)
    speaking = asyncio.create_task(speak())
    await expect(second.bubble("secret 5")).to_be_visible()
    leaving = await first.tab()
    await leaving.go("/settings")
    await leaving.button("Sign out").click()
    for tab in (leaving, first, second):
        await expect(tab.heading("Sign in")).to_be_visible()
    await asyncio.sleep(2)
    for tab in (first, leaving):
        assert await tab.page.evaluate(LEFT, ana_api.me["id"]) == []
        assert "secret" not in await tab.kept()
    speaking.cancel()
