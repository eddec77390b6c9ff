"""`python -m bench.video`: from the last byte of a video to its playing, and what its renditions cost. Writes bench/VIDEO.md."""

import argparse
import asyncio
import base64
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import structlog

from bench import report, server
from tests.media.sounds import video

CHUNK = 8 * 1024 * 1024
NOISY = ("-vf", "noise=alls=12:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "8M", "-pix_fmt", "yuv420p", "-c:a", "aac")
NOTES = """\
One client brings a clip of H.264 and AAC with the grain of a camera, posts it while it is made, and asks every 50 ms. *Playable*: from
the last byte on disk to the post that is published and whose `video` answers its first bytes. *All there*: from then to the last
rendition."""


async def brought(client: httpx.AsyncClient, content: bytes) -> str:
    said = {"tus-resumable": "1.0.0"}
    words = f"filename {base64.b64encode(b'clip.mp4').decode()},kind {base64.b64encode(b'video').decode()}"
    answer = await client.post("/uploads", headers={**said, "upload-length": str(len(content)), "upload-metadata": words})
    place = answer.headers["location"].removeprefix("/api/v1")
    for at in range(0, len(content), CHUNK):
        answer = await client.patch(place, content=content[at:at + CHUNK], headers={
            **said, "upload-offset": str(at), "content-type": "application/offset+octet-stream"})
        answer.raise_for_status()
    return str(place.rpartition("/")[2])


async def until(client: httpx.AsyncClient, post: str, whole: bool) -> Any:
    while True:
        now = (await client.get(f"/posts/{post}")).json()
        if now["state"] == "published" and (not whole or (now["video"]["made"] is None and now["video"]["renditions"])):
            return now
        await asyncio.sleep(0.05)


async def measured(client: httpx.AsyncClient, name: str, content: bytes) -> list[str]:
    media = await brought(client, content)
    start = time.perf_counter()
    answer = await client.post("/posts", json={"client_id": str(uuid4()), "kind": "video", "media": [{"media_id": media}]})
    post = answer.json()["id"]
    await until(client, post, whole=False)
    where = await client.get(f"/posts/{post}/media/{media}/video")
    (await client.get(client.base_url.join(where.headers["location"]), headers={"range": "bytes=0-99999"})).raise_for_status()
    playable = time.perf_counter() - start
    now = await until(client, post, whole=True)
    sizes = " ".join(f"{one['lines']}: {one['bytes'] / 1e6:.1f}" for one in now["video"]["renditions"])
    return [name, f"{len(content) / 1e6:.1f}", f"{playable:.2f}", f"{time.perf_counter() - start - playable:.1f}", sizes]


async def run(asked: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    clips = {f"{asked.seconds} s of 1920 × 1080, 30 fps": video(*NOISY, size="1920x1080", seconds=asked.seconds, rate=30),
             "600 s of 256 × 144, 5 fps": video("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", size="256x144", seconds=600, rate=5)}
    async with server.paperplane() as running, httpx.AsyncClient(base_url=f"http://127.0.0.1:{running.port}/api/v1", timeout=600) as client:
        answer = await client.post("/accounts", json={"handle": "filmer", "password": "a fine long password", "birth_date": "1990-01-01",
                                                      "display_name": "Filmer"})
        client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        rows = [await measured(client, name, content) for name, content in clips.items()]
    written = "\n".join(["# What a posted video takes", *report.facts(" ".join(["python -m bench.video", *sys.argv[1:]]), asked),
                         f"- load average of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after", "", NOTES, "",
                         *report.table("clip | MB | playable s | all there after s | MB of each rendition", rows)]) + "\n"
    asked.out.write_text(written)
    print(written)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.video", description="Post videos to Paperplane on this machine.")
    parser.add_argument("--seconds", type=int, default=30, help="how long the large clip is (30)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "VIDEO.md", help="where to write")
    found = parser.parse_args()
    found.repeat = 1
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(run(arguments()))
