"""The clients that people use, tuspy and tus-js-client, against a server that is killed between chunks: nothing that was
acknowledged comes twice, or is lost."""

import asyncio
import hashlib
import random
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient

from tests.api import API, Someone
from tests.e2e.process import Process, own_process
from tests.media.uploading import made, objects, until_gone

ROOT = Path(__file__).parents[2]
CHUNK = 64 * 1024


def content(seed: int) -> bytes:
    return random.Random(seed).randbytes(40 * CHUNK + 17)


async def kept(server: Process, who: Someone, media: str, expected: bytes) -> None:
    """All of it, and nothing else."""
    assert (await made(who, media))["bytes"] == len(expected)
    await until_gone(server.data_dir, f"uploads/{media}")
    assert hashlib.sha256(objects(server.data_dir)[f"media/{media}/file"]).digest() == hashlib.sha256(expected).digest()


@pytest.mark.timeout(300)
async def test_killed_between_chunks() -> None:
    async with own_process() as server:
        ana = await server.person("ana")
        for seed, client in enumerate((by_tuspy, by_tus_js)):
            file = server.data_dir / f"file{seed}"
            file.write_bytes(content(seed))
            await kept(server, ana, await client(server, ana, file), content(seed))


async def by_tuspy(server: Process, who: Someone, file: Path) -> str:
    """Chunk by chunk; after the kill a new client begins where the server says that it is."""
    headers = {"authorization": f"Bearer {who.token}"}
    uploader = TusClient(f"{server.origin}{API}/uploads", headers=headers).uploader(
        str(file), chunk_size=CHUNK, metadata={"filename": "from python.bin"})
    for place in range(1, 42):
        await asyncio.to_thread(uploader.upload_chunk)
        if place == 20:
            acknowledged, url = uploader.offset, uploader.url
            await server.kill()
            await server.start()
            uploader = TusClient(f"{server.origin}{API}/uploads", headers=headers).uploader(str(file), chunk_size=CHUNK, url=url)
            assert uploader.offset == acknowledged == place * CHUNK
    return str(uploader.url).rpartition("/")[2]


async def by_tus_js(server: Process, who: Someone, file: Path) -> str:
    """By itself: it is not told that the server goes away under it."""
    client = await asyncio.create_subprocess_exec(
        "node", str(ROOT / "tests/media/tus_client.mjs"), str(ROOT / "web/package.json"), f"{server.origin}{API}/uploads", who.token,
        str(file), str(CHUNK), stdout=asyncio.subprocess.PIPE)
    heard: list[tuple[str, ...]] = []
    while sum(1 for one in heard if one[0] == "at") < 20:
        heard.append(await said(client))
    await server.kill()
    await server.start()
    while (last := await said(client))[0] != "done":
        heard.append(last)
    assert await client.wait() == 0
    places = [int(one[1]) for one in heard if one[0] == "at"]
    assert places == sorted(places), "no byte that was acknowledged was asked for again"
    return last[1].rpartition("/")[2]


async def said(client: Any) -> tuple[str, ...]:
    async with asyncio.timeout(60):
        line = (await client.stdout.readline()).decode()
    assert line, "the client ended"
    assert not line.startswith("failed"), line
    return tuple(line.split())
