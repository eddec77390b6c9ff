"""What is said of posts: requests, answers, internal events, frames, rows."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.messages.bodies.types import MediaItem, Mention, SentItem
from paperplane.messages.previews.types import Preview
from paperplane.posts.video.types import CoverRequest, CoverRow, Video
from paperplane.profiles.types import Avatar, Person
from paperplane.relations.types import Facts, FactsRow

Kind = Literal["text", "photos", "video"]
# "making": published as soon as its media are ready
State = Literal["draft", "scheduled", "making", "published"]
Audience = Literal["everyone", "followers", "friends", "close_friends", "only_me"]
Commenters = Literal["everyone", "followers", "friends", "nobody"]
Background = Literal["paper", "sky", "dusk", "leaf", "sand", "rose", "ink"]
# More than may be kept, so that who types too much is told so in words of ours.
Text = Annotated[str, at_most(4 * SIZES.post_text_chars)]
Items = Annotated[list[SentItem], msgspec.Meta(max_length=SIZES.media_items)]


class Tagged(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a photo or a video, at a place of it from its left upper corner (0, 0) to (1, 1). `agreed`: they have said
    yes; until then only they and the author see it."""

    person: Person
    media_id: UUID
    x: float
    y: float
    agreed: bool


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post, as one viewer may see it. Counts leave out whom the viewer may not know of.

    `media` of what is not published yet says no more than which they are. `audience`, `comments`, `publish_at`, `failed` and
    `view_count` are null but for the author.
    """

    id: UUID
    client_id: UUID
    author: Person
    kind: Kind
    state: State
    text: str
    background: Background | None
    mentions: list[Mention]
    tags: list[str]
    media: list[MediaItem]
    people: list[Tagged]
    preview: Preview | None
    audience: Audience | None
    comments: Commenters | None
    download: bool
    can_comment: bool
    can_repost: bool
    like_count: int
    comment_count: int
    repost_count: int
    view_count: int | None
    liked: bool
    reposted: bool
    saved: bool
    pinned: bool
    is_mine: bool
    failed: str | None
    publish_at: datetime | None
    published_at: datetime | None
    edited_at: datetime | None
    created_at: datetime
    video: Video | None = None
    link_preview: bool = True


class Posts(msgspec.Struct, frozen=True):
    """A page, the newest first. It may hold fewer than were asked for, and yet go on."""

    posts: list[Post]
    next_cursor: str | None


# Requests


class PostRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A retry with the same `client_id` makes no second one. `audience`, where it is left out: everyone, and followers of
    a private account. `draft`: only kept. `publish_at`: then. `link_preview`: of a text, whether what its first link leads to is shown."""

    client_id: UUID
    kind: Kind = "text"
    text: Text = ""
    background: Background | None = None
    media: Items = []
    audience: Audience | None = None
    comments: Commenters = "everyone"
    download: bool = False
    draft: bool = False
    publish_at: datetime | None = None
    cover: CoverRequest | None = None
    link_preview: bool = True


class PostChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is. `background`, `media`, `draft` and `publish_at`: only before it is published, which
    `draft: false` does at once."""

    text: Text | None = None
    background: Background | msgspec.UnsetType | None = msgspec.UNSET
    media: Items | None = None
    audience: Audience | None = None
    comments: Commenters | None = None
    download: bool | None = None
    draft: bool | None = None
    link_preview: bool | None = None
    publish_at: datetime | msgspec.UnsetType | None = msgspec.UNSET


class LinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text


class LinkShown(msgspec.Struct, frozen=True):
    """What a text's first link leads to; null where it has none, or that page says nothing."""

    preview: Preview | None


# Internal events


class PostPublished(msgspec.Struct, frozen=True):
    """Announced: from now on others may see it."""

    post_id: UUID


class PostChanged(msgspec.Struct, frozen=True):
    """Signalled and announced: what is published says something else, or to others; or it is deleted, or back."""

    post_id: UUID


class PostWaits(msgspec.Struct, frozen=True):
    """Signalled: a post is published once its media are made, which may have been meanwhile."""


class PostLinkSaid(msgspec.Struct, frozen=True):
    """Announced: a published text's first link is this."""

    post_id: UUID
    author_id: UUID
    url: str


# Pushed frames


class PostFrame(msgspec.Struct, frozen=True, tag_field="op", tag="post"):
    """A post is not as it was, for the one who hears it; `state` is null once it is deleted."""

    id: UUID
    state: State | None


# Rows


class PostPlace(msgspec.Struct, frozen=True, array_like=True):
    """Where a list goes on."""

    at: datetime
    id: UUID


class Seen(msgspec.Struct, frozen=True):
    """All that decides whether the viewer sees a post."""

    person: Facts
    close_to_them: bool
    audience: Audience
    state: State
    deleted: bool


class PostRow(FactsRow, frozen=True, kw_only=True):
    """A post with its author (`id`) and the facts between them and the viewer. `at` sorts the list."""

    handle: str
    display_name: str
    avatar_id: UUID | None
    close_to_them: bool
    post_id: UUID
    client_id: UUID
    kind: Kind
    state: State
    text: str
    background: Background | None
    mentions: list[Mention]
    tags: list[str]
    media: list[MediaItem]
    preview: Preview | None
    audience: Audience
    comments: Commenters
    download: bool
    link_preview: bool
    cover: CoverRow | None = None
    failed: str | None
    publish_at: datetime | None
    published_at: datetime | None
    edited_at: datetime | None
    deleted_at: datetime | None
    pinned_at: datetime | None
    created_at: datetime
    liked: bool
    reposted: bool
    saved: bool
    view_count: int | None
    at: datetime
    by_id: UUID | None = None

    def person(self) -> Person:
        return Person(self.id, self.handle, self.display_name, Avatar.of(self.avatar_id))


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a post says and to whom, as it is kept."""

    kind: Kind
    text: str
    background: Background | None
    mentions: list[Mention] = []
    tags: list[str] = []
    media: list[MediaItem]
    audience: Audience
    comments: Commenters
    download: bool
    publish_at: datetime | None
    link_preview: bool


class CountRow(msgspec.Struct, frozen=True):
    """How many did something (`what`) with a post: those the viewer surely may know of, and those whose age says so.
    `done`: how many rows were looked at."""

    post_id: UUID
    what: Literal["like", "comment", "repost"]
    done: int
    sure: int
    ids: list[UUID]
    births: list[bytes]


class TaggedRow(FactsRow, frozen=True, kw_only=True):
    """Who is said to be in a post, with the facts between them and the viewer."""

    handle: str
    display_name: str
    avatar_id: UUID | None
    post_id: UUID
    media_id: UUID
    x: float
    y: float
    agreed: bool
    mine: bool

    def tagged(self) -> Tagged:
        person = Person(self.id, self.handle, self.display_name, Avatar.of(self.avatar_id))
        return Tagged(person=person, media_id=self.media_id, x=self.x, y=self.y, agreed=self.agreed)


class RemovedRow(msgspec.Struct, frozen=True):
    """What a post showed that is gone: a picture of a page, a moment of a video."""

    image_id: UUID | None
    video_id: UUID | None
    at_ms: int | None


class DueRow(msgspec.Struct, frozen=True):
    """A post that is published now, if its media are what they should be."""

    id: UUID
    author_id: UUID
    kind: Kind
    text: str
    media: list[MediaItem]
    link_preview: bool
