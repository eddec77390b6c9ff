"""Who listens to what is said to which post, and tells them that it is not as it was.

A hint comes over the bus, addressed to the post. Each process asks with the rights of those who listen here, as they are at
that moment, and a post's readers are told a few at a time: what they then ask for does not grow with what is said.
"""

import asyncio
from collections.abc import Iterable
from uuid import UUID

import msgspec
import structlog

from paperplane.core.db import Db
from paperplane.core.errors import Unavailable
from paperplane.core.keys import Keys
from paperplane.core.loops import repeat
from paperplane.posts.cards.reads import heeded
from paperplane.posts.comments import reads
from paperplane.posts.comments.types import CommentHint, CommentsFrame
from paperplane.realtime.connection import Connection
from paperplane.realtime.frames import encode

# What is said within this time is told together, to so many sockets of a post at a time.
EVERY_S = 0.4
AT_ONCE = 20
# Among more changes than this, that there are any tells nobody whose they are: who sees the post looks at it anew.
MOST_HINTS = 15
decode = msgspec.json.Decoder(CommentHint).decode
log = structlog.get_logger(__name__)


class Walk:
    """Some changes, on their way to all who listen."""

    def __init__(self, hints: list[CommentHint] | None, left: list[Connection]) -> None:
        self.hints = hints
        self.left = left


class Hearing:
    """The posts that open sockets of this process listen to."""

    def __init__(self, db: Db, keys: Keys) -> None:
        self._db = db
        self._keys = keys
        self._heeded: dict[Connection, list[UUID]] = {}
        self._listeners: dict[UUID, dict[Connection, None]] = {}      # in the order they came
        self._heard: dict[UUID, list[CommentHint] | None] = {}      # not on its way yet; None: too much
        self._walks: dict[UUID, Walk] = {}
        self._something = asyncio.Event()      # is there to tell

    async def listen(self, connection: Connection, posts: list[UUID]) -> None:
        """Tell this socket of what is said to these, from now on; replaces what it listened to. Those it sees are answered at once,
        since what was said before they stood here is told to nobody."""
        before = self._heeded.get(connection, [])
        new = [post for post in dict.fromkeys(posts) if post not in before]
        found: set[UUID] = set()
        if new:
            async with self._db.autocommit() as tx:
                found = await heeded(tx, self._keys, connection.viewer, new)
        self.forget(connection)
        wanted = [post for post in dict.fromkeys(posts) if post in before or post in found]
        if wanted and not connection.closing:
            self._heeded[connection] = wanted
        for post in self._heeded.get(connection, []):
            self._listeners.setdefault(post, {})[connection] = None
            if post in new:
                connection.write(encode(CommentsFrame(post, None)))

    def forget(self, connection: Connection) -> None:
        for post in self._heeded.pop(connection, ()):
            listeners = self._listeners[post]
            del listeners[connection]
            if not listeners:
                del self._listeners[post]

    def deliver(self, to: Iterable[UUID], text: str, _origin: object) -> None:
        """What the bus brings: of that, what is addressed to a post that is listened to here."""
        if self._listeners.keys().isdisjoint(to):
            return
        for post in to:
            if post in self._listeners:
                self._something.set()
                hints = self._heard.setdefault(post, [])
                if hints is not None and len(hints) >= MOST_HINTS:
                    self._heard[post] = None
                elif hints is not None:
                    hints.append(decode(text))

    async def run(self) -> None:
        """As long as the server runs."""
        await repeat("hearing", self._step, EVERY_S)

    async def _step(self) -> bool:
        """A few readers of every post of which there is something to tell; nobody is woken before there is."""
        await self._something.wait()
        for post in [*self._walks, *(one for one in self._heard if one not in self._walks)]:
            walk = self._walks.get(post)
            if walk is None:
                walk = self._walks[post] = Walk(self._heard.pop(post), list(self._listeners.get(post, ())))
            try:
                await self._turn(post, walk)
            except Unavailable:     # the same are told the next time
                raise
            except Exception as error:      # not held against the other posts
                log.exception("hearing_failed", post=str(post), error=type(error).__name__)
                del self._walks[post]
        if not self._walks and not self._heard:
            self._something.clear()
        return False

    async def _turn(self, post: UUID, walk: Walk) -> None:
        await self._tell(post, walk.hints, [one for one in walk.left[:AT_ONCE] if post in self._heeded.get(one, ())])
        del walk.left[:AT_ONCE]
        if not walk.left:
            del self._walks[post]

    async def _tell(self, post: UUID, hints: list[CommentHint] | None, some: list[Connection]) -> None:
        viewers = {one.viewer.account_id: one.viewer for one in some}
        if not viewers:
            return
        async with self._db.autocommit() as tx:
            hearing = await reads.hearers(tx, self._keys, list(viewers.values()), post, hints or [])
        for connection in some:
            ids = hearing.get(connection.viewer.account_id)
            if ids is not None and (ids or hints is None):
                connection.write(encode(CommentsFrame(post, ids if hints is not None else None)))
