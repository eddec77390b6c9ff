"""Which posts stand on whose screen: a socket is told when one of them may look different from there.

Whoever is told asks at once: so of a post that many look at, they are told a few at a time, as its listeners are (hearing).
"""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import msgspec

from paperplane.core.loops import repeat
from paperplane.core.sockets import framed
from paperplane.posts.cards.types import CardFrame
from paperplane.posts.types import PostChanged
from paperplane.realtime.connection import Connection
from paperplane.realtime.frames import encode
from paperplane.realtime.hearing import AT_ONCE, EVERY_S
from paperplane.relations.types import CloseFriendPut, Parted


class Looks:
    """Kept while the socket is open, and of each socket only the last `most` posts."""

    def __init__(self, most: int) -> None:
        self.changes = 0        # how often what somebody sees may have changed
        self._most = most
        self._of: dict[Connection, dict[UUID, UUID]] = {}       # post and author, in the order they were looked at
        self._at: dict[UUID, set[Connection]] = {}
        self._by: dict[UUID, set[UUID]] = {}        # of an author, the posts that anybody looks at
        self._left: dict[UUID, list[Connection]] = {}       # who is to be told yet that it changed …
        self._again: set[UUID] = set()                      # … and it changed meanwhile
        self._something = asyncio.Event()       # is left to tell

    def at(self, connection: Connection, authors: Mapping[UUID, UUID]) -> None:
        """Tell this socket of these posts too, from now on."""
        looked = self._of.setdefault(connection, {})
        for post, author in authors.items():
            looked.pop(post, None)
            looked[post] = author
            self._at.setdefault(post, set()).add(connection)
            self._by.setdefault(author, set()).add(post)
        for post in list(looked)[:-self._most]:
            self._away(connection, post)

    def remove(self, connection: Connection) -> None:
        for post in list(self._of.get(connection, ())):
            self._away(connection, post)
        self._of.pop(connection, None)

    def on_signal(self, event: msgspec.Struct) -> None:
        match event:
            case PostChanged(post_id=post):
                self._changed(post)
            case Parted(one_id=one, other_id=other):
                self.changes += 1
                self._tell(self._where(one, other) | self._where(other, one))
            case CloseFriendPut(owner_id=owner, friend_id=friend):
                self.changes += 1
                self._tell(self._where(friend, owner))
            case _:
                pass

    async def run(self) -> None:
        """As long as the server runs."""
        await repeat("looks", self._step, EVERY_S)

    async def _step(self) -> bool:
        await self._something.wait()
        for post in list(self._left):
            self._turn(post)
        for post in self._again - self._left.keys():
            self._again.discard(post)
            self._changed(post)
        if not self._left:
            self._something.clear()
        return False

    def _changed(self, post: UUID) -> None:
        self.changes += 1
        if post in self._left:
            self._again.add(post)
        elif post in self._at:
            self._left[post] = list(self._at[post])
            self._turn(post)

    def _turn(self, post: UUID) -> None:
        left = self._left[post]
        self._tell({post: self._at.get(post, set()).intersection(left[:AT_ONCE])})
        del left[:AT_ONCE]
        if left:
            self._something.set()
        else:
            del self._left[post]

    def _where(self, viewer: UUID, author: UUID) -> dict[UUID, set[Connection]]:
        """What of this author the viewer looks at."""
        return {post: {one for one in self._at[post] if one.viewer.account_id == viewer} for post in self._by.get(author, ())}

    def _tell(self, concerned: Mapping[UUID, set[Connection]]) -> None:
        for post, connections in concerned.items():
            frame = framed(encode(CardFrame(post)))
            for connection in connections:
                connection.write_frame(frame)

    def _away(self, connection: Connection, post: UUID) -> None:
        author = self._of[connection].pop(post)
        self._at[post].discard(connection)
        if not self._at[post]:
            del self._at[post]
            self._by[author].discard(post)
            if not self._by[author]:
                del self._by[author]
