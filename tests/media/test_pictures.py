"""Pictures are made anew: what is not pixels goes, what is not a picture is refused."""

import random
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes
from paperplane.media.pictures import FORMATS, squares
from paperplane.media.types import PIXELS
from tests.media.pictures import opened, photo, saved

MOST = Sizes().avatar_pixels


def made(content: bytes) -> Image.Image:
    return opened(squares(content, MOST)["large"])


def colour(picture: Image.Image, x: float, y: float) -> str:
    red, green, blue = picture.convert("RGB").getpixel((int(x * picture.width), int(y * picture.height)))  # type: ignore[misc]
    return max(("red", red), ("green", green), ("blue", blue), key=lambda pair: pair[1])[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_becomes_three_squares_of_webp(kind: str) -> None:
    pictures = squares(saved(Image.new("RGB", (300, 200), "red"), kind), MOST)
    assert {size: (opened(webp).format, opened(webp).size) for size, webp in pictures.items()} == {
        size: ("WEBP", (pixels, pixels)) for size, pixels in PIXELS.items()}


def test_only_pixels_survive() -> None:
    assert b"taken at home" in photo()
    for webp in squares(photo(), MOST).values():
        picture = opened(webp)
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
        for trace in (b"EXIF", b"XMP ", b"A phone", b"taken at home"):
            assert trace not in webp


@pytest.mark.parametrize(("orientation", "left", "right", "top", "bottom"), [
    (1, "red", "blue", None, None), (3, "blue", "red", None, None),
    (6, None, None, "red", "blue"), (8, None, None, "blue", "red"),
])
def test_it_stands_upright(orientation: int, left: str | None, right: str | None, top: str | None,
                           bottom: str | None) -> None:
    picture = made(photo(orientation=orientation))
    for expected, place in ((left, (.1, .5)), (right, (.9, .5)), (top, (.5, .1)), (bottom, (.5, .9))):
        assert expected is None or colour(picture, *place) == expected


def test_transparency_stays_and_a_moving_picture_stands_still() -> None:
    clear = made(saved(Image.new("RGBA", (100, 100), (255, 0, 0, 0)), "PNG"))
    assert clear.getpixel((240, 240))[3] == 0  # type: ignore[index]
    frames = [Image.new("RGB", (80, 80), name) for name in ("red", "blue")]
    still = made(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert (colour(still, .5, .5), getattr(still, "n_frames", 1)) == ("red", 1)


def bomb(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is this large."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1), (MOST + 1, 1)])
def test_a_bomb_is_refused_unopened(size: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as refused:
        squares(bomb(*size), MOST)
    assert refused.value.code in ("picture_too_many_pixels", "picture_invalid")


@pytest.mark.parametrize("content", [
    b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", bomb(100, 100), photo()[:2000],
    saved(Image.new("RGB", (50, 50)), "BMP"), saved(Image.new("RGB", (50, 50)), "TIFF"),
])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        squares(content, MOST)
    assert refused.value.code == "picture_invalid"


@pytest.mark.parametrize("kind", FORMATS)
def test_broken_files_break_nothing(kind: str) -> None:
    rng = random.Random(kind)
    picture = Image.new("RGB", (120, 90), "green")
    ImageDraw.Draw(picture).line((0, 0, 120, 90), "yellow", 5)
    whole = saved(picture, kind)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            assert opened(squares(bytes(broken[:rng.randint(1, len(broken))]), MOST)["small"]).size == (64, 64)
        except Invalid as refused:
            assert refused.code in ("picture_invalid", "picture_too_many_pixels")


def test_a_picture_of_another_colour_space_keeps_its_colours() -> None:
    grey = made(saved(Image.new("L", (60, 60), 200), "PNG"))
    assert abs(grey.convert("RGB").getpixel((30, 30))[0] - 200) < 6  # type: ignore[index]
    assert colour(made(saved(Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG")), .5, .5) == "red"


def many_scans(count: int) -> bytes:
    """A progressive JPEG with its last scan, a few bytes, said again and again."""
    whole = saved(Image.new("RGB", (300, 200), "red"), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda"):-2]
    return whole[:-2] + count * last + whole[-2:]


def test_a_picture_of_endless_scans_is_refused_unopened() -> None:
    assert colour(opened(squares(many_scans(5), MOST)["large"]), .5, .5) == "red"
    with pytest.raises(Invalid, match="picture_invalid"):
        squares(many_scans(10_000), MOST)
