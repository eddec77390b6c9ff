"""What is drawn before a picture is there."""

import blurhash
from PIL import Image


def hashed(picture: Image.Image) -> str:
    """A few characters that draw a blur of it."""
    small = picture.convert("RGB").resize((32, 32), Image.Resampling.BOX)
    rows = [[list(small.getpixel((x, y)) or (0, 0, 0)) for x in range(32)] for y in range(32)]  # type: ignore[arg-type]
    across, down = (4, 3) if picture.width >= picture.height else (3, 4)
    return str(blurhash.encode(rows, across, down))
