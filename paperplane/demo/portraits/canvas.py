"""A square of 64 by 64 units to draw smooth flat shapes on. Drawn four times as large, then made small: clean edges."""

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageColor, ImageDraw

UNITS = 64
PIXELS = 480
OVER = 4
SIDE = PIXELS * OVER
ZOOM = 1.1  # around a point a little below the middle, so that the face fills a small circle
CENTRE = (32, 35)
SCALE = SIDE / UNITS * ZOOM
ROUND = 90
STEPS = 14  # straight pieces between two points of a curve

Point = tuple[float, float]
Points = Sequence[Point]


class Canvas:
    """Shapes in units, colours as `#rrggbb`. `within` keeps a shape inside a mask, `opacity` is 0 to 1."""

    def __init__(self, top: str, bottom: str) -> None:
        self._image = _gradient(top, bottom)
        self._pen = ImageDraw.Draw(self._image)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *,
                within: Image.Image | None = None, opacity: float = 1) -> None:
        if within is None and opacity == 1:
            self._pen.ellipse(_scaled([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)
        else:
            self._through(_scaled(_round(x, y, rx, ry)), fill, within, opacity)

    def blob(self, points: Points, fill: str, *, within: Image.Image | None = None, opacity: float = 1) -> None:
        """A closed curve through the points."""
        outline = _scaled(_curve(points, closed=True))
        if within is None and opacity == 1:
            self._pen.polygon(outline, fill=fill)
        else:
            self._through(outline, fill, within, opacity)

    def polygon(self, points: Points, fill: str, *, within: Image.Image | None = None) -> None:
        """A closed shape with corners."""
        self._through(_scaled(points), fill, within, 1)

    def frame(self, inside: Points, outside: Points, fill: str) -> None:
        """What lies between two closed curves."""
        self._image.paste(fill, mask=ImageChops.subtract(blob_mask(outside), blob_mask(inside)))

    def stroke(self, points: Points, fill: str, width: float) -> None:
        """An open curve through the points, with round ends."""
        curve = _curve(points, closed=False)
        self._pen.line(_scaled(curve), fill=fill, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.ellipse(x, y, width / 2, width / 2, fill)

    def ring(self, x: float, y: float, radius: float, fill: str, width: float) -> None:
        box = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._pen.ellipse(box, outline=fill, width=round(width * SCALE))

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.reduce(OVER).save(out, "PNG", compress_level=1)
        return out.getvalue()

    def _through(self, outline: list[Point], fill: str, within: Image.Image | None, opacity: float) -> None:
        """Paint by a mask no larger than the shape."""
        across, down = [x for x, _ in outline], [y for _, y in outline]
        left, above = max(0, int(min(across))), max(0, int(min(down)))
        box = (left, above, min(SIDE, int(max(across)) + 2), min(SIDE, int(max(down)) + 2))
        mask = Image.new("L", (box[2] - left, box[3] - above))
        ImageDraw.Draw(mask).polygon([(x - left, y - above) for x, y in outline], fill=round(255 * opacity))
        if within is not None:
            mask = ImageChops.multiply(mask, within.crop(box))
        self._image.paste(fill, box, mask)


def blob_mask(points: Points) -> Image.Image:
    """What lies inside a closed curve."""
    mask = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(mask).polygon(_scaled(_curve(points, closed=True)), fill=255)
    return mask


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the way to the other."""
    a, b = ImageColor.getrgb(one), ImageColor.getrgb(other)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a[:3], b[:3], strict=True))


def _gradient(top: str, bottom: str) -> Image.Image:
    down = Image.linear_gradient("L").resize((1, SIDE), Image.Resampling.BILINEAR)
    column = Image.composite(Image.new("RGB", down.size, bottom), Image.new("RGB", down.size, top), down)
    return column.resize((SIDE, SIDE), Image.Resampling.NEAREST)


def _round(x: float, y: float, rx: float, ry: float) -> list[Point]:
    """An ellipse as a polygon that shows no corners."""
    turns = (2 * math.pi * corner / ROUND for corner in range(ROUND))
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


def _scaled(points: Points) -> list[Point]:
    left, above = (SIDE / UNITS * at - SCALE * at for at in CENTRE)
    return [(left + x * SCALE, above + y * SCALE) for x, y in points]


def _curve(points: Points, *, closed: bool) -> list[Point]:
    """Catmull-Rom: a smooth curve that goes through every point."""
    count = len(points)
    pieces = count if closed else count - 1
    found = []
    for piece in range(pieces):
        around = [piece - 1, piece, piece + 1, piece + 2]
        four = [points[i % count] if closed else points[min(max(i, 0), count - 1)] for i in around]
        found += [_between(four, step / STEPS) for step in range(STEPS)]
    return found if closed else [*found, points[-1]]


def _between(four: Points, t: float) -> Point:
    weights = ((-t + 2 * t**2 - t**3) / 2, (2 - 5 * t**2 + 3 * t**3) / 2,
               (t + 4 * t**2 - 3 * t**3) / 2, (t**3 - t**2) / 2)
    return (sum(w * p[0] for w, p in zip(weights, four, strict=True)),
            sum(w * p[1] for w, p in zip(weights, four, strict=True)))
