"""`python -m bench.soak`: an hour of talk with people who come and go; is memory flat, is anything left over, is anything lost?"""

import argparse
import asyncio
import random
import re
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bench import report, server
from bench.clients import Socket, open_http, sign_on
from bench.meter import Meter, percentile
from bench.server import Running
from bench.w1_pairs import TEXT, Person, befriend, sign_up
from bench.w2_group import make_group

PAIRS, GROUPS, MEMBERS = 60, 5, 20
GONE_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Minute:
    """How things stood at the end of a minute."""

    at: int
    server_mb: float
    database_mb: float
    tasks: float
    sockets: float
    sent: int
    p50: float
    p99: float


@dataclass
class Talk:
    """People with a socket each, and whom each may write to. Counts what is answered, and how."""

    port: int
    sockets: dict[str, Socket] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    rooms: list[tuple[str, str]] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)
    sent = answered = reconnects = 0
    errors: list[str] = field(default_factory=list)

    async def come(self, handle: str) -> None:
        socket = await sign_on(self.port, self.tokens[handle])
        socket.on_frame = self.hear
        self.sockets[handle] = socket

    def hear(self, frame: object) -> None:
        op, client_id = getattr(frame, "op", ""), getattr(frame, "client_id", "")
        if op == "ok" and client_id in self.waiting:
            self.took_ms.append((time.perf_counter_ns() - self.waiting.pop(client_id)) / 1e6)
            self.answered += 1
        elif op == "error":
            self.waiting.pop(client_id, None)
            self.errors.append(getattr(frame, "code", ""))

    def say(self, rng: random.Random) -> None:
        room, handle = rng.choice(self.rooms)
        socket = self.sockets.get(handle)
        if socket is None or socket.lost:
            return
        client_id = f"{rng.getrandbits(32):08x}-0000-4000-8000-{rng.getrandbits(48):012x}"
        self.waiting[client_id] = time.perf_counter_ns()
        socket.send(f'{{"op":"send","conversation_id":"{room}","client_id":"{client_id}",'
                    f'"body":{{"type":"text","text":"{TEXT}"}}}}'.encode())
        self.sent += 1

    async def away(self, handle: str) -> None:
        """Somebody loses the network, and comes back; what they had not heard an answer to is not counted as lost."""
        socket = self.sockets.pop(handle)
        socket.close()
        await asyncio.sleep(GONE_S)
        await self.come(handle)
        self.reconnects += 1


async def settle_in(running: Running) -> Talk:
    http, talk = await open_http(running.port), Talk(running.port)
    for number in range(PAIRS):
        one, other = await sign_up(http, f"one{number}"), await sign_up(http, f"two{number}")
        room = await befriend(http, one, other)
        _remember(talk, room, [one, other])
    for number in range(GROUPS):
        people, group = await make_group(http, MEMBERS, f"g{number}x")
        _remember(talk, group, people)
    http.transport.close()
    for handle in talk.tokens:
        await talk.come(handle)
    return talk


def _remember(talk: Talk, room: str, people: list[Person]) -> None:
    talk.tokens |= {person.handle: person.token for person in people}
    talk.rooms += [(room, person.handle) for person in people]


async def gauges(port: int) -> tuple[float, float]:
    """Tasks of the event loop, and open sockets. Asked on a connection of its own: an idle one is not kept for a minute."""
    http = await open_http(port)
    _, page = await http.request("GET", "/metrics")
    http.transport.close()
    found = dict(re.findall(r"^(paperplane_tasks_open|paperplane_sockets_open) (\S+)$", page.decode(), re.MULTILINE))
    return float(found["paperplane_tasks_open"]), float(found["paperplane_sockets_open"])


async def run(asked: argparse.Namespace) -> None:
    rng, minutes = random.Random(asked.seed), list[Minute]()
    async with server.paperplane() as running:
        talk = await settle_in(running)
        alive = asyncio.create_task(keep_alive_all(talk))
        going = asyncio.create_task(come_and_go(talk, rng, asked.reconnects))
        meter = Meter(running.server, running.database)
        start = time.perf_counter()
        for minute in range(asked.minutes):
            await talk_for(talk, rng, asked.rate, start + minute * 60)
            tasks, sockets = await gauges(running.port)
            server_mb, database_mb = meter.memory_mb()
            took, talk.took_ms = talk.took_ms, []
            minutes.append(Minute(at=minute + 1, server_mb=server_mb, database_mb=database_mb, tasks=tasks, sockets=sockets,
                                  sent=talk.sent, p50=percentile(took, 0.5), p99=percentile(took, 0.99)))
            print(minutes[-1], len(talk.errors), file=sys.stderr, flush=True)
        going.cancel()
        await asyncio.sleep(5)
        unanswered = len(talk.waiting)
        alive.cancel()
        for socket in talk.sockets.values():
            socket.close()
        await asyncio.sleep(10)
        left = await gauges(running.port)
    asked.out.write_text(written(asked, minutes, talk, unanswered, left))
    print(asked.out.read_text())


async def keep_alive_all(talk: Talk) -> None:
    """A ping from everybody who is here, every ten seconds."""
    while True:
        await asyncio.sleep(10)
        for socket in list(talk.sockets.values()):
            if not socket.lost:
                socket.send(b'{"op":"ping"}')


async def come_and_go(talk: Talk, rng: random.Random, a_second: float) -> None:
    going = set[asyncio.Task[None]]()
    while True:
        await asyncio.sleep(1 / a_second)
        handle = rng.choice(sorted(talk.sockets))
        task = asyncio.create_task(talk.away(handle))
        going.add(task)
        task.add_done_callback(going.discard)


async def talk_for(talk: Talk, rng: random.Random, rate: int, start: float) -> None:
    for number in range(rate * 60):
        wait = start + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        talk.say(rng)


def written(asked: argparse.Namespace, minutes: list[Minute], talk: Talk, unanswered: int, left: tuple[float, float]) -> str:
    rows = [[str(one.at), *(report.number(value) for value in (
        one.server_mb, one.database_mb, one.tasks, one.sockets, one.sent, one.p50, one.p99))] for one in minutes
        if one.at in (1, 2, 5) or one.at % 10 == 0]
    half = minutes[len(minutes) // 2:]
    growth = (half[-1].server_mb - half[0].server_mb) / max(1, half[-1].at - half[0].at) * 60
    return "\n".join([
        "# An hour of talk", "",
        f"- taken: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at commit {report.commit()}, by `python -m bench.soak {' '.join(sys.argv[1:])}`",
        f"- {len(talk.tokens)} people on a socket each, {PAIRS} pairs and {GROUPS} groups of {MEMBERS}; {asked.rate} messages a second; "
        f"{talk.reconnects} times somebody went and came back",
        f"- {talk.sent:,} messages sent, {talk.answered:,} answered by `ok`, {len(talk.errors)} by an error; "
        f"{unanswered} unheard (their sender's socket was closed by itself meanwhile)",
        f"- the server's memory grew by {growth:.2f} MB an hour over the second half; after all had left, {left[0]:.0f} tasks and "
        f"{left[1]:.0f} sockets were there", "",
        *report.table("minute | server MB | database MB | tasks | sockets | messages so far | ok after ms p50 | p99", rows)]) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rate", type=int, default=200, help="messages a second (200)")
    parser.add_argument("--reconnects", type=float, default=2, help="people who go and come back, a second (2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "SOAK.md")
    uvloop.run(run(parser.parse_args()))
