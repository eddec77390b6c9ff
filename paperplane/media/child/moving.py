"""A video that every browser plays: handed on stream by stream where it is one already, else encoded anew."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from paperplane.media import pictures
from paperplane.media.child import program, sound
from paperplane.media.child.blur import hashed
from paperplane.media.child.probe import Probed, probe
from paperplane.media.child.refusals import Refused
from paperplane.media.making.types import Asked
from paperplane.media.types import Made, MediaKind

PLAYED = ("h264",)
LONG_SIDE, SHORT_SIDE, SHOWN_FPS, MOST_BITS = 1920, 1080, 61, 10_000_000
ENCODED_SIDE, NOTE_SIDE, POSTER = 720, 480, 1280
VIDEO = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "4M", "-bufsize", "8M", "-pix_fmt", "yuv420p",
         "-profile:v", "high", "-g", "60", "-fpsmax", "30")
AUDIO = ("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000")


def make(asked: Asked) -> Made:
    found = probe(asked.folder / "source", asked.sniffed.demuxer, asked.streams)
    if found.video is None:
        if asked.wish is None and found.audio is not None:
            return sound.make(asked)
        raise Refused("not_a_video")
    most_s = asked.video_note_s if asked.wish == "video_note" else asked.video_s
    _weigh(found, asked, most_s)
    out = asked.folder / "video"
    # What does not say how long it is, is read for a second more than it may last, and then it shows.
    how = ("-t", str(most_s + 1), "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", *program.CLEAN)
    handed_on = asked.wish != "video_note" and _is_played(found, asked)
    if asked.quick and not handed_on:
        raise Refused("must_encode")
    if not handed_on:
        program.run(asked, program.source(asked), *how, "-vf", _shape(asked), *VIDEO, *AUDIO, "-f", "mp4", out=out)
        return _finished(asked, "video_note" if asked.wish == "video_note" else "video", most_s)
    # The pictures stay what they are: the still is taken while they are copied, of which somebody waits for the end.
    with ThreadPoolExecutor(1) as beside:
        poster = beside.submit(still, asked, asked.folder / "source", min(0.5, (found.duration_s or 0) / 4))
        # Messages inside the pictures' own stream (H.264, D.1) are metadata too: some cameras write where they are.
        program.run(asked, program.source(asked), *how, "-c", "copy", "-bsf:v", "filter_units=remove_types=6", "-f", "mp4", out=out)
        return _finished(asked, "video", most_s, poster.result())


def from_pixels(asked: Asked, raw: Path, size: tuple[int, int], fps: int) -> Made:
    """Of frames as plain bytes."""
    reading = ["-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{size[0]}x{size[1]}", "-framerate", str(fps), "-i", str(raw)]
    program.run(asked, reading, *program.CLEAN, *VIDEO, "-an", "-f", "mp4", out=asked.folder / "video")
    return _finished(asked, "video", asked.video_s)


def _weigh(found: Probed, asked: Asked, most_s: int) -> None:
    if found.width < 2 or found.height < 2:
        raise Refused("media_invalid")
    if found.width * found.height > asked.video_pixels:
        raise Refused("video_too_large")
    if found.fps > asked.video_fps:
        raise Refused("video_too_many_frames")
    if asked.cut is None and found.duration_s is not None and found.duration_s > most_s + 1:
        raise Refused("video_too_long")


def _is_played(found: Probed, asked: Asked) -> bool:
    """Whether browsers play its streams as they are, and phones' networks carry them. A cut is exact only where it is encoded."""
    return (asked.cut is None and asked.sniffed.demuxer == "mov" and found.video in PLAYED and found.pixel_format in ("yuv420p", "yuvj420p")
            and found.audio in (None, "aac") and max(found.width, found.height) <= LONG_SIDE
            and min(found.width, found.height) <= SHORT_SIDE and found.fps <= SHOWN_FPS and found.bit_rate <= MOST_BITS)


def _shape(asked: Asked) -> str:
    """Square pixels, an even number of them a side, and no more than are shown."""
    square = "scale=iw*sar:ih,setsar=1"
    if asked.wish == "video_note":
        return f"{square},crop='min(iw,ih)':'min(iw,ih)',scale={NOTE_SIDE}:{NOTE_SIDE}"
    side = ENCODED_SIDE
    return f"{square},scale='if(gt(iw,ih),-2,min({side},trunc(iw/2)*2))':'if(gt(iw,ih),min({side},trunc(ih/2)*2),-2)'"


def _finished(asked: Asked, kind: MediaKind, most_s: int, poster: Image.Image | None = None) -> Made:
    """Looked at once more, as whoever plays it does, with a picture of its beginning."""
    out = asked.folder / "video"
    found = probe(out, "mov", asked.streams)
    if found.duration_s is None or found.duration_s > most_s + 0.5:
        raise Refused("video_too_long" if found.duration_s else "media_invalid")
    poster = poster or still(asked, out, min(0.5, found.duration_s / 4))
    width, height = poster.size       # upright, as it is played
    poster.thumbnail((POSTER, POSTER), Image.Resampling.LANCZOS)
    (asked.folder / "poster").write_bytes(pictures.webp(poster))
    return Made(kind=kind, bytes=out.stat().st_size, width=width, height=height, duration_ms=round(found.duration_s * 1000),
                blurhash=hashed(poster))


def still(asked: Asked, video: Path, at_s: float) -> Image.Image:
    """A moment of what was made."""
    out = asked.folder / "still.ppm"
    reading = ["-protocol_whitelist", "file", "-format_whitelist", program.FORMATS, "-f", "mov", "-ss", f"{at_s:.3f}", "-i", str(video)]
    program.run(asked, reading, "-frames:v", "1", "-an", "-vf", "scale=iw*sar:ih,setsar=1", "-f", "image2", "-c:v", "ppm", "-pix_fmt", "rgb24", out=out)
    return pictures.opened_file(out, asked.video_pixels * 2, POSTER, pictures.PLAIN)
