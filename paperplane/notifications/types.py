"""What is said of what others did."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from paperplane.posts.comments.types import Comment
from paperplane.posts.types import Post
from paperplane.profiles.types import ListedPerson
from paperplane.relations.types import FactsRow

# "comment": to my post, or below a comment there; "reply": to my comment; "mention": elsewhere; "tag": I am in a picture;
# "failed": a post of mine could not be made
What = Literal["follow", "like", "comment_like", "comment", "reply", "mention", "tag", "failed"]


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """People who did the same at the same place on the same day (UTC): the newest three, how many in all, and when last.
    `new`: since seen. `post`: where; `comment`: my own that is liked, or the newest that was said."""

    id: str
    kind: What
    people: list[ListedPerson]
    count: int
    at: datetime
    new: bool
    post: Post | None
    comment: Comment | None


class Activities(msgspec.Struct, frozen=True):
    """Newest first. `new`: how much there is, of the newest page, since the viewer last looked: people, each where they did something."""

    activity: list[Activity]
    next_cursor: str | None
    new: int


class ActivityFrame(msgspec.Struct, frozen=True, tag_field="op", tag="activity"):
    """There is something new."""


class ActivityPlace(msgspec.Struct, frozen=True, array_like=True):
    """Where the list goes on."""

    at: datetime
    id: str


class Did(msgspec.Struct, frozen=True):
    """Somebody, when they last did it that day, and the comment by which they did."""

    id: UUID
    at: datetime
    comment_id: UUID | None


class DoneRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was done at one place on one day: by how many surely, how many of those did so since it was seen, the newest
    three of them; and by whom the viewer may know of only where age allows it."""

    id: str
    kind: What
    post_id: UUID | None
    comment_id: UUID | None
    at: datetime
    sure: int
    fresh: int
    ids: list[UUID]
    times: list[datetime]
    comments: list[UUID | None]
    unsure_ids: list[UUID]
    unsure_times: list[datetime]
    unsure_comments: list[UUID | None]
    births: list[bytes]


class Done(msgspec.Struct, frozen=True):
    """The same, of those the viewer may know of, the newest first."""

    row: DoneRow
    people: list[Did]
    count: int
    fresh: int

    @property
    def comment_id(self) -> UUID | None:
        """The comment to be shown of it."""
        return (self.people[0].comment_id if self.people else None) or self.row.comment_id

    @property
    def at(self) -> datetime:
        """When one of them last did it: of somebody out of sight, not even that is told."""
        return self.people[0].at if self.people else self.row.at


class DoerRow(FactsRow, frozen=True, kw_only=True):
    handle: str
    display_name: str
    avatar_id: UUID | None


class ReachedRow(msgspec.Struct, frozen=True):
    """Somebody, and whether they may surely know of who did something; else both ages say so."""

    id: UUID
    birth_date: bytes
    actor_birth: bytes
    sure: bool


class NamedRow(msgspec.Struct, frozen=True):
    author_id: UUID
    ids: list[UUID]
