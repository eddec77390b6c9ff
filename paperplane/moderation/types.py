"""What is reported, kept and answered."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.messages.bodies.types import Seq
from paperplane.messages.changes.types import Version
from paperplane.messages.events.types import Message
from paperplane.posts.comments.types import Comment
from paperplane.posts.types import Post

Kind = Literal["message", "person", "group", "post", "comment"]
Reason = Literal["spam", "harassment", "hate", "violence", "sexual", "minor_safety", "self_harm", "impersonation", "illegal", "other"]


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message by its id, a person by their account's, a group by its conversation's, a post and a comment by theirs."""

    kind: Kind
    id: UUID


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages that the reporter can read, by their seqs."""

    conversation_id: UUID
    seqs: Annotated[list[Seq], msgspec.Meta(min_length=1, max_length=SIZES.report_messages)]


class ReportRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A retry with the same `client_id` makes no second one. A message is reported with itself among the evidence."""

    subject: Subject
    reason: Reason
    client_id: UUID
    evidence: Evidence | None = None
    note: Annotated[str, at_most(SIZES.report_note_chars)] = ""


class SharedPost(msgspec.Struct, frozen=True):
    """What a post said to who reports the message that shows it."""

    author_id: UUID
    text: str


class Shown(msgspec.Struct, frozen=True):
    """A message as it was shown to who reports it. `picked`: they pointed at it; else it stood around one. `versions`:
    what it said before, of those picked. `post`: of a card, what the reporter sees of it."""

    message: Message
    picked: bool
    versions: list[Version]
    post: SharedPost | None = None


class Kept(msgspec.Struct, frozen=True):
    """A post as it was shown to who reports it, or a comment with its post and what it answers."""

    post: Post
    comment: Comment | None = None
    answered: Comment | None = None


class Receipt(msgspec.Struct, frozen=True):
    """What was received, and how it stands."""

    id: UUID
    subject: Subject
    reason: Reason
    note: str
    messages: int
    status: Literal["received"]
    created_at: datetime


class Receipts(msgspec.Struct, frozen=True):
    """The newest first."""

    reports: list[Receipt]


# Rows


class Report(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    subject_kind: Kind
    subject_id: UUID
    reason: Reason
    note: str
    messages: int
    created_at: datetime
