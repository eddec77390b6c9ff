"""What is asked and found."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

from paperplane.messages.bodies.types import Body
from paperplane.messages.events.types import Message

Has = Literal["link", "poll", "location", "contact", "photo", "video", "voice", "file", "sticker", "card"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Folded words of which each must begin a word that was said; and what else must hold."""

    words: list[str]
    sender: UUID | None = None
    conversation: UUID | None = None
    has: Has | None = None
    before: datetime | None = None
    after: datetime | None = None


class Found(msgspec.Struct, frozen=True):
    """Messages that say it, about the newest first. The cursor may lead to a page without any."""

    messages: list[Message]
    next_cursor: str | None


class Place(NamedTuple):
    """Where the search of the pieces goes on: before this one."""

    last_at: datetime
    conversation_id: UUID
    piece: int


class Range(NamedTuple):
    """Events of a conversation above `after`, up to `upto`."""

    conversation_id: UUID
    after: int
    upto: int


class Piece(msgspec.Struct, frozen=True):
    """What is said in a piece of a log."""

    piece: int
    last_at: datetime
    senders: list[UUID]
    kinds: list[str]
    said: str


class Text(msgspec.Struct, frozen=True):
    conversation_id: UUID
    seq: int
    sender: UUID
    sent_at: datetime
    body: Body
