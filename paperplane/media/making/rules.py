"""What a file is, by its first bytes, and how much its making may take. Pure."""

from paperplane.media.making.types import Bounds, Sniffed
from paperplane.media.types import MediaKind

HEAD = 64
MB = 1024**2
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# ISO/IEC 23008-12 (HEIF) and AVIF; every other brand of a file type box is moving or sounds.
STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")
SOUNDS = ((b"ID3", "mp3"), (b"fLaC", "flac"), (b"OggS", "ogg"), (b"#!AMR", "amr"))


def sniff(head: bytes) -> Sniffed | None:
    """None: nothing that is ever opened, only handed on as it is."""
    if head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Sniffed("picture")
    if head[4:8] == b"ftyp":
        return Sniffed("picture") if head[8:12] in STILL_BRANDS else Sniffed("moving", "mov")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return Sniffed("moving", "matroska")
    if head[:4] == b"RIFF" and head[8:12] in (b"AVI ", b"WAVE"):
        return Sniffed("moving", "avi") if head[8:12] == b"AVI " else Sniffed("sound", "wav")
    for start, demuxer in SOUNDS:
        if head.startswith(start):
            return Sniffed("sound", demuxer)
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:     # a frame's sync: ADTS has layer 0
        return Sniffed("sound", "aac" if head[1] & 0x06 == 0 else "mp3")
    return None


def kind(sniffed: Sniffed | None, wish: MediaKind | None) -> MediaKind:
    """What it is to become."""
    if wish is not None:
        return wish
    if sniffed is None:
        return "file"
    return {"picture": "photo", "sound": "voice", "moving": "video"}[sniffed.looks]  # type: ignore[return-value]


def misfit(sniffed: Sniffed | None, wish: MediaKind | None) -> str | None:
    """The code for which it cannot become what is wished."""
    looks = sniffed.looks if sniffed else None
    if wish in ("photo", "sticker") and looks != "picture":
        return "not_a_picture"
    if wish in ("video", "video_note") and looks != "moving":
        return "not_a_video"
    if wish == "voice" and looks not in ("sound", "moving"):
        return "not_a_sound"
    return None


def bounds(kind: MediaKind, largest: int) -> Bounds:
    """`largest`: what may be brought. Of memory much is only reserved: libraries, and threads' stacks."""
    if kind == "photo":
        return Bounds(2048 * MB, 64 * MB, 60, 180)
    if kind in ("voice", "sticker"):
        return Bounds(2048 * MB, 256 * MB, 120, 180)
    return Bounds(4096 * MB, largest + 64 * MB, 2_400, 1_800)
