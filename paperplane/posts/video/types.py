"""What is said of a posted video: answers, requests, internal events, rows."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.media.ladder.types import Rendition, Sprite


class Captions(msgspec.Struct, frozen=True):
    """That there are captions in a language. `label`: as their author calls them, or ""."""

    lang: str
    label: str


class Cover(msgspec.Struct, frozen=True):
    """What stands for a video until it plays: a moment of it, or a photo. `ready`: it can be shown."""

    at_ms: int | None
    media_id: UUID | None
    ready: bool


class Made(msgspec.Struct, frozen=True):
    """How far the making of renditions is."""

    done: int
    of: int


class Video(msgspec.Struct, frozen=True, kw_only=True):
    """What a post's video carries beside itself; more as it is made. `loudness` is that of `video`, in LUFS; `peaks`: how loud it
    is from moment to moment can be asked for."""

    renditions: list[Rendition] = []
    hls: bool = False
    sprite: Sprite | None = None
    captions: list[Captions] = []
    loudness: float | None = None
    peaks: bool = False
    cover: Cover | None = None
    made: Made | None = None


# Requests


class CoverRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A moment of the video, or a photo of mine: one of the two."""

    at_ms: Annotated[int, msgspec.Meta(ge=0, le=9_999_999)] | None = None
    media_id: UUID | None = None


class CaptionsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Captions as WebVTT."""

    vtt: Annotated[str, at_most(4 * SIZES.caption_chars)]
    label: Annotated[str, at_most(4 * SIZES.caption_label_chars)] = ""


# Rows


class CoverRow(msgspec.Struct, frozen=True):
    """As it is kept. `blurhash`: of a moment that is made."""

    at_ms: int | None = None
    media_id: UUID | None = None
    ready: bool = False
    blurhash: str | None = None

    def cover(self) -> Cover:
        return Cover(self.at_ms, self.media_id, self.ready)


class CaptionsRow(Captions, frozen=True):
    """Of one post."""

    post_id: UUID


class CoveredRow(msgspec.Struct, frozen=True):
    """A post whose cover is made, or cannot be."""

    id: UUID
    author_id: UUID
    state: Literal["draft", "scheduled", "making", "published"]
