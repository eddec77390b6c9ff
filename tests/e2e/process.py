"""A server as people run it: `paperplane serve` in a process of its own, with its own database, to be killed."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from paperplane.core.cluster import Cluster
from tests.api import API, Someone, good, sign_up

SETTINGS = {"PAPERPLANE_LIMITS_ENABLED": "false", "PAPERPLANE_ARGON2__MEMORY_KIB": "8", "PAPERPLANE_ARGON2__PASSES": "1",
            "PAPERPLANE_ARGON2__LANES": "1"}


class Process:
    """One data directory and one port, and whatever serves them now."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.origin = ""
        self.client = httpx.AsyncClient(timeout=60)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return when it answers; the second start takes the port of the first."""
        port = self.origin.rpartition(":")[2] or "0"
        with (self.data_dir / "said").open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "paperplane", "serve", "--data-dir", str(self.data_dir), "--port", port,
                stdout=asyncio.subprocess.PIPE, stderr=said, env={**os.environ, **SETTINGS})
        assert self._process.stdout is not None
        async with asyncio.timeout(90):
            line = (await self._process.stdout.readline()).decode()
        assert "http" in line, (self.data_dir / "said").read_text()[-2000:]
        self.origin = line.split()[-1]
        self.client.base_url = httpx.URL(self.origin)

    async def kill(self) -> None:
        """kill -9: nothing is said goodbye to."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        await self.client.aclose()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
        if (pid := self.postmaster()) is not None:
            os.kill(pid, signal.SIGKILL)

    def postmaster(self) -> int | None:
        return Cluster(self.data_dir).running()

    async def keep_down(self) -> None:
        """Kill the database, and every one that is started in its place, until this is cancelled."""
        while True:
            if (pid := self.postmaster()) is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.02)

    async def ready(self, status: int) -> None:
        """Wait until /readyz answers so."""
        async with asyncio.timeout(60):
            while (await self.client.get("/readyz")).status_code != status:
                await asyncio.sleep(0.05)

    async def person(self, handle: str, age: int = 30) -> Someone:
        answer = await self.client.post(f"{API}/accounts", json=sign_up(handle, age))
        return Someone(self.client, good(answer))


@asynccontextmanager
async def own_process() -> AsyncIterator[Process]:
    """A running server. Its folder is not pytest's: those are closed to the user a root's database runs as."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-e2e-data-"))
    process = Process(folder)
    try:
        await process.start()
        yield process
    finally:
        await process.stop()
        shutil.rmtree(folder, ignore_errors=True)
