"""The Caddyfile that docs/operate.md tells people to use does what it is for."""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from tests.api import API, PASSWORD, sign_up
from tests.deploy.proxy import CADDYFILE, Front, caddy, fronted

BROWSER = {"x-paperplane-web": "1"}
# Rates as they are in earnest, but for one that a test can use up without waiting long for it.
RATES = "limits_enabled = true\n[limits.rates]\nsign_in_address = {count = 3, window_s = 3600}\n"


@pytest_asyncio.fixture(scope="module")
async def front() -> AsyncIterator[Front]:
    async with fronted(RATES, **{"read_body 60s": "read_body 3s"}) as running:
        yield running


async def joined(front: Front, handle: str) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    """A browser whose person has an account; and the account."""
    client = front.client()
    answer = await client.post(f"{API}/accounts", json=sign_up(handle, 30), headers={**BROWSER, "origin": front.origin})
    assert answer.status_code == 201, answer.text
    return client, answer.json()["account"]


def test_caddy_takes_the_file() -> None:
    done = subprocess.run([caddy(), "validate", "--config", CADDYFILE, "--adapter", "caddyfile"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    formatted = subprocess.run([caddy(), "fmt", CADDYFILE], capture_output=True, text=True, check=False).stdout
    assert formatted == CADDYFILE.read_text()


async def test_a_browser_signs_up_writes_and_hears_through_it(front: Front) -> None:
    ana, me = await joined(front, "ana")
    cookie = ana.cookies.jar._cookies["localhost.local"]["/"]["paperplane_session"]  # type: ignore[attr-defined]
    assert cookie.secure
    assert cookie.has_nonstandard_attr("HttpOnly")
    chidi, _ = await joined(front, "chidi")
    for one, other in ((ana, "chidi"), (chidi, "ana")):
        followed = await one.put(f"{API}/users/{other}/follow", headers={**BROWSER, "origin": front.origin})
        assert followed.status_code == 200, followed.text
    room = (await ana.put(f"{API}/users/chidi/conversation", headers=BROWSER)).json()["id"]
    sent = {"cookie": f"paperplane_session={chidi.cookies['paperplane_session']}"}
    address = f"wss://localhost:{front.https}{API}/gateway"
    async with connect(address, ssl=front.trust(), additional_headers=sent, origin=front.origin) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"op": "hello"}))
        assert json.loads(await socket.recv())["op"] == "ready"
        # Longer than a body may take: an open socket is no slow body.
        await asyncio.sleep(4)
        said = {"client_id": "0199aaaa-0000-7000-8000-000000000001", "body": {"type": "text", "text": "through the proxy"}}
        assert (await ana.post(f"{API}/conversations/{room}/messages", json=said, headers=BROWSER)).status_code == 201
        async with asyncio.timeout(30):
            while (frame := json.loads(await socket.recv()))["op"] != "message":
                pass
        assert frame["message"]["body"]["text"] == "through the proxy"
        assert frame["message"]["sender"] == me["id"]
    await ana.aclose()
    await chidi.aclose()


async def test_a_page_of_another_origin_gets_no_socket(front: Front) -> None:
    with pytest.raises(Exception, match="403"):
        async with connect(f"wss://localhost:{front.https}{API}/gateway", ssl=front.trust(),
                           origin="https://evil.example"):  # type: ignore[arg-type]
            pass


async def test_everything_is_by_tls_and_stays_so(front: Front) -> None:
    async with front.client() as client, httpx.AsyncClient() as plain:
        for path in ("/", "/healthz", f"{API}/server", "/nowhere", "/metrics"):
            assert (await client.get(path)).headers["strict-transport-security"] == "max-age=31536000", path
        moved = await plain.get(f"http://localhost:{front.http}/inbox")
        assert moved.status_code == 308
        assert moved.headers["location"].startswith("https://localhost")
        assert moved.headers["location"].endswith("/inbox")


async def test_figures_stay_inside(front: Front) -> None:
    async with front.client() as client, httpx.AsyncClient() as inside:
        for path in ("/metrics", "//metrics", "/./metrics", "/metrics?x=1", "/%6detrics"):
            assert "paperplane_" not in (await client.get(path)).text, path
        assert "paperplane_" in (await inside.get(f"{front.inside}/metrics")).text


async def guess(client: httpx.AsyncClient, **headers: str) -> int:
    asked = {"handle": "nobody.here", "password": PASSWORD}
    return (await client.post(f"{API}/sessions", json=asked, headers=headers)).status_code


async def test_rates_are_of_the_address_beyond_the_proxy_and_cannot_be_lied_about(front: Front) -> None:
    async with front.client("127.0.0.2") as guesser, front.client("127.0.0.3") as other:
        assert [await guess(guesser) for _ in range(4)] == [401, 401, 401, 429]
        for forged in ("203.0.113.7", "127.0.0.9", "127.0.0.1"):
            assert await guess(guesser, **{"x-forwarded-for": forged}) == 429
            assert await guess(guesser, forwarded=f"for={forged}") == 429
        assert await guess(other) == 401


async def handled(front: Front, path: str) -> float:
    """How many requests of a route Paperplane has answered, or heard of and given up."""
    async with httpx.AsyncClient() as inside:
        lines = (await inside.get(f"{front.inside}/metrics")).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines
               if line.startswith("paperplane_http_route_seconds_count") and f'route="{path}"' in line)


async def until_closed(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(60):
        return await reader.read()


async def test_a_head_that_trickles_is_cut_and_never_reaches_paperplane(front: Front) -> None:
    before = await handled(front, f"{API}/limits")
    reader, writer = await front.raw()
    writer.write(f"GET {API}/limits HTTP/1.1\r\nHost: localhost\r\n".encode())
    closed = asyncio.create_task(until_closed(reader))
    began = time.monotonic()
    async with front.client() as bystander:
        while not closed.done():
            writer.write(b"X-Slow: 1\r\n")
            assert (await bystander.get("/healthz")).status_code == 200
            await asyncio.sleep(0.5)
            assert time.monotonic() - began < 60, "the head went on for ever"
    assert b"200" not in await closed
    assert await handled(front, f"{API}/limits") == before
    writer.close()


async def test_a_body_that_trickles_is_cut(front: Front) -> None:
    reader, writer = await front.raw()
    writer.write(f"POST {API}/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 "Content-Length: 200000\r\n\r\n{".encode())
    closed = asyncio.create_task(until_closed(reader))
    async with front.client() as bystander, asyncio.timeout(60):
        while not closed.done():
            writer.write(b" ")
            assert (await bystander.get("/healthz")).status_code == 200
            await asyncio.sleep(0.2)
    # Caddy 2.6 ends with an empty 200, newer ones with an error: what counts is that it ends, and that nothing was said.
    head, _, said = (await closed).partition(b"\r\n\r\n")
    assert b"Connection: close" in head or head == b""
    assert said == b""
    writer.close()


async def test_what_is_too_large_is_refused(front: Front) -> None:
    ana, _ = await joined(front, "anabel")
    assert (await ana.get("/healthz", headers={"x-large": "x" * 40_000})).status_code == 431
    # A large picture passes, if only to be told that it is none.
    none = await ana.put(f"{API}/me/avatar", content=b"x" * 9_000_000, headers=BROWSER)
    assert (none.status_code, none.json()["code"]) == (400, "picture_invalid")
    try:
        answer = await ana.put(f"{API}/me/avatar", content=b"x" * 12_000_000, headers=BROWSER)
        assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large"), answer.text
    except httpx.TransportError:
        pass        # the connection is ended while the rest is still on its way
    assert (await ana.get("/healthz")).status_code == 200
    await ana.aclose()
