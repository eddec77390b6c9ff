"""A server in a process of its own, on a data directory that outlives it: for tests that kill."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from paperplane.core.cluster import Cluster
from tests.api import Server

SETTINGS = {"PAPERPLANE_LIMITS_ENABLED": "false", "PAPERPLANE_ARGON2__MEMORY_KIB": "8", "PAPERPLANE_ARGON2__PASSES": "1",
            "PAPERPLANE_ARGON2__LANES": "1", "PAPERPLANE_PORT": "0"}


class Process:
    """A running `paperplane serve`, with its own Postgres that waits for the disk."""

    def __init__(self, running: asyncio.subprocess.Process, url: str, data: Path) -> None:
        self._running = running
        self._data = data
        self.url = url

    def kill(self) -> None:
        """As when the power goes, for the server only: Postgres lives on."""
        self._running.send_signal(signal.SIGKILL)

    async def gone(self) -> None:
        async with asyncio.timeout(60):
            await self._running.wait()

    def kill_postgres(self) -> int:
        """SIGKILL to the postmaster and all it started; the pid it had."""
        pid = Cluster(self._data).running()
        assert pid is not None
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            os.kill(each, signal.SIGKILL)
        return pid


@asynccontextmanager
async def process(data: Path, *module: str, config: Path | None = None) -> AsyncIterator[Process]:
    """The server, answering. At the end it is stopped as an operator would, unless it was killed.

    `module`: what to start in place of `paperplane`, and what it is told before the command. `config`: a file whose
    settings stand in place of those for tests.
    """
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *(module or ("paperplane",)), "serve", "--data-dir", str(data),
        *(("--config", str(config)) if config else ()), stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={**os.environ, **({} if config else SETTINGS)})
    assert running.stdout
    async with asyncio.timeout(120):
        while b"http" not in (said := await running.stdout.readline()):
            assert said, "the server ended before it began"
    try:
        yield Process(running, said.decode().split()[-1], data)
    finally:
        if running.returncode is None:
            running.terminate()
        async with asyncio.timeout(90):
            await running.wait()


@asynccontextmanager
async def people_of(process: Process) -> AsyncIterator[Server]:
    """The way to its people. There is no looking behind the doors of another process."""
    port = int(process.url.rpartition(":")[2])
    app: Any = SimpleNamespace(config=SimpleNamespace(port=port))
    async with httpx.AsyncClient(base_url=process.url, timeout=60) as client:
        yield Server(app, client)


async def status(server: Server, path: str) -> int:
    try:
        return (await server.client.get(path)).status_code
    except httpx.TransportError:
        return 0


async def until(server: Server, path: str, code: int) -> None:
    """Wait until a path answers so."""
    async with asyncio.timeout(90):
        while await status(server, path) != code:
            await asyncio.sleep(0.05)
