"""What a feed says."""

from typing import Literal
from uuid import UUID

import msgspec

from paperplane.posts.types import Post
from paperplane.profiles.types import Person


class Part(msgspec.Struct, frozen=True):
    """Something that speaks for a post, or against it."""

    name: str
    points: float


class Why(msgspec.Struct, frozen=True):
    """Why a post is there: the viewer follows its author, or `person`, who reposted it; it is their own; it is new; or it was
    chosen: for its `parts`, which add up to its `score`, or (`explored`) by lot, so that what is new is seen too."""

    reason: Literal["yours", "following", "reposted", "new", "chosen", "explored"]
    person: Person | None
    parts: list[Part] = []
    score: float | None = None


class FeedPost(Post, frozen=True, kw_only=True):
    why: Why


class Feed(msgspec.Struct, frozen=True):
    """A page. It may hold fewer than were asked for, and yet go on."""

    posts: list[FeedPost]
    next_cursor: str | None


# Rows, and what is made of them


class CandidateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A post that may be chosen, by the ways (`sources`) that it was found, with what the viewer has liked and wants less of.
    `popular`: how much it is liked and talked about these days (queries.count_popular)."""

    post_id: UUID
    author_id: UUID
    sources: list[str]
    i_follow: bool
    popular: float
    tags_liked: int
    author_liked: int
    tags_less: int
    author_less: bool
    hours: float


class Placed(msgspec.Struct, frozen=True):
    """A post in its place. `propensity`: with which probability it was chosen for it."""

    row: CandidateRow
    parts: list[Part]
    score: float
    propensity: float


class Impression(msgspec.Struct, frozen=True):
    """What is kept of one that was shown."""

    post_id: UUID
    place: int
    sources: list[str]
    parts: list[Part]
    score: float
    propensity: float
