"""One push, from here to the push service: sealed for the device (RFC 8291), signed by this server (RFC 8292).

Its own two libraries do that, and not the one that stands on them: pywebpush brings an HTTP client which connects to
whatever address somebody names.
"""

import asyncio
import base64
from collections import defaultdict
from time import time
from urllib.parse import urlsplit

import aiohttp
import http_ece
import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace
from py_vapid import Vapid02

from paperplane.core.config import Config
from paperplane.core.fetching import Fetcher, NotFetched
from paperplane.core.keys import Keys
from paperplane.notifications.push.types import Delivery, Outcome

log = structlog.get_logger(__name__)

TOTAL_S = 8.0
SLOW_S = 4.0
AT_ONCE = 64
AT_ONCE_EACH = 8                # to one service: a slow one leaves room for the others
MOST_SERVICES = 1_000
SIGNED_S = 6 * 3600             # RFC 8292: at most a day
# How long a notification is says something of it: they come in few lengths, within the 3,993 bytes that must be taken.
LENGTHS = (512, 1024, 2048, 3072)
TAKEN = range(200, 300)
GONE = (404, 410)


class Sender:
    def __init__(self, fetcher: Fetcher, keys: Keys, config: Config) -> None:
        self._fetcher = fetcher
        self._keys = keys
        self._contact = config.reached_by
        self._vapid = Vapid02(keys.vapid)
        self._signed: dict[str, tuple[float, str]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._room_each: defaultdict[str, asyncio.Semaphore] = defaultdict(_room_of_one)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, give_up_at: float) -> Outcome:
        """`give_up_at`, by the loop's clock: after it nothing is begun, since somebody else may have taken it up."""
        origin = _origin(delivery.device.endpoint)
        async with self._room_each[origin], self._room:
            if asyncio.get_running_loop().time() > give_up_at:
                return Outcome(delivery, "late")
            begun = asyncio.get_running_loop().time()
            outcome = await self._send(delivery, origin)
            return replace(outcome, slow=asyncio.get_running_loop().time() > begun + SLOW_S)

    async def _send(self, delivery: Delivery, origin: str) -> Outcome:
        if self._session is None:
            self._session = self._fetcher.lasting()
        try:
            status, after = await self._fetcher.give(
                self._session, delivery.device.endpoint, sealed(delivery), self._headers(delivery, origin), TOTAL_S)
        except NotFetched as error:
            log.info("push_failed", reason=str(error))
            return Outcome(delivery, "failed")
        if status in TAKEN:
            return Outcome(delivery, "taken")
        log.info("push_refused", status=status)
        return Outcome(delivery, "gone" if status in GONE else "failed", float(after) if after.isdecimal() else None)

    def _headers(self, delivery: Delivery, origin: str) -> dict[str, str]:
        """`Topic`: what waits at the service for a device that is off is replaced; nobody can tell whose or which it is."""
        topic = self._keys.sign("push_topic", f"{delivery.device.subscription_id}{delivery.notice.tag}")[:32]
        return {"authorization": self._authorization(origin), "content-encoding": "aes128gcm", "topic": topic,
                "content-type": "application/octet-stream", "ttl": str(delivery.ttl_s), "urgency": delivery.urgency}

    def _authorization(self, origin: str) -> str:
        until, signed = self._signed.get(origin, (0.0, ""))
        if until < time() + SIGNED_S / 2:
            if len(self._signed) > MOST_SERVICES:       # whoever invents services: what was known of them is made again
                self._signed.clear()
                self._room_each = defaultdict(_room_of_one, {name: room for name, room in self._room_each.items() if room.locked()})
            until = time() + SIGNED_S
            signed = self._vapid.sign({"aud": origin, "exp": int(until), "sub": self._contact})["Authorization"]
            self._signed[origin] = until, signed
        return signed

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def public_key(keys: Keys) -> str:
    """As browsers want it to subscribe."""
    point = keys.vapid.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def sealed(delivery: Delivery) -> bytes:
    """The notice, which only the device can read."""
    said = msgspec.json.encode(delivery.notice)
    said = said.ljust(next((length for length in LENGTHS if length >= len(said)), len(said)))
    body: bytes = http_ece.encrypt(said, private_key=ec.generate_private_key(ec.SECP256R1()), dh=delivery.device.p256dh,
                                   auth_secret=delivery.device.auth, version="aes128gcm")
    return body


def _room_of_one() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE_EACH)


def _origin(endpoint: str) -> str:
    found = urlsplit(endpoint)
    return f"{found.scheme}://{found.netloc}"
