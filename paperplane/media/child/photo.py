"""A picture, in three sizes, without anything but its pixels; one that moves, as a short video without sound."""

import itertools

import pillow_heif
from PIL import Image

from paperplane.media import pictures
from paperplane.media.child import moving
from paperplane.media.child.blur import hashed
from paperplane.media.making.types import Asked
from paperplane.media.types import Made, Variant

PIXELS: dict[Variant, int] = {"large": 2560, "medium": 1280, "small": 320}
MOVING_PIXELS, MOVING_FRAMES, MOVING_FPS, MOVING_S = 720, 600, 25, 30


def make(asked: Asked) -> Made:
    if asked.wish is None and pictures.moves(asked.folder / "source"):
        return _moving(asked)
    pillow_heif.register_heif_opener()
    picture = pictures.opened_file(asked.folder / "source", asked.pixels, PIXELS["large"])
    picture.thumbnail((PIXELS["large"], PIXELS["large"]), Image.Resampling.LANCZOS)
    width, height = picture.size
    for variant, pixels in PIXELS.items():
        picture.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
        (asked.folder / variant).write_bytes(pictures.webp(picture))
    size = sum((asked.folder / variant).stat().st_size for variant in PIXELS)
    return Made(kind="photo", bytes=size, width=width, height=height, blurhash=hashed(picture))


def _moving(asked: Asked) -> Made:
    """Decoded here, by what reads pictures anyway, and handed on as plain pixels."""
    coming = pictures.frames(asked.folder / "source", asked.pixels, MOVING_PIXELS, MOVING_FRAMES)
    first, for_ms = next(coming)
    size = (first.width & ~1 or 2, first.height & ~1 or 2)
    raw = asked.folder / "raw"
    left, due = MOVING_S * MOVING_FPS, 0.0
    with raw.open("wb") as out:
        for frame, lasts_ms in itertools.chain([(first, for_ms)], coming):
            due += max(lasts_ms, 20) * MOVING_FPS / 1000
            again = min(left, int(due))
            due -= int(due)
            left -= again
            pixels = frame.resize(size).tobytes() if again else b""
            for _ in range(again):
                out.write(pixels)
    if left == MOVING_S * MOVING_FPS:
        raw.write_bytes(first.resize(size).tobytes())
    return moving.from_pixels(asked, raw, size, MOVING_FPS)
