"""What a device has of one conversation: its log, or pages in place of the log's beginning, and its head."""

import hashlib
from uuid import UUID

from tests.checker.folding import FOLD, fold
from tests.checker.ledger import Json


class Room:
    """`base`: events up to here are in `pages`, folded; those after it are in `log`, without a hole."""

    def __init__(self, head: Json, me: str) -> None:
        self.id: str = head["id"]
        self.me = me
        # What this account deleted for itself, and up to which time that it did so this is complete.
        self.hidden: set[int] = set()
        self.hidings = 0
        self.turn = 0
        self.open(head)

    def open(self, head: Json) -> None:
        """Begin with nothing; also for who comes back, and reads from there on, or more than before."""
        self.from_seq = self.base = int(head["from_seq"])
        self.pages: list[Json] = []
        self.log: list[Json] = []
        # What the log says comes with the log: a head of before it is no news.
        self.head: Json = {**head, "last_seq": self.base, "last_n": 0, "last_message": None}

    @property
    def last(self) -> int:
        return self.base + len(self.log)

    @property
    def messages(self) -> list[Json]:
        return [message for message in fold(self.pages, self.log, self.me) if message["seq"] not in self.hidden]

    def put(self, event: Json) -> bool:
        """False where something is missing before it."""
        if event["seq"] > self.last + 1:
            return False
        if event["seq"] == self.last + 1:
            self.log.append(event)
            self._count(event)
        return True

    def restart(self, pages: list[Json], upto: int) -> None:
        if upto > self.base:
            self.log = [event for event in self.log if event["seq"] > upto]
            self.base, self.pages = upto, pages

    def marked(self, frame: Json) -> None:
        """A mark or a receipt was told."""
        if frame["op"] == "mark":
            self._read(frame["read_seq"], frame["read_n"])
            return
        told = {name: frame[name] for name in ("account_id", "delivered_seq", "read_seq")}
        self.head["marks"] = _further(self.head["marks"], [told])

    def _count(self, event: Json) -> None:
        head = self.head
        head["last_seq"] = max(head["last_seq"], event["seq"])
        self._last(event)
        if event["n"] is None:
            return
        head["last_n"] = max(head["last_n"], event["n"])
        if event["sender"] == self.me:
            self._read(event["seq"], event["n"])
        else:
            receipt = {"account_id": event["sender"], "delivered_seq": event["seq"], "read_seq": event["seq"]}
            head["marks"] = _further(head["marks"], [receipt])
        head["unread"] = head["last_n"] - head["read_n"]

    def _last(self, event: Json) -> None:
        """What the list shows of it. Where that is gone without a trace, only the server knows what stands before it."""
        last = self.head["last_message"]
        if "message" in event:
            if event["seq"] >= (last or {"seq": 0})["seq"] and not event["message"].get("quiet"):
                self.head["last_message"] = event["message"]
        elif last is not None:
            found = {last["seq"]: last}
            FOLD[event["kind"]](found, event, self.me)
            self.head["last_message"] = found.get(last["seq"])

    def _read(self, seq: int, n: int) -> None:
        self.head["read_seq"] = max(self.head["read_seq"], seq)
        self.head["read_n"] = max(self.head["read_n"], n)
        self.head["unread"] = self.head["last_n"] - self.head["read_n"]


def held_of(room: Room) -> Json | None:
    """What a device says it holds, for the server to prove (docs/api.md); None where it holds no event."""
    if not room.log:
        return None
    hashed = hashlib.sha256(UUID(room.id).bytes + room.base.to_bytes(8, "big"))
    points = []
    for place, event in enumerate(room.log):
        hashed.update(event["seq"].to_bytes(8, "big") + UUID(event["id"]).bytes)
        if place in (len(room.log) // 2, len(room.log) - 1):
            points.append({"seq": event["seq"], "hash": hashed.hexdigest()})
    return {"id": room.id, "base_seq": room.base, "points": points}


def merged(old: Json, new: Json) -> Json:
    """A head that was fetched, and what was heard since it was read: numbers only grow."""
    both = {**new, "marks": _further(new["marks"], old["marks"])}
    if new["to_seq"] is not None:       # nothing is heard after that
        return new
    for name in ("last_seq", "last_n", "read_seq", "read_n"):
        both[name] = max(old[name], new[name])
    both["unread"] = both["last_n"] - both["read_n"]
    if old["last_seq"] > new["last_seq"]:
        both["last_message"] = old["last_message"]
    return both


def _further(marks: list[Json], heard: list[Json]) -> list[Json]:
    """The marks of others, each as far as was ever heard of it."""
    by_account = {mark["account_id"]: mark for mark in heard}
    found = []
    for mark in marks:
        other = by_account.get(mark["account_id"], mark)
        further = {name: max(mark[name], other[name]) for name in ("delivered_seq", "read_seq")}
        found.append({"account_id": mark["account_id"], **further})
    return found
