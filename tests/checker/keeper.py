"""What every device does: it keeps logs, heads and a cursor, asks what changed, and fills what it misses."""

import asyncio
import random
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

from tests.api import API
from tests.checker.ledger import Json
from tests.checker.room import Room, merged

if TYPE_CHECKING:
    from tests.checker.world import Account, World


class Away(Exception):
    """The server did not answer, or says that it cannot now."""


class Refused(Exception):
    """The server says no, for a reason of the caller's."""


class Keeper:
    """What it would keep on its disk: `rooms` and `cursor`. `closed`: how likely the app is closed between two heads of a sync."""

    closed = 0.01

    def __init__(self, world: "World", account: "Account", name: str, token: str) -> None:
        self.world, self.account, self.name = world, account, name
        self.ledger = world.ledger
        self.rng = random.Random(f"{world.seed}/{name}")
        self.rooms: dict[str, Room] = {}
        self.cursor: str | None = None
        self.token = token
        self._turns = count(1)
        self._syncing = asyncio.Lock()

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        try:
            answer = await self.world.rough.request(
                method, API + path, json=body, headers={"authorization": f"Bearer {self.token}"})
        except httpx.TransportError as error:
            raise Away from error
        if answer.is_success:
            return answer.json() if answer.content else None
        code = answer.json().get("code", "")
        if answer.status_code == 503:
            raise Away
        if answer.is_server_error or code in ("bad_request", "invalid", "bad_cursor"):
            self.ledger.violation("no nonsense", f"{method} {path} answered {answer.status_code} {answer.text}")
        raise Refused(code)

    async def forget(self) -> None:
        """As after a new installation."""
        async with self._syncing:
            self.rooms.clear()
            self.cursor = None

    async def look(self, room: str) -> None:
        """Fetch a head anew, and what it says there is."""
        turn = self.turn()
        await self.fill(await self.ask("GET", f"/conversations/{room}"), turn)

    def turn(self) -> int:
        """The place of a question among all that this device asks."""
        return next(self._turns)

    async def sync(self) -> None:
        """What changed since the cursor; it moves last, when all of it is here."""
        async with self._syncing:
            owed, turn = self.world.owed(self.account), self.turn()
            answer = await self.ask("GET", f"/sync?cursor={self.cursor}" if self.cursor else "/sync")
            await self.apply(answer, turn)
            self.ledger.figures["syncs"] += 1
            for name, seq in owed.items():
                room = self.rooms.get(name)
                if room is not None and room.head["to_seq"] is None and room.last < seq:
                    self.ledger.violation("sync misses nothing", f"{self.name} has {room.last} of {seq} in {name}")

    async def apply(self, answer: Json, turn: int) -> None:
        """Take in what a sync brought. Sometimes the app is closed in the middle, and it begins again from its disk."""
        for head in answer["conversations"]:
            if self.world.going.is_set() and self.rng.random() < self.closed:
                self.ledger.figures["closed in a sync"] += 1
                raise Away
            await self.fill(head, turn)
        self.cursor = answer["cursor"]

    async def fill(self, head: Json, turn: int) -> None:
        """Take in a head, and what it says there is. `turn`: when it was asked for; one asked for later may be here by now."""
        room = self.rooms.setdefault(head["id"], Room(head, self.account.id))
        if head["from_seq"] != room.from_seq:
            room.open(head)
        while room.last < head["last_seq"]:
            after, since = room.last, room.from_seq
            path = f"/conversations/{head['id']}/events?after={after}&limit={self.rng.randint(1, 500)}"
            page = await self.ask("GET", path)
            if page["gap"]:
                await self._pages(room, page["last_seq"])
                continue
            seqs = [event["seq"] for event in page["events"]]
            if not seqs or seqs != list(range(after + 1, after + 1 + len(seqs))):
                await self._window_moved(room, since, f"{path} of {head['last_seq']} gave {seqs}")
                return
            for event in page["events"]:
                self.ledger.saw(event)
                room.put(event)
        if head["hidings"] > room.hidings:
            kept = await self.ask("GET", f"/conversations/{head['id']}/hidden")
            room.hidden, room.hidings = set(kept["seqs"]), kept["hidings"]
        if head["from_seq"] == room.from_seq and turn >= room.turn:
            room.head, room.turn = merged(room.head, head), turn

    async def _window_moved(self, room: Room, since: int, what: str) -> None:
        """A page has a hole where somebody left and came back meanwhile: the head says so. Else it must not."""
        turn = self.turn()
        head = await self.ask("GET", f"/conversations/{room.id}")
        if head["from_seq"] == since:
            self.ledger.violation("no hole in a page", what)
        else:
            await self.fill(head, turn)

    async def _pages(self, room: Room, upto: int) -> None:
        """Too far behind to replay: the pages stand in for the log."""
        self.ledger.figures["gaps"] += 1
        pages: list[Json] = []
        more = True
        while more:
            before = pages[0]["seq"] if pages else upto + 1
            page = await self.ask("GET", f"/conversations/{room.id}/messages?before={before}&limit=100")
            pages, more = page["messages"] + pages, page["more"]
        room.restart(pages, upto)
