"""`python -m bench.bringing`: clients that bring photos and voice notes by tus, and wait until each is made.

A process of its own, as such clients are: what it costs is no part of what the messages of others wait for. It reads
what to do from stdin, says `ready` once its files are made, begins at the next line, and says `done`.
"""

import asyncio
import base64
import io
import math
import random
import struct
import sys
import wave
from collections.abc import Sequence
from typing import Any

import httpx
import msgspec
import uvloop
from PIL import Image

from bench.clients import API, HOST

PHOTO = (4000, 3000)
SPOKEN_S, SPOKEN_RATE = 20, 16_000
DIFFERENT = 5
CHUNK = 4 * 1024 * 1024
LOOK_S = 0.2
TRIES = 5


class Asked(msgspec.Struct):
    """So many files of a kind, by these people at once."""

    port: int
    tokens: list[str]
    kind: str
    count: int


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


async def asked_for(client: httpx.AsyncClient, method: str, place: str, **what: Any) -> httpx.Response:
    """Raises with what the server says where it refuses; tries again where it says so, as clients do."""
    again = 0
    while (answer := await client.request(method, place, **what)).status_code == 503 and again < TRIES:
        again += 1
        print(f"told to try again: {answer.text[:200]}", file=sys.stderr)
        await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
    # What was brought may have come, and only its answer been lost.
    if not answer.is_success and not (again and answer.status_code == 409):
        raise RuntimeError(f"{method} {place} was answered {answer.status_code}: {answer.text[:300]}")
    return answer


async def bring(client: httpx.AsyncClient, token: str, kind: str, content: bytes) -> None:
    """Upload it, and wait until it is made; raises when it is refused."""
    said = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in {"filename": "a file", "kind": kind}.items())
    head = {"authorization": f"Bearer {token}", "tus-resumable": "1.0.0"}
    begun = await asked_for(client, "POST", f"{API}/uploads", headers={**head, "upload-length": str(len(content)), "upload-metadata": said})
    place = begun.headers["location"]
    for at in range(0, len(content), CHUNK):
        await asked_for(client, "PATCH", place, content=content[at:at + CHUNK], headers={
            **head, "upload-offset": str(at), "content-type": "application/offset+octet-stream"})
    path = f"{API}/media/{place.rpartition('/')[2]}"
    while (state := (await asked_for(client, "GET", path, headers=head)).json()["state"]) == "making":
        await asyncio.sleep(LOOK_S)
    if state != "ready":
        raise RuntimeError(f"a {kind} was refused")


async def brought(asked: Asked, files: Sequence[bytes]) -> None:
    """So many of them, one at a time by each."""
    waiting = iter(range(asked.count))

    async def one(token: str) -> None:
        async with httpx.AsyncClient(base_url=f"http://{HOST}:{asked.port}", timeout=60) as client:
            for number in waiting:
                await bring(client, token, asked.kind, files[number % len(files)])
    async with asyncio.TaskGroup() as tasks:
        for token in asked.tokens:
            tasks.create_task(one(token))


def main() -> None:
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=Asked)
    files = [{"photo": photo, "voice": voice}[asked.kind](seed) for seed in range(DIFFERENT)]
    print(f"ready {sum(map(len, files)) / len(files):.0f}", flush=True)
    sys.stdin.buffer.readline()
    uvloop.run(brought(asked, files))
    print("done", flush=True)


if __name__ == "__main__":
    main()
