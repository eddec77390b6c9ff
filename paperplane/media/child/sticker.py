"""A small picture that keeps what is transparent of it and, where it moves, moves on: nothing but its pixels and their times."""

import io

from PIL import Image

from paperplane.media import pictures
from paperplane.media.child.blur import hashed
from paperplane.media.child.refusals import Refused
from paperplane.media.making.types import Asked
from paperplane.media.types import Made

SMALL = 160
# Shown for less than this, browsers show a frame for longer.
LEAST_MS = 20


def make(asked: Asked) -> Made:
    moves = pictures.moves(asked.folder / "source")
    content, first, lasts_ms = _moving(asked) if moves else _still(asked)
    if len(content) > asked.sticker_bytes:
        raise Refused("sticker_too_large")
    small = first.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    small_content = pictures.webp(small)
    (asked.folder / "sticker").write_bytes(content)
    (asked.folder / "small").write_bytes(small_content)
    return Made(kind="sticker", bytes=len(content) + len(small_content), width=first.width, height=first.height, duration_ms=lasts_ms,
                blurhash=hashed(first))


def _still(asked: Asked) -> tuple[bytes, Image.Image, int | None]:
    picture = pictures.opened_file(asked.folder / "source", asked.pixels, asked.sticker_px)
    picture.thumbnail((asked.sticker_px, asked.sticker_px), Image.Resampling.LANCZOS)
    return pictures.webp(picture), picture, None


def _moving(asked: Asked) -> tuple[bytes, Image.Image, int | None]:
    """One frame more than may be is read, and then it shows."""
    frames, times = [], []
    for frame, lasts_ms in pictures.frames(asked.folder / "source", asked.pixels, asked.sticker_px, asked.sticker_frames + 1, clear=True):
        frames.append(frame)
        times.append(max(LEAST_MS, lasts_ms))
        if len(frames) > asked.sticker_frames or sum(times) > asked.sticker_s * 1000:
            raise Refused("sticker_too_long")
    # New images: what the opened ones carry along is not written.
    clean = [Image.frombytes("RGBA", frame.size, frame.tobytes()) for frame in frames]
    out = io.BytesIO()
    clean[0].save(out, "WEBP", save_all=True, append_images=clean[1:], duration=times, loop=0, quality=70, method=2)
    return out.getvalue(), clean[0], sum(times)
