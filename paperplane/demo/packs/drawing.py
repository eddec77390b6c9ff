"""The pictures of the demo's packs: a few shapes each, with the white edge that stickers have."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIDE, OVER, EDGE = 320, 3, 13
FRAMES, FRAME_MS = 12, 80
Pen = Callable[[ImageDraw.ImageDraw], None]
Shape = list[tuple[float, float]]
INK, SKY, RED, SUN, LEAF, SAND = "#1d2433", "#4a8fe7", "#e2524b", "#f6b73c", "#4fa36c", "#f2dcb3"


def _scaled(shape: Shape) -> Shape:
    return [(x * OVER, y * OVER) for x, y in shape]


def _round(pen: ImageDraw.ImageDraw, x: float, y: float, rx: float, ry: float, fill: str) -> None:
    pen.ellipse(_scaled([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)


def _face(pen: ImageDraw.ImageDraw, x: float, y: float, *, glad: bool = True) -> None:
    for eye in (x - 22, x + 22):
        _round(pen, eye, y, 6, 8, INK)
    box = _scaled([(x - 18, y + 4), (x + 18, y + 30)] if glad else [(x - 16, y + 18), (x + 16, y + 40)])
    start, end = (20, 160) if glad else (200, 340)
    pen.arc(box, start, end, fill=INK, width=5 * OVER)


def _kite(pen: ImageDraw.ImageDraw, sway: float = 0) -> None:
    top, right, low, left = (160 + sway, 30), (244 + sway, 122), (160 + sway, 226), (76 + sway, 122)
    tail: Shape = [(160 + sway + 20 * math.sin(step / 9 + sway / 8), 226 + step) for step in range(0, 70, 3)]
    pen.line(_scaled(tail), fill=INK, width=4 * OVER, joint="curve")
    pen.polygon(_scaled([top, right, (160 + sway, 122)]), fill=RED)
    pen.polygon(_scaled([top, left, (160 + sway, 122)]), fill=SUN)
    pen.polygon(_scaled([low, right, (160 + sway, 122)]), fill=SUN)
    pen.polygon(_scaled([low, left, (160 + sway, 122)]), fill=RED)
    for at in (7, 16):
        x, y = tail[at]
        pen.polygon(_scaled([(x - 18, y - 10), (x, y), (x - 18, y + 10)]), fill=SKY)
        pen.polygon(_scaled([(x + 18, y - 10), (x, y), (x + 18, y + 10)]), fill=SKY)
    _face(pen, 160 + sway, 112)


def _cloud(pen: ImageDraw.ImageDraw) -> None:
    for x, y, rx, ry in ((110, 170, 62, 48), (160, 134, 66, 60), (216, 168, 56, 46), (160, 186, 96, 36)):
        _round(pen, x, y, rx, ry, "#cfe0f5")
    _face(pen, 160, 158, glad=False)


def _sun(pen: ImageDraw.ImageDraw) -> None:
    for turn in range(12):
        near, far, wide = 92, 128, 0.13
        angle = turn * math.pi / 6
        pen.polygon(_scaled([(160 + near * math.cos(angle - wide), 160 + near * math.sin(angle - wide)),
                             (160 + far * math.cos(angle), 160 + far * math.sin(angle)),
                             (160 + near * math.cos(angle + wide), 160 + near * math.sin(angle + wide))]), fill=SUN)
    _round(pen, 160, 160, 84, 84, SUN)
    _face(pen, 160, 150)


def _bow(pen: ImageDraw.ImageDraw) -> None:
    for side in (-1, 1):
        pen.polygon(_scaled([(160, 160), (160 + side * 118, 92), (160 + side * 118, 228)]), fill=RED)
    _round(pen, 160, 160, 30, 30, "#b93a35")


def _fish(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(_scaled([(214, 160), (290, 104), (276, 160), (290, 216)]), fill="#3a74c4")
    _round(pen, 144, 160, 106, 70, SKY)
    pen.polygon(_scaled([(150, 160), (190, 130), (190, 190)]), fill="#3a74c4")
    _round(pen, 88, 144, 14, 14, "#ffffff")
    _round(pen, 86, 145, 7, 8, INK)
    pen.arc(_scaled([(54, 152), (92, 186)]), 20, 110, fill=INK, width=5 * OVER)


def _tent(pen: ImageDraw.ImageDraw) -> None:
    _round(pen, 160, 246, 128, 18, LEAF)
    pen.polygon(_scaled([(160, 66), (272, 246), (48, 246)]), fill=SUN)
    pen.polygon(_scaled([(160, 66), (200, 246), (120, 246)]), fill=INK)
    pen.polygon(_scaled([(160, 66), (150, 246), (92, 246)]), fill="#e09a1f")


def _fire(pen: ImageDraw.ImageDraw) -> None:
    for one, other in (((84, 238), (236, 262)), ((84, 262), (236, 238))):
        pen.line(_scaled([one, other]), fill="#8a5a36", width=22 * OVER)
    pen.polygon(_scaled([(160, 44), (230, 170), (206, 238), (114, 238), (88, 170), (128, 140)]), fill=RED)
    pen.polygon(_scaled([(160, 118), (198, 190), (184, 238), (136, 238), (122, 196)]), fill=SUN)
    _face(pen, 160, 196)


PENS: dict[str, Pen] = {"kite": _kite, "cloud": _cloud, "sun": _sun, "bow": _bow, "fish": _fish, "tent": _tent, "fire": _fire}


def still(name: str) -> Image.Image:
    return _edged(PENS[name])


def moving() -> list[Image.Image]:
    """A kite in the wind."""
    return [_edged(lambda pen, turn=turn: _kite(pen, 22 * math.sin(turn * 2 * math.pi / FRAMES)))  # type: ignore[misc]
            for turn in range(FRAMES)]


def _edged(paint: Pen) -> Image.Image:
    large = Image.new("RGBA", (SIDE * OVER, SIDE * OVER))
    paint(ImageDraw.Draw(large))
    picture = large.reduce(OVER)
    edge = picture.getchannel("A").filter(ImageFilter.MaxFilter(EDGE)).filter(ImageFilter.GaussianBlur(0.8))
    paper = Image.new("RGBA", picture.size, "white")
    paper.putalpha(edge)
    return Image.alpha_composite(paper, picture)
