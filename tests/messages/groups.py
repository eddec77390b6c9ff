"""Short ways to say what tests of groups say often."""

from typing import Any

from tests.api import Someone, good
from tests.client import Frame, befriend


async def group(maker: Someone, *members: Someone, title: str = "Lake house", **more: Any) -> str:
    """The id of a group of friends."""
    for member in members:
        await befriend(maker, member)
    asked = {"kind": "group", "title": title, "members": [member.handle for member in members], **more}
    return str(good(await maker.ask("POST", "/conversations", asked))["id"])


async def add(who: Someone, room: str, *people: Someone) -> tuple[list[str], list[str]]:
    """Handles of who is in now, and of who was asked."""
    answer = good(await who.ask("POST", f"/conversations/{room}/members", {"handles": [one.handle for one in people]}))
    return [one["handle"] for one in answer["added"]], [one["handle"] for one in answer["invited"]]


async def remove(who: Someone, room: str, other: Someone) -> None:
    await who.delete(f"/conversations/{room}/members/{other.me['id']}")


async def leave(who: Someone, room: str) -> None:
    await who.delete(f"/conversations/{room}/membership")


async def roles(who: Someone, room: str) -> dict[str, str]:
    answer = await who.get(f"/conversations/{room}/members")
    return {member["person"]["handle"]: member["role"] for member in answer["members"]}


async def log(who: Someone, room: str, after: int = 0) -> list[Frame]:
    """Everything they may read."""
    answer = await who.get(f"/conversations/{room}/events?after={after}&limit=500")
    assert answer["gap"] is False
    return list(answer["events"])


def said(event: Frame) -> str:
    """What an event says, in a word."""
    body = (event.get("message") or {}).get("body") or {}
    return str(body.get("action") or body.get("text") or event["kind"])
