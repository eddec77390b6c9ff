"""Where a variant lies, how long an address of it is good, and which part of it is asked for. Pure."""

import re
from urllib.parse import quote
from uuid import UUID

from paperplane.media.types import CONTENT_TYPES

# What is made of a posted video: a rendition, stills on one picture, a moment; how loud it is, as bytes, has no kind of its own.
MADE_LATER = ((re.compile(r"\d{1,4}p"), "video/mp4"), (re.compile(r"sprite|cover-\d{1,7}"), "image/webp"))
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def key(media: UUID, variant: str) -> str:
    return f"media/{media}/{variant}"


def content_type(variant: str) -> str:
    """How it is served; nothing that is not known is shown."""
    known: str | None = CONTENT_TYPES.get(variant)  # type: ignore[call-overload]
    return known or next((kind for names, kind in MADE_LATER if names.fullmatch(variant)), "application/octet-stream")


def good_until(now: float, seconds: int) -> int:
    """The same for some time, so that the address is, too, and browsers find what they have."""
    return (int(now) // seconds + 2) * seconds


def disposition(name: str) -> str:
    """To be kept, never to be shown (RFC 6266): the name in ASCII for old clients, and whole."""
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\%' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def part(asked: str, size: int) -> tuple[int, int] | None:
    """The one range asked for, from its start to its end (exclusive); the whole where none is understood (RFC 9110, 14.2).
    None: there is no such part."""
    said = RANGE.fullmatch(asked.strip())
    if said is None or said.groups() == ("", ""):
        return 0, size
    first, last = said.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    if last and int(last) < int(first):
        return 0, size
    start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < size else None
