"""Bodies as clients send them and as they are kept."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.media.types import MediaKind

Role = Literal["owner", "admin", "member"]
History = Literal["joined", "all"]
Action = Literal["created", "added", "joined", "left", "removed", "role", "title", "picture", "permissions", "history",
                 "timer", "call"]
# "missed": not answered; "failed": answered, and neither ever heard the other
Outcome = Literal["ended", "missed", "declined", "failed"]
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


class MediaItem(msgspec.Struct, frozen=True, kw_only=True):
    """A medium as far as it is drawn before it is there; what its kind does not have is null. `alt`: what is to be seen."""

    media_id: UUID
    kind: MediaKind
    name: str
    bytes: int
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    blurhash: str | None = None
    waveform: list[int] | None = None
    alt: str = ""


class PackEmoji(msgspec.Struct, frozen=True):
    """A picture out of a pack, wherever `:name:` stands in a text."""

    name: str
    pack_id: UUID
    item: MediaItem


class TextBody(Said, frozen=True, tag_field="type", tag="text"):
    """Plain text in which clients find links, emoji and light Markdown."""

    text: str
    mentions: list[Mention] = []
    emoji: list[PackEmoji] = []


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


class MediaBody(Said, frozen=True, kw_only=True, tag_field="type", tag="media"):
    """Photos, videos and files, and words with them. `view_once`: each may open them once."""

    items: list[MediaItem]
    view_once: bool = False
    text: str = ""
    mentions: list[Mention] = []


class VoiceBody(Said, frozen=True, kw_only=True, tag_field="type", tag="voice"):
    """Something spoken."""

    item: MediaItem
    view_once: bool = False


class VideoNoteBody(Said, frozen=True, kw_only=True, tag_field="type", tag="video_note"):
    """Somebody speaking, in a square."""

    item: MediaItem
    view_once: bool = False


class StickerBody(Said, frozen=True, kw_only=True, tag_field="type", tag="sticker"):
    """A picture out of a pack, said by itself. `emoji`: what it stands for, where its pack says so."""

    item: MediaItem
    pack_id: UUID
    look: Literal["sticker", "gif"]
    name: str
    emoji: str = ""


class CardBody(Said, frozen=True, kw_only=True, tag_field="type", tag="card"):
    """A post, of which this says nothing: each viewer is shown what they may see of it at that moment. `at_ms`: the moment of
    its video that the words are about."""

    post_id: UUID
    at_ms: int | None = None
    text: str = ""
    mentions: list[Mention] = []


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


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """A call that is over. `duration_s`: for how long they talked."""

    video: bool
    outcome: Outcome
    duration_s: int


class SystemBody(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="system"):
    """What happened to a conversation, by the message's `sender`; what an action does not say is null or empty."""

    action: Action
    members: list[UUID] = []
    title: str | None = None
    role: Role | None = None
    permissions: Permissions | None = None
    history: History | None = None
    timer_s: int | None = None
    call: Called | None = None


# What people say; the other kind is what a conversation says of itself.
Spoken = TextBody | PollBody | LocationBody | ContactBody | MediaBody | VoiceBody | VideoNoteBody | StickerBody | CardBody
# With words of which somebody may be named, and which may be said otherwise later.
Worded = TextBody | MediaBody | CardBody
Body = Spoken | SystemBody


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A body as it is read. In a struct, since msgspec looks through a bare union's types anew at every call: ten times the cost."""

    body: Body | None


def kept(body: object) -> Body | None:
    """A body from what the database says of it."""
    return msgspec.convert((body,), Kept).body


class SentItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A medium of mine that is ready. `alt`: what is to be seen, for who cannot see it."""

    media_id: UUID
    alt: str = ""
