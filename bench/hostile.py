"""`python -m bench.hostile`: what hostile clients do to other people's messages. Writes bench/HOSTILE.md.

The server runs with the limits it ships with; only those who are measured may send more often. The attackers are a
process of their own on the same cores, niced, and come from other addresses of this machine (127.0.0.0/8).
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvloop

from bench import report, server
from bench.attackers import CASES
from bench.clients import Pair, open_http
from bench.meter import Meter, percentile
from bench.server import Running
from bench.w1_pairs import befriend, keep_alive, make_pairs, settle, sign_up

PAIRS, RATE, NICE = 50, 100, 10
SETTLE_S = 2.0
# Each of the pairs sends twice a second, and all sign up from one address.
OPEN_HANDED = {"PAPERPLANE_LIMITS__RATES__SENDS_ACCOUNT__COUNT": "150", "PAPERPLANE_LIMITS__RATES__SENDS_ACCOUNT__WINDOW_S": "60",
               "PAPERPLANE_LIMITS__RATES__SIGN_UP_ADDRESS__COUNT": "200", "PAPERPLANE_LIMITS__RATES__SIGN_UP_ADDRESS__WINDOW_S": "60"}
NOTES = """\
Fifty pairs of friends send 100 messages a second in all, before and during each attack; the figures are ms from a
sender's write to the receiver's parse. The server runs with the limits it ships with (`GET /api/v1/limits`), but for two
that the pairs would meet themselves: sends an account and sign-ups an address. The attackers are a process of their own,
niced by 10, on the same cores as the server, its database and the pairs: part of what a message waits for is the CPU that
attacking costs, and the kernel's part of it. *Ended* is how many connections of theirs were cut, refused or lost a second,
*told* the statuses and close codes that they read, most frequent first. Memory is the server's (PSS) without its
database: before, and the most during the attack."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One attack: bystanders' times before and during, and what it did to the server and to the attackers."""

    case: str
    before: Sequence[float]
    during: Sequence[float]
    lost: int
    cores: float
    memory_mb: tuple[float, float]
    ends: dict[str, int]
    seconds: float


async def talk(pairs: Sequence[Pair], seconds: float) -> list[float]:
    """Messages leave at their time, whether or not earlier ones have arrived; the ms of each that arrived."""
    for pair in pairs:
        pair.forget()
    start = time.perf_counter()
    for number in range(int(RATE * seconds)):
        wait = start + number / RATE - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        pairs[number % len(pairs)].send()
    await settle(pairs)
    return [ms for pair in pairs for ms in pair.delivery_ms]


async def attacked(running: Running, case: str, given: bytes, pairs: Sequence[Pair], seconds: float) -> Outcome:
    meter = Meter(running.server, running.database)
    before, small = await talk(pairs, seconds), meter.memory_mb()[0]
    attackers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.attackers", case, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        preexec_fn=lambda: os.nice(NICE) and None)
    assert attackers.stdin
    attackers.stdin.write(given + b"\n")
    await attackers.stdin.drain()
    await asyncio.sleep(SETTLE_S)       # they come first
    watched = asyncio.create_task(most_memory(meter))
    start = time.perf_counter()
    meter.start()
    during = await talk(pairs, seconds)
    cost = meter.stop(len(during))
    watched.cancel()
    said, _ = await attackers.communicate(b"\n")
    took = time.perf_counter() - start + SETTLE_S
    lost = sum(pair.in_flight for pair in pairs)
    refused = [code for pair in pairs for code in pair.refused]
    if refused:
        raise RuntimeError(f"{len(refused)} messages of bystanders were refused, the first with {refused[0]}")
    with suppress(asyncio.CancelledError):
        await watched
    return Outcome(case=case, before=before, during=during, lost=lost, cores=cost.server_us * cost.units / cost.wall_s / 1e6,
                   memory_mb=(small, max(MOST)), ends=json.loads(said or b"{}"), seconds=took)


MOST: list[float] = []


async def most_memory(meter: Meter) -> None:
    MOST[:] = [meter.memory_mb()[0]]
    while True:
        await asyncio.sleep(0.5)
        MOST.append(meter.memory_mb()[0])


def row(outcome: Outcome) -> list[str]:
    number = report.number
    ended = outcome.ends.pop("ended", 0)
    told = ", ".join(f"{name} × {times:,}" for name, times in sorted(outcome.ends.items(), key=lambda item: -item[1])[:4])
    return [outcome.case, *(number(percentile(times, share)) for times in (outcome.before, outcome.during)
                            for share in (0.5, 0.99)), number(max(outcome.during, default=float("nan"))), str(outcome.lost),
            number(outcome.cores), " → ".join(number(mb) for mb in outcome.memory_mb), number(ended / outcome.seconds), told or "–"]


async def run(asked: argparse.Namespace) -> None:
    rows, load = [], os.getloadavg()[0]
    async with server.paperplane(OPEN_HANDED) as running:
        pairs, heartbeat_s = await make_pairs(running.port, PAIRS)
        http = await open_http(running.port)
        attackers = [await sign_up(http, f"attacker{number}") for number in range(5)]
        conversation = await befriend(http, *attackers[:2])
        http.transport.close()
        given = json.dumps({"port": running.port, "tokens": [one.token for one in attackers], "conversation": conversation})
        alive = asyncio.create_task(keep_alive([one for pair in pairs for one in (pair.sender, pair.receiver)], heartbeat_s))
        await talk(pairs, 3)
        for case in asked.cases or CASES:
            print(f"measuring {case} …", file=sys.stderr, flush=True)
            rows.append(row(await attacked(running, case, given.encode(), pairs, asked.seconds)))
            print(rows[-1], file=sys.stderr, flush=True)
            await asyncio.sleep(3)
        alive.cancel()
    written = "\n".join(["# What hostile clients do to other people's messages",
                         *report.facts(" ".join(["python -m bench.hostile", *sys.argv[1:]]), asked),
                         f"- load average of the machine: {load:.1f} before; above 1, the figures say more of others than of the "
                         "attacks", "", NOTES, "",
                         *report.table("attack | before p50 | p99 | during p50 | p99 | most | lost | server's cores | memory MB | "
                                       "ended a second | told", rows)]) + "\n"
    asked.out.write_text(written)
    print(written)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description="Attack Paperplane on this machine.")
    parser.add_argument("--seconds", type=float, default=8, help="length of each stretch, before and during (8)")
    parser.add_argument("--cases", nargs="*", choices=list(CASES), help="only these")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "HOSTILE.md", help="where to write")
    found = parser.parse_args()
    found.repeat = 1
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.disable()    # a collection in the generator would look like a slow server
    uvloop.run(run(arguments()))
