"""What is asked and shown of changes to messages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import Person
from paperplane.messages.bodies.types import Body, Mention, Role, Seq
from paperplane.messages.types import Head, Sending

# What has words that can be edited.
Emoji = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="edit"):
    """Say something else, with the text and its mentions as when sending."""

    seq: Seq
    text: str
    mentions: list[Mention] = []


class Unsend(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="unsend"):
    """Take it back, for everybody: one's own, or as an admin."""

    seq: Seq


class React(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="react"):
    seq: Seq
    emoji: Emoji
    on: bool


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="pin"):
    seq: Seq
    on: bool


class Vote(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="vote"):
    """My choices from now on, by their places from 0; none takes the vote back."""

    seq: Seq
    choices: Annotated[list[Annotated[int, msgspec.Meta(ge=0, le=99)]], msgspec.Meta(max_length=100)]


class Close(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="close"):
    """End a poll of one's own."""

    seq: Seq


Wish = Edit | Unsend | React | Pin | Vote | Close


class ChangeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_id: UUID
    change: Wish


class Done(msgspec.Struct, frozen=True):
    """The change stands in the log."""

    client_id: UUID
    conversation_id: UUID
    seq: int
    id: UUID
    sent_at: datetime
    n: None = None


class Version(msgspec.Struct, frozen=True):
    """What a message said until then."""

    body: Body
    until: datetime


class Versions(msgspec.Struct, frozen=True):
    """The eldest first; what it says now is not among them."""

    versions: list[Version]


class Reacted(msgspec.Struct, frozen=True):
    emoji: str
    count: int
    people: list[Person]


class Reactions(msgspec.Struct, frozen=True):
    """Who reacted how, of each emoji those who came first."""

    reactions: list[Reacted]


class Choice(msgspec.Struct, frozen=True):
    count: int
    people: list[Person]


class Ballots(msgspec.Struct, frozen=True):
    """Who chose what, a choice each place of the poll's."""

    choices: list[Choice]


# Rows


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The message that a change is about, with what decides whether it may be."""

    seq: int
    sender: UUID
    sender_role: Role | None
    body: Body | None
    sent_at: datetime
    gone_at: datetime | None
    expires_at: datetime | None
    closed_at: datetime | None
    pinned: bool
    at: datetime


class Scene(msgspec.Struct, frozen=True):
    """Who wants to change what, where."""

    viewer: UUID
    head: Head
    sending: Sending
    target: Target
