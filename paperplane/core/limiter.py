"""The counters that hold the rates, and the places there are."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Network, ip_address

from paperplane.core.errors import Crowded, Full, TooMany
from paperplane.core.figures import rates_refused
from paperplane.core.limits import Rate, Rates


@lru_cache(maxsize=10_000)
def network_of(address: str) -> str:
    """Whom a rate by address counts: an IPv4 address, or the /64 of an IPv6 one, which is one line's (RFC 6177)."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))


class Places:
    """How many are in at once: at most so many in all, and so many of them from one address where it is known.

    `per_address` is None where rates are lifted: a load on this machine is one address.
    """

    def __init__(self, name: str, most: int, per_address: int | None) -> None:
        self.name = name
        self.taken = 0
        self._most = most
        self._per_address = per_address
        self._by_address: dict[str, int] = {}

    def enter(self, address: str) -> None:
        """Take a place. Raises Crowded, or Full."""
        here = self._by_address.get(address, 0)
        if address and self._per_address is not None and here >= self._per_address:
            raise Crowded(f"{self.name}_per_address")
        if self.taken >= self._most:
            raise Full(self.name)
        self.taken += 1
        self._by_address[address] = here + 1

    def leave(self, address: str) -> None:
        self.taken -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        self.enter(address)
        try:
            yield
        finally:
            self.leave(address)


class RateLimiter:
    """Token buckets in memory, one a (rate, key). A bucket that is full again is forgotten."""

    SWEEP_EVERY_S = 60.0

    def __init__(self, rates: Rates, *, enabled: bool = True) -> None:
        self._rates = rates
        self._enabled = enabled
        self._buckets: dict[tuple[str, object], tuple[float, float]] = {}
        self._swept = time.monotonic()

    def take(self, name: str, key: object, cost: float = 1) -> None:
        """Take from the bucket, or raise TooMany with the seconds until there is enough."""
        wait = self.wait_for(name, key, cost)
        if wait > 0:
            rates_refused.labels(name).inc()
            raise TooMany(name, wait)

    def wait_for(self, name: str, key: object, cost: float = 1) -> float:
        """0 and the cost is taken; or the seconds to wait, and nothing is taken."""
        if not self._enabled:
            return 0
        rate: Rate = getattr(self._rates, name)
        now = time.monotonic()
        if now - self._swept > self.SWEEP_EVERY_S:
            self._sweep(now)
        tokens, since = self._buckets.get((name, key), (float(rate.count), now))
        tokens = min(rate.count, tokens + (now - since) * rate.count / rate.window_s)
        if tokens < cost:
            return (cost - tokens) * rate.window_s / rate.count
        self._buckets[(name, key)] = (tokens - cost, now)
        return 0

    def give_back(self, name: str, key: object) -> None:
        """Of what came to nothing."""
        if (bucket := self._buckets.get((name, key))) is not None:
            self._buckets[(name, key)] = (min(getattr(self._rates, name).count, bucket[0] + 1), bucket[1])

    def _sweep(self, now: float) -> None:
        self._swept = now
        self._buckets = {
            at: bucket for at, bucket in self._buckets.items()
            if now - bucket[1] < getattr(self._rates, at[0]).window_s
        }
