"""What others do with one's post: two people, one sentence, the comment it leads to, and a conversation with who wrote it."""

import re

import pytest
from playwright.async_api import expect

from tests.api import Server
from tests.e2e.browser import PHONE, Seats
from tests.posts.saying import comment, say

pytestmark = pytest.mark.e2e


async def test_from_activity_to_the_comment_to_a_conversation(server: Server, origin: str, seats: Seats) -> None:
    ana_api, chidi, eve = await server.people("ana", "chidi", "eve")
    made = await say(ana_api, "Wind on Sunday?")
    ana = await seats.take(origin, "ana", PHONE)
    await ana.go("/inbox")
    for other in (chidi, eve):
        await other.put(f"/posts/{made['id']}/like")
    first = await comment(ana_api, made, "Anybody?")
    for number in range(12):
        await comment(ana_api, made, f"thought {number}")
    await comment(chidi, made, "South by six, @ana", parent_id=first["id"])
    await expect(ana.link("Activity 3")).to_be_visible()
    await ana.link("Activity 3").click()
    await expect(ana.page.get_by_role("region", name="Eve and Chidi liked your post")).to_be_visible()
    answer = ana.page.get_by_role("region", name="Chidi answered your comment")
    await expect(answer.get_by_text("South by six")).to_be_visible()
    await answer.get_by_role("link", name="Chidi answered your comment").click()
    marked = ana.page.locator("[data-comment][aria-current=true]")
    await expect(marked).to_contain_text("South by six")
    await expect(marked).to_be_in_viewport()
    await marked.get_by_role("button", name="More about the comment by Chidi").click()
    await marked.get_by_role("button", name="Report").click()
    await ana.see("Report this comment")
    await ana.page.keyboard.press("Escape")
    await ana.page.go_back()
    await answer.get_by_role("link", name="Message: Chidi").click()
    await expect(ana.page).to_have_url(re.compile(r"/inbox/(with/chidi|[0-9a-f-]{36})$"))
