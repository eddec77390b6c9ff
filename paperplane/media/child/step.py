"""What is made of a video that can be seen already: a rendition, stills on one picture, a moment, how loud it is."""

import re
from pathlib import Path

import av
from PIL import Image

from paperplane.media import pictures
from paperplane.media.child import program, sound
from paperplane.media.child.blur import hashed
from paperplane.media.child.moving import POSTER, still
from paperplane.media.child.probe import probe
from paperplane.media.child.refusals import Refused
from paperplane.media.ladder.rules import variant
from paperplane.media.ladder.types import Measure, Rung, Sprite, Step, Stepped, Still, Tiles
from paperplane.media.making.types import Asked

# The most bits a second, by the shorter side, and of sound.
BITS = ((360, "900k", "96k"), (720, "2800k", "128k"), (1080, "5000k", "128k"))
EACH_S, PART_S, SHOWN_FPS = 2, 4, 31
# Lower than this is silence (EBU R 128 has -70 for it).
SILENCE = -60.0
MOST_TILES, ACROSS, TILE, LEAST_MS = 100, 10, 90, 500
INTEGRATED = re.compile(r"Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS")
RANGE = re.compile(r'#EXT-X-MAP:.*BYTERANGE="(\d+)@0"|#EXTINF:([\d.]+),|#EXT-X-BYTERANGE:(\d+)')


def make(asked: Asked, step: Step) -> Stepped:
    match step:
        case Measure():
            return _measured(asked)
        case Rung():
            return _rendition(asked, step)
        case Tiles():
            return _tiles(asked, step.duration_ms)
        case Still():
            return _still(asked, step.at_ms)


def _measured(asked: Asked) -> Stepped:
    if probe(asked.folder / "source", "mov", asked.streams).audio is None:
        return Stepped()
    raw = asked.folder / "raw"
    plain = ("-map", "0:a:0", "-ac", "1", "-ar", str(sound.RATE), "-f", "s16le", str(raw))
    said = INTEGRATED.findall(program.said(asked, program.source(asked), *plain, "-map", "0:a:0", "-af", "ebur128=framelog=quiet"))
    loudness = float(said[-1]) if said else SILENCE
    (asked.folder / "peaks").write_bytes(sound.peaks(raw))
    return Stepped(loudness=loudness if loudness > SILENCE else None, peaks=True)


def _rendition(asked: Asked, rung: Rung) -> Stepped:
    most, sound = next((video, sound) for lines, video, sound in BITS if rung.lines <= lines)
    # Whoever films as they like keeps their frames, but no more of them than phones decode without getting warm.
    fewer = ",fps=30" if probe(asked.folder / "source", "mov", asked.streams).fps > SHOWN_FPS else ""
    how = ["-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact",
           "-vf", f"scale='if(gt(iw,ih),-2,{rung.lines})':'if(gt(iw,ih),{rung.lines},-2)',setsar=1{fewer}", "-c:v", "libx264", "-preset", "veryfast",
           "-crf", "23", "-maxrate", most, "-bufsize", most, "-pix_fmt", "yuv420p", "-profile:v", "high", "-fps_mode", "vfr",
           "-force_key_frames", f"expr:gte(t,n_forced*{EACH_S})", "-sc_threshold", "0",
           "-af", f"volume={rung.gain_db:.2f}dB,alimiter=limit=0.84:level=false", "-c:a", "aac", "-b:a", sound, "-ac", "2", "-ar", "48000"]
    out = asked.folder / variant(rung.lines)
    if not rung.in_parts:
        program.run(asked, program.source(asked), *how, "-movflags", "+faststart", "-f", "mp4", out=out)
        return _looked_at(asked, out, 0, [])
    listed = asked.folder / "list.m3u8"
    program.run(asked, program.source(asked), *how, "-f", "hls", "-hls_segment_type", "fmp4", "-hls_flags", "single_file", "-hls_time", str(PART_S),
                "-hls_playlist_type", "vod", out=listed)
    (asked.folder / "list.m4s").rename(out)
    return _looked_at(asked, out, *_parts(listed))


def _parts(listed: Path) -> tuple[int, list[tuple[int, int]]]:
    """Where its parts begin and end, as FFmpeg says."""
    head, lasts, parts = 0, 0, []
    for first, seconds, size in RANGE.findall(listed.read_text()):
        if first:
            head = int(first)
        elif seconds:
            lasts = round(float(seconds) * 1000)
        else:
            parts.append((lasts, int(size)))
    if not head or not parts:
        raise Refused("media_invalid")
    return head, parts


def _looked_at(asked: Asked, out: Path, head: int, parts: list[tuple[int, int]]) -> Stepped:
    """As whoever plays it does."""
    found = probe(out, "mov", asked.streams)
    with av.open(str(out), format="mov") as opened:
        profile = (opened.streams.video[0].codec_context.extradata or b"\x01\x64\x00\x1f")[1:4].hex()
    size = out.stat().st_size
    if found.video != "h264" or not found.duration_s:
        raise Refused("media_invalid")
    return Stepped(width=found.width, height=found.height, bytes=size, bit_rate=round(size * 8 / found.duration_s),
                   codecs=f"avc1.{profile}" + (",mp4a.40.2" if found.audio else ""), head=head, parts=parts)


def _tiles(asked: Asked, duration_ms: int) -> Stepped:
    """Of the smallest rendition, which has a whole picture every other second."""
    every_ms = max(LEAST_MS, -(-duration_ms // MOST_TILES))
    count = max(1, min(MOST_TILES, -(-duration_ms // every_ms)))
    columns = min(ACROSS, count)
    rows = -(-count // columns)
    out = asked.folder / "tiles.png"
    quick = ["-skip_frame", "nokey"] if every_ms >= EACH_S * 1000 else []
    reading = ["-protocol_whitelist", "file", *quick, "-f", "mov", "-i", str(asked.folder / "small")]
    scale = f"scale='if(gt(iw,ih),-2,{TILE})':'if(gt(iw,ih),{TILE},-2)'"
    program.run(asked, reading, "-an", "-vf", f"fps=1000/{every_ms},{scale},tile={columns}x{rows}", "-frames:v", "1", "-f", "image2",
                "-c:v", "png", out=out)
    picture = pictures.opened_file(out, asked.pixels, MOST_TILES * TILE)
    (asked.folder / "sprite").write_bytes(pictures.webp(picture))
    return Stepped(sprite=Sprite(columns, rows, count, every_ms, picture.width // columns, picture.height // rows))


def _still(asked: Asked, at_ms: int) -> Stepped:
    picture = still(asked, asked.folder / "source", at_ms / 1000)
    picture.thumbnail((POSTER, POSTER), Image.Resampling.LANCZOS)
    (asked.folder / f"cover-{at_ms}").write_bytes(pictures.webp(picture))
    return Stepped(blurhash=hashed(picture))
