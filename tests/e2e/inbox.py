"""The inbox as a person has it before them: whom it lists, in which order, and what can be done with a row."""

import re
from typing import Any

from playwright.async_api import Locator, expect

from tests.api import Server, Someone
from tests.client import chat, post
from tests.e2e.browser import Person


async def talks(server: Server, *others: str) -> tuple[Someone, dict[str, Someone], dict[str, str]]:
    """Ana, the others, and the conversation with each; they wrote in this order, and Ana has read it all."""
    ana, *rest = await server.people("ana", *others)
    people = {one.handle: one for one in rest}
    ids = {}
    for handle, one in people.items():
        ids[handle] = await chat(ana, one)
        await post(one, ids[handle], f"from {handle}")
        await read(ana, ids[handle])
    return ana, people, ids


async def read(who: Someone, conversation: str) -> None:
    head = await who.get(f"/conversations/{conversation}")
    await who.put(f"/conversations/{conversation}/marks", {"read_seq": head["last_seq"]})


async def mine(who: Someone, conversation: str, **keeping: Any) -> Any:
    return await who.patch(f"/conversations/{conversation}/mine", keeping)


def row(device: Person, name: str) -> Locator:
    return device.page.get_by_role("navigation", name=re.compile("^(Conversations|Archived)$")).get_by_role(
        "link", name=re.compile(f"^{name}\\b"))


async def menu_of(device: Person, name: str) -> None:
    await row(device, name).click(button="right")
    await expect(device.page.get_by_role("menu", name=re.compile(f"{name}$"))).to_be_visible()


async def choose(device: Person, *words: str) -> None:
    for word in words:
        await device.page.get_by_role("menuitem", name=word, exact=True).click()


async def names(device: Person) -> list[str]:
    """Whom the list names, from above; headings too."""
    shown = device.page.get_by_role("navigation", name="Conversations").locator("h2, a[href*='/inbox/'] b")
    return [text.strip() for text in await shown.all_inner_texts()]


async def order(device: Person, *wanted: str) -> None:
    """Wait until the list is this, headings too."""
    await expect(row(device, wanted[-1])).to_be_visible()
    for _ in range(400):
        if await names(device) == list(wanted):
            return
        await device.page.wait_for_timeout(50)
    assert await names(device) == list(wanted)
