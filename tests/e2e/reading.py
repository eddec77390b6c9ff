"""A conversation read as a person reads it: by scrolling."""

import asyncio
import re

from tests.e2e.browser import Person

# What of the open conversation is drawn, top to bottom: its key, its text, and whether it is said to be on the server.
DRAWN = """thread => {
  const top = row => row.getBoundingClientRect().top;
  const drawn = [...thread.querySelectorAll('[data-bubble]')].sort((a, b) => top(a) - top(b));
  return drawn.map(row => [row.dataset.bubble, row.ariaLabel.replace(/^[^:]*: | · [^·]*$/g, ''),
    /Sent|Delivered|Read/.test(row.parentElement.innerText.replace(row.innerText, ''))]);
}"""


async def all_of_it(person: Person) -> tuple[list[str], int]:
    """What the open conversation says from its beginning on, read by scrolling up; and how much is shown as sent.

    A word of state is said under the last message that has it, and counts for those before. A list that draws only
    what is in sight draws it a frame or two after the scrolling: what is seen twice alike is what stands there.
    """
    beginning = person.page.get_by_text(re.compile("^This is where your conversation with"))
    scroller = person.thread.get_by_role("list").locator("..")
    found: list[tuple[str, str, bool]] = []
    last: list[tuple[str, str, bool]] = []
    async with asyncio.timeout(60):
        while True:
            at_the_top = await scroller.evaluate("box => box.scrollTop <= 0") and await beginning.is_visible()
            drawn = [(key, text, sent) for key, text, sent in await person.thread.evaluate(DRAWN)]
            keys = {key for key, _, _ in drawn}
            found = drawn + [row for row in found if row[0] not in keys]
            settled, last = drawn == last, drawn
            if at_the_top and settled:
                sent = max((place for place, row in enumerate(found, 1) if row[2]), default=0)
                return [text for _, text, _ in found], sent
            await scroller.evaluate("box => box.scrollBy(0, -400)")
            await person.page.evaluate(
                "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
