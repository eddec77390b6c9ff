"""What is said of pictures, and of what else people bring."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Size = Literal["small", "medium", "large"]
PIXELS: dict[Size, int] = {"small": 64, "medium": 160, "large": 480}


PREVIEW_PIXELS = 640


class PreviewDropped(msgspec.Struct, frozen=True):
    """Announced: nobody shows this picture of a page any more."""

    image_id: UUID


class AvatarReplaced(msgspec.Struct, frozen=True):
    """Announced: nobody shows this avatar any more."""

    avatar_id: UUID


MediaKind = Literal["photo", "video", "voice", "video_note", "sticker", "file"]
MediaState = Literal["making", "ready", "refused"]
Variant = Literal["small", "medium", "large", "poster", "video", "audio", "sticker", "file"]
VARIANTS: dict[MediaKind, tuple[Variant, ...]] = {
    "photo": ("small", "medium", "large"), "video": ("poster", "video"), "video_note": ("poster", "video"),
    "voice": ("audio",), "sticker": ("small", "sticker"), "file": ("file",)}
CONTENT_TYPES: dict[Variant, str] = {
    "small": "image/webp", "medium": "image/webp", "large": "image/webp", "poster": "image/webp", "video": "video/mp4",
    "audio": "audio/mp4", "sticker": "image/webp", "file": "application/octet-stream"}


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """What is made of an upload. `reason`: the code for which it was refused. What a kind does not have is null."""

    id: UUID
    kind: MediaKind | None
    state: MediaState
    reason: str | None
    name: str
    bytes: int
    width: int | None
    height: int | None
    duration_ms: int | None
    blurhash: str | None
    waveform: list[int] | None
    created_at: datetime

    @property
    def variants(self) -> tuple[Variant, ...]:
        return VARIANTS[self.kind] if self.kind is not None else ()


class MakingEnded(msgspec.Struct, frozen=True):
    """Signalled: a medium is ready, or refused."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of the making. `refused`: a code instead."""

    kind: MediaKind = "file"
    bytes: int = 0
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    blurhash: str | None = None
    waveform: list[int] | None = None
    refused: str | None = None


class Cut(msgspec.Struct, frozen=True):
    """The stretch of a video that is wanted, in milliseconds."""

    start_ms: int
    end_ms: int


class UploadWhole(msgspec.Struct, frozen=True):
    """Announced: all parts of an upload are there."""

    media_id: UUID


# Pushed frames


class MediaFrame(msgspec.Struct, frozen=True, tag_field="op", tag="media", omit_defaults=True):
    """Mine is ready to be sent, or was refused."""

    id: UUID
    state: MediaState
    reason: str | None = None
