"""A bucket: SeaweedFS, which speaks S3, on this machine and in a folder of its own."""

import asyncio
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import S3Store

KEY, SECRET, NAME = "test", "a-secret-of-tests", "albums"
URL = f"s3://{NAME}/paper"
READY_S = 60
MAY = ["Admin", "Read", "Write", "List", "Tagging"]


@contextmanager
def bucket() -> Iterator[dict[str, str]]:
    """Runs it; what the environment says of it to whoever opens `URL`."""
    home = Path(tempfile.mkdtemp(prefix="paperplane-bucket-"))
    (home / "s3.json").write_text(json.dumps({"identities": [
        {"name": "paperplane", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": MAY}]}))
    kinds = ("master", "volume", "filer", "s3")
    ports = dict(zip([f"{kind}.port{more}" for kind in kinds for more in ("", ".grpc")], free_ports(2 * len(kinds)), strict=True))
    endpoint = f"http://127.0.0.1:{ports['s3.port']}"
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            [str(shutil.which("weed")), "server", f"-dir={home}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={home / 's3.json'}",
             "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false", "-master.volumeSizeLimitMB=64", "-volume.max=20", "-master.telemetry=false",
             *(f"-{name}={port}" for name, port in ports.items())], cwd=home, stdout=log, stderr=log)
    said = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1", "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}
    try:
        _ready(running, endpoint, home / "log")
        yield said
    finally:
        running.kill()
        running.wait()
        shutil.rmtree(home, ignore_errors=True)


def _ready(running: "subprocess.Popen[bytes]", endpoint: str, log: Path) -> None:
    store = S3Store(NAME, endpoint=endpoint, access_key_id=KEY, secret_access_key=SECRET, region="us-east-1",
                    client_options={"allow_http": True}, retry_config={"max_retries": 0})
    end = time.monotonic() + READY_S
    while True:
        try:
            store.put("looking", b"x")
            return store.delete("looking")
        except (BaseError, OSError):
            if running.poll() is not None or time.monotonic() > end:
                raise RuntimeError(log.read_text()[-3000:]) from None
            time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


class Gate:
    """Stands before a bucket. Shut, it refuses whatever is asked, as where our rights to it have ended for a while."""

    def __init__(self, endpoint: str) -> None:
        self.host, self.port = endpoint.removeprefix("http://").split(":")
        self.shut = False
        self.refused = 0
        self._through: set[asyncio.StreamWriter] = set()

    def close(self) -> None:
        self.shut = True
        for one in tuple(self._through):
            one.transport.abort()

    async def pass_by(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            if self.shut:
                await reader.readuntil(b"\r\n\r\n")
                self.refused += 1
                writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                await writer.drain()
            else:
                there, back = await asyncio.open_connection(self.host, int(self.port))
                self._through |= {writer, back}
                await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(64 * 1024):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def gate(endpoint: str) -> AsyncIterator[tuple[Gate, str]]:
    """The gate, and where it stands."""
    stands = Gate(endpoint)
    listening = await asyncio.start_server(stands.pass_by, "127.0.0.1", 0)
    try:
        yield stands, f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        stands.close()
