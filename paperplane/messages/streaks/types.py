"""What is said and kept of streaks."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import QuietHours


class Streak(msgspec.Struct, frozen=True):
    """As one of the two sees it. `days` is null where there is nothing to show: not yet on, or over."""

    state: Literal["asked", "offered", "on", "paused"]
    days: int | None


class Span(msgspec.Struct, frozen=True):
    """Days, both included, that count against nobody."""

    first: date
    last: date


class Together(msgspec.Struct, frozen=True):
    """A day on which both have written, and when the second of them did so first."""

    day: date
    at: datetime


class Count(msgspec.Struct, frozen=True):
    """How many days a streak has, and the last of them."""

    days: int = 0
    last_day: date | None = None


class DayOfLog(msgspec.Struct, frozen=True):
    """What one of the two wrote on a day: the first of it, and up to where."""

    day: date
    sender: UUID
    first_at: datetime
    last_seq: int


class StreakRow(msgspec.Struct, frozen=True):
    """`log`: what is not counted yet, by day and sender."""

    conversation_id: UUID
    asked_by: UUID
    on_at: datetime | None
    days: int
    last_day: date | None
    upto_seq: int
    paused_on: date | None
    frozen: list[Span]
    quiet: list[QuietHours]
    log: list[DayOfLog]
