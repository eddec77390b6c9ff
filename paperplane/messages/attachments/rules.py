"""Which media may be sent, and which a body holds. Pure."""

from collections.abc import Mapping
from uuid import UUID

from paperplane.core.errors import Conflict, Invalid
from paperplane.media.types import Media, MediaKind
from paperplane.messages.bodies.sent.types import SentMedia, SentVideoNote, SentVoice, WithMedia
from paperplane.messages.bodies.types import (
    Body,
    MediaBody,
    MediaItem,
    SentItem,
    Spoken,
    StickerBody,
    TextBody,
    VideoNoteBody,
    VoiceBody,
)

TOGETHER: tuple[MediaKind, ...] = ("photo", "video", "file")


def items(body: Body | None) -> list[MediaItem]:
    """The media that a body shows."""
    match body:
        case TextBody():
            return [one.item for one in body.emoji]
        case MediaBody():
            return body.items
        case VoiceBody() | VideoNoteBody() | StickerBody():
            return [body.item]
        case _:
            return []


def body(sent: WithMedia, mine: Mapping[UUID, Media]) -> Spoken:
    """What is said with them. Raises Invalid for what is not mine, Conflict for what is not ready."""
    match sent:
        case SentMedia():
            shown = [_item(one, mine, sent.view_once, *TOGETHER) for one in sent.items]
            return MediaBody(items=shown, text=sent.text, mentions=sent.mentions, view_once=sent.view_once, reply_to=sent.reply_to)
        case SentVoice():
            return VoiceBody(item=_item(sent.items[0], mine, sent.view_once, "voice"), view_once=sent.view_once, reply_to=sent.reply_to)
        case SentVideoNote():
            return VideoNoteBody(item=_item(sent.items[0], mine, sent.view_once, "video_note"), view_once=sent.view_once, reply_to=sent.reply_to)


def _item(sent: SentItem, mine: Mapping[UUID, Media], once: bool, *kinds: MediaKind) -> MediaItem:
    found = mine.get(sent.media_id)
    if found is None:
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.", media_id=str(sent.media_id))
    if found.state != "ready":
        raise Conflict("media_not_ready", "This file is not ready to be sent.", media_id=str(sent.media_id), state=found.state)
    if found.kind is None or found.kind not in kinds:
        raise Invalid("media_kind", "A file of this kind is sent in another way.", media_id=str(sent.media_id), kind=found.kind)
    # What can be seen once shows nothing of itself before.
    blur, waves = (None, None) if once else (found.blurhash, found.waveform)
    return MediaItem(media_id=found.id, kind=found.kind, name=found.name, bytes=found.bytes, width=found.width, height=found.height,
                     duration_ms=found.duration_ms, blurhash=blur, waveform=waves, alt=sent.alt)
