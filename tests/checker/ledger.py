"""What was ever seen, sent and answered, by whomever: the checker's memory, outside of every device."""

import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

Json = dict[str, Any]
EVENT_FIELDS = ("conversation_id", "seq", "id", "n", "sender", "client_id", "sent_at")


def some_id(rng: random.Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def event_of(message: Json) -> Json:
    """The event that a pushed message is."""
    return {"kind": "message", **{name: message[name] for name in EVENT_FIELDS}, "message": message}


def alive(message: Json) -> bool:
    """Whether it has no end, or one that has not come yet."""
    end = message.get("expires_at")
    return end is None or datetime.fromisoformat(end) > datetime.now(UTC)


def lasting(event: Json) -> Json:
    """What an event says for ever and to everybody. What a message says may change; a voter may be nobody's business."""
    kept = {"kind": event["kind"], "about": event.get("about"), **{name: event[name] for name in EVENT_FIELDS}}
    if event["kind"] == "voted":
        kept.pop("sender")
    return {**kept, "body": event["message"]["body"]} if event["kind"] == "system" else kept


@dataclass(eq=False)
class Sending:
    """A message, or a change, on its way: how often it was tried, on which socket, and what came of it."""

    room: str
    client_id: str
    said: Json      # a body, or a change
    tries: int = 0
    socket: int = 0
    ack: Json | None = None
    refused: str = ""
    expires_at: str | None = None

    @property
    def answered(self) -> bool:
        return self.ack is not None or bool(self.refused)


@dataclass
class Ledger:
    """`seen`: each event as it was first seen. `told`: which were pushed to whom. `entries`: what a device sent, in order."""

    seen: dict[tuple[str, int], Json] = field(default_factory=dict)
    told: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    acks: dict[str, Json] = field(default_factory=dict)
    last_acked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    entries: dict[tuple[str, str], list[list[Sending]]] = field(default_factory=lambda: defaultdict(list))
    marks_asked: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    marks_told: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    receipts_told: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic)

    def violation(self, law: str, what: str) -> None:
        self.broken.add(law)
        self.violations.append(f"{time.monotonic() - self.began:6.1f} s  {law}: {what}")

    def sent(self, room: str) -> list[Sending]:
        return [one for (_, where), entries in self.entries.items() if where == room for entry in entries for one in entry]

    def saw(self, event: Json, told: str | None = None) -> None:
        """Whoever sees an event sees what everybody saw. `told`: the account it was pushed to."""
        at = (event["conversation_id"], event["seq"])
        first = self.seen.setdefault(at, event)
        if lasting(first) != lasting(event):
            self.violation("seen alike", f"{at} was {first} and is {event}")
        if told is not None:
            self.told[told].add(at)

    def acked(self, sending: Sending, answer: Json) -> None:
        """An answer of the server: every one to the same client id is the same."""
        ack = {name: answer[name] for name in ("client_id", "conversation_id", "seq", "n", "id", "sent_at")}
        first = self.acks.setdefault(sending.client_id, ack)
        if first != ack:
            self.violation("answered alike", f"{first}, then {ack}")
        self.figures["acks"] += sending.ack is None
        sending.ack = ack
        sending.expires_at = answer.get("expires_at")
        self.last_acked[sending.room] = max(self.last_acked[sending.room], ack["seq"])

    def mark_told(self, frame: Json, account: str) -> None:
        """A mark of one's own, or somebody's receipt: what was told may only grow, also over restarts."""
        if frame["op"] == "mark":
            at = (frame["conversation_id"], account)
            self.marks_told[at] = max(self.marks_told.get(at, (0, 0)), (frame["read_seq"], frame["read_n"]))
        else:
            at = (frame["conversation_id"], frame["account_id"])
            delivered, read = self.receipts_told.get(at, (0, 0))
            self.receipts_told[at] = (max(delivered, frame["delivered_seq"]), max(read, frame["read_seq"]))
