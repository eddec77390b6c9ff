"""Fetching what a stranger's address leads to, from inside this house: never anything that is not public.

An address in a message is somebody's wish that this server connects to it. So every address is judged at the moment
it is connected to, and what was judged is what is connected to: a name that answers differently the next time changes
nothing. Redirects are followed by hand, each judged anew.
"""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

Address = IPv4Address | IPv6Address
MOST_REDIRECTS = 3
TOTAL_S = 5.0
PORTS = frozenset({80, 443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_URL = 2_000
PIECE = 16 * 1024
RESOLVING = 8                               # names at once, of what is fetched and of what is handed over each
HEAD_BYTES = 16 * 1024
NAT64 = IPv6Network("64:ff9b::/96")         # RFC 6052
UNICAST = IPv6Network("2000::/3")           # all that is given out of IPv6; what else there is has a purpose of its own
PROTOCOLS = IPv4Network("192.0.0.0/24")     # RFC 6890, of which Python takes some for public
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, UnicodeError)


class NotFetched(Exception):
    """It is not there, not ours to ask for, or not what was asked for; the text says why, for who operates this."""


class Fetched(msgspec.Struct, frozen=True):
    """`url`: where it was in the end. `charset`: as the server said."""

    url: str
    kind: str
    charset: str | None
    content: bytes


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may connect to it, whatever it is wrapped in."""
    one = unwrapped(address)
    usual = one not in PROTOCOLS if isinstance(one, IPv4Address) else one in UNICAST
    return usual and one.is_global and not one.is_multicast and not one.is_reserved


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one leads to (mapped, 6to4, NAT64); else itself. Teredo is nowhere public."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class Guarded(AbstractResolver):
    """Names to addresses, of which only those pass that may be connected to; aiohttp connects to just these."""

    def __init__(self, allowed: Callable[[Address], bool], inner: AbstractResolver) -> None:
        self._allowed = allowed
        self._inner = inner

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        passed = [one for one in found if self._allowed(ip_address(one["host"].partition("%")[0]))]
        if not passed:
            raise OSError(None, "leads to no public address")
        return passed

    async def close(self) -> None:
        await self._inner.close()


class Resolver(AbstractResolver):
    """By threads of its own: names that answer slowly take none from what else is done in threads."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG))
        return [ResolveResult(hostname=host, host=str(at[0]), port=int(at[1]), family=of, proto=proto,
                              flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV) for of, _, proto, _, at in found]

    async def close(self) -> None:
        pass


class Fetcher:
    """`allowed` and `ports` are what may be connected to: tests have a server on this machine."""

    def __init__(self, agent: str, *, allowed: Callable[[Address], bool] = is_public, ports: frozenset[int] = PORTS,
                 resolver: Callable[[], AbstractResolver] | None = None, total_s: float = TOTAL_S) -> None:
        self._agent = agent
        self.allowed = allowed
        self.ports = ports
        self.resolver = resolver or partial(Resolver, ThreadPoolExecutor(RESOLVING, "resolving"))
        # A look-up that hangs holds its thread longer than anybody waits: links in messages may hold up no push.
        self.giving_resolver = resolver or partial(Resolver, ThreadPoolExecutor(RESOLVING, "resolving_to_give"))
        self.total_s = total_s
        self.schemes_given_to = frozenset({"https"})

    async def fetch(self, url: str, kinds: tuple[str, ...], most: int) -> Fetched:
        """What stands there, where it is of one of the kinds (`image/` for all of them). Raises NotFetched."""
        try:
            async with asyncio.timeout(self.total_s), self._session(self.resolver) as session:
                return await self._follow(session, url, kinds, most)
        except NotFetched:
            raise
        except FAILURES as error:
            raise NotFetched(f"{type(error).__name__}: {error}") from error

    def may_give(self, url: str) -> None:
        """Raises NotFetched for an address that nothing would be handed to; what a name leads to shows only then."""
        target = self._judged(url)
        if target.scheme not in self.schemes_given_to:
            raise NotFetched("not by TLS")
        with suppress(ValueError):
            if not self.allowed(ip_address(target.host or "")):
                raise NotFetched("not a public address")

    def lasting(self) -> aiohttp.ClientSession:
        """What `give` goes over again and again: whoever opens it closes it."""
        return self._session(self.giving_resolver, limit=0, force_close=False)

    async def give(self, session: aiohttp.ClientSession, url: str, content: bytes, headers: dict[str, str],
                   total_s: float) -> tuple[int, str]:
        """Hand something over by POST; the status, and what Retry-After says. Nothing of the answer is read, no redirect followed."""
        try:
            self.may_give(url)
            async with asyncio.timeout(total_s), session.post(self._judged(url), data=content, headers=headers, allow_redirects=False) as answer:
                return answer.status, answer.headers.get("retry-after", "")
        except FAILURES as error:
            raise NotFetched(type(error).__name__) from error

    def _session(self, resolver: Callable[[], AbstractResolver], *, limit: int = 4, force_close: bool = True) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(resolver=Guarded(self.allowed, resolver()), socket_factory=self._socket,
                                         use_dns_cache=False, force_close=force_close, limit=limit)
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=True,
            max_line_size=HEAD_BYTES // 2, max_field_size=HEAD_BYTES // 2,
            headers={"user-agent": self._agent, "accept-encoding": "gzip, deflate"})

    def _socket(self, info: Any) -> socket.socket:
        """The last door: what is connected to is judged here, also where an address stood in the URL itself."""
        family, kind, protocol, _, target = info
        if not self.allowed(ip_address(str(target[0]).partition("%")[0])):
            raise OSError(None, "not a public address")
        return socket.socket(family, kind, protocol)

    async def _follow(self, session: aiohttp.ClientSession, url: str, kinds: tuple[str, ...], most: int) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            target = self._judged(url)
            async with session.get(target, allow_redirects=False) as answer:
                if answer.status not in REDIRECTS:
                    return await _taken(answer, kinds, most)
                url = urljoin(str(answer.url), answer.headers.get("location", ""))
        raise NotFetched("too many redirects")

    def _judged(self, url: str) -> URL:
        """Read by the same reader that connects: two readers may find two hosts in one address."""
        if len(url) > LONGEST_URL or any(character <= " " or character == "\x7f" for character in url):
            raise NotFetched("not an address of the web")
        try:
            target = URL(url)
        except (ValueError, IndexError) as error:       # yarl 1.x falls over "https://[" in more than one way
            raise NotFetched("not an address of the web") from error
        if target.scheme not in ("http", "https") or not target.host:
            raise NotFetched("not an address of the web")
        if "@" in url.partition("://")[2].partition("/")[0] or target.user is not None or target.password is not None:
            raise NotFetched("credentials in the address")
        if target.port not in self.ports:
            raise NotFetched("not a port of the web")
        return target


async def _taken(answer: aiohttp.ClientResponse, kinds: tuple[str, ...], most: int) -> Fetched:
    """The body, never more of it in memory than allowed: what is unpacked is counted."""
    kind = answer.content_type.lower()
    if answer.status != 200:
        raise NotFetched(f"answers {answer.status}")
    if "content-type" not in answer.headers or not any(kind == one or (one.endswith("/") and kind.startswith(one)) for one in kinds):
        raise NotFetched(f"is {kind}")
    taken = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        taken += piece
        if len(taken) > most:
            raise NotFetched("too large")
    return Fetched(str(answer.url), kind, answer.charset, bytes(taken))
