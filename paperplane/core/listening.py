"""How the server listens: uvicorn's settings, with what its protocols here count and how long they wait."""

import resource
import sys
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
import uvicorn
from uvicorn.middleware.proxy_headers import _TrustedHosts

from paperplane.core.config import Config
from paperplane.core.errors import AppError
from paperplane.core.limiter import Places, RateLimiter
from paperplane.core.limits import Sizes

# Whoever is turned away gets an answer, unless so many are that answering would be the attack.
MOST_TURNED_AWAY = 100
# Files that are no connections of clients: the database's, pictures, logs, and those that are just being closed.
OTHER_FILES = 200
log = structlog.get_logger(__name__)


class Listening(uvicorn.Config):
    """uvicorn's settings; a connection's protocol gets them, and finds here what all connections share."""

    def __init__(self, app: Any, config: Config, **settings: Any) -> None:
        super().__init__(app, **settings)
        self.sizes = sizes = config.limits.sizes
        self.limiter = RateLimiter(config.limits.rates, enabled=config.limits_enabled)
        self.proxies = _TrustedHosts(config.trusted_proxies)
        per_address = sizes.connections_per_address if config.limits_enabled else None
        self.places = Places("connections", sizes.connections, per_address)
        # Behind a proxy the connection is the proxy's; whose the request is stands in its head.
        self.forwarded = Places("connections", sizes.connections, per_address)
        self.turned_away = 0
        self.most_open = _open_files()[0] - OTHER_FILES


def allow_open_files(sizes: Sizes) -> None:
    """Let this process have as many files open as its connections may come to, or say that the system does not."""
    wanted = sizes.connections + sizes.sockets + sizes.waiting_sockets + OTHER_FILES
    soft, hard = _open_files()
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    if hard < wanted:
        log.warning("few_open_files", allowed=hard, wanted=wanted)


def _open_files() -> tuple[int, int]:
    """How many files this process may have open now, and at most."""
    soft, hard = (sys.maxsize if limit == resource.RLIM_INFINITY else limit
                  for limit in resource.getrlimit(resource.RLIMIT_NOFILE))
    return soft, hard


class Unread:
    """What is written to a connection and not read yet: the other side gets time, and more while it reads."""

    def __init__(self, transport: Any, slow_s: float, slow_bytes_s: int) -> None:
        self._transport = transport
        self._slow_s = slow_s
        self._slow_bytes_s = slow_bytes_s
        self._first = self._last = 0
        self._since = 0.0

    def stalled(self, now: float) -> bool:
        """Whether it is read more slowly than may be. To be asked again and again."""
        left: int = self._transport.get_write_buffer_size()
        if not left or left > self._last:
            self._first, self._since = left, now
        self._last = left
        return left > 0 and now - self._since > self._slow_s + (self._first - left) / self._slow_bytes_s


def answer(error: AppError) -> bytes:
    """A whole HTTP answer that says what is wrong, and that the connection ends."""
    body = msgspec.json.encode(error.problem())
    wait = error.data.get("retry_after_s")
    head = [f"HTTP/1.1 {int(error.status)} {HTTPStatus(error.status).phrase}", "content-type: application/problem+json",
            f"content-length: {len(body)}", "cache-control: no-store", "x-content-type-options: nosniff",
            *([] if wait is None else [f"retry-after: {max(1, round(wait))}"]), "connection: close", "", ""]
    return "\r\n".join(head).encode() + body
