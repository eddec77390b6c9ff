"""A push service on this machine, and devices that open what it brings: the other half of RFC 8030, 8291 and 8292."""

import asyncio
import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from paperplane.core.fetching import Fetcher
from tests.api import Server, Someone

HERE = "127.0.0.2"
PATIENCE_S = 30


def coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device:
    """What a browser keeps of a subscription, and what has come for it. `status`: what its service answers."""

    def __init__(self, service: "PushService") -> None:
        self.service = service
        self.name = secrets.token_hex(8)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = secrets.token_bytes(16)
        self.status = 201
        self.got: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.tries = 0
        service.devices[self.name] = self

    @property
    def subscription(self) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"http://{HERE}:{self.service.port}/{self.name}", "keys": {"p256dh": coded(point), "auth": coded(self.auth)}}

    def take(self, head: dict[str, str], body: bytes) -> None:
        """Raises where it is not sealed for this device, or not signed for this service."""
        opened = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        assert Vapid02.verify(head["authorization"])
        claims = json.loads(decoded(head["authorization"].partition("t=")[2].split(".")[1]))
        assert claims["aud"] == f"http://{HERE}:{self.service.port}"
        assert claims["sub"].startswith(("mailto:", "https://"))
        assert len(opened) in (512, 1024, 2048, 3072)
        self.got.append(json.loads(opened))
        self.heads.append(head)

    async def told(self, count: int) -> dict[str, Any]:
        """The newest of so many, once they have come."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.got) < count:
                if self.service.server is not None:
                    await self.service.server.app.teller.step()     # sooner than by itself
                await asyncio.sleep(0.02)
        assert len(self.got) == count, self.got
        return self.got[-1]


class PushService:
    """`open`: as long as it is not set, nothing is answered."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.open = asyncio.Event()
        self.open.set()
        self.port = 0
        self.wrong: list[str] = []
        self.server: Server | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                first, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
                head = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
                body = await reader.readexactly(int(head["content-length"]))
                device = self.devices[first.split()[1].removeprefix("/")]
                device.tries += 1
                await self.open.wait()
                if device.status == 201:
                    device.take(head, body)
                writer.write(f"HTTP/1.1 {device.status} x\r\ncontent-length: 0\r\nlocation: http://{HERE}:{self.port}/elsewhere\r\n\r\n".encode())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except Exception as error:      # noqa: BLE001 - said by the test that looks
            self.wrong.append(repr(error))
        finally:
            writer.close()

    def let_in(self, server: Server) -> None:
        """The server may hand something to this house, and to no other."""
        self.server = server
        fetcher: Fetcher = server.app.fetcher
        fetcher.allowed = lambda address: str(address) == HERE
        fetcher.ports = frozenset({self.port})
        fetcher.schemes_given_to = frozenset({"http"})


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    service = PushService()
    listening = await asyncio.start_server(service.serve, HERE, 0)
    service.port = listening.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        service.open.set()
        listening.close()
    assert service.wrong == []


async def listens(who: Someone, service: PushService) -> Device:
    """This session's device is told from now on."""
    device = Device(service)
    await who.put("/me/push", device.subscription)
    return device
