"""`python -m bench`: measure and write bench/RESULTS.md."""

import argparse
import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import structlog
import uvloop

from bench import floor, report, server, w1_pairs, w2_group, w3_idle, w4_history
from bench.meter import Cost

RATES = (50, 500)
GROUPS = (200, 512)
IDLE = (1_000, 3_000)
T = TypeVar("T")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure Paperplane on this machine (127.0.0.1 only).")
    parser.add_argument("--quick", action="store_true", help="small and short: shows that everything works, not how fast")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each load; the median is reported (3)")
    parser.add_argument("--pairs", type=int, default=100, help="pairs of people who write (100)")
    parser.add_argument("--seconds", type=float, default=10, help="length of a stretch (10)")
    parser.add_argument("--only", choices=["pairs", "groups", "idle", "history"], help="one part, with its floor")
    parser.add_argument("--stored", type=int, default=10_000, help="messages in the conversation whose history is read")
    parser.add_argument("--peers", type=Path, help="JSON lines of other servers' figures, to stand beside these")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md", help="where to write")
    parser.add_argument("--floor-only", action="store_true", help="print the floor's figures, write nothing")
    found = parser.parse_args()
    found.groups = GROUPS
    if found.quick:
        found.groups = (20,)
        found.repeat, found.pairs, found.seconds, found.stored = 1, 10, 2.0, 300
    return found


async def run(asked: argparse.Namespace) -> None:
    if task := asyncio.current_task():      # told to stop, it still ends what it has started
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    parts: list[list[str]] = []
    if asked.only in (None, "pairs", "history"):
        ground = await step("floor", lambda: floor.measure(
            pairs=asked.pairs, rate=RATES[-1], warm_up_s=min(3.0, asked.seconds), seconds=min(asked.seconds, 6)))
        if asked.floor_only:
            print("\n".join(report.floor_table(ground)))
            return
        if asked.only != "history":
            parts.append(report.pairs(asked, await step("pairs", lambda: pairs(asked)), ground))
        if asked.only != "pairs":
            parts.append(report.history(asked, await step("history", lambda: history(asked)), ground))
        parts.append(report.floors(ground))
    if asked.only in (None, "groups"):
        parts.insert(1, report.groups(await step("groups", lambda: groups(asked))))
    if asked.only in (None, "idle"):
        parts.insert(2, report.idle(await step("idle", idle)))
    peers = report.read_peers(asked.peers) if asked.peers else []
    command = " ".join(["bin/bench", *sys.argv[1:]])
    asked.out.write_text(report.written(command=command, asked=asked, parts=parts, peers=peers))
    print(asked.out.read_text())


async def pairs(asked: argparse.Namespace) -> tuple[list[w1_pairs.Load], Cost]:
    async with server.paperplane() as running:
        return await w1_pairs.measure(running, pairs=asked.pairs, rates=RATES, warm_up_s=min(3.0, asked.seconds),
                                      seconds=asked.seconds, repeat=asked.repeat)


async def history(asked: argparse.Namespace) -> list[w4_history.Pages]:
    async with server.paperplane() as running:
        return await w4_history.measure(running, stored=asked.stored, requests=200, repeat=asked.repeat)


async def groups(asked: argparse.Namespace) -> list[tuple[list[w2_group.Fan], list[w2_group.Fan]]]:
    """For each size: Paperplane's figures, and the floor's."""
    found = []
    for members in asked.groups:
        how = {"members": members, "alone": 100, "warm_up_s": 2.0, "seconds": min(asked.seconds, 6), "repeat": asked.repeat}
        async with server.paperplane() as running:
            ours = await w2_group.measure(running, **how)
        async with server.relay() as running:
            found.append((ours, await w2_group.floor(running, **how)))
    return found


async def idle() -> tuple[list[w3_idle.Idle], list[w3_idle.Idle]]:
    async with server.paperplane() as running:
        ours = await w3_idle.measure(running, IDLE)
    async with server.relay() as running:
        return ours, await w3_idle.floor(running, IDLE)


async def step(name: str, measured: Callable[[], Awaitable[T]]) -> T:
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    return await measured()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.disable()    # a collection in the generator would look like a slow server
    uvloop.run(run(arguments()))
