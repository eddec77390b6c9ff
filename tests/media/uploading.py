"""Bringing files by tus, as plain requests, and what is made of them."""

import asyncio
import base64
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests.api import API, Someone

TUS = {"tus-resumable": "1.0.0"}
CHUNK = {"content-type": "application/offset+octet-stream"}


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


async def tus(who: Someone | None, client: httpx.AsyncClient, method: str, path: str, content: bytes | None = None, /, **headers: str) -> httpx.Response:
    said = {**TUS, **({"authorization": f"Bearer {who.token}"} if who else {}), **(CHUNK if content is not None else {})}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.request(method, path if path.startswith(API) else API + path, content=content,
                                headers={name: value for name, value in said.items() if value})


async def begun(who: Someone, size: int, name: str = "a file.bin", /, **said: str) -> str:
    """Where an upload goes on."""
    answer = await tus(who, who.client, "POST", "/uploads", upload_length=str(size), upload_metadata=metadata(filename=name, **said))
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def chunk(who: Someone, place: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
    return await tus(who, who.client, "PATCH", place, content, upload_offset=str(offset), **headers)


async def brought(who: Someone, content: bytes, name: str = "a file.bin", size: int = 1024 * 1024, /, **said: str) -> str:
    """The id of an upload that is whole."""
    place = await begun(who, len(content), name, **said)
    for start in range(0, len(content), size):
        answer = await chunk(who, place, start, content[start:start + size])
        assert answer.status_code == 204, answer.text
    return place.rpartition("/")[2]


async def made(who: Someone, media: str) -> Any:
    """What became of it."""
    async with asyncio.timeout(90):
        while (now := await who.get(f"/media/{media}"))["state"] == "making":
            await asyncio.sleep(0.05)
    return now


async def ready(who: Someone, content: bytes, name: str = "a file.bin", /, **said: str) -> Any:
    now = await made(who, await brought(who, content, name, **said))
    assert now["state"] == "ready", now
    return now


def objects(folder: Path) -> dict[str, bytes]:
    """Whatever is kept."""
    home = folder / "objects"
    found = {}
    for inside, _, names in os.walk(home):      # which minds no folder that goes meanwhile
        for path in (Path(inside) / name for name in names):
            with suppress(FileNotFoundError):
                found[str(path.relative_to(home))] = path.read_bytes()
    return found


async def until_gone(folder: Path, named: str) -> None:
    """Nothing that is kept has this in its name any more, and nothing is left of making."""
    async with asyncio.timeout(60):
        while any(named in name for name in objects(folder)) or any((folder / "making").glob("*")):
            await asyncio.sleep(0.05)
