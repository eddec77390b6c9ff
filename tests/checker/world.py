"""Who takes part: accounts and their devices, the conversations they share, and the ways to the server."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import combinations

import httpx
from websockets.asyncio.client import connect

from tests.api import API, PASSWORD, Someone, good, sign_up
from tests.checker.device import Device, Hasty, Syncer
from tests.checker.host import Host
from tests.checker.ledger import Json, Ledger, some_id
from tests.client import befriend
from tests.posts.saying import say

ADULTS = ("ana", "chidi", "dana", "eve", "fatou")
LIVE_DEVICES = 3
# More than the server replays: who has nothing of such a conversation is told `gap`.
LONG = 2_100


@dataclass
class Account:
    """Somebody with a few devices. `rooms`: the conversations they are in, as the checker knows."""

    id: str
    handle: str
    someone: Someone
    devices: list[Device] = field(default_factory=list)
    rooms: set[str] = field(default_factory=set)


class World:
    def __init__(self, host: Host, seed: str, ledger: Ledger, syncer: type[Syncer] = Syncer) -> None:
        self.host, self.seed, self.ledger = host, seed, ledger
        self.syncer = syncer
        self.rng = random.Random(f"{seed}/world")
        self.accounts: list[Account] = []
        self.post = ""
        self.going = asyncio.Event()
        self.rough = _client(host.rough.url)
        self.straight = _client(host.straight.url)
        self.sending: set[asyncio.Task[None]] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def account(self, wanted: str) -> Account:
        return next(account for account in self.accounts if account.id == wanted)

    @property
    def devices(self) -> Iterator[Device]:
        return (device for account in self.accounts for device in account.devices)

    @property
    def rooms(self) -> list[str]:
        return sorted(set().union(*(account.rooms for account in self.accounts)))

    def owed(self, account: Account) -> dict[str, int]:
        """What a sync that begins now must bring: all that anybody was told is on disk."""
        return {room: self.ledger.last_acked[room] for room in account.rooms if self.ledger.last_acked[room]}

    async def populate(self) -> None:
        for number, handle in enumerate(ADULTS):
            answer = good(await self.straight.post(f"{API}/accounts", json=sign_up(handle, 25 + number)))
            account = Account(answer["account"]["id"], handle, Someone(self.straight, answer))
            self.accounts.append(account)
            for place in range(LIVE_DEVICES):
                kind = self.syncer if place == LIVE_DEVICES - 1 else Device
                await self._device(account, kind, f"{handle}/{place}")
        for one, other in combinations(self.accounts, 2):
            if self.rng.random() < 0.7 or other is self.accounts[1]:
                await befriend(one.someone, other.someone)
        for one, other in combinations(self.accounts[:4], 2):
            await self.open(one, other)
        self.post = (await say(self.accounts[0].someone, "seen by all"))["id"]
        await self._talk_long(self.accounts[0])
        await self._gather()

    async def _device(self, account: Account, kind: type[Device], name: str) -> None:
        asked = {"handle": account.handle, "password": PASSWORD, "device_name": name}
        token = good(await self.straight.post(f"{API}/sessions", json=asked))["token"]
        account.devices.append(kind(self, account, name, token))

    async def open(self, one: Account, other: Account, head: Json | None = None) -> str:
        """The conversation of two; made where there was none."""
        head = head or await one.someone.put(f"/users/{other.handle}/conversation")
        one.rooms.add(head["id"])
        other.rooms.add(head["id"])
        return str(head["id"])

    def by_handle(self, handle: str) -> Account:
        return next(account for account in self.accounts if account.handle == handle)

    async def _talk_long(self, account: Account) -> None:
        """One conversation is long already when it begins."""
        room = min(account.rooms & self.accounts[1].rooms)
        url = self.host.straight.url.replace("http", "ws") + f"{API}/gateway"
        async with connect(url, compression=None, ping_interval=None, proxy=None) as socket:
            await socket.send(json.dumps({"op": "hello", "token": account.someone.token}))
            for _ in range(LONG):
                body = {"type": "text", "text": "before"}
                await socket.send(json.dumps({"op": "send", "conversation_id": room, "client_id": some_id(self.rng), "body": body}))
            for _ in range(LONG + 1):
                assert json.loads(await socket.recv())["op"] in ("ready", "ok")

    async def _gather(self) -> None:
        """One group is there when it begins."""
        maker, *others = self.accounts
        asked = {"kind": "group", "title": "All", "members": [other.handle for other in others]}
        room = good(await maker.someone.ask("POST", "/conversations", asked))["id"]
        for other in others:
            invited = (await other.someone.get("/me/invitations"))["invitations"]
            for one in invited:
                await other.someone.put(f"/me/invitations/{one['conversation_id']}")
            other.rooms.add(room)
        maker.rooms.add(room)

    def start(self) -> None:
        from tests.checker.actions import act
        for device in self.devices:
            self._tasks.append(asyncio.create_task(device.live()))
            if not device.syncs_only:
                self._tasks.append(asyncio.create_task(act(device)))

    async def end(self) -> None:
        for device in self.devices:
            device.end()
        for task in (*self._tasks, *self.sending):
            task.cancel()
        ended = await asyncio.gather(*self._tasks, *self.sending, return_exceptions=True)
        await self.rough.aclose()
        await self.straight.aclose()
        for error in ended:
            if isinstance(error, Exception):
                raise error


@asynccontextmanager
async def world(host: Host, seed: str, ledger: Ledger, *, hasty: bool = False) -> AsyncIterator[World]:
    """A running server with people in it."""
    await host.begin()
    here = World(host, seed, ledger, Hasty if hasty else Syncer)
    try:
        await here.populate()
        here.start()
        yield here
    finally:
        await here.end()
        await host.end()


def _client(url: str) -> httpx.AsyncClient:
    # A connection that idles is left before the server leaves it, which would look like a failure.
    return httpx.AsyncClient(base_url=url, timeout=10, limits=httpx.Limits(max_connections=60, keepalive_expiry=3), trust_env=False)
