"""What is said of what others did."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from paperplane.profiles.types import ListedPerson
from paperplane.relations.types import FactsRow


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """People who did the same on the same day (UTC): the newest three, how many in all, and when last. `new`: since seen."""

    kind: Literal["follow"] = "follow"
    people: list[ListedPerson]
    count: int
    at: datetime
    new: bool


class Activities(msgspec.Struct, frozen=True):
    """Newest first. `new`: how many people did something since the viewer last looked."""

    activity: list[Activity]
    next_cursor: str | None
    new: int


class ActivityFrame(msgspec.Struct, frozen=True, tag_field="op", tag="activity"):
    """There is something new."""


class DayRow(msgspec.Struct, frozen=True):
    """A day on which somebody followed: how many, the newest of them, and when the last did."""

    day: datetime
    count: int
    ids: list[UUID]
    at: datetime


class FollowerRow(FactsRow, frozen=True, kw_only=True):
    handle: str
    display_name: str
    avatar_id: UUID | None
