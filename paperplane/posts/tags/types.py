"""What is found of tags."""

from uuid import UUID

import msgspec


class Tag(msgspec.Struct, frozen=True):
    """`post_count`: of the posts that the viewer may see; `more`: there are more than these."""

    tag: str
    post_count: int
    more: bool


class Tags(msgspec.Struct, frozen=True):
    tags: list[Tag]


class TagRow(msgspec.Struct, frozen=True):
    """How many posts the viewer surely sees, and of whose authors the age must be looked at."""

    tag: str
    sure: int
    ids: list[UUID]
    births: list[bytes]
