"""What is said of the making of renditions: answers, what the child is asked and says, frames, rows."""

from typing import Annotated
from uuid import UUID

import msgspec

# A child may have been turned against us by what it reads: what it says is kept, and a playlist repeats some of it to players.
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Side = Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]
Codecs = Annotated[str, msgspec.Meta(pattern=r"^[\w.,]*\Z", max_length=100)]


class Sprite(msgspec.Struct, frozen=True):
    """Stills of a video on one picture, row by row: of every so many ms, each so many px large."""

    columns: int
    rows: int
    count: int
    every_ms: int
    width: int
    height: int


class Rendition(msgspec.Struct, frozen=True):
    """The same video, smaller or of its own size. `lines`: its shorter side."""

    lines: int
    width: int
    height: int
    bytes: int


# What a child is asked


class Measure(msgspec.Struct, frozen=True, tag="measure"):
    """How loud it is."""


class Rung(msgspec.Struct, frozen=True, tag="rung"):
    """A rendition. `in_parts`: to be fetched part by part."""

    lines: int
    gain_db: float
    in_parts: bool


class Tiles(msgspec.Struct, frozen=True, tag="tiles"):
    """Stills on one picture."""

    duration_ms: int


class Still(msgspec.Struct, frozen=True, tag="still"):
    """A moment."""

    at_ms: int


Step = Measure | Rung | Tiles | Still


class Stepped(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: of each step what it has to say. `refused`: a code instead."""

    refused: str | None = None
    peaks: bool = False
    loudness: float | None = None
    sprite: Sprite | None = None
    blurhash: str | None = None
    width: Side = 0
    height: Side = 0
    bytes: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 0
    bit_rate: Count = 0
    codecs: Codecs = ""
    head: Count = 0
    parts: list[tuple[Count, Count]] = []


# Pushed frames


class VideoFrame(msgspec.Struct, frozen=True, tag_field="op", tag="video"):
    """Of a video of mine (`id`: the medium's) so many of the things that are made of it are there."""

    id: UUID
    done: int
    of: int


# Internal events


class LadderWanted(msgspec.Struct, frozen=True):
    """Signalled: renditions of a video are to be made."""


class StillWanted(msgspec.Struct, frozen=True):
    """Signalled: a moment of a video is to be made a picture."""


class StillMade(msgspec.Struct, frozen=True):
    """Announced: it is one. `blurhash`: None where it cannot be."""

    media_id: UUID
    at_ms: int
    blurhash: str | None


class StillDropped(msgspec.Struct, frozen=True):
    """Announced: nobody shows it any more."""

    media_id: UUID
    at_ms: int


# Rows


class StillRow(msgspec.Struct, frozen=True):
    """A moment that is being made a picture."""

    media_id: UUID
    at_ms: int
    tries: int


class PartsRow(Rendition, frozen=True):
    """With what a playlist says of it: how it is coded, and where its parts begin and end."""

    bit_rate: int
    codecs: str
    head: int
    parts: list[tuple[int, int]]


class Climbing(msgspec.Struct, frozen=True, kw_only=True):
    """A video whose renditions are being made, and what of them is there."""

    media_id: UUID
    owner_id: UUID | None
    tries: int
    width: int
    height: int
    duration_ms: int
    measured: bool
    loudness: float | None
    sprite: Sprite | None
    lines: list[int]


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """What is there of a video's renditions, for whoever may see it."""

    media_id: UUID
    going_on: bool
    measured: bool
    loudness: float | None
    peaks: bool
    sprite: Sprite | None
    renditions: list[Rendition]
    in_parts: bool
    width: int
    height: int
