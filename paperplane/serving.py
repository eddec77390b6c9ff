"""Runs the application on uvicorn: one process, one port, until it is told to stop."""

import gc
import math
import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from msgspec.structs import replace

from paperplane.app import App
from paperplane.core.config import Config, ConfigError
from paperplane.core.listening import Listening, allow_open_files
from paperplane.core.protocol import HttpProtocol
from paperplane.core.sockets import SocketProtocol

GRACE_S = 5  # what open requests get to finish in, once the server was told to stop
# Objects that outlive their makers before cycles are looked for: a batch of messages makes thousands, and no cycles.
YOUNG = 20_000


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _spare()
            self._ready()


def _spare() -> None:
    """What the start has made stays for good: looking through it for cycles again and again would stop everybody for 0.1 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


def listen(config: Config) -> socket.socket:
    """The listening socket. Raises ConfigError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    # The protocol is named, since asyncio switches Nagle's delay (40 ms an answer) off for TCP by name only.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((config.host, config.port))
    except OSError as error:
        found.close()
        raise ConfigError(
            f"{config.host}:{config.port} cannot be listened on ({error.strerror}): choose another --port."
        ) from error
    return found


async def serve(config: Config, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` gets the URL once requests are answered. Raises why the start failed."""
    # uvicorn raises the signal that stopped it once more when it is done: it must not kill what ends after it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    allow_open_files(config.limits.sizes)
    with listen(config) as listening:
        config = replace(config, port=listening.getsockname()[1])
        app = App(config)
        server = _Server(settings(app, config), lambda: ready(config.origin))
        try:
            await server.serve(sockets=[listening])
        except SystemExit as ended:
            raise app.failure or ended from None


def settings(app: Any, config: Config) -> Listening:
    """How uvicorn is run: by `serve`, and alike by whoever measures it."""
    return Listening(
        app,
        config,
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_per_message_deflate=False,
        ws_max_size=config.limits.sizes.frame_bytes,
        ws_ping_interval=None,  # the gateway has a heartbeat of its own, that clients in a browser can answer
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=config.trusted_proxies,
        timeout_keep_alive=math.ceil(config.limits.sizes.idle_s),
        timeout_graceful_shutdown=GRACE_S,
    )


def describe() -> bytes:
    """The OpenAPI document, as JSON: without a database, without a trace."""
    with tempfile.TemporaryDirectory() as folder:
        schema = App(Config(data_dir=Path(folder), demo=True)).api.openapi_schema.to_schema()
    return msgspec.json.format(msgspec.json.encode(schema)) + b"\n"
