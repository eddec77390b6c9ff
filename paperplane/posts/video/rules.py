"""What may stand for a video, and in which languages it may be read. Pure."""

import re

from paperplane.core import text
from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes
from paperplane.messages.bodies.types import MediaItem
from paperplane.posts.video.types import CoverRequest

# BCP 47 without extensions and private use: language, script, region, variants.
LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3})){0,2})", re.IGNORECASE | re.ASCII)


def language(said: str) -> str:
    """A tag as it is written (RFC 5646, 2.1.1). Raises Invalid."""
    found = LANGUAGE.fullmatch(said)
    if found is None:
        raise Invalid("language_invalid", "This is not the short name of a language, as en or pt-BR.", field="lang")
    name, script, region, rest = found.groups()
    return name.lower() + (f"-{script.title()}" if script else "") + (f"-{region.upper()}" if region else "") + rest.lower()


def label(said: str, sizes: Sizes) -> str:
    cleaned = text.line(said)
    if len(cleaned) > sizes.caption_label_chars:
        raise Invalid("text_too_long", f"A name of captions has at most {sizes.caption_label_chars} characters.", field="label",
                      limit="caption_label_chars", most=sizes.caption_label_chars)
    return cleaned


def is_video(kind: str) -> None:
    if kind != "video":
        raise Invalid("not_a_video", "There is no video in this post.")


def may_cover(shown: list[MediaItem], asked: CoverRequest | None) -> MediaItem:
    """The video. Raises Invalid."""
    if not shown or shown[0].kind != "video":
        raise Invalid("not_a_video", "There is no video in this post.")
    lasts_ms = shown[0].duration_ms
    if asked is not None and ((asked.at_ms is None) == (asked.media_id is None)
                              or (asked.at_ms is not None and lasts_ms is not None and asked.at_ms >= lasts_ms)):
        raise Invalid("cover_invalid", "Choose a moment of the video, or a photo.", field="cover")
    return shown[0]
