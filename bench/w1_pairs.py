"""One to one: pairs of people, 100-byte texts, the receivers online; saturated, and at fixed rates."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from bench.clients import Http, Pair, Socket, open_http, sign_on
from bench.meter import Cost, Meter, percentile
from bench.server import Running

TEXT = "Are you coming to the harbour tonight? Bring the big kettle and we make tea for everybody on the boat."[:100]
IN_FLIGHT = 2
SETTLE_S = 15
# The server indexes what was said every 30 s, and is done with a stretch's messages a few seconds later.
AFTERWARDS_S = 40
BIRTH_DATE = "1990-01-01"


@dataclass(frozen=True, kw_only=True)
class Load:
    """A stretch of messages: what each cost, and ms from a sender's write to the receiver's parse (and to its `ok`)."""

    name: str
    cost: Cost
    lost: int
    delivery: tuple[float, float, float]
    answer: tuple[float, float, float]


@dataclass(frozen=True)
class Person:
    handle: str
    token: str


def shares(values: Sequence[float]) -> tuple[float, float, float]:
    return percentile(values, 0.5), percentile(values, 0.95), percentile(values, 0.99)


async def sign_up(http: Http, handle: str) -> Person:
    answer = msgspec.json.decode(await http.call("POST", "/accounts", body={
        "handle": handle, "display_name": handle.title(), "password": "a long walk by the sea", "birth_date": BIRTH_DATE}))
    return Person(handle, answer["token"])


async def befriend(http: Http, one: Person, other: Person) -> str:
    """Both follow each other, so neither is a stranger; the id of their conversation."""
    await http.call("PUT", f"/users/{other.handle}/follow", one.token)
    await http.call("PUT", f"/users/{one.handle}/follow", other.token)
    answer = msgspec.json.decode(await http.call("PUT", f"/users/{other.handle}/conversation", one.token))
    conversation_id: str = answer["id"]
    return conversation_id


async def make_pairs(port: int, count: int) -> tuple[list[Pair], float]:
    """That many pairs of friends, online, and how often (in s) the server wants to hear from each."""
    http, pairs, heartbeat_s = await open_http(port), list[Pair](), 25.0
    for number in range(count):
        one, other = await sign_up(http, f"sender{number}"), await sign_up(http, f"receiver{number}")
        conversation_id = await befriend(http, one, other)
        sender, receiver = await sign_on(port, one.token), await sign_on(port, other.token)
        heartbeat_s = sender.greeted.result().heartbeat_s or heartbeat_s
        pairs.append(Pair(sender, receiver, conversation_id, TEXT))
    http.transport.close()
    return pairs, heartbeat_s


async def keep_alive(sockets: Sequence[Socket], heartbeat_s: float) -> None:
    """A ping from each socket within the heartbeat, spread out."""
    while True:
        for socket in sockets:
            await asyncio.sleep(heartbeat_s / 2 / len(sockets))
            if not socket.lost:
                socket.send(b'{"op":"ping"}')


async def settle(pairs: Sequence[Pair]) -> int:
    """Wait (a while) until nothing is under way; how many messages never came."""
    end = time.monotonic() + SETTLE_S
    while (left := sum(pair.in_flight for pair in pairs)) and time.monotonic() < end:
        await asyncio.sleep(0.02)
    return left


async def saturate(pairs: Sequence[Pair], meter: Meter, warm_up_s: float, seconds: float) -> Load:
    """Each sender keeps two messages in flight: the next leaves when the receiver has one."""
    done, going = 0, True

    def next_of(pair: Pair) -> None:
        nonlocal done
        done += 1
        if going:
            pair.send()

    for pair in pairs:
        pair.arrived = partial(next_of, pair)
        for _ in range(IN_FLIGHT):
            pair.send()
    await asyncio.sleep(warm_up_s)
    for pair in pairs:
        pair.forget()
    before = done
    meter.start()
    await asyncio.sleep(seconds)
    cost = meter.stop(done - before)
    going = False
    return await result("saturated", pairs, cost)


async def at_rate(pairs: Sequence[Pair], meter: Meter, rate: int, seconds: float) -> Load:
    """Messages leave at their time, whether or not earlier ones have arrived; the senders take turns."""
    for pair in pairs:
        pair.forget()
        pair.arrived = lambda: None
    count, start = int(rate * seconds), time.perf_counter()
    meter.start()
    for number in range(count):
        wait = start + number / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        pairs[number % len(pairs)].send()
    left = await settle(pairs)
    return await result(f"{rate}/s", pairs, meter.stop(count - left))


async def result(name: str, pairs: Sequence[Pair], cost: Cost) -> Load:
    lost = await settle(pairs)
    refused = [code for pair in pairs for code in pair.refused]
    if refused:
        raise RuntimeError(f"{len(refused)} messages were refused, the first with {refused[0]}")
    return Load(name=name, cost=cost, lost=lost,
                delivery=shares([ms for pair in pairs for ms in pair.delivery_ms]),
                answer=shares([ms for pair in pairs for ms in pair.answer_ms]))


async def afterwards(meter: Meter, messages: int) -> Cost:
    """Let the server make searchable what a load left behind; what that cost, with all else it did, shared by that many."""
    meter.start()
    await asyncio.sleep(AFTERWARDS_S)
    return meter.stop(messages)


async def measure(running: Running, *, pairs: int, rates: Sequence[int], warm_up_s: float, seconds: float,
                  repeat: int) -> tuple[list[Load], Cost]:
    """Every repetition of every load, in order; and what the saturated ones cost afterwards, a message."""
    made, heartbeat_s = await make_pairs(running.port, pairs)
    sockets = [socket for pair in made for socket in (pair.sender, pair.receiver)]
    alive = asyncio.create_task(keep_alive(sockets, heartbeat_s))
    meter = Meter(running.server, running.database)
    try:
        loads = [await saturate(made, meter, warm_up_s, seconds) for _ in range(repeat)]
        later = await afterwards(meter, sum(pair.sent for pair in made))
        loads += [await at_rate(made, meter, rate, seconds) for rate in rates for _ in range(repeat)]
    finally:
        alive.cancel()
        for socket in sockets:
            socket.close()
    return loads, later
