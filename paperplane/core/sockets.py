"""uvicorn's WebSocket, with an end to everything: what it would read, keep or wait for without one is cut here."""

import asyncio
from contextlib import suppress
from itertools import count
from typing import Any, cast

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from paperplane.core.errors import Invalid
from paperplane.core.listening import Listening, Unread, answer

# So many bytes are read at a turn: what one socket sends at once, however small its frames, keeps nobody waiting.
PIECE = 4 * 1024
NUMBERS = count()
FLOOD = 4003        # in docs/api.md: far too many frames
NO_HANDSHAKE = Invalid("invalid", "This is no WebSocket handshake as it should be.")


def framed(text: bytes) -> bytes:
    """A text frame as a server puts it on the wire, unmasked (RFC 6455, section 5.2)."""
    return bytes(Frame(Opcode.TEXT, text).serialize(mask=False))


class SocketProtocol(WebSocketsSansIOProtocol):
    """One socket, from its handshake on."""

    def __init__(self, config: Listening, server_state: Any, app_state: dict[str, Any],
                 _loop: asyncio.AbstractEventLoop | None = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.close_timeout = config.sizes.close_s
        self._listening, self._sizes = config, config.sizes
        self._number = next(NUMBERS)
        self._held = b""
        self._turn: asyncio.Handle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unread: Unread | None = None
        self._after_close = 0
        self._lost = False

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated:
            super().data_received(data)
            if not self.handshake_initiated:
                self.transport.write(answer(NO_HANDSHAKE))
                self.transport.close()
            return
        if self.close_sent and not self._waits_for_close(len(data)):
            return
        if self._held or len(data) > PIECE:
            self._held += data
            self._read_on()
        else:
            super().data_received(data)

    def _waits_for_close(self, size: int) -> bool:
        """Whether to look for the other side's goodbye in what still comes. It does not stand behind a flood."""
        self._after_close += size
        if self._after_close > self._sizes.frame_bytes:
            self.transport.pause_reading()
            return False
        return self.conn.parser_exc is None

    def _read_on(self) -> None:
        """Read a piece of what is held at the next turn."""
        self.transport.pause_reading()
        if self._turn is None:
            self._turn = self.loop.call_soon(self._read_piece)

    def _read_piece(self) -> None:
        self._turn = None
        if self.transport.is_closing():
            self._held = b""
            return
        piece, self._held = self._held[:PIECE], self._held[PIECE:]
        super().data_received(piece)
        if self.transport.is_closing() or self.read_paused:
            return
        if self._held:
            self._read_on()
        else:
            self.transport.resume_reading()

    def write_frame(self, frame: bytes) -> bool:
        """Write a whole frame now; False, and nothing is written, while the socket has enough to do with what it has.

        The same bytes go to many sockets: building them anew for each is most of what a delivery costs.
        """
        if not self.writable.is_set():
            return False
        if not (self.disconnected or self.close_sent):      # who has gone hears nothing more, and needs no word of it
            self.transport.write(frame)
        return True

    async def receive(self) -> Any:
        message = await self.queue.get()
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            if self._held:
                self._read_on()
            else:
                self.transport.resume_reading()
        return message

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= self._sizes.frame_fragments:
            self._fail("A message came in too many pieces.")
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        self._count_control()
        if self.close_sent:
            return
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()    # who does not read has no use for a pong, and it would be kept for ever

    def handle_pong(self, event: Frame) -> None:
        self._count_control()
        super().handle_pong(event)

    def _count_control(self) -> None:
        if self._listening.limiter.wait_for("control_frames_socket", self._number) and not self.close_sent:
            self._fail("Far too many pings.")

    def _fail(self, why: str) -> None:
        self.conn.fail(FLOOD, why)
        self.handle_parser_exception()

    def handle_parser_exception(self) -> None:
        """Nothing more is read or written, and the other side has a moment to read why: bytes that lie unread when a
        connection closes would take that back."""
        said = self.conn.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": said.code if said else 1006})
        self.transport.write(b"".join(self.conn.data_to_send()))
        with suppress(OSError):
            self.transport.write_eof()
        self.close_sent = self.disconnected = True
        self._held = b""
        self.transport.resume_reading()
        if self.close_timer is None:
            self.close_timer = self.loop.call_later(self.close_timeout, self.transport.close)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = Unread(self.transport, self._sizes.slow_s, self._sizes.slow_bytes_s)
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_looking()

    def _look(self) -> None:
        """Cut who does not read."""
        if self._unread is not None and self._unread.stalled(self.loop.time()):
            self.transport.abort()
        else:
            self._timer = self.loop.call_later(self._sizes.slow_s / 4, self._look)

    def _stop_looking(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def run_asgi(self) -> None:
        """Run the application, and end the connection after it: soon, even if nobody reads what was written.

        The application finds this protocol in `scope["extensions"]["socket"]`, for write_frame.
        """
        extensions = cast("dict[str, Any]", self.scope["extensions"])
        extensions["socket"] = self
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except Exception:
            self.logger.exception("Exception in ASGI application")
            self.send_500_response()
        finally:
            del extensions["socket"]    # a circle that would be left to the collector
            if self.close_timer is None:
                self.transport.close()
            if not self._lost:
                self._stop_looking()
                self._timer = self.loop.call_later(self._sizes.close_s, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._stop_looking()
        self._held = b""
        super().connection_lost(exc)
