"""What is said of conversations: requests, answers, pushed frames."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import Person

State = Literal["accepted", "request", "pending", "ignored"]
Sending = Literal["open", "one_text", "waiting", "closed"]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class TextBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Plain text; links and emoji are found by whoever shows it."""

    # Not a tag while there is one kind of body: msgspec asks for a tag only to tell the members of a union apart.
    type: Literal["text"]
    text: str


Body = TextBody


class Message(msgspec.Struct, frozen=True):
    """One row of the fold. `body` is null once what it said is gone."""

    id: UUID
    client_id: UUID
    conversation_id: UUID
    seq: int
    n: int
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


class AcceptedEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="accepted"):
    """`sender` accepted the request: both may write freely."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    n: None = None


Event = MessageEvent | AcceptedEvent


class Marks(msgspec.Struct, frozen=True):
    """How far somebody else has got and read, as far as they tell."""

    account_id: UUID
    delivered_seq: int
    read_seq: int


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation's head, as one member sees it. `unread` is `last_n` minus `read_n`."""

    id: UUID
    kind: Literal["direct", "group"]
    title: str
    person: Person | None
    last_seq: int
    last_n: int
    read_seq: int
    read_n: int
    unread: int
    state: State
    sending: Sending
    marks: list[Marks]
    last_message: Message | None
    active_at: datetime
    created_at: datetime


class Counts(msgspec.Struct, frozen=True):
    """`unread`: conversations with unread messages. `requests`: message and follow requests waiting."""

    unread: int
    requests: int


class Inbox(msgspec.Struct, frozen=True):
    conversations: list[Conversation]
    next_cursor: str | None
    counts: Counts


class Sync(msgspec.Struct, frozen=True):
    """Heads that changed since a cursor. `gap`: too many; these are the newest, fetch the inbox for the rest."""

    conversations: list[Conversation]
    cursor: str
    gap: bool


class MessagePage(msgspec.Struct, frozen=True):
    """Ascending by seq. `more`: there are further ones in the direction asked for."""

    messages: list[Message]
    more: bool


class EventPage(msgspec.Struct, frozen=True):
    """The log after a seq, without a hole. `gap`: too far behind to replay; take the pages anew."""

    events: list[Event]
    gap: bool
    last_seq: int


class SendRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_id: UUID
    body: Body


class MarksRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    read_seq: Seq | None = None
    delivered_seq: Seq | None = None


class AcceptanceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    accepted: bool


# Pushed frames


class MessageFrame(msgspec.Struct, frozen=True, tag_field="op", tag="message"):
    message: Message


class EventFrame(msgspec.Struct, frozen=True, tag_field="op", tag="event"):
    event: Event


class ReceiptFrame(msgspec.Struct, frozen=True, tag_field="op", tag="receipt"):
    conversation_id: UUID
    account_id: UUID
    delivered_seq: int
    read_seq: int


class MarkFrame(msgspec.Struct, frozen=True, tag_field="op", tag="mark"):
    conversation_id: UUID
    read_seq: int
    read_n: int


class TypingFrame(msgspec.Struct, frozen=True, tag_field="op", tag="typing"):
    conversation_id: UUID
    account_id: UUID


class ChangedFrame(msgspec.Struct, frozen=True, tag_field="op", tag="changed"):
    conversation_id: UUID


# Rows


class Facts(msgspec.Struct, kw_only=True):
    """What decides whether a member may send: the membership, and in a direct one the other's side."""

    kind: Literal["direct", "group"]
    last_n: int
    state: Literal["accepted", "request", "ignored"]
    to_seq: int | None
    other_id: UUID | None
    other_state: Literal["accepted", "request", "ignored"] | None
    other_birth_date: bytes | None
    friends: bool
    blocked: bool
    door_open: bool


class Head(Facts, kw_only=True):
    """A conversation's row joined with the viewer's membership and, in a direct one, the other's."""

    id: UUID
    title: str | None
    last_seq: int
    read_seq: int
    read_n: int
    from_seq: int
    active_at: datetime
    created_at: datetime
    other_delivered_seq: int
    other_receipt_seq: int
    other_name: str | None


class Appended(msgspec.Struct, frozen=True):
    """Where a log entry stands. `repeat`: it was there already, from an earlier try."""

    seq: int
    n: int | None
    id: UUID
    sent_at: datetime
    repeat: bool = False
