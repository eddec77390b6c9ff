"""Starts what is measured as processes of their own, and ends them by their ids."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bench.clients import HOST, open_http

READY_S = 120
STOP_S = 30
LIFTED = {"PAPERPLANE_LIMITS_ENABLED": "false"}


@dataclass(frozen=True)
class Running:
    """A server that answers: its port and the ids of its process and of its database's, if it has one apart."""

    port: int
    server: int
    database: int | None = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def folder() -> AsyncIterator[Path]:
    """A directory that is gone afterwards; open enough for a database that runs as a user of its own."""
    made = Path(tempfile.mkdtemp(prefix="paperplane-bench-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@asynccontextmanager
async def process(argv: Sequence[str], log: Path, env: Mapping[str, str] | None = None
                  ) -> AsyncIterator[subprocess.Popen[bytes]]:
    """A program that is asked to end at the end, and then made to."""
    with log.open("wb") as out:
        started = _start(argv, out, env or {})
    try:
        yield started
    finally:
        started.terminate()
        try:
            await asyncio.to_thread(started.wait, STOP_S)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _start(argv: Sequence[str], out: BinaryIO, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **env})


async def ready(port: int, path: str, started: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when the path answers 200; raises with the log's end when the program ends or takes too long."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end and started.poll() is None:
        try:
            http = await open_http(port)
            status, _ = await http.request("GET", path)
            http.transport.close()
            if status == 200:
                return
        except OSError:
            pass
        await asyncio.sleep(0.2)
    raise RuntimeError(f"{started.args!r} does not answer:\n{log.read_text()[-2000:]}")


@asynccontextmanager
async def paperplane(settings: Mapping[str, str] = LIFTED) -> AsyncIterator[Running]:
    """Paperplane from this checkout in an empty directory, with cheap password hashes, and rates lifted if not told else."""
    port = free_port()
    async with folder() as home:
        data, log = home / "data", home / "log"
        argv = [sys.executable, "-m", "paperplane", "serve", "--host", HOST, "--port", str(port), "--data-dir", str(data)]
        cheap = {"PAPERPLANE_LOG_LEVEL": "warning", **settings,
                 "PAPERPLANE_ARGON2__MEMORY_KIB": "64", "PAPERPLANE_ARGON2__PASSES": "1", "PAPERPLANE_ARGON2__LANES": "1"}
        async with process(argv, log, cheap) as started:
            await ready(port, "/readyz", started, log)
            yield Running(port, started.pid, postmaster(data))


@asynccontextmanager
async def relay() -> AsyncIterator[Running]:
    """The bare application of bench/relay.py on uvicorn, served as Paperplane serves its gateway."""
    port = free_port()
    async with folder() as home:
        log = home / "log"
        argv = [sys.executable, "-m", "uvicorn", "bench.relay:app", "--host", HOST, "--port", str(port), "--loop", "uvloop",
                "--http", "httptools", "--ws", "websockets-sansio", "--ws-per-message-deflate", "false",
                "--no-access-log", "--lifespan", "off", "--log-level", "warning"]
        async with process(argv, log) as started:
            await ready(port, "/", started, log)
            yield Running(port, started.pid)


def postmaster(data: Path) -> int | None:
    """The embedded database's first process, by the file it keeps for that (PostgreSQL manual, 'Database File Layout')."""
    for file in data.rglob("postmaster.pid"):
        return int(file.read_text().split("\n", 1)[0])
    return None
