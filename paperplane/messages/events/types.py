"""What a log says: bodies, messages, events, and the frames that carry them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["owner", "admin", "member"]
History = Literal["joined", "all"]
Action = Literal["created", "added", "joined", "left", "removed", "role", "title", "picture", "permissions", "history"]


class SentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Text as a client sends it."""

    # Not a tag while there is one kind of body to send: msgspec asks for a tag only to tell the members of a union apart.
    type: Literal["text"]
    text: str

    @property
    def body(self) -> "TextBody":
        return TextBody(self.text)


class TextBody(msgspec.Struct, frozen=True, tag_field="type", tag="text"):
    """Plain text; links and emoji are found by whoever shows it."""

    text: str


class Permissions(msgspec.Struct, frozen=True, kw_only=True):
    """What each role of a group may do: the least role that may write, change title and picture, add people, remove
    them, and change roles and these rules."""

    send: Role = "member"
    edit: Role = "admin"
    add: Role = "member"
    remove: Role = "admin"
    manage: Role = "owner"


class SystemBody(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="system"):
    """What happened to a group, by the message's `sender`; what an action does not say is null or empty."""

    action: Action
    members: list[UUID] = []
    title: str | None = None
    role: Role | None = None
    permissions: Permissions | None = None
    history: History | None = None


Body = TextBody | SystemBody


class Message(msgspec.Struct, frozen=True):
    """One row of the fold. `body` is null once what it said is gone; `n` is null where nobody need read it."""

    id: UUID
    client_id: UUID
    conversation_id: UUID
    seq: int
    n: int | None
    sender: UUID
    body: Body | None
    sent_at: datetime


class MessageEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="message"):
    """A message entered the log. It says what the message says now, never what it once said."""

    conversation_id: UUID
    seq: int
    id: UUID
    n: int
    sender: UUID
    client_id: UUID
    sent_at: datetime
    message: Message


class SystemEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="system"):
    """Somebody came to a group or went, or its rules changed. Its message says it, and counts for nobody as unread."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    message: Message
    n: None = None


class AcceptedEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="accepted"):
    """`sender` accepted the request: both may write freely."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    n: None = None


Event = MessageEvent | SystemEvent | AcceptedEvent


class Appended(msgspec.Struct, frozen=True):
    """Where a log entry stands. `repeat`: it was there already, from an earlier try."""

    seq: int
    n: int | None
    id: UUID
    sent_at: datetime
    repeat: bool = False


# Pushed frames


class MessageFrame(msgspec.Struct, frozen=True, tag_field="op", tag="message"):
    message: Message


class EventFrame(msgspec.Struct, frozen=True, tag_field="op", tag="event"):
    event: Event
