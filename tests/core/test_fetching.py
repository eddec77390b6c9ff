"""The guarded fetcher, against a server on this machine that knows every trick."""

import asyncio
import gzip
import socket
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from paperplane.core.fetching import RESOLVING, Address, Fetched, Fetcher, NotFetched, is_public

HTML = b"<title>hello</title>"
ALLOWED = "127.0.0.2"


class Names(AbstractResolver):
    """Answers one after the other for every name; the last stays."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        address = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)]

    async def close(self) -> None:
        pass


@asynccontextmanager
async def house(answer: bytes, host: str = "0.0.0.0", *, drip_s: float = 0, forever: bytes = b"") -> AsyncIterator[tuple[int, list[bytes]]]:  # noqa: S104
    """A server that says `answer` whatever it is asked; its port, and what it heard."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            for piece in [answer[at:at + 1] for at in range(len(answer))] if drip_s else [answer]:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(drip_s)
            while forever:
                writer.write(forever)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
    server = await asyncio.start_server(serve, host, 0)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()


def said(body: bytes = HTML, kind: str = "text/html", more: str = "", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}connection: close\r\n\r\n".encode() + body


def fetcher(port: int, names: AbstractResolver | None = None, total_s: float = 3) -> Fetcher:
    """It may connect to one address of this machine, and to no other."""
    def allowed(address: Address) -> bool:
        return str(address) == ALLOWED
    found = names or Names(ALLOWED)
    return Fetcher("Paperplane test", allowed=allowed, ports=frozenset({port}), resolver=lambda: found, total_s=total_s)


async def fetch(port: int, names: AbstractResolver | None = None, url: str = "http://there.example:{}/", most: int = 10_000) -> Fetched:
    return await fetcher(port, names).fetch(url.format(port), ("text/html",), most)


PUBLIC = ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
NOT_PUBLIC = """127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
 100.127.255.255 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
 64:ff9b:1::5db8:d70e 2002:7f00:1:: 2002:a9fe:a9fe::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 fc00::1 fd12::1 fe80::1
 fec0::1 ff02::1 5f00::1 100::1""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


async def test_a_page_is_fetched_without_saying_who_asked() -> None:
    async with house(said(more="set-cookie: a=b\r\n")) as (port, heard):
        page = await fetch(port)
        assert (page.kind, page.content) == ("text/html", HTML)
    assert b"user-agent: paperplane test" in heard[0].lower()
    assert not any(word in heard[0].lower() for word in (b"cookie", b"referer", b"authorization"))


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "017700000001", "127.1", "0", "0.0.0.0", "[::1]",  # noqa: S104
                                  "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "localhost", "169.254.169.254", "127.0.0.1.", "①②⑦.⓪.⓪.①"])
async def test_no_way_to_write_this_machine_leads_to_it(host: str) -> None:
    async with house(said()) as (port, heard):
        with pytest.raises(NotFetched):
            await Fetcher("Paperplane test", ports=frozenset({port})).fetch(f"http://{host}:{port}/", ("text/html",), 10_000)
        assert heard == []


async def test_names_are_looked_up_in_threads_of_their_own() -> None:
    """What else waits for threads does not wait for a stranger's names, nor they for it."""
    held, names = threading.Event(), []
    with ThreadPoolExecutor(1) as all_there_are:
        asyncio.get_running_loop().set_default_executor(all_there_are)
        busy = asyncio.create_task(asyncio.to_thread(held.wait))
        try:
            async with asyncio.timeout(30):
                names = await Fetcher("Paperplane test").resolver().resolve("localhost", 80, socket.AF_INET)
        finally:
            held.set()
        await busy
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())       # of all tests
    assert [(one["host"], one["port"]) for one in names] == [("127.0.0.1", 80)]


async def test_names_that_hang_hold_up_nothing_that_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    held, asked, hung = threading.Event(), socket.getaddrinfo, 0

    def getaddrinfo(host: str, *given: Any, **more: Any) -> Any:
        nonlocal hung
        if host == "hangs.example":
            hung += 1
            held.wait()
        return asked(ALLOWED, *given, **more)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    async with house(said()) as (port, heard):
        one = Fetcher("Paperplane test", allowed=lambda address: str(address) == ALLOWED, ports=frozenset({port}), total_s=1)
        one.schemes_given_to = frozenset({"http"})
        links = [asyncio.create_task(one.fetch(f"http://hangs.example:{port}/", ("text/html",), 100)) for _ in range(2 * RESOLVING)]
        try:
            for failed in await asyncio.gather(*links, return_exceptions=True):
                assert isinstance(failed, NotFetched)
            assert hung == RESOLVING
            async with one.lasting() as session:
                assert (await one.give(session, f"http://push.example:{port}/", b"news", {}, 5))[0] == 200
        finally:
            held.set()
    assert len(heard) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "0.0.0.0"])  # noqa: S104
async def test_a_name_that_leads_here_leads_nowhere(address: str) -> None:
    async with house(said()) as (port, heard):
        with pytest.raises(NotFetched):
            await fetch(port, Names(address))
        assert heard == []


async def test_an_answer_that_changes_is_judged_each_time() -> None:
    """First an allowed address, then this machine: what was judged is what is connected to."""
    async with house(said(b"", more="location: /again\r\n", status="302 Found")) as (port, heard):
        names = Names(ALLOWED, "127.0.0.1")
        with pytest.raises(NotFetched, match="no public address"):
            await fetch(port, names)
        assert (len(heard), names.asked) == (1, 2)          # once a connection: no second question in between


@pytest.mark.parametrize("to", ["http://127.0.0.1:{}/", "http://[::1]:{}/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd",
                                "gopher://there.example:{}/", "http://user:secret@there.example:{}/", "http://there.example:22/", "//127.0.0.1:{}/",
                                "http://there.example:{}/"])
async def test_redirects_are_judged_and_end(to: str) -> None:
    # The answer needs to name the port that it is given on.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(said(b"", more=f"location: {to.format(port)}\r\n", status="302 Found"))
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(serve, "0.0.0.0", port)  # noqa: S104
    try:
        with pytest.raises(NotFetched):
            await fetch(port)
        assert len(heard) == (4 if to == "http://there.example:{}/" else 1)
    finally:
        server.close()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://there.example:{}/", "http://a:b@there.example:{}/", "http://@there.example:{}/",
                                 "http://there.example/", "http://there.example:22/", "http:///", "http://", "javascript:alert(1)",
                                 "http://there.example:{}/" + "a" * 2000, "http://there.example:99999/", "http://[/", "http://there.example:{}/\r\nx: y"])
async def test_what_is_no_address_of_the_web(url: str) -> None:
    async with house(said()) as (port, heard):
        with pytest.raises(NotFetched):
            await fetch(port, url=url)
        assert not any(b"x: y" in one for one in heard)


BOMB = gzip.compress(b"a" * 50_000_000)
LYING = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 10\r\nconnection: close\r\n\r\nabc"


@pytest.mark.parametrize("answer", [
    said(b"a" * 10_001), said(BOMB, more="content-encoding: gzip\r\n"), said(b"nothing zipped", more="content-encoding: gzip\r\n"),
    said(kind="application/json"), said(kind="text/html-not"), said(kind="image/svg+xml"), said(status="404 Not Found"), said(status="206 Partial"),
    b"HTTP/1.1 200 OK\r\n\r\n" + HTML, LYING, b"SSH-2.0-OpenSSH_9\r\n", b"", b"\x00" * 100,
    b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000 + b"\r\n", b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n"])
async def test_what_is_not_taken(answer: bytes) -> None:
    async with house(answer) as (port, _):
        with pytest.raises(NotFetched):
            await fetch(port)


@pytest.mark.parametrize(("answer", "drip_s", "forever"), [
    (said(b"a" * 9_000), 0.01, b""), (b"HTTP/1.1 200 OK\r\n", 0, b"x: y\r\n"),
    (b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n", 0, b"a" * 1000), (b"HTTP/1.1 100 Continue\r\n\r\n", 0, b"HTTP/1.1 100 Continue\r\n\r\n")])
async def test_what_has_no_end_is_left(answer: bytes, drip_s: float, forever: bytes) -> None:
    async with house(answer, drip_s=drip_s, forever=forever) as (port, _), asyncio.timeout(60):
        with pytest.raises(NotFetched):
            await fetcher(port, total_s=1).fetch(f"http://there.example:{port}/", ("text/html",), 10_000)


async def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with house(said(b"<title>proxied</title>")) as (proxy, asked), house(said()) as (port, _):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{ALLOWED}:{proxy}")
        assert (await fetch(port)).content == HTML
        assert asked == []
