"""`python -m bench.media`: what photos and voice notes cost, and what other people's messages feel of it. Writes bench/MEDIA.md."""

import argparse
import asyncio
import base64
import gc
import io
import logging
import math
import os
import random
import struct
import sys
import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import structlog
import uvloop
from PIL import Image

from bench import report, server
from bench.clients import API, HOST, Pair, open_http
from bench.hostile import talk
from bench.meter import Meter, percentile
from bench.server import Running
from bench.w1_pairs import Person, keep_alive, make_pairs, sign_up

PAIRS = 50
PHOTO = (4000, 3000)
SPOKEN_S, SPOKEN_RATE = 20, 16_000
CHUNK = 4 * 1024 * 1024
AT_ONCE = 4
LOOK_S = 0.2
STRETCH_S = 2.0
NOTES = """\
Fifty pairs of friends send 100 messages a second in all, first alone, then while four clients at a time bring the files
by tus and wait until each is made. CPU is that of the server with the child processes that open the files, and of its
database, without what the messages alone took in the stretch before; photos are JPEGs of 4,000 × 3,000 with the grain of
a camera, voice notes 20 s of mono sound. Latency is ms from a sender's write to the receiver's parse; the generator,
which also brings the files, runs on the same cores."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One kind of file: how many, bytes each, CPU s each, s until the last was made, and bystanders' times."""

    kind: str
    count: int
    bytes_each: float
    cpu_s: float
    wall_s: float
    before: Sequence[float]
    during: Sequence[float]
    lost: int


def photo(seed: int) -> bytes:
    """Large soft shapes under a grain: neither a flat colour, which costs nothing, nor noise alone, which is no photo."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3))
    soft = small.resize(PHOTO, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(PHOTO, 12).convert("RGB")
    out = io.BytesIO()
    Image.blend(soft, grain, 0.12).save(out, "JPEG", quality=90)
    return out.getvalue()


def voice(seed: int) -> bytes:
    """A tone that swells and falls, as WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SPOKEN_RATE)
        file.writeframes(b"".join(
            struct.pack("<h", int(20_000 * abs(math.sin(n / 9_000 + seed)) * math.sin(n / 11)))
            for n in range(SPOKEN_S * SPOKEN_RATE)))
    return out.getvalue()


def good(answer: httpx.Response) -> httpx.Response:
    """Raises with what the server says where it refuses."""
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.method} {answer.url} was answered {answer.status_code}: {answer.text[:300]}")
    return answer


async def bring(client: httpx.AsyncClient, who: Person, kind: str, content: bytes) -> None:
    """Upload it, and wait until it is made; raises when it is refused."""
    said = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in {"filename": "a file", "kind": kind}.items())
    head = {"authorization": f"Bearer {who.token}", "tus-resumable": "1.0.0"}
    begun = good(await client.post(f"{API}/uploads", headers={**head, "upload-length": str(len(content)), "upload-metadata": said}))
    place = begun.headers["location"]
    for at in range(0, len(content), CHUNK):
        good(await client.patch(place, content=content[at:at + CHUNK], headers={
            **head, "upload-offset": str(at), "content-type": "application/offset+octet-stream"}))
    path = f"{API}/media/{place.rpartition('/')[2]}"
    while (state := good(await client.get(path, headers=head)).json()["state"]) == "making":
        await asyncio.sleep(LOOK_S)
    if state != "ready":
        raise RuntimeError(f"a {kind} was refused")


async def brought(port: int, people: Sequence[Person], kind: str, files: Sequence[bytes], count: int) -> None:
    """So many of them, a few at a time."""
    waiting = iter(range(count))

    async def one(who: Person) -> None:
        async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}", timeout=60) as client:
            for number in waiting:
                await bring(client, who, kind, files[number % len(files)])
    async with asyncio.TaskGroup() as tasks:
        for who in people:
            tasks.create_task(one(who))


async def measured(running: Running, pairs: Sequence[Pair], people: Sequence[Person], kind: str, files: Sequence[bytes],
                   count: int, seconds: float) -> Outcome:
    meter = Meter(running.server, running.database)
    meter.start()
    before = await talk(pairs, seconds)
    alone = meter.stop(len(before))
    during = list[float]()
    meter.start()
    start = time.perf_counter()
    bringing = asyncio.create_task(brought(running.port, people, kind, files, count))
    while not bringing.done():
        during += await talk(pairs, STRETCH_S)
    await bringing
    wall = time.perf_counter() - start
    cost = meter.stop(len(during))
    return Outcome(kind=kind, count=count, bytes_each=sum(map(len, files)) / len(files), wall_s=wall,
                   cpu_s=(cost.us - alone.us) * len(during) / 1e6 / count, before=before, during=during,
                   lost=sum(pair.in_flight for pair in pairs))


def row(found: Outcome) -> list[str]:
    number = report.number
    idle, busy = (percentile(times, 0.99) for times in (found.before, found.during))
    return [f"{found.count} × {found.kind}", number(found.bytes_each / 1e6), number(found.cpu_s), number(found.wall_s),
            number(percentile(found.before, 0.5)), number(idle), number(percentile(found.during, 0.5)), number(busy),
            number(busy / idle), str(found.lost)]


async def run(asked: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    files = {"photo": [photo(seed) for seed in range(5)], "voice": [voice(seed) for seed in range(5)]}
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
            rows.append(row(await measured(running, pairs, people, kind, files[kind], count, asked.seconds)))
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
    parser.add_argument("--photos", type=int, default=100, help="how many photos (100)")
    parser.add_argument("--voices", type=int, default=20, help="how many voice notes (20)")
    parser.add_argument("--seconds", type=float, default=10, help="length of the stretch before (10)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "MEDIA.md", help="where to write")
    found = parser.parse_args()
    found.repeat = 1
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    gc.disable()    # a collection in the generator would look like a slow server
    uvloop.run(run(arguments()))
