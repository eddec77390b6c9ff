"""uvicorn's HTTP, with an end to everything: what it would wait for, or keep, without one is cut here.

A head has a time and a size. A body, and the reading of an answer, have a time that grows with what has moved. Whoever
is cut is told why where an answer may still begin.
"""

import asyncio
from contextlib import suppress
from enum import Enum, auto
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from paperplane.core.errors import AppError, Full, Invalid, TooLarge, TooSlow
from paperplane.core.limiter import network_of
from paperplane.core.listening import MOST_TURNED_AWAY, Listening, Unread, answer

# Sizes are looked at after each piece: none is passed by more.
PIECE = 16 * 1024
NOT_HTTP = Invalid("invalid", "This is not HTTP, or not as it should be.")


class Phase(Enum):
    QUIET = auto()      # nothing of a request has come
    HEAD = auto()
    BODY = auto()
    WHOLE = auto()      # the request is there; its answer may not be
    OVER = auto()       # the connection ends: what still comes is thrown away


class HttpProtocol(HttpToolsProtocol):
    """One connection, until it ends or becomes a socket."""

    def __init__(self, config: Listening, server_state: Any, app_state: dict[str, Any],
                 _loop: asyncio.AbstractEventLoop | None = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._listening, self._sizes = config, config.sizes
        self._phase = Phase.QUIET
        self._since = self.loop.time()      # when the phase began
        self._quiet_s = self._sizes.head_s
        self._raw = self._moved = self._thrown_away = 0
        self._refusal: AppError | None = None
        self._place: str | None = None
        self._forwarded: str | None = None
        self._turned_away = False
        self._timer: asyncio.TimerHandle | None = None

    # From the network

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._unread = Unread(transport, self._sizes.slow_s, self._sizes.slow_bytes_s)
        host = self.client[0] if self.client else ""
        self._proxied = host in self._listening.proxies
        self._address = "" if self._proxied else network_of(host)
        try:
            if self._address:
                self._listening.limiter.take("connections_address", self._address)
            if len(self.connections) > self._listening.most_open:
                raise Full("connections")       # sockets, which count elsewhere, have taken what the system allows
            self._listening.places.enter(self._address)
        except AppError as error:
            self._turn_away(error)
        else:
            self._place = self._address
            self._look_later()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        whole = memoryview(data)
        for start in range(0, len(data), PIECE):
            if self._phase is Phase.OVER:
                self._throw_away(len(data) - start)
                return
            piece = whole[start:start + PIECE]
            try:
                self.parser.feed_data(piece)
            except httptools.HttpParserUpgrade:
                if self._should_upgrade():
                    self.handle_websocket_upgrade()
                return
            except httptools.HttpParserError as error:
                self._refuse(error.__context__ if isinstance(error.__context__, AppError) else NOT_HTTP)
                continue
            self._weigh(len(piece))

    def handle_websocket_upgrade(self) -> None:
        self._leave()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        super().connection_lost(exc)

    # From the parser

    def on_message_begin(self) -> None:
        if self._phase is Phase.OVER:
            raise NOT_HTTP      # stops the parser, nobody hears it
        self._enter(Phase.HEAD)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._phase is not Phase.HEAD:
            return              # a trailer: nobody waits for it, and the head is in use already
        if len(self.headers) >= self._sizes.head_fields:
            raise TooLarge(431, "head_fields")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._proxied:
            self._enter_forwarded()
        address = self._forwarded or self._address
        if address:
            self._listening.limiter.take("http_address", address)
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > self._sizes.head_bytes:
            raise TooLarge(431, "head_bytes")
        if len(self.pipeline) >= self._sizes.pipelined_requests:
            raise AppError(429, "too_many_at_once", "Too many requests were sent before the first was answered.",
                           limit="pipelined_requests", retry_after_s=1)
        self._enter(Phase.BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._moved += len(body)
        super().on_body(body)
        if self._answered():
            self._throw_away(len(body))

    def on_message_complete(self) -> None:
        super().on_message_complete()
        if self._phase is not Phase.OVER:
            self._enter(Phase.WHOLE)
            self._rest()

    def on_response_complete(self) -> None:
        if not self.pipeline:
            self._leave_forwarded()
        super().on_response_complete()
        if self._refusal is not None and not self.pipeline:
            self._refuse(self._refusal)
        elif self._phase is Phase.WHOLE:
            self._rest()

    # What is counted, and what has an end

    def _enter(self, phase: Phase) -> None:
        self._phase, self._since = phase, self.loop.time()
        self._moved = 0
        if phase is not Phase.BODY:
            self._raw = 0

    def _request(self) -> RequestResponseCycle | None:
        """The newest request, if there was one."""
        return self.cycle

    def _answered(self) -> bool:
        """Whether no request waits for its answer."""
        request = self._request()
        return request is None or (request.response_complete and not self.pipeline)

    def _rest(self) -> None:
        """Wait for the next request, if this one is answered."""
        if self._answered():
            self._enter(Phase.QUIET)
            self._quiet_s = self._sizes.idle_s

    def _weigh(self, size: int) -> None:
        self._raw += size
        if self._phase in (Phase.QUIET, Phase.HEAD) and self._raw > self._sizes.head_bytes:
            self._refuse(TooLarge(431, "head_bytes"))
        elif self._phase is Phase.BODY and self._raw > 2 * (self._moved + self._sizes.head_bytes + PIECE):
            self._refuse(NOT_HTTP)      # chunks of next to nothing

    def _throw_away(self, size: int) -> None:
        """What comes after the answer is not read; a little of it is waited for, since it may be under way."""
        self._thrown_away += size
        if self._thrown_away > self._sizes.request_bytes:
            if self._phase is not Phase.OVER:
                self._end()
            self.transport.pause_reading()

    def _look_later(self) -> None:
        often = min(self._sizes.head_s, self._sizes.idle_s, self._sizes.slow_s) / 4
        self._timer = self.loop.call_later(often, self._look)

    def _look(self) -> None:
        """Cut what takes too long."""
        self._look_later()
        now = self.loop.time()
        waited = now - self._since
        if self._unread.stalled(now):
            self.transport.abort()
        elif self.transport.is_closing():
            pass
        elif self._phase is Phase.QUIET and waited > self._quiet_s:
            # Browsers open connections ahead of time: one that has said nothing gets no answer either.
            self.transport.close()
        elif self._phase is Phase.HEAD and waited > self._sizes.head_s:
            self._refuse(TooSlow("head_s"))
        elif self._phase is Phase.BODY:
            self._look_at_body(waited)

    def _look_at_body(self, waited: float) -> None:
        request = self._request()
        if self.flow.read_paused or (request is not None and request.waiting_for_100_continue):
            # It is the server that keeps it waiting. What came is forgotten with what of it was a body's: the one without
            # the other would look like chunks of next to nothing.
            self._since, self._moved, self._raw = self.loop.time(), 0, 0
        elif waited > self._sizes.slow_s + self._moved / self._sizes.slow_bytes_s:
            self._refuse(TooSlow("slow_bytes_s"))

    # The end

    def _turn_away(self, error: AppError) -> None:
        """There is no room for this connection: say so, unless very many are told so already."""
        self._phase = Phase.OVER
        if self._listening.turned_away >= MOST_TURNED_AWAY:
            self.transport.abort()
            return
        self._turned_away = True
        self._listening.turned_away += 1
        self.transport.write(answer(error))
        self._end()

    def _refuse(self, error: AppError) -> None:
        """Answer with a problem as soon as an answer may begin, and end the connection."""
        request = self._request()
        if request is None or self._answered():
            if request is None or self._phase is not Phase.BODY:
                self.transport.write(answer(error))
            self._end()
        elif self._phase is Phase.BODY and not self.pipeline:
            request.disconnected = True
            request.message_event.set()
            if not request.response_started:
                self.transport.write(answer(error))
            self._end()
        else:       # earlier requests are answered first
            if self._phase is Phase.BODY:
                self.pipeline.popleft()
            self._phase, self._refusal = Phase.OVER, error
            self.transport.pause_reading()
            self.flow.read_paused = False       # so that none of those requests resumes it

    def _end(self) -> None:
        """Say that nothing more is said, and give the other side a moment to read what was: bytes that lie unread
        when a connection closes would take the answer back (RFC 9112, section 9.6)."""
        self._phase = Phase.OVER
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(self._sizes.close_s, self.transport.abort)
        self.transport.resume_reading()
        with suppress(OSError):
            self.transport.write_eof()

    def _leave(self) -> None:
        """Give back what was counted."""
        if self._timer is not None:
            self._timer.cancel()
        self._leave_forwarded()
        if self._place is not None:
            self._listening.places.leave(self._place)
            self._place = None
        if self._turned_away:
            self._listening.turned_away -= 1
            self._turned_away = False

    def _enter_forwarded(self) -> None:
        """Count the request for whom the proxy passes it on."""
        self._leave_forwarded()
        said = b", ".join(value for name, value in self.headers if name == b"x-forwarded-for").decode("latin-1")
        host = self._listening.proxies.get_trusted_client_address(said)[0] if said else ""
        if host and host not in self._listening.proxies:
            address = network_of(host)
            self._listening.forwarded.enter(address)
            self._forwarded = address

    def _leave_forwarded(self) -> None:
        if self._forwarded is not None:
            self._listening.forwarded.leave(self._forwarded)
            self._forwarded = None
