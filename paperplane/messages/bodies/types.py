"""Bodies as clients send them and as they are kept."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

Role = Literal["owner", "admin", "member"]
History = Literal["joined", "all"]
Action = Literal["created", "added", "joined", "left", "removed", "role", "title", "picture", "permissions", "history",
                 "timer"]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Mention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is named by `length` characters of a text from `at` on (Unicode code points); null: everybody in the group."""

    at: Seq
    length: Annotated[int, msgspec.Meta(ge=1, le=200)]
    account_id: UUID | None


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`reply_to`: the seq of the message that this answers. `forwarded`: through how many hands it came."""

    reply_to: int | None = None
    forwarded: int = 0


class TextBody(Said, frozen=True, tag_field="type", tag="text"):
    """Plain text in which clients find links, emoji and light Markdown."""

    text: str
    mentions: list[Mention] = []


class PollBody(Said, frozen=True, kw_only=True, tag_field="type", tag="poll"):
    """A question. `multiple`: more than one choice each. `anonymous`: nobody learns who chose what."""

    question: str
    options: list[str]
    multiple: bool = False
    anonymous: bool = False
    closes_at: datetime | None = None


class LocationBody(Said, frozen=True, kw_only=True, tag_field="type", tag="location"):
    """A place (WGS 84, degrees), said once."""

    latitude: float
    longitude: float
    label: str = ""


class ContactBody(Said, frozen=True, kw_only=True, tag_field="type", tag="contact"):
    """Somebody, whom each viewer sees as far as they may."""

    account_id: UUID


class Permissions(msgspec.Struct, frozen=True, kw_only=True):
    """What each role of a group may do: the least role that may write, change title, picture and timer, add people,
    remove them and what they said, pin, mention everybody, and change roles and these rules."""

    send: Role = "member"
    edit: Role = "admin"
    add: Role = "member"
    remove: Role = "admin"
    pin: Role = "member"
    everyone: Role = "admin"
    manage: Role = "owner"


class SystemBody(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="system"):
    """What happened to a conversation, by the message's `sender`; what an action does not say is null or empty."""

    action: Action
    members: list[UUID] = []
    title: str | None = None
    role: Role | None = None
    permissions: Permissions | None = None
    history: History | None = None
    timer_s: int | None = None


# What people say; the other kind is what a conversation says of itself.
Spoken = TextBody | PollBody | LocationBody | ContactBody
Body = Spoken | SystemBody


# As clients send them


class SentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="text"):
    text: str
    mentions: list[Mention] = []
    reply_to: Seq | None = None

    @property
    def body(self) -> TextBody:
        return TextBody(self.text, self.mentions, reply_to=self.reply_to)


class SentPoll(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="poll"):
    question: str
    options: list[str]
    multiple: bool = False
    anonymous: bool = False
    closes_at: datetime | None = None
    reply_to: Seq | None = None

    @property
    def body(self) -> PollBody:
        return PollBody(question=self.question, options=self.options, multiple=self.multiple, anonymous=self.anonymous,
                        closes_at=self.closes_at, reply_to=self.reply_to)


class SentLocation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="location"):
    latitude: Latitude
    longitude: Longitude
    label: str = ""
    reply_to: Seq | None = None

    @property
    def body(self) -> LocationBody:
        return LocationBody(latitude=self.latitude, longitude=self.longitude, label=self.label, reply_to=self.reply_to)


class SentContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="contact"):
    account_id: UUID
    reply_to: Seq | None = None

    @property
    def body(self) -> ContactBody:
        return ContactBody(account_id=self.account_id, reply_to=self.reply_to)


class SentForward(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="forward"):
    """A message of another conversation, said again here. Whose it was is not told."""

    conversation_id: UUID
    seq: Seq

    @property
    def body(self) -> "SentForward":
        return self


Sent = SentText | SentPoll | SentLocation | SentContact | SentForward
