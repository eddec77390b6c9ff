"""What a log comes to: docs/api.md in a few lines of Python, written anew so that it can disagree with everybody else's."""

from collections.abc import Callable

from tests.checker.ledger import Json

# seq → message
Fold = dict[int, Json]
USUAL: Json = {"edited_at": None, "pinned": False, "closed_at": None, "reactions": [], "votes": None, "preview": None, "viewed": []}


def fold(pages: list[Json], log: list[Json], me: str) -> list[Json]:
    """The messages that pages and the log after them come to, for one viewer; what is as usual is left out."""
    found = {message["seq"]: message for message in pages}
    for event in log:
        FOLD[event["kind"]](found, event, me)
    return [lean(found[seq]) for seq in sorted(found)]


def lean(message: Json) -> Json:
    return {name: value for name, value in message.items() if name not in USUAL or value != USUAL[name]}


def _message(found: Fold, event: Json, me: str) -> None:
    if not event["message"].get("quiet"):
        found[event["seq"]] = event["message"]


def _becomes(said: Callable[[Json, Json, str], Json]) -> Callable[[Fold, Json, str], None]:
    """For what changes a message that is here and still says something."""
    def become(found: Fold, event: Json, me: str) -> None:
        message = found.get(event["about"])
        if message is not None and message["body"] is not None:
            found[event["about"]] = {**message, **said(message, event, me)}
    return become


def _edited(message: Json, event: Json, me: str) -> Json:
    return {} if event["body"] is None else {"body": event["body"], "edited_at": event["sent_at"], "preview": None}


def _reacted(message: Json, event: Json, me: str) -> Json:
    if event["emoji"] is None:
        return {}
    before = {one["emoji"]: one for one in message.get("reactions", [])}
    mine = event["on"] if event["sender"] == me else before.get(event["emoji"], {"mine": False})["mine"]
    before[event["emoji"]] = {"emoji": event["emoji"], "count": event["count"], "mine": mine}
    shown = sorted((one for one in before.values() if one["count"]), key=lambda one: (-one["count"], one["emoji"]))
    return {"reactions": shown}


def _voted(message: Json, event: Json, me: str) -> Json:
    if event["counts"] is None:
        return {}
    mine = event["choices"] if event["sender"] == me else (message.get("votes") or {"mine": []})["mine"]
    return {"votes": {"counts": event["counts"], "voters": event["voters"], "mine": mine} if event["voters"] else None}


def _unsent(found: Fold, event: Json, me: str) -> None:
    message = found.get(event["about"])
    if event["quiet"]:
        found.pop(event["about"], None)
    elif message is not None and message["body"] is not None:
        kept = {name: value for name, value in message.items() if name not in USUAL}
        found[event["about"]] = {**kept, "body": None, "gone_at": event["sent_at"], "gone_by": event["sender"]}


def _swept(found: Fold, event: Json, me: str) -> None:
    for seq, message in list(found.items()):
        system = message["body"] is not None and message["body"]["type"] == "system"
        if message["sender"] == event["sender"] and seq <= event["about"] and not system:
            del found[seq]


# Every kind of event, and what it does to the messages. A kind that is not here is a violation.
FOLD: dict[str, Callable[[Fold, Json, str], None]] = {
    "message": _message,
    "system": _message,
    "accepted": lambda found, event, me: None,
    "edited": _becomes(_edited),
    "unsent": _unsent,
    "swept": _swept,
    "reacted": _becomes(_reacted),
    "pinned": _becomes(lambda message, event, me: {"pinned": event["on"]}),
    "previewed": _becomes(lambda message, event, me: {"preview": event["preview"]} if event["preview"] else {}),
    "voted": _becomes(_voted),
    "viewed": _becomes(lambda message, event, me: {
        "viewed": [*(one for one in message.get("viewed", []) if one != event["sender"]), event["sender"]], **({"expires_at": event["expires_at"]} if event["expires_at"] else {})}),
    "closed": _becomes(lambda message, event, me: {"closed_at": event["sent_at"]}),
}
