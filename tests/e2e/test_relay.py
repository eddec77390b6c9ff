"""A call through a real coturn, by passwords that this server makes: everything is relayed, and nothing without them."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import time

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from paperplane.calls.rules import turn
from tests.api import serving
from tests.client import chat
from tests.e2e.browser import Seats
from tests.e2e.calling import KEEP, flows, heard, talk, with_devices

pytestmark = pytest.mark.e2e
SECRET = "a secret of this test"
GATHER = """async ([url, username, credential]) => {
  // Without leave to hear, a browser keeps to the network's default way, which is not the loopback.
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const pc = new RTCPeerConnection({ iceServers: [{ urls: [url], username, credential }], iceTransportPolicy: 'relay' });
  pc.createDataChannel('x');
  const found = [];
  const done = new Promise((resolve) => (pc.onicecandidate = ({ candidate }) => (candidate?.candidate ? found.push(candidate.type) : resolve())));
  await pc.setLocalDescription();
  await Promise.race([done, new Promise((late) => setTimeout(late, 15000))]);
  pc.close();
  for (const track of sound.getTracks()) track.stop();
  return found;
}"""


@pytest_asyncio.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with with_devices() as browser:
        yield browser


@asynccontextmanager
async def coturn() -> AsyncIterator[str]:
    """Its address. As docs/operate.md sets it up, but on this machine alone."""
    program = shutil.which("turnserver")
    assert program, "The test of relayed calls needs coturn: on Debian, apt install coturn."
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = await asyncio.create_subprocess_exec(
        program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--fingerprint", "--stale-nonce", "--use-auth-secret",
        f"--static-auth-secret={SECRET}", "--realm=localhost", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
        f"--listening-port={port}", "--allow-loopback-peers", "--log-file=stdout", "--pidfile=",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL)
    try:
        async with asyncio.timeout(30):
            while not await listens(port):
                assert running.returncode is None, "coturn did not start"
                await asyncio.sleep(0.1)
        yield f"turn:127.0.0.1:{port}?transport=udp"
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


async def listens(port: int) -> bool:
    """It takes TCP on the same port."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def test_a_minors_call_is_relayed(database: str, tmp_path: Path, seats: Seats) -> None:
    async with coturn() as url, serving(database, tmp_path, turn_urls=[url], turn_secret=SECRET) as server:
        ben, ana = await server.people("ben", "ana")
        await chat(ben, ana)
        sides = []
        for who, other in ((ana, ben), (ben, ana)):
            person = await seats.take(server.app.config.origin, who.handle)
            await person.context.add_init_script(KEEP)
            await person.talk_to(other.handle)
            await expect(person.button("Call")).to_be_visible()
            sides.append(person)
        hers, bens = sides
        await talk(hers, bens, video=True)
        await flows(hers, bens, picture=True)
        told = await heard(bens)
        assert told["pairs"]
        assert set(told["pairs"]) == {"relay"}
        # What ana's browser has been told of where ben is: the relay, and nothing else.
        others = "window.connections.at(-1).remoteDescription.sdp.match(/typ \\w+/g) ?? []"
        assert set(await hers.page.evaluate(others)) <= {"typ relay"}
        await bens.button("Hang up").click()


async def test_only_with_a_password_of_this_server(chromium: Browser, database: str, tmp_path: Path) -> None:
    async with coturn() as url, serving(database, tmp_path) as server:
        page = await chromium.new_page()
        await page.goto(server.app.config.origin + "/signin")
        later, before = int(time()) + 3600, int(time()) - 60
        given = [turn([url], secret, "call", until) for secret, until in ((SECRET, later), ("another", later), (SECRET, before))]
        found = [await page.evaluate(GATHER, [url, one.username, one.credential]) for one in given]
        assert set(found[0]) == {"relay"}
        assert found[1:] == [[], []]
        await page.close()
