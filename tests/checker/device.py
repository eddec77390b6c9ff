"""A device: a small honest client. It listens, says, and repairs, and follows docs/api.md to the letter."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.api import API
from tests.checker.keeper import Away, Keeper, Refused
from tests.checker.ledger import Json, Sending, event_of

if TYPE_CHECKING:
    from tests.checker.world import Account, World

JUMP_WAIT_S = 0.2
READY_S = 4
BEAT_S = 10
BROKEN = (OSError, TimeoutError, WebSocketException, httpx.TransportError)


class Device(Keeper):
    """One of an account's, with a socket whenever it can."""

    syncs_only = False

    def __init__(self, world: "World", account: "Account", name: str, token: str) -> None:
        super().__init__(world, account, name, token)
        self.awake = asyncio.Event()
        self.awake.set()
        self.online = asyncio.Event()
        self.called = asyncio.Event()
        self.waiting = 0
        self.sockets = 0
        self.repairs = 0
        self.unanswered: dict[str, tuple[Sending, asyncio.Event]] = {}
        self.locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._raw: ClientConnection | None = None
        self._repairing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def say(self, op: str, **fields: object) -> bool:
        """Whether there was a socket to say it on."""
        if self._raw is None:
            return False
        try:
            await self._raw.send(json.dumps({"op": op, **fields}))
        except BROKEN:
            return False
        return True

    async def live(self) -> None:
        """Be connected whenever awake, until cancelled."""
        while True:
            await self.awake.wait()
            with suppress(*BROKEN, Away, Refused):
                await self._session()
            await asyncio.sleep(self.rng.uniform(0.02, 0.4))

    async def _session(self) -> None:
        url = self.world.host.rough.url.replace("http", "ws") + f"{API}/gateway"
        raw = await connect(url, compression=None, ping_interval=None, max_size=None, proxy=None, open_timeout=READY_S)
        self.sockets += 1
        self._raw = raw
        try:
            await self.say("hello", token=self.token)
            async with asyncio.timeout(READY_S):
                while json.loads(await raw.recv())["op"] != "ready":
                    pass
            listening = asyncio.create_task(self._listen(raw))
            try:
                await self.sync()       # what is pushed meanwhile is taken, or left to the sync
                self.online.set()
                while not listening.done():
                    await asyncio.wait([listening], timeout=BEAT_S)
                    await self.say("ping")
            finally:
                listening.cancel()
        finally:
            self.online.clear()
            self._raw = None
            raw.transport.abort()

    async def _listen(self, raw: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in raw:
                self.hear(json.loads(text))

    @property
    def port(self) -> int:
        """The near end of its socket; 0 without one."""
        return 0 if self._raw is None else int(self._raw.local_address[1])

    def sent(self) -> None:
        """One entry of the outbox is answered."""
        self.waiting -= 1

    def drop(self) -> None:
        """Lose the socket, without a goodbye."""
        if self._raw is not None:
            self._raw.transport.abort()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        async def quietly() -> None:
            with suppress(Away, Refused):
                await work
        task = asyncio.create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())      # one that was cancelled before it began

    def end(self) -> None:
        for task in self._tasks:
            task.cancel()

    # hearing

    def hear(self, frame: Json) -> None:
        match frame["op"]:
            case "message":
                self._told(event_of(frame["message"]))
            case "event":
                self._told(frame["event"])
            case "ok" if frame["client_id"] in self.unanswered:
                sending, answered = self.unanswered[frame["client_id"]]
                self.ledger.acked(sending, frame)
                self._stored(sending)
                answered.set()
            case "error":
                self._refused(frame)
            case "mark" | "receipt":
                self.ledger.mark_told(frame, self.account.id)
                if room := self.rooms.get(frame["conversation_id"]):
                    room.marked(frame)
            case "hidden" if frame["conversation_id"] in self.rooms:
                self.rooms[frame["conversation_id"]].hidden.update(frame["seqs"])
                self.spawn(self.look(frame["conversation_id"]))
            case "changed":
                self.spawn(self.look(frame["conversation_id"]))
            case _:
                pass

    def _told(self, event: Json) -> None:
        self.ledger.saw(event, told=self.account.id)
        self.ledger.figures["pushes"] += 1
        self.take(event)
        room = self.rooms.get(event["conversation_id"])
        # Who is in it, what they may do, and the last line, stand in the head; and whoever answers a request accepts it.
        if event["kind"] != "message" or (room is not None and room.head["state"] == "pending"):
            self.spawn(self.look(event["conversation_id"]))

    def take(self, event: Json) -> None:
        room = self.rooms.get(event["conversation_id"])
        if room is None or not room.put(event):
            self._repair_soon(event["conversation_id"])

    def _stored(self, sending: Sending) -> None:
        """My own message is on disk: it takes its place although only its number came back."""
        assert sending.ack is not None
        if "body" not in sending.said:      # a change comes as an event, to this device too
            return
        ends = {"expires_at": sending.expires_at} if sending.expires_at else {}
        message = {**sending.ack, "sender": self.account.id, "body": sending.said["body"], **ends}
        event = event_of(message)
        self.ledger.saw(event)
        self.take(event)

    def _refused(self, frame: Json) -> None:
        if frame["code"] in ("internal", "bad_frame"):
            self.ledger.violation("no nonsense", f"{self.name} was answered {frame}")
        if frame.get("client_id") in self.unanswered:
            sending, answered = self.unanswered[frame["client_id"]]
            if frame["code"] != "unavailable" and sending.ack is None:
                sending.refused = frame["code"]
            answered.set()

    # repairing

    def _repair_soon(self, room: str) -> None:
        async def repair() -> None:
            await asyncio.sleep(JUMP_WAIT_S)
            self._repairing.discard(room)
            self.repairs += 1
            self.ledger.figures["repairs"] += 1
            while self._raw is not None:        # without a socket, the next one begins with a sync
                with suppress(Away):
                    await self.look(room)
                    return
                await asyncio.sleep(JUMP_WAIT_S)
        if room not in self._repairing:
            self._repairing.add(room)
            self.spawn(repair())


class Syncer(Device):
    """A device that never opens a socket: it asks from time to time, sometimes after a long while."""

    syncs_only = True
    long_pauses = 0.02

    async def live(self) -> None:
        while True:
            await self.awake.wait()
            with suppress(*BROKEN, Away, Refused):
                await self.sync()
                self.online.set()
            long = self.rng.random() < self.long_pauses
            with suppress(TimeoutError):
                pause_s = self.rng.uniform(16, 18) if long else self.rng.expovariate(1.5)
                await asyncio.wait_for(self.called.wait(), pause_s)
            self.called.clear()

    def drop(self) -> None:
        """Wake up, and ask at once."""
        self.called.set()


class Hasty(Syncer):
    """A bug of a client's: the cursor moves before what it stands for is here.

    The server's overlap forgives it for some seconds: so it is often away for longer, and closed when it comes back.
    """

    long_pauses = 0.5
    closed = 0.3

    async def apply(self, answer: Json, turn: int) -> None:
        self.cursor = answer["cursor"]
        await super().apply(answer, turn)
