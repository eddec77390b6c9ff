"""What a file with streams holds, as far as it says."""

from pathlib import Path

import av
import msgspec

from paperplane.media.child.program import FORMATS
from paperplane.media.child.refusals import Refused


class Probed(msgspec.Struct, frozen=True):
    """Of its first picture stream and its first sound. `duration_s`: None where it does not say."""

    video: str | None
    pixel_format: str
    width: int
    height: int
    fps: float
    bit_rate: int
    audio: str | None
    duration_s: float | None


def probe(path: Path, demuxer: str, most_streams: int) -> Probed:
    """Raises Refused."""
    try:
        with av.open(str(path), format=demuxer, options={"protocol_whitelist": "file", "format_whitelist": FORMATS}) as opened:
            if len(opened.streams) > most_streams:
                raise Refused("too_many_streams")
            return _probed(opened)
    except (av.error.FFmpegError, ValueError, OSError, UnicodeError):
        raise Refused("media_invalid") from None


def _probed(opened: av.container.InputContainer) -> Probed:
    video = next((one for one in opened.streams.video if "attached_pic" not in str(one.disposition)), None)
    audio = next(iter(opened.streams.audio), None)
    duration = opened.duration / 1_000_000 if opened.duration and opened.duration > 0 else None
    context = video.codec_context if video else None
    return Probed(
        video=context.name if context else None, pixel_format=(context.pix_fmt or "") if context else "",
        width=context.width if context else 0, height=context.height if context else 0,
        fps=float(video.average_rate or 0) if video else 0.0, bit_rate=opened.bit_rate or 0,
        audio=audio.codec_context.name if audio else None, duration_s=duration)
