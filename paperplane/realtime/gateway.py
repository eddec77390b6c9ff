"""The socket's loop: a raw ASGI application mounted beside Litestar, whose own sockets cost half as much again.

Limit before parsing; decode with the closed union; a bad frame gets an error frame, repeated ones end the socket.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
import structlog

from paperplane.accounts import credential
from paperplane.accounts.reads import viewer_of
from paperplane.accounts.types import Credential, Viewer
from paperplane.core.config import Config
from paperplane.core.errors import AppError, Invalid, SignedOut, TooMany
from paperplane.core.limiter import Places, network_of
from paperplane.messages.reads import sync_cursor
from paperplane.realtime import figures
from paperplane.realtime.connection import BAD_FRAMES, NOT_SIGNED_IN, REASONS, REFUSED, TRY_LATER, Connection
from paperplane.realtime.dispatch import Dispatch, write_error
from paperplane.realtime.frames import ClientFrame, Hello, Ready, decode, encode

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
log = structlog.get_logger(__name__)


class Gone(Exception):
    """The other side has closed the socket."""


class Gateway:
    """The ASGI application of `/api/v1/gateway`."""

    def __init__(self, config: Config, dispatch: Dispatch) -> None:
        self._config = config
        self._sizes = config.limits.sizes
        self._dispatch = dispatch
        self._waiting = Places("waiting_sockets", self._sizes.waiting_sockets,
                               self._sizes.waiting_sockets_per_address if config.limits_enabled else None)
        self._sockets = Places("sockets", self._sizes.sockets,
                               self._sizes.sockets_per_address if config.limits_enabled else None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket, from its hello to its end."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        address = network_of(scope["client"][0]) if scope["client"] else ""
        await receive()
        if not credential.is_own_origin(headers, self._config.origin):
            await _closed(send, REFUSED)
            return
        try:
            self._dispatch.limiter.take("sockets_address", address)
            self._waiting.enter(address)
        except AppError as error:
            await _refuse(send, error)
            return
        try:
            viewer = await self._greeted(headers, receive, send)
        finally:
            self._waiting.leave(address)
        if viewer is None:
            return
        try:
            with self._sockets.place(address):
                await self._serve(Connection(viewer, scope["extensions"]["socket"]), receive)
        except Gone:
            return
        except AppError:
            await _closed(send, TRY_LATER)

    async def _greeted(self, headers: dict[str, str], receive: Receive, send: Send) -> Viewer | None:
        """Who it is; None when the socket has ended."""
        await send({"type": "websocket.accept"})
        try:
            return await self._hello(headers, receive)
        except Gone:
            pass
        except (TimeoutError, SignedOut, Invalid):
            await _closed(send, NOT_SIGNED_IN)
        except AppError:
            await _closed(send, TRY_LATER)
        return None

    async def _hello(self, headers: dict[str, str], receive: Receive) -> Viewer:
        """Who it is, by the first frame or the cookie. Raises TimeoutError, Invalid, SignedOut, Unavailable, Gone."""
        async with asyncio.timeout(self._sizes.hello_s):
            frame = _decoded(await _text(receive))
        if not isinstance(frame, Hello):
            raise Invalid("no_hello", "The first frame is a hello.")
        found = self._credential(frame, headers)
        async with self._dispatch.db.tx() as tx:
            viewer = await viewer_of(tx, self._dispatch.keys, self._sizes, found)
        if viewer is None:
            raise SignedOut
        return viewer

    def _credential(self, hello: Hello, headers: dict[str, str]) -> Credential | None:
        if hello.token is not None:
            return Credential(credential.hash_of(hello.token), by_cookie=False)
        return credential.of_request("GET", headers, self._config.origin)

    async def _serve(self, connection: Connection, receive: Receive) -> None:
        hub = self._dispatch.hub
        connection.heard_at = asyncio.get_running_loop().time()
        hub.add(connection)
        try:
            ready = Ready(connection.viewer.account_id, sync_cursor(), self._sizes.heartbeat_s)
            connection.write(encode(ready))
            await self._greet(connection)
            await self._listen(connection, receive)
        except asyncio.CancelledError:
            if not connection.closing:
                raise
        finally:
            hub.remove(connection)
            self._dispatch.hearing.forget(connection)
            connection.ended()

    async def _greet(self, connection: Connection) -> None:
        try:
            await self._dispatch.greet(connection)
        except AppError:        # it does not ring here; the others' devices do
            return

    async def _listen(self, connection: Connection, receive: Receive) -> None:
        loop, limiter = asyncio.get_running_loop(), self._dispatch.limiter
        while not connection.closing:
            text = await _text(receive)
            connection.heard_at = loop.time()
            try:
                self._may_say(connection)
                await self._dispatch.frame(connection, _decoded(text))
            except Invalid as error:
                write_error(connection, error)
                if limiter.wait_for("bad_frames_socket", connection.number):
                    connection.close(BAD_FRAMES)
            except AppError as error:
                write_error(connection, error)
            except Exception as error:
                log.exception("frame_failed", error=type(error).__name__)
                write_error(connection, AppError(500, "internal", "Something went wrong on the server. Try again."))
        await loop.create_future()      # nothing more is read; the goodbye ends this task

    def _may_say(self, connection: Connection) -> None:
        """Raises TooMany. Who is refused as often as heard does not listen, and goes: refusing costs something too."""
        limiter, name = self._dispatch.limiter, connection.number
        try:
            limiter.take("frames_socket", name)
        except TooMany:
            if limiter.wait_for("frames_socket", ("refused", name)):
                connection.close(BAD_FRAMES)
            raise


async def _closed(send: Send, code: int) -> None:
    """End a socket that is nobody's yet."""
    figures.sockets_closed.labels(REASONS[code]).inc()
    await send({"type": "websocket.close", "code": code})


async def _refuse(send: Send, error: AppError) -> None:
    """Answer a handshake with a problem."""
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store"),
               (b"retry-after", str(max(1, round(error.data["retry_after_s"]))).encode())]
    await send({"type": "websocket.http.response.start", "status": int(error.status), "headers": headers})
    await send({"type": "websocket.http.response.body", "body": encode(error.problem())})


async def _text(receive: Receive) -> str:
    """The next text frame; raises Gone when the socket is. Longer ones end the socket before they come here."""
    event = await receive()
    if event["type"] == "websocket.disconnect":
        raise Gone
    text: str | None = event.get("text")
    return "" if text is None else text


def _decoded(text: str) -> ClientFrame:
    try:
        frame: ClientFrame = decode(text)
        return frame
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid("bad_frame", "This frame is not one that the gateway knows.", detail=str(error)) from error
