"""What is asked and said of messages that are sent later."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.accounts.types import Locale
from paperplane.messages.bodies.sent.types import SentCard, SentContact, SentLocation, SentPoll, SentText, WithMedia
from paperplane.messages.bodies.types import Spoken

# What is forwarded may be gone by then, so it is not among these.
Later = SentText | SentPoll | SentLocation | SentContact | SentCard | WithMedia


class ScheduleRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_id: UUID
    body: Later
    send_at: datetime


class ScheduleChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    body: Later | None = None
    send_at: datetime | None = None


class Scheduled(msgspec.Struct, frozen=True):
    """It is sent at `send_at`. `held`: it could not be, for this code, and waits for its sender."""

    id: UUID
    client_id: UUID
    conversation_id: UUID
    body: Spoken
    send_at: datetime
    held: str | None


class AllScheduled(msgspec.Struct, frozen=True):
    """Those to be sent first come first."""

    scheduled: list[Scheduled]


# Pushed frames


class ScheduledFrame(msgspec.Struct, frozen=True, tag_field="op", tag="scheduled"):
    conversation_id: UUID


# Rows


class LockedRow(msgspec.Struct, frozen=True):
    """`leaving`: it is on its way, and not to be changed any more."""

    id: UUID
    client_id: UUID
    conversation_id: UUID
    body: Spoken
    send_at: datetime
    held: str | None
    leaving: bool


class DueRow(msgspec.Struct, frozen=True):
    """A message whose time has come, with whose it is."""

    id: UUID
    account_id: UUID
    conversation_id: UUID
    client_id: UUID
    body: Spoken
    handle: str
    birth_date: bytes
    locale: Locale
