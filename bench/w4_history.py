"""History: the last 50 of a conversation of 10,000 messages, one request at a time."""

import asyncio
import time
from dataclasses import dataclass

import msgspec

from bench.clients import Pair, open_http, sign_on
from bench.meter import Cost, Meter, percentile
from bench.server import Running
from bench.w1_pairs import TEXT, afterwards, befriend, sign_up

PAGE = 50
FILL_IN_FLIGHT = 40
FILL_S = 180
READ_S = 20


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What a page cost, ms from a request's write to the whole answer, and the answer's bytes."""

    cost: Cost
    p50: float
    p99: float
    page_bytes: int


async def fill(pair: Pair, count: int) -> None:
    """Send that many messages, a bounded number at once."""
    room = asyncio.Semaphore(FILL_IN_FLIGHT)
    pair.arrived = room.release
    async with asyncio.timeout(FILL_S):
        for _ in range(count):
            await room.acquire()
            pair.send()
        while pair.in_flight:
            await asyncio.sleep(0.02)


async def measure(running: Running, *, stored: int, requests: int, repeat: int) -> list[Pages]:
    """Fills a conversation, then reads its newest page again and again."""
    http = await open_http(running.port)
    reader, writer = await sign_up(http, "reader"), await sign_up(http, "writer")
    conversation_id = await befriend(http, reader, writer)
    pair = Pair(await sign_on(running.port, writer.token), await sign_on(running.port, reader.token), conversation_id, TEXT)
    await fill(pair, stored)
    pair.sender.close()
    pair.receiver.close()
    path = f"/api/v1/conversations/{conversation_id}/messages?limit={PAGE}"
    meter, found = Meter(running.server, running.database), list[Pages]()
    await afterwards(meter, stored)     # else pages are read while what was filled in is still indexed
    http.transport.close()
    http = await open_http(running.port)    # the other has been quiet for longer than the server keeps one
    for _ in range(repeat):
        times, body, end = list[float](), b"", time.monotonic() + READ_S
        meter.start()
        while len(times) < requests and time.monotonic() < end:
            start = time.perf_counter()
            status, body = await http.request("GET", path, reader.token)
            times.append((time.perf_counter() - start) * 1e3)
            if status != 200:
                raise RuntimeError(f"{path} was answered {status}")
        cost = meter.stop(len(times))
        _check(body, stored)
        found.append(Pages(cost=cost, p50=percentile(times, 0.5), p99=percentile(times, 0.99), page_bytes=len(body)))
    http.transport.close()
    return found


def _check(body: bytes, stored: int) -> None:
    """A fast answer counts only if it is the right one."""
    messages = msgspec.json.decode(body)["messages"]
    seqs = [message["seq"] for message in messages]
    if len(seqs) != PAGE or seqs != sorted(set(seqs)) or seqs[-1] < stored:
        raise RuntimeError(f"the page holds {len(seqs)} messages, not the newest {PAGE}")
