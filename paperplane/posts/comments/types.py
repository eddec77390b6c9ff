"""What is asked and said of comments."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.messages.bodies.types import Mention
from paperplane.posts.types import Post
from paperplane.profiles.types import Avatar, Person
from paperplane.relations.types import FactsRow

# "waiting": for the post's author to approve it; "hidden": by them, which its writer is not told
CommentState = Literal["shown", "waiting", "hidden"]
CommentText = Annotated[str, at_most(4 * SIZES.comment_chars)]


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said to a post, or (`parent_id`) to a comment on it. Counts leave out whom the viewer may not know of.
    `author_liked`: the post's author likes it. `can_moderate`: the post is mine."""

    id: UUID
    client_id: UUID
    post_id: UUID
    parent_id: UUID | None
    author: Person
    text: str
    mentions: list[Mention]
    state: CommentState
    like_count: int
    reply_count: int
    liked: bool
    author_liked: bool
    pinned: bool
    is_mine: bool
    by_author: bool
    can_moderate: bool
    edited_at: datetime | None
    created_at: datetime


class Comments(msgspec.Struct, frozen=True):
    """A page; it may hold fewer than were asked for, and yet go on. `waiting`: on the first page of my own post, or of all that
    waits, how many wait for me there; no more than `comments_waiting` are counted."""

    comments: list[Comment]
    next_cursor: str | None
    waiting: int = 0


class CommentsNow(msgspec.Struct, frozen=True):
    """Those of the comments asked for that I may see, as they stand now; the others are not there for me. `comment_count` and
    `waiting` are the post's."""

    comments: list[Comment]
    comment_count: int
    waiting: int


class MyComment(msgspec.Struct, frozen=True, kw_only=True):
    """What I wrote, wherever it stands; `post` is null where I do not see that any more."""

    id: UUID
    text: str
    answers: bool
    state: CommentState
    edited_at: datetime | None
    created_at: datetime
    post: Post | None


class MyComments(msgspec.Struct, frozen=True):
    comments: list[MyComment]
    next_cursor: str | None


class CommentRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A retry with the same `client_id` makes no second one. `parent_id`: the comment that it answers."""

    client_id: UUID
    text: CommentText
    parent_id: UUID | None = None


class CommentChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: CommentText


class CommentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How what is said to my posts is kept in order. `approve_first`: nothing is shown to others before I approve it;
    `filter_words`: nor what has one of these."""

    approve_first: bool = False
    filter_words: list[str] = []


class CommentSettingsChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    approve_first: bool | None = None
    filter_words: Annotated[list[Annotated[str, at_most(100)]], msgspec.Meta(max_length=SIZES.comment_filter_words)] | None = None


class Commented(msgspec.Struct, frozen=True):
    """Announced: somebody said something to somebody's post, answered or named them there; or it is gone, hidden or approved."""

    author_id: UUID
    account_ids: list[UUID]
    post_id: UUID | None = None         # None: announced by a server before this one


class CommentHint(msgspec.Struct, frozen=True, kw_only=True):
    """On the bus, addressed to a post: to whom of those who listen there something looks different. `state`: the most open of
    how it stood and how it stands. `by`: who did it; `but`: who is not to be told."""

    post_id: UUID
    owner_id: UUID
    comment_id: UUID
    author_id: UUID
    state: CommentState
    parent_id: UUID | None = None
    parent_author_id: UUID | None = None
    parent_state: CommentState = "shown"
    by: UUID | None = None
    but: UUID | None = None

    def concerned(self) -> set[UUID]:
        return {one for one in (self.author_id, self.parent_author_id, self.by) if one is not None}


# Pushed frames


class CommentsFrame(msgspec.Struct, frozen=True, tag_field="op", tag="comments"):
    """Of what is said to a post that this device listens to, these are not as they were; null: look at it anew."""

    post_id: UUID
    ids: list[UUID] | None


class CommentSettingsFrame(msgspec.Struct, frozen=True, tag_field="op", tag="comment_settings"):
    """How what is said to my posts is kept in order is not as it was."""


# Rows


class CommentRow(FactsRow, frozen=True, kw_only=True):
    """A comment with who wrote it (`id`) and the facts between them and the viewer."""

    handle: str
    display_name: str
    avatar_id: UUID | None
    comment_id: UUID
    client_id: UUID
    post_id: UUID
    parent_id: UUID | None
    parent_author_id: UUID | None
    parent_state: CommentState | None
    owner_id: UUID
    text: str
    mentions: list[Mention]
    state: CommentState
    liked: bool
    author_liked: bool
    pinned_at: datetime | None
    edited_at: datetime | None
    created_at: datetime

    def person(self) -> Person:
        return Person(self.id, self.handle, self.display_name, Avatar.of(self.avatar_id))


class BetweenRow(FactsRow, frozen=True, kw_only=True):
    """Somebody, and the facts between one of many viewers and them."""

    viewer_id: UUID


class MineRow(msgspec.Struct, frozen=True):
    id: UUID
    post_id: UUID
    parent_id: UUID | None
    text: str
    state: CommentState
    edited_at: datetime | None
    created_at: datetime


class CommentCountRow(msgspec.Struct, frozen=True):
    comment_id: UUID
    what: Literal["like", "reply"]
    done: int
    sure: int
    ids: list[UUID]
    births: list[bytes]
