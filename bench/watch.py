"""`python -m bench.watch`: how long one waits for the next video's first picture, in Chromium on this machine. Writes bench/WATCH.md."""

import argparse
import asyncio
import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import imageio_ffmpeg
from playwright.async_api import Page, async_playwright

from bench import report, server
from bench.clients import API, HOST
from bench.meter import percentile

SECONDS, SIZE = 4, "540x960"
PHONE = {"width": 390, "height": 844}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
# From the swipe to the first picture of the next video that is drawn while it runs.
SWIPE = """async () => {
  const strip = document.querySelector('[data-strip]');
  const next = document.querySelector('[data-place]:not([inert])').nextElementSibling.querySelector('video');
  const began = performance.now();
  strip.scrollBy(0, strip.clientHeight);
  return await new Promise(drawn => next.requestVideoFrameCallback(now => drawn(performance.now() - began)));
}"""
RUNS = "() => { const video = document.querySelector('[data-place]:not([inert]) video'); return video && !video.paused && video.currentTime > 0 }"
NOTES = f"""\
One person posts videos of {SECONDS} s and {SIZE}, each made anew by the server; another watches them one after the other in
headless Chromium at the size of a phone, muted, and swipes to the next after looking for a while. Time is ms from the
swipe to the first picture of the next video that is drawn while it runs. Server, making and browser share the machine."""


def video(number: int, folder: Path) -> bytes:
    out = folder / f"{number}.mp4"
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", f"testsrc2=s={SIZE}:d={SECONDS}:r=30",
                    "-f", "lavfi", "-i", f"sine={220 + 20 * number}:d={SECONDS}", "-c:v", "libx264", "-preset", "veryfast",
                    "-pix_fmt", "yuv420p", "-c:a", "aac", str(out)], check=True)
    return out.read_bytes()


async def asked(client: httpx.AsyncClient, method: str, path: str, **what: Any) -> Any:
    answer = await client.request(method, path, **what)
    answer.raise_for_status()
    return answer.json() if answer.content else None


async def account(client: httpx.AsyncClient, handle: str) -> str:
    found = await asked(client, "POST", f"{API}/accounts", json={
        "handle": handle, "password": "a long password", "birth_date": "1990-01-01", "display_name": handle.title()})
    return str(found["token"])


async def post(client: httpx.AsyncClient, token: str, content: bytes) -> None:
    """A video is brought and shown to everyone, once it can be."""
    told = {"authorization": f"Bearer {token}", "tus-resumable": "1.0.0"}
    named = ",".join(f"{key} {base64.b64encode(value).decode()}" for key, value in (("filename", b"a.mp4"), ("kind", b"video")))
    begun = await client.post(f"{API}/uploads", headers={**told, "upload-length": str(len(content)), "upload-metadata": named})
    begun.raise_for_status()
    place = begun.headers["location"]
    await asked(client, "PATCH", place, content=content, headers={**told, "upload-offset": "0", "content-type": "application/offset+octet-stream"})
    media = place.rpartition("/")[2]
    while (await asked(client, "GET", f"{API}/media/{media}", headers=told))["state"] == "making":
        await asyncio.sleep(0.3)
    await asked(client, "POST", f"{API}/posts", headers=told, json={
        "client_id": str(uuid4()), "kind": "video", "text": "A flight", "media": [{"media_id": media}]})


async def swiped(page: Page, origin: str, swipes: int, looks_s: float) -> list[float]:
    await page.goto(f"{origin}/?feed=latest")
    await page.locator('a[href^="/watch/"]').first.click()
    times = []
    for _ in range(swipes):
        await page.wait_for_function(RUNS)
        await asyncio.sleep(looks_s)
        times.append(float(await page.evaluate(SWIPE)))
    return times


async def watched(origin: str, swipes: int, looks_s: float) -> list[float]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("This bench needs Chromium: on Debian, apt install chromium.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        answer = await context.request.post(f"{origin}{API}/sessions", headers={"x-paperplane-web": "1"},
                                            data={"handle": "viewer", "password": "a long password"})
        assert answer.ok
        times = await swiped(await context.new_page(), origin, swipes, looks_s)
        await browser.close()
        return times


async def measure(swipes: int, looks_s: float) -> list[float]:
    async with server.folder() as folder, server.paperplane() as running:
        origin = f"http://{HOST}:{running.port}"
        async with httpx.AsyncClient(base_url=origin, timeout=60) as client:
            token, _ = await account(client, "poster"), await account(client, "viewer")
            for number in range(swipes + 1):
                await post(client, token, await asyncio.to_thread(video, number, folder))
        return await watched(f"http://localhost:{running.port}", swipes, looks_s)


def written(times: Sequence[float], load: float) -> str:
    rows = [(str(len(times)), *(report.number(percentile(sorted(times), share)) for share in (0.5, 0.9)), report.number(max(times)))]
    return "\n".join([
        "# How long one waits for the next video", "",
        f"- taken: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at commit {report.commit()}, by `python -m bench.watch {' '.join(sys.argv[1:])}`",
        f"- load average of the machine: {load:.1f} before", "", NOTES, "", *report.table("swipes | p50 | p90 | most", rows), ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.watch", description=__doc__)
    parser.add_argument("--swipes", type=int, default=12, help="from one video to the next (12)")
    parser.add_argument("--looks", type=float, default=1.5, help="seconds before each swipe (1.5)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "WATCH.md", help="where to write")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    given.out.write_text(written(asyncio.run(measure(given.swipes, given.looks)), load))
    print(given.out.read_text())


if __name__ == "__main__":
    main()
