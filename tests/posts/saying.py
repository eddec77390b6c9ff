"""Short ways to say what tests of posts say often."""

from typing import Any
from uuid import uuid4

from tests.api import Someone, good


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
