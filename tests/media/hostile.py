"""Files that were made to harm, each with what may become of it: the code of a refusal, or the kind it is kept as."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.media.pictures import photo, saved
from tests.media.sounds import speech, video

SVG = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>"""
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
# What FFmpeg's lists of other files look like, and files that name others.
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
SDP = b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """The head of a picture of this size, with next to nothing in it."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body or zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("big", bytes(50_000_000))
    return out.getvalue()


def moov_of(entry: bytes) -> bytes:
    """A movie whose data is said to lie in another file."""
    def box(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + kind + content
    reference = box(b"dref", struct.pack(">II", 0, 1) + box(entry, struct.pack(">I", 0) + b"file:///etc/passwd\0"))
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"dinf", reference)))))


def files() -> Iterator[tuple[str, bytes, str | None, str]]:
    """(what, bytes, wish, what becomes of it)."""
    jpeg, clip, sound = photo(), video(), speech()
    for lure in (CONCAT, PLAYLIST, SDP, SVG, PAGE):
        yield "a list, or a page", lure, None, "file"
        yield "a list, or a page, called a video", lure, "video", "not_a_video"
        yield "a list, or a page, called a photo", lure, "photo", "not_a_picture"
        yield "a list, or a page, called a voice", lure, "voice", "not_a_sound"
        yield "a list, or a page, called a sticker", lure, "sticker", "not_a_picture"
    yield "60,000 × 60,000", png(60_000, 60_000), None, "picture_too_many_pixels"
    yield "65,000,000 pixels", png(8_100, 8_100), None, "picture_too_many_pixels"
    yield "a size without pixels", png(4_000, 4_000), None, "picture_invalid"
    yield "a PNG whose pixels never end", png(64, 64, zlib.compress(bytes(30_000_000))), None, "photo"
    yield "zip bomb", zip_bomb(), None, "file"
    yield "gzip bomb as a photo", gzip.compress(bytes(10_000_000)), "photo", "not_a_picture"
    yield "picture that is a page too", jpeg + PAGE, None, "photo"
    yield "picture that is an archive too", jpeg + zip_bomb()[:5_000], None, "photo"
    yield "GIF that is a script too", b"GIF89a/*" + PAGE + b"*/=1;", None, "picture_invalid"
    yield "half a JPEG", jpeg[:len(jpeg) // 3], None, "picture_invalid"
    yield "a JPEG's first bytes", jpeg[:12], None, "picture_invalid"
    yield "half a video", clip[:len(clip) // 2], None, "media_invalid"
    yield "video, called a photo", clip, "photo", "not_a_picture"
    yield "photo, called a video", jpeg, "video", "not_a_video"
    yield "sound, called a video", sound, "video", "not_a_video"
    yield "photo, called a voice", jpeg, "voice", "not_a_sound"
    yield "movie without streams", moov_of(b"url "), None, "media_invalid not_a_video"
    yield "movie whose data is elsewhere", moov_of(b"alis"), None, "media_invalid not_a_video"
    yield "head of a WebM and a list", b"\x1aE\xdf\xa3" + CONCAT * 20, "video", "media_invalid"
    yield "head of an AVI and a playlist", b"RIFF\xff\xff\0\0AVI " + PLAYLIST * 20, "video", "media_invalid not_a_video"
    yield "sound of nothing", sound[:44], "voice", "media_invalid voice_too_long"
    yield "noise", random.Random(1).randbytes(4_000), None, "file"
    yield "MP3's head and noise", b"ID3\4\0\0\0\0\0\0" + random.Random(2).randbytes(4_000), "voice", "media_invalid voice not_a_sound"
    yield "GIF of very many frames", many_frames(), None, "video"
    yield "GIF of very many frames, called a sticker", many_frames(), "sticker", "sticker_too_long"
    yield "65,000,000 pixels, called a sticker", png(8_100, 8_100), "sticker", "picture_too_many_pixels"
    yield "half a JPEG, called a sticker", jpeg[:len(jpeg) // 3], "sticker", "picture_invalid"
    yield "video, called a sticker", clip, "sticker", "not_a_picture"


def many_frames() -> bytes:
    frames = [Image.new("P", (8, 8), place % 7) for place in range(900)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20, optimize=False)


def mutated(count: int) -> Iterator[bytes]:
    """Media with bytes turned, cut out, or said again: the same every time."""
    chance = random.Random(20_261_126)
    whole = [photo((64, 48)), saved(Image.new("RGB", (40, 40), "red"), "PNG"), saved(Image.new("RGB", (40, 40), "red"), "WEBP"),
             saved(Image.new("P", (40, 40)), "GIF"), video(size="64x48", seconds=0.2), speech(0.2),
             video("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", ending="webm", size="64x48", seconds=0.2)]
    for place in range(count):
        content = bytearray(whole[place % len(whole)])
        for _ in range(chance.choice((1, 3, 10, 40))):
            at = chance.randrange(16, len(content))       # what it looks like stays
            match chance.randrange(4):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    content[at:at + chance.randrange(1, 9)] = chance.randbytes(chance.randrange(1, 9))
                case 2:
                    content[at:at] = content[at:at + chance.randrange(60)]
                case _:
                    content[at:at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1"))
        yield bytes(content)
