"""One open socket: written straight while it is ready, through a bounded queue while it is not."""

import asyncio
from collections import deque
from itertools import count

from paperplane.accounts.types import Viewer
from paperplane.core.sockets import SocketProtocol, framed
from paperplane.realtime import figures

# A socket that is this far behind is told to come back and sync: cheaper for both than remembering for it.
MOST_WAITING = 256
CLOSE_PATIENCE_S = 2.0
NUMBERS = count()

SIGNED_OUT, NOT_SIGNED_IN, BAD_FRAMES, TOO_SLOW, SILENT, TOO_MANY, TRY_LATER = 4001, 4002, 4003, 4004, 4005, 4006, 1013
REFUSED = 1008
REASONS = {0: "gone", SIGNED_OUT: "signed_out", NOT_SIGNED_IN: "not_signed_in", BAD_FRAMES: "bad_frames", TOO_SLOW: "slow",
           SILENT: "silent", TOO_MANY: "too_many", TRY_LATER: "try_later", REFUSED: "refused"}


class Connection:
    """A socket of a signed-in viewer. `write` never waits."""

    def __init__(self, viewer: Viewer, socket: SocketProtocol) -> None:
        self.viewer = viewer
        self.number = next(NUMBERS)     # what rates count it by: unlike an id(), nobody gets it again
        self.heard_at = 0.0
        self._socket = socket
        self._task = asyncio.current_task()
        self._waiting: deque[bytes] = deque()
        self._draining: asyncio.Task[None] | None = None
        self.closing = False
        self.code = 0               # what it was closed with, unless the other side went

    def write(self, text: bytes) -> None:
        """Say this to it."""
        self.write_frame(framed(text))

    def write_frame(self, frame: bytes) -> None:
        """Send a frame now, or queue it; a full queue closes the socket."""
        if self.closing:
            return
        if self._draining is not None:
            self._queue(frame)
        elif not self._socket.write_frame(frame):
            self._queue(frame)
            self._draining = asyncio.create_task(self._drain())

    def close(self, code: int) -> None:
        """Say goodbye, and end the socket's task soon even if nobody reads that."""
        if self.closing:
            return
        self.closing, self.code = True, code
        figures.frames_dropped.inc(len(self._waiting))
        self._waiting.clear()
        self._draining = asyncio.create_task(self._say_goodbye(code))

    def ended(self) -> None:
        """The socket is gone."""
        self.closing = True
        if self._draining is not None:
            self._draining.cancel()

    def _queue(self, frame: bytes) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self.close(TOO_SLOW)
        else:
            self._waiting.append(frame)

    async def _drain(self) -> None:
        while self._waiting:
            await self._socket.writable.wait()
            if self._socket.write_frame(self._waiting[0]):
                self._waiting.popleft()
        if not self.closing:
            self._draining = None

    async def _say_goodbye(self, code: int) -> None:
        try:
            async with asyncio.timeout(CLOSE_PATIENCE_S):
                await self._socket.send({"type": "websocket.close", "code": code, "reason": ""})
                await asyncio.sleep(CLOSE_PATIENCE_S)
        except (TimeoutError, OSError):
            pass
        if self._task is not None:
            self._task.cancel()
