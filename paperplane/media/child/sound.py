"""A voice message: AAC in an MP4 file, which every browser plays, one channel, and how loud it is from moment to moment."""

import math
from array import array
from itertools import pairwise
from pathlib import Path

from paperplane.media.child import program
from paperplane.media.child.probe import probe
from paperplane.media.child.refusals import Refused
from paperplane.media.making.types import Asked
from paperplane.media.types import Made

BARS, LOUDEST = 100, 31
RATE = 8_000
# Of each of these a byte says how loud it is.
PEAK_MS = 50


def make(asked: Asked) -> Made:
    found = probe(asked.folder / "source", asked.sniffed.demuxer, asked.streams)
    if found.audio is None:
        raise Refused("not_a_sound")
    if found.duration_s is not None and found.duration_s > asked.voice_s + 1:
        raise Refused("voice_too_long")
    out, raw = asked.folder / "audio", asked.folder / "raw"
    how = ("-t", str(asked.voice_s + 1), "-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1")
    program.run(asked, program.source(asked), *how, *program.CLEAN, "-ar", "48000", "-c:a", "aac", "-b:a", "64k", "-f", "mp4", out=out)
    program.run(asked, ["-protocol_whitelist", "file", "-f", "mov", "-i", str(out)], "-ac", "1", "-ar", str(RATE), "-f", "s16le", out=raw)
    samples = _samples(raw)
    duration_s = len(samples) / RATE
    if not samples or duration_s > asked.voice_s + 0.5:
        raise Refused("voice_too_long" if samples else "media_invalid")
    return Made(kind="voice", bytes=out.stat().st_size, duration_ms=round(duration_s * 1000), waveform=waveform(samples))


def peaks(raw: Path) -> bytes:
    """A byte a stretch, the loudest one 255: by its root, since what is half as loud to us is far less than half as large."""
    samples, size = _samples(raw), RATE * PEAK_MS // 1000
    found = [max(max(part), -min(part)) for at in range(0, len(samples), size) for part in [samples[at:at + size]]]
    most = max(found, default=0) or 1
    return bytes(round(255 * math.sqrt(peak / most)) for peak in found)


def _samples(raw: Path) -> "array[int]":
    samples = array("h")
    samples.frombytes(raw.read_bytes()[:raw.stat().st_size & ~1])
    return samples


def waveform(samples: "array[int]") -> list[int]:
    """At most a hundred bars, the loudest moment full."""
    bars = min(BARS, len(samples))
    edges = [len(samples) * bar // bars for bar in range(bars + 1)]
    peaks = [max(max(part), -min(part)) for one, other in pairwise(edges) for part in [samples[one:other]]]
    most = max(peaks) or 1
    return [round(LOUDEST * math.sqrt(peak / most)) for peak in peaks]


