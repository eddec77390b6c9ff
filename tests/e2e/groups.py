"""Short ways to say what browser tests of groups say often."""

from typing import Any

from playwright.async_api import Locator, expect

from tests.api import Server, Someone
from tests.client import befriend
from tests.e2e.browser import Person

LAKE = "Lake house"


async def friends(server: Server, *handles: str) -> list[Someone]:
    """The first of them is everybody's friend."""
    first, *others = await server.people(*handles)
    for other in others:
        await befriend(first, other)
    return [first, *others]


async def group(maker: Someone, *others: str, title: str = LAKE) -> str:
    made = await maker.ask("POST", "/conversations", {"kind": "group", "title": title, "members": list(others)})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def add(who: Someone, room: str, *handles: str) -> Any:
    answer = await who.ask("POST", f"/conversations/{room}/members", {"handles": list(handles)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def notices(person: Person) -> Locator:
    """What the open thread tells of the group itself."""
    return person.thread.locator("[data-notice]")


async def told(person: Person, *lines: str) -> None:
    """Exactly these, in their order."""
    await expect(notices(person)).to_have_text(list(lines))


def details(person: Person) -> Locator:
    return person.page.get_by_role("complementary", name="Details")


async def open_group(person: Person, room: str, below: str = "") -> None:
    await person.go(f"/inbox/{room}{below}")
    await expect(person.heading(LAKE).first).to_be_visible()


async def member_menu(person: Person, name: str, entry: str) -> None:
    await details(person).get_by_role("button", name=f"What to do about {name}").click()
    await person.page.get_by_role("menuitem", name=entry, exact=True).click()
