"""Bodies as clients send them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.core.limits import Sizes
from paperplane.messages.bodies.types import (
    CardBody,
    ContactBody,
    Latitude,
    LocationBody,
    Longitude,
    Mention,
    PollBody,
    SentItem,
    Seq,
    TextBody,
)


class SentPicture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture out of a pack that I may use here."""

    pack_id: UUID
    media_id: UUID


class SentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="text"):
    """`emoji`: pictures of packs that stand in the text, each by its name between colons."""

    text: str
    mentions: list[Mention] = []
    reply_to: Seq | None = None
    emoji: Annotated[list[SentPicture], msgspec.Meta(max_length=Sizes().text_emoji)] = []

    @property
    def body(self) -> "TextBody | SentText":
        return self if self.emoji else TextBody(self.text, self.mentions, reply_to=self.reply_to)


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


class SentMedia(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="media"):
    items: Annotated[list[SentItem], msgspec.Meta(min_length=1, max_length=Sizes().media_items)]
    text: str = ""
    mentions: list[Mention] = []
    view_once: bool = False
    reply_to: Seq | None = None

    @property
    def body(self) -> "SentMedia":
        return self


class SentVoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="voice"):
    media_id: UUID
    view_once: bool = False
    reply_to: Seq | None = None

    @property
    def body(self) -> "SentVoice":
        return self

    @property
    def items(self) -> list[SentItem]:
        return [SentItem(self.media_id)]


class SentVideoNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="video_note"):
    media_id: UUID
    view_once: bool = False
    reply_to: Seq | None = None

    @property
    def body(self) -> "SentVideoNote":
        return self

    @property
    def items(self) -> list[SentItem]:
        return [SentItem(self.media_id)]


class SentSticker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="sticker"):
    """A sticker or a GIF out of a pack that I may use here."""

    pack_id: UUID
    media_id: UUID
    reply_to: Seq | None = None

    @property
    def body(self) -> "SentSticker":
        return self


class SentCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="card"):
    """A post that I see."""

    post_id: UUID
    at_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] | None = None
    text: str = ""
    mentions: list[Mention] = []
    reply_to: Seq | None = None

    @property
    def body(self) -> CardBody:
        return CardBody(post_id=self.post_id, at_ms=self.at_ms, text=self.text, mentions=self.mentions, reply_to=self.reply_to)


class SentForward(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="forward"):
    """A message of another conversation, said again here. Whose it was is not told."""

    conversation_id: UUID
    seq: Seq

    @property
    def body(self) -> "SentForward":
        return self


# What names media, or pictures of packs, is looked up before it is a body.
WithMedia = SentMedia | SentVoice | SentVideoNote
WithPictures = SentSticker | SentText
Unresolved = SentForward | WithMedia | WithPictures
Sent = SentText | SentPoll | SentLocation | SentContact | SentMedia | SentVoice | SentVideoNote | SentSticker | SentCard | SentForward
