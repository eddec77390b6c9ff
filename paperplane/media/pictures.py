"""From a file somebody sent to squares that are safe to show. Only pixels survive: no EXIF, no profile, no comments."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from paperplane.core.errors import Invalid
from paperplane.media.types import PIXELS, Size

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# What phones send beside; read by a child process alone, where its decoder can do no harm.
BROUGHT = (*FORMATS, "HEIF")
# Pixels as they are, of a child's own: packing them would take longer than making the picture.
PLAIN = ("PPM",)
QUALITY = 82
# Cameras and editors write about ten scans into a progressive JPEG. One of a few bytes costs as much to unpack as a
# whole one, so ten megabytes of them are hours of work.
MOST_SCANS = 100
START_OF_SCAN = b"\xff\xda"       # ITU-T T.81, B.1.1.5: inside the coded data a 0xff is always followed by a zero
# What Pillow's decoders raise on broken files, besides errors of its own.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, RuntimeError,
          MemoryError, struct.error)


class BadPicture(Invalid):
    def __init__(self) -> None:
        super().__init__("picture_invalid", "This is not a picture we can read. JPEG, PNG, WebP, AVIF and GIF are.")


class HugePicture(Invalid):
    def __init__(self, most: int) -> None:
        super().__init__("picture_too_many_pixels", f"A picture can have at most {most // 1_000_000} million pixels.",
                         limit="avatar_pixels", most=most)


def squares(content: bytes, most_pixels: int) -> dict[Size, bytes]:
    """The middle of the picture as WebP, in every size; of a moving one the first frame. Raises Invalid."""
    with _refused(most_pixels):
        return _squares(content, most_pixels)


def scaled(content: bytes, most_pixels: int, largest: int) -> bytes:
    """The whole picture as WebP, no side longer than `largest`. Raises Invalid."""
    with _refused(most_pixels):
        picture = _opened(content, most_pixels, largest)
        picture.thumbnail((largest, largest), Image.Resampling.LANCZOS)
        return webp(picture)


def opened_file(path: Path, most_pixels: int, largest: int, formats: tuple[str, ...] = BROUGHT) -> Image.Image:
    """A picture that somebody brought, upright and in sRGB. Raises Invalid."""
    with _refused(most_pixels):
        return _opened(path.read_bytes(), most_pixels, largest, formats)


def frames(path: Path, most_pixels: int, largest: int, most: int, *, clear: bool = False) -> Iterator[tuple[Image.Image, int]]:
    """The frames of a moving picture, none larger than the first and that within `largest`, each with its milliseconds.

    `clear`: transparent where it is; else on white."""
    with _refused(most_pixels), Image.open(path, formats=("GIF", "WEBP")) as opened:
        _weigh(opened, most_pixels)
        for number in range(min(getattr(opened, "n_frames", 1), most)):
            opened.seek(number)
            seen = opened.convert("RGBA")
            frame = seen if clear else Image.new("RGB", opened.size, "white")
            if not clear:
                frame.paste(opened, mask=seen.getchannel("A"))
            frame.thumbnail((largest, largest), Image.Resampling.BILINEAR)
            yield frame, int(opened.info.get("duration") or 100)


def moves(path: Path) -> bool:
    """Whether it is a picture of more than one frame."""
    try:
        with Image.open(path, formats=("GIF", "WEBP")) as opened:
            return getattr(opened, "n_frames", 1) > 1
    except (UnidentifiedImageError, Image.DecompressionBombError, *BROKEN):
        return False


@contextmanager
def _refused(most_pixels: int) -> Iterator[None]:
    """What Pillow says of a picture it cannot or must not read, in our words."""
    try:
        yield
    except Image.DecompressionBombError:
        raise HugePicture(most_pixels) from None
    except (UnidentifiedImageError, *BROKEN):
        raise BadPicture from None


def _squares(content: bytes, most_pixels: int) -> dict[Size, bytes]:
    largest = max(PIXELS.values())
    whole = ImageOps.fit(_opened(content, most_pixels, largest), (largest, largest), Image.Resampling.LANCZOS)
    return {size: webp(whole.resize((pixels, pixels), Image.Resampling.LANCZOS)) for size, pixels in PIXELS.items()}


def _opened(content: bytes, most_pixels: int, largest: int, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=formats) as opened:
        _weigh(opened, most_pixels)
        if opened.format in ("JPEG", "MPO") and content.count(START_OF_SCAN) > MOST_SCANS:
            raise BadPicture
        opened.draft("RGB", (2 * largest, 2 * largest))     # a large JPEG is unpacked at a fraction of its size
        opened.load()
        return _plain(opened)


def _weigh(opened: Image.Image, most_pixels: int) -> None:
    """The header tells the size: a bomb is refused before a pixel of it is unpacked."""
    if opened.width * opened.height > most_pixels:
        raise HugePicture(most_pixels)


def _plain(opened: Image.Image) -> Image.Image:
    """Upright, in sRGB, with transparency where there was some."""
    upright = ImageOps.exif_transpose(opened)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    profile = upright.info.get("icc_profile")
    picture = upright.convert(mode)
    if profile and upright.mode in ("RGB", "RGBA"):
        try:
            converted = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"))
        except (ImageCms.PyCMSError, OSError):
            return picture      # a broken profile: the colours are a little off, the picture is fine
        return converted or picture
    return picture


def webp(picture: Image.Image) -> bytes:
    # A new image: what the opened one carried along (EXIF, XMP, comments, profile) is not copied.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
