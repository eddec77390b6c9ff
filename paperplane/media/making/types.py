"""What the child process is told, and what it answers."""

from pathlib import Path
from typing import Literal

import msgspec

from paperplane.media.ladder.types import Step
from paperplane.media.types import Cut, MediaKind

# How the first bytes of a file look: with the names of the demuxer and of its formats, where it is no picture.
Looks = Literal["picture", "sound", "moving"]


class Sniffed(msgspec.Struct, frozen=True):
    looks: Looks
    demuxer: str = ""


class Bounds(msgspec.Struct, frozen=True):
    """What a child may use: bytes of memory and of a file, seconds of its processors and of the clock; and how far it stands
    back."""

    memory: int
    file: int
    cpu_s: int
    wall_s: float
    nice: int = 10


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The folder `at` holds the `source`; what is made of it is put beside it, each variant under its name.
    `quick`: only what needs no encoding. `step`: not the medium itself, but this of what was made of it."""

    at: str
    sniffed: Sniffed
    wish: MediaKind | None
    bounds: Bounds
    ffmpeg: str
    pixels: int
    video_pixels: int
    video_s: int
    video_note_s: int
    video_fps: int
    voice_s: int
    sticker_px: int
    sticker_frames: int
    sticker_s: int
    sticker_bytes: int
    streams: int
    quick: bool = False
    step: Step | None = None
    cut: Cut | None = None

    @property
    def folder(self) -> Path:
        return Path(self.at)
