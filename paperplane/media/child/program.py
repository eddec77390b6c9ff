"""FFmpeg, as a program: told which demuxer to use, which protocols there are, and to write nothing that was not asked for."""

import subprocess
from pathlib import Path

from paperplane.media.child.refusals import Refused
from paperplane.media.making.types import Asked

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mp3,flac,ogg,amr,wav,aac,rawvideo"
# No tags, chapters, dates or names of programs in what comes out.
CLEAN = ("-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-movflags", "+faststart")


def source(asked: Asked) -> list[str]:
    cut = asked.cut
    part = ["-ss", f"{cut.start_ms / 1000:.3f}", "-t", f"{(cut.end_ms - cut.start_ms) / 1000:.3f}"] if cut else []
    return [*part, "-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-f", asked.sniffed.demuxer, "-i", str(asked.folder / "source")]


def run(asked: Asked, reading: list[str], *making: str, out: Path) -> None:
    """Raises Refused where it cannot be read."""
    done = _run(asked, subprocess.DEVNULL, "error", *reading, *making, "-threads", "2", str(out))
    if done.returncode != 0 or not out.exists() or out.stat().st_size == 0:
        raise Refused("media_invalid")


def said(asked: Asked, reading: list[str], *making: str) -> str:
    """What it tells of something of which nothing is kept. Raises Refused."""
    done = _run(asked, subprocess.PIPE, "info", "-nostats", *reading, *making, "-f", "null", "-")
    if done.returncode != 0:
        raise Refused("media_invalid")
    return done.stderr.decode(errors="replace")


def _run(asked: Asked, errors: int, level: str, *words: str) -> "subprocess.CompletedProcess[bytes]":
    command = [asked.ffmpeg, "-nostdin", "-hide_banner", "-loglevel", level, "-y", "-threads", "2", *words]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, check=False)
    if done.returncode < 0:
        # Ended by a signal: a limit, or a fault of the decoder's, and no word on what the file is.
        raise RuntimeError(f"ffmpeg ended with {done.returncode}")
    return done
