"""What a log says: messages, events, and the frames that carry them."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.messages.bodies.types import Body
from paperplane.messages.previews.types import Preview


class Reaction(msgspec.Struct, frozen=True):
    """How many chose an emoji; `mine`: the viewer is one of them."""

    emoji: str
    count: int
    mine: bool


class Votes(msgspec.Struct, frozen=True):
    """A poll so far: votes a choice, how many people voted, and the viewer's own choices."""

    counts: list[int]
    voters: int
    mine: list[int]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the fold: what the message says now. `n` is null where nobody need read it; what it never had is left out.

    `gone_at`, `gone_by`: unsent, `body` is null; `quiet`: without a trace, and only its event tells of it. `expires_at`: it is gone then, wherever it is.
    `viewed`: who has opened it, where it can be seen once.
    """

    id: UUID
    client_id: UUID
    conversation_id: UUID
    seq: int
    n: int | None
    sender: UUID
    body: Body | None
    sent_at: datetime
    expires_at: datetime | None = None
    edited_at: datetime | None = None
    gone_at: datetime | None = None
    gone_by: UUID | None = None
    quiet: bool = False
    pinned: bool = False
    closed_at: datetime | None = None
    reactions: list[Reaction] = []
    votes: Votes | None = None
    preview: Preview | None = None
    viewed: list[UUID] = []


class MessageEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="message"):
    """A message entered the log. It says what the message says now, never what it once said."""

    conversation_id: UUID
    seq: int
    id: UUID
    n: int
    sender: UUID
    client_id: UUID
    sent_at: datetime
    message: Message


class SystemEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="system"):
    """Somebody came to a group or went, its rules changed, or two called each other. Its message says it; only a missed call counts as unread."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    message: Message
    n: int | None = None


class AcceptedEvent(msgspec.Struct, frozen=True, tag_field="kind", tag="accepted"):
    """`sender` accepted the request: both may write freely."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    n: None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something became of the message with the seq `about`. All that a change says is how it is from then on, never a
    difference: taking one twice, or one that is known already, does no harm."""

    conversation_id: UUID
    seq: int
    id: UUID
    sender: UUID
    client_id: UUID
    sent_at: datetime
    n: None = None
    about: int


class EditedEvent(Change, frozen=True, tag_field="kind", tag="edited"):
    """It says something else. `body` is what it says now; null: it has been unsent since."""

    body: Body | None


class UnsentEvent(Change, frozen=True, tag_field="kind", tag="unsent"):
    """It is gone for everybody, with all that was said of it; `quiet`: soon enough to leave no trace."""

    quiet: bool


class SweptEvent(Change, frozen=True, tag_field="kind", tag="swept"):
    """All that `sender` has said, up to and with `about`, is gone for everybody, without a trace."""


class ReactedEvent(Change, frozen=True, tag_field="kind", tag="reacted"):
    """`sender` chose an emoji, or no longer; `count` have it now. Null: the message is gone since."""

    emoji: str | None
    on: bool
    count: int


class PinnedEvent(Change, frozen=True, tag_field="kind", tag="pinned"):
    on: bool


class VotedEvent(Change, frozen=True, tag_field="kind", tag="voted"):
    """Somebody voted. `choices` are those of `sender`; null, and `sender` nobody, in an anonymous poll for all others.

    `counts` is null when the message is gone since.
    """

    counts: list[int] | None
    voters: int
    choices: list[int] | None


class ClosedEvent(Change, frozen=True, tag_field="kind", tag="closed"):
    """The poll ended before its time."""


class PreviewedEvent(Change, frozen=True, tag_field="kind", tag="previewed"):
    """What its first link leads to says this of itself. Null: it is gone since, or says something else."""

    preview: Preview | None


class ViewedEvent(Change, frozen=True, tag_field="kind", tag="viewed"):
    """`sender` has opened what can be seen once. `expires_at`: everybody has, so it is gone then; null: as it was."""

    expires_at: datetime | None


Changed = EditedEvent | UnsentEvent | SweptEvent | ReactedEvent | PinnedEvent | VotedEvent | ClosedEvent | PreviewedEvent | ViewedEvent
Event = MessageEvent | SystemEvent | AcceptedEvent | Changed
# Who voted where nobody may know: no account has this id (RFC 9562, section 5.9).
NOBODY = UUID(int=0)


class Appended(msgspec.Struct, frozen=True):
    """Where a log entry stands. `repeat`: it was there already, from an earlier try. `link`: what is to be previewed."""

    seq: int
    n: int | None
    id: UUID
    sent_at: datetime
    repeat: bool = False
    expires_at: datetime | None = None
    link: str | None = None


# Pushed frames


class MessageFrame(msgspec.Struct, frozen=True, tag_field="op", tag="message"):
    message: Message


class EventFrame(msgspec.Struct, frozen=True, tag_field="op", tag="event"):
    event: Event
