"""One to many: a group whose members are all online, one of whom writes; each message goes to every other."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import uuid_utils

from bench.clients import Frame, Http, Socket, open_http, open_socket, sign_on
from bench.meter import Cost, Meter, percentile
from bench.server import Running
from bench.w1_pairs import TEXT, Person, keep_alive, sign_up

IN_FLIGHT = 8
AT_ONCE = 50
PATIENCE_S = 30


@dataclass(frozen=True, kw_only=True)
class Fan:
    """`cost` a delivery, with eight messages in flight; ms until the first and the last member has one sent alone."""

    members: int
    cost: Cost
    first_ms: tuple[float, float]
    last_ms: tuple[float, float]


class Room:
    """A sender and everybody else; knows of each message how many have it, and when the first and the last had it."""

    def __init__(self, sender: Socket, others: Sequence[Socket], conversation_id: str) -> None:
        self.sender, self.others = sender, others
        self.head = f'{{"op":"send","conversation_id":"{conversation_id}","client_id":"'.encode()
        self.tail = f'","body":{{"type":"text","text":"{TEXT}"}}}}'.encode()
        self.heard = 0
        self.whole = asyncio.Event()
        self._times: dict[str, list[int]] = {}
        self.first_ms: list[float] = []
        self.last_ms: list[float] = []
        for socket in others:
            socket.on_frame = self._at_member

    def send(self) -> None:
        client_id = str(uuid_utils.uuid7())
        self._times[client_id] = [time.perf_counter_ns(), 0]
        self.sender.send(self.head + client_id.encode() + self.tail)

    def _at_member(self, frame: Frame) -> None:
        client_id = frame.message.client_id if frame.message else frame.client_id
        entry = self._times.get(client_id)
        if entry is None:
            return
        self.heard += 1
        entry[1] += 1
        if entry[1] == 1:
            self.first_ms.append((time.perf_counter_ns() - entry[0]) / 1e6)
        if entry[1] == len(self.others):
            self.last_ms.append((time.perf_counter_ns() - entry[0]) / 1e6)
            del self._times[client_id]
            self.whole.set()

    async def one_is_whole(self) -> None:
        self.whole.clear()
        await asyncio.wait_for(self.whole.wait(), PATIENCE_S)

    async def alone(self, count: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """One message at a time: p50 and p95 of the first and of the last delivery."""
        self.first_ms, self.last_ms = [], []
        for _ in range(count):
            self.send()
            await self.one_is_whole()
        return ((percentile(self.first_ms, 0.5), percentile(self.first_ms, 0.95)),
                (percentile(self.last_ms, 0.5), percentile(self.last_ms, 0.95)))

    async def burst(self, meter: Meter, warm_up_s: float, seconds: float) -> Cost:
        """Eight in flight: the next leaves when one has reached everybody."""
        for _ in range(IN_FLIGHT):
            self.send()
        end = time.monotonic() + warm_up_s
        while time.monotonic() < end:
            await self.one_is_whole()
            self._fill()
        before, end = self.heard, time.monotonic() + seconds
        meter.start()
        while time.monotonic() < end:
            await self.one_is_whole()
            self._fill()
        cost = meter.stop(self.heard - before)
        while self._times:
            await self.one_is_whole()
        return cost

    def _fill(self) -> None:
        for _ in range(IN_FLIGHT - len(self._times)):
            self.send()


async def make_group(http: Http, count: int, prefix: str) -> tuple[list[Person], str]:
    """That many people in one group; all but the first were asked, and came."""
    people = [await sign_up(http, f"{prefix}{number}") for number in range(count)]
    made = msgspec.json.decode(await http.call("POST", "/conversations", people[0].token, {
        "kind": "group", "title": "Everybody", "members": []}))
    group: str = made["id"]
    for at in range(1, count, AT_ONCE):
        some = [person.handle for person in people[at:at + AT_ONCE]]
        await http.call("POST", f"/conversations/{group}/members", people[0].token, {"handles": some})
    for person in people[1:]:
        await http.call("PUT", f"/me/invitations/{group}", person.token)
    return people, group


async def measure(running: Running, *, members: int, alone: int, warm_up_s: float, seconds: float, repeat: int) -> list[Fan]:
    """Paperplane's group of that size, all online."""
    http = await open_http(running.port)
    people, group = await make_group(http, members, f"m{members}x")
    http.transport.close()
    sockets = [await sign_on(running.port, person.token) for person in people]
    alive = asyncio.create_task(keep_alive(sockets, sockets[0].greeted.result().heartbeat_s or 25))
    try:
        return await _fans(Room(sockets[0], sockets[1:], group), Meter(running.server, running.database), members,
                           alone, warm_up_s, seconds, repeat)
    finally:
        alive.cancel()
        for socket in sockets:
            socket.close()


async def floor(running: Running, *, members: int, alone: int, warm_up_s: float, seconds: float, repeat: int) -> list[Fan]:
    """The same on sockets that only hand each frame on to everybody."""
    sockets = [await open_socket(running.port, f"/fan/{members}/{number}") for number in range(members)]
    for socket in sockets:
        await socket.greeted
    try:
        return await _fans(Room(sockets[0], sockets[1:], "0" * 36), Meter(running.server), members, alone, warm_up_s,
                           seconds, repeat)
    finally:
        for socket in sockets:
            socket.close()


async def _fans(room: Room, meter: Meter, members: int, alone: int, warm_up_s: float, seconds: float, repeat: int) -> list[Fan]:
    found = []
    for _ in range(repeat):
        cost = await room.burst(meter, warm_up_s, seconds)
        first, last = await room.alone(alone)
        found.append(Fan(members=members, cost=cost, first_ms=first, last_ms=last))
    return found
