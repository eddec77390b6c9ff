"""What is said of a sweep."""

from uuid import UUID

import msgspec


class Sweep(msgspec.Struct, frozen=True):
    """How much of what the viewer said here is still to be seen, and, while it is being taken back, how much is gone."""

    running: bool
    left: int
    done: int


class SweepAsked(msgspec.Struct, frozen=True):
    """Somebody takes back what they said: this process begins at once."""


# Rows


class SweepRow(msgspec.Struct, frozen=True):
    conversation_id: UUID
    account_id: UUID
    upto: int
    reached: int


class Progress(msgspec.Struct, frozen=True):
    upto: int | None
    done: int
    last_seq: int
