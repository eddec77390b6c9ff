"""What a feed says."""

from typing import Literal
from uuid import UUID

import msgspec

from paperplane.posts.types import Post
from paperplane.profiles.types import Person


class Why(msgspec.Struct, frozen=True):
    """Why a post is there: the viewer follows its author, or `person`, who reposted it; it is their own; or it is new."""

    reason: Literal["yours", "following", "reposted", "new"]
    person: Person | None


class FeedPost(Post, frozen=True, kw_only=True):
    why: Why


class Feed(msgspec.Struct, frozen=True):
    """A page. It may hold fewer than were asked for, and yet go on."""

    posts: list[FeedPost]
    next_cursor: str | None


class ReposterRow(msgspec.Struct, frozen=True):
    post_id: UUID
    account_id: UUID
