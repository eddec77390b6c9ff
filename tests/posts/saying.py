"""Short ways to say what tests of posts say often."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.ids import new_id
from tests.api import Server, Someone, good


def words(text: str = "hello", **more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "text": text, **more}


async def say(who: Someone, text: str = "hello", **more: Any) -> Any:
    """A post of theirs."""
    return good(await who.ask("POST", "/posts", words(text, **more)))


async def comment(who: Someone, post: Any, text: str = "nice", **more: Any) -> Any:
    return good(await who.ask("POST", f"/posts/{post['id']}/comments", words(text, **more)))


async def texts(who: Someone, path: str) -> list[str]:
    """What stands on a page of posts."""
    return [one["text"] for one in (await who.get(path))["posts"]]


async def follow(one: Someone, other: Someone) -> None:
    await one.put(f"/users/{other.handle}/follow")


async def friends(one: Someone, other: Someone) -> None:
    for who, whom in ((one, other), (other, one)):
        if (await who.put(f"/users/{whom.handle}/follow"))["following"] == "requested":
            await whom.put(f"/me/follow-requests/{who.handle}")


def viewer(who: Someone) -> Viewer:
    return Viewer(UUID(who.me["id"]), new_id(), who.handle, False, "en")


async def meanwhile(server: Server, first: Callable[[Tx], Awaitable[object]], then: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The answer to what is asked while `first` is done and not yet committed: once it waits for that, or has not waited."""
    async with server.app.db.tx() as tx:
        await first(tx)
        asked = asyncio.ensure_future(then())
        async with asyncio.timeout(30):
            while not asked.done() and not await tx.value(
                    "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"):
                await asyncio.sleep(0.02)
    return await asked
