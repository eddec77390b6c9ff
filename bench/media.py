"""`python -m bench.media`: what photos and voice notes cost, and what other people's messages feel of it. Writes bench/MEDIA.md."""

import argparse
import asyncio
import gc
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog
import uvloop

from bench import report, server
from bench.bringing import Asked
from bench.clients import Pair, open_http
from bench.hostile import talk
from bench.meter import Meter, percentile
from bench.server import Running
from bench.w1_pairs import Person, keep_alive, make_pairs, sign_up

PAIRS = 50
AT_ONCE, NICE = 4, 10
STRETCH_S = 2.0
NOTES = """\
Fifty pairs of friends send 100 messages a second in all, alone (before and after), and while four clients at a time bring
the files by tus and wait until each is made. CPU is that of the server with the child processes that open the files, and
of its database, without what the messages alone took in the stretch before; photos are JPEGs of 4,000 × 3,000 with the
grain of a camera, voice notes 20 s of mono sound. Latency is ms from a sender's write to the receiver's parse. The pairs
run on the same cores as the server, and so do the clients that bring the files, a process of their own, niced by 10."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One kind of file: how many, bytes each, CPU s each, s until the last was made, and bystanders' times."""

    kind: str
    count: int
    bytes_each: float
    cpu_s: float
    wall_s: float
    alone: Sequence[float]
    during: Sequence[float]
    lost: int


@asynccontextmanager
async def clients(port: int, people: Sequence[Person], kind: str, count: int) -> AsyncIterator[tuple[asyncio.subprocess.Process, float]]:
    """A process that has its files, and begins when it is told to; and how large each is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bringing", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        preexec_fn=lambda: os.nice(NICE) and None)
    assert process.stdin
    assert process.stdout
    asked = Asked(port=port, tokens=[one.token for one in people], kind=kind, count=count)
    try:
        process.stdin.write(msgspec.json.encode(asked) + b"\n")
        ready, bytes_each = (await process.stdout.readline()).split()
        if ready != b"ready":
            raise RuntimeError("the clients did not begin")
        yield process, float(bytes_each)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> None:
    said, _ = await process.communicate(b"\n")
    if said != b"done\n":
        raise RuntimeError("not all was brought")


async def measured(running: Running, pairs: Sequence[Pair], people: Sequence[Person], kind: str, count: int, seconds: float) -> Outcome:
    meter = Meter(running.server, running.database)
    async with clients(running.port, people, kind, count) as (process, bytes_each):
        meter.start()
        alone = await talk(pairs, seconds)
        quiet = meter.stop(len(alone))
        during = list[float]()
        meter.start()
        start = time.perf_counter()
        bringing = asyncio.create_task(ended(process))
        while not bringing.done():
            during += await talk(pairs, STRETCH_S)
        await bringing
        wall = time.perf_counter() - start
        cost = meter.stop(len(during))
    # Whatever else is at work on the machine may come and go: as many before as after.
    alone += await talk(pairs, seconds)
    return Outcome(kind=kind, count=count, bytes_each=bytes_each, wall_s=wall, cpu_s=(cost.us - quiet.us) * len(during) / 1e6 / count,
                   alone=alone, during=during, lost=sum(pair.in_flight for pair in pairs))


def row(found: Outcome) -> list[str]:
    number = report.number
    idle, busy = (percentile(times, 0.99) for times in (found.alone, found.during))
    return [f"{found.count} × {found.kind}", number(found.bytes_each / 1e6), number(found.cpu_s), number(found.wall_s),
            number(percentile(found.alone, 0.5)), number(idle), number(percentile(found.during, 0.5)), number(busy),
            number(busy / idle), str(found.lost)]


async def run(asked: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    counts = {"photo": asked.photos, "voice": asked.voices}
    async with server.paperplane() as running:
        pairs, heartbeat_s = await make_pairs(running.port, PAIRS)
        http = await open_http(running.port)
        people = [await sign_up(http, f"photographer{number}") for number in range(AT_ONCE)]
        http.transport.close()
        alive = asyncio.create_task(keep_alive([one for pair in pairs for one in (pair.sender, pair.receiver)], heartbeat_s))
        await talk(pairs, 3)
        rows = []
        for kind, count in counts.items():
            print(f"measuring {kind} …", file=sys.stderr, flush=True)
            rows.append(row(await measured(running, pairs, people, kind, count, asked.seconds)))
        alive.cancel()
    written = "\n".join(["# What photos and voice notes cost",
                         *report.facts(" ".join(["python -m bench.media", *sys.argv[1:]]), asked),
                         f"- load average of the machine: {load:.1f} before", "", NOTES, "",
                         *report.table("brought | MB each | CPU s each | all made after s | alone p50 | p99 | meanwhile p50 | p99 | "
                                       "p99 ratio | lost", rows)]) + "\n"
    asked.out.write_text(written)
    print(written)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.media", description="Bring files to Paperplane on this machine.")
    parser.add_argument("--photos", type=int, default=60, help="how many photos (60)")
    parser.add_argument("--voices", type=int, default=20, help="how many voice notes (20)")
    parser.add_argument("--seconds", type=float, default=10, help="length of the stretches before and after (10)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "MEDIA.md", help="where to write")
    found = parser.parse_args()
    found.repeat = 1
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.disable()    # a collection in the generator would look like a slow server
    uvloop.run(run(arguments()))
