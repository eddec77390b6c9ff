"""`deploy/Caddyfile` as it stands, in front of `paperplane serve` as it stands: only names and ports are the test's own."""

import asyncio
import os
import shutil
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.kill.process import process

ROOT = Path(__file__).parents[2]
CADDYFILE = ROOT / "deploy" / "Caddyfile"
# Beside its own ports: what would reach beyond this machine, or change it.
GLOBAL = """{
	admin off
	http_port HTTP
	https_port HTTPS
	skip_install_trust
	default_bind 127.0.0.1
"""


def caddy() -> str:
    found = shutil.which("caddy")
    assert found, "The deploy tests need Caddy: on Debian, apt install caddy."
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def adapted(text: str, *, https: int, http: int, upstream: int, **more: str) -> str:
    """The file with this machine's names in it. Each is there once, or the test would not be of this file."""
    changes = {"{\n\tservers": GLOBAL.replace("HTTPS", str(https)).replace("HTTP", str(http)) + "\tservers",
               "paper.example.org {": "localhost {\n\ttls internal",
               "reverse_proxy 127.0.0.1:8000": f"reverse_proxy 127.0.0.1:{upstream}", **more}
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class Front:
    """Caddy with Paperplane behind it."""

    def __init__(self, upstream: int, https: int, http: int, folder: Path) -> None:
        self.inside = f"http://127.0.0.1:{upstream}"      # Paperplane itself
        self.https = https
        self.http = http
        self.authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        self.origin = f"https://localhost:{https}"

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def client(self, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """A client at one of this machine's many loopback addresses."""
        transport = httpx.AsyncHTTPTransport(verify=self.trust(), local_address=address)
        return httpx.AsyncClient(base_url=self.origin, timeout=60, transport=transport)

    async def raw(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which nothing is said yet."""
        return await asyncio.open_connection("127.0.0.1", self.https, ssl=self.trust(), server_hostname="localhost")


@asynccontextmanager
async def fronted(settings: str = "", **changes: str) -> AsyncIterator[Front]:
    """Both running. `settings` are more lines of Paperplane's TOML file."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-deploy-"))
    folder.chmod(0o711)
    https, http, upstream = free_port(), free_port(), free_port()
    toml = folder / "paperplane.toml"
    toml.write_text(f'public_url = "https://localhost:{https}"\nport = {upstream}\ntrusted_proxies = ["127.0.0.1"]\n' + settings)
    (folder / "Caddyfile").write_text(adapted(CADDYFILE.read_text(), https=https, http=http, upstream=upstream, **changes))
    try:
        async with process(folder / "data", config=toml), _caddy(folder):
            front = Front(upstream, https, http, folder)
            await _answers(front)
            yield front
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _caddy(folder: Path) -> AsyncIterator[None]:
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with (folder / "caddy.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            caddy(), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile", stdout=log, stderr=log, env=env)
    try:
        yield
    finally:
        assert running.returncode is None, (folder / "caddy.log").read_text()[-2000:]
        running.terminate()
        await running.wait()


async def _answers(front: Front) -> None:
    async with asyncio.timeout(60):
        while True:
            if front.authority.exists():
                try:
                    async with front.client() as client:
                        if (await client.get("/healthz")).status_code == 200:
                            return
                except httpx.TransportError:
                    pass
            await asyncio.sleep(0.05)
