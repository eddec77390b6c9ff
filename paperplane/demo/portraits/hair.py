"""Hair, a style a function: first what lies behind the shoulders, then what lies over the brow."""

from collections.abc import Callable

from paperplane.demo.portraits.canvas import Canvas, Points, mixed
from paperplane.demo.portraits.look import Hair, Look

Draw = Callable[[Canvas, Look], None]

# The line where hair begins, from ear to ear over the brow; each style closes it over the skull in its own way.
SKULL: Points = ((20.2, 27.5), (20.4, 21), (24.5, 15.6), (32, 13.8), (39.5, 15.6), (43.6, 21), (43.8, 27.5))


def behind(canvas: Canvas, look: Look) -> None:
    if draw := BEHIND.get(look.hair):
        draw(canvas, look)


def over(canvas: Canvas, look: Look) -> None:
    if draw := OVER.get(look.hair):
        draw(canvas, look)


def _dark(look: Look) -> str:
    return mixed(look.hair_colour, "#000000", 0.18)


def _light(look: Look) -> str:
    return mixed(look.hair_colour, "#ffffff", 0.16)


def _cap(canvas: Canvas, look: Look, brow: Points, skull: Points = SKULL) -> None:
    """Hair between a skull line (left to right) and a brow line (right to left)."""
    canvas.blob([*skull, *brow], look.hair_colour)


def _cropped(canvas: Canvas, look: Look) -> None:
    _cap(canvas, look, [(42.2, 25), (39.8, 21.4), (32, 20.2), (24.2, 21.4), (21.8, 25)])


def _side(canvas: Canvas, look: Look) -> None:
    skull = [(20.2, 27.5), (19.8, 20.4), (23.4, 14.8), (31, 12.2), (39.6, 13.8), (44, 20), (43.8, 27.5)]
    _cap(canvas, look, [(42.3, 25), (40.6, 21.8), (34, 21), (28, 18.6), (24.6, 22), (21.8, 25.4)], skull)
    canvas.stroke([(27.6, 18), (32.6, 16), (38.4, 17)], _light(look), 0.7)


def _tousled(canvas: Canvas, look: Look) -> None:
    skull = [(20, 28), (18.8, 21), (21.4, 15.8), (24.4, 14.8), (26.6, 11.8), (31, 12.6), (34.4, 10.8), (38, 13.4),
             (42, 14.6), (45, 20.6), (44, 28)]
    brow = [(42.4, 25.2), (41.2, 22.4), (38.4, 20.6), (36.2, 22.4), (33, 20.4), (30, 22.6), (27, 20.6), (24, 23),
            (21.8, 25.4)]
    _cap(canvas, look, brow, skull)
    canvas.stroke([(26, 17.6), (29.6, 15.6), (33.6, 15.4)], _light(look), 0.8)


def _waves(canvas: Canvas, look: Look) -> None:
    for x, y, r in ((20.6, 25.6, 3.6), (21.2, 20.2, 4), (25, 16, 4.2), (30.4, 13.8, 4.4), (36, 14.4, 4.3),
                    (41, 17.4, 4.1), (43.2, 22.2, 3.9), (43.4, 27, 3.3), (20.8, 29.4, 2.8), (43.2, 30.4, 2.7)):
        canvas.ellipse(x, y, r, r, look.hair_colour)
    _cap(canvas, look, [(41.8, 25), (39.4, 21.6), (34.6, 21.4), (29, 19.4), (24.6, 21.6), (22, 25.4)])
    for x, y in ((26, 17.2), (31, 15.8), (36.6, 16.6)):
        canvas.stroke([(x - 1.8, y + 0.6), (x, y - 0.5), (x + 1.8, y + 0.5)], _light(look), 0.7)


def _bald(canvas: Canvas, look: Look) -> None:
    for side in (-1, 1):
        x = 32 + side * 11.3
        canvas.blob([(x, 22.8), (x + side * 1.4, 25), (x + side * 1.2, 29), (x - side * 0.9, 31),
                     (x - side * 1.1, 26)], look.hair_colour)


def _afro_behind(canvas: Canvas, look: Look) -> None:
    canvas.ellipse(32, 23.4, 18.4, 17.4, look.hair_colour)
    for x, y, r in ((16.4, 29, 4.6), (47.6, 29, 4.6), (18, 17, 5), (46, 17, 5), (25, 9.6, 4.6), (38.6, 9.4, 4.8),
                    (20.4, 34, 4), (43.6, 34, 4)):
        canvas.ellipse(x, y, r, r, look.hair_colour)


def _afro(canvas: Canvas, look: Look) -> None:
    _cap(canvas, look, [(42.2, 26), (40, 22.2), (36, 20.8), (32, 20.2), (28, 20.8), (24, 22.2), (21.8, 26)])
    for x, y in ((20, 17.4), (27, 11.6), (36, 10.8), (44, 18)):
        canvas.stroke([(x - 1.4, y + 0.8), (x, y - 0.6), (x + 1.5, y + 0.4)], _light(look), 0.7)


def _curls_behind(canvas: Canvas, look: Look) -> None:
    for x, y, r in ((20, 34, 5), (18.6, 28, 5), (19.6, 21.4, 5), (44, 34, 5), (45.4, 28, 5), (44.4, 21.4, 5),
                    (21.4, 39.4, 4.6), (42.6, 39.4, 4.6), (24, 15.4, 5), (40, 15.4, 5), (32, 12.8, 5.4)):
        canvas.ellipse(x, y, r, r, _dark(look))


def _curls(canvas: Canvas, look: Look) -> None:
    for x, y, r in ((22.2, 21.8, 3.4), (25.4, 18.2, 3.6), (30, 16.4, 3.7), (34.8, 16.4, 3.7), (39.2, 18.4, 3.5),
                    (41.9, 22.2, 3.2)):
        canvas.ellipse(x, y, r, r, look.hair_colour)
    for x, y in ((25, 17.6), (30, 15.8), (35, 15.8), (39.4, 18)):
        canvas.stroke([(x - 1.4, y), (x, y - 1.2), (x + 1.4, y - 0.2)], _light(look), 0.7)


def _long_behind(canvas: Canvas, look: Look) -> None:
    canvas.blob([(19, 22), (24, 13.6), (32, 11.4), (40, 13.6), (45, 22), (46.6, 36), (46.8, 50), (42, 52), (32, 51),
                 (22, 52), (17.2, 50), (17.4, 36)], _dark(look))


def _long(canvas: Canvas, look: Look) -> None:
    canvas.blob([(33, 12.4), (26, 13), (20.4, 18), (18.6, 27), (18, 38), (19.2, 46.4), (21.8, 46), (21.4, 36),
                 (22, 28), (25.4, 23.4), (31, 20.4), (34.4, 17)], look.hair_colour)
    canvas.blob([(31, 12.4), (38.4, 13), (43.8, 18), (45.4, 27), (46, 38), (44.8, 46.4), (42.2, 46), (42.6, 36),
                 (42, 28), (40, 23.4), (36.4, 20.4), (33, 17)], look.hair_colour)
    canvas.stroke([(22.6, 20), (26.4, 16.4), (30.6, 15)], _light(look), 0.8)


def _bob_behind(canvas: Canvas, look: Look) -> None:
    canvas.blob([(18.6, 23), (23.4, 14), (32, 11.6), (40.6, 14), (45.4, 23), (46.6, 33), (45.4, 41.4), (40, 42.6),
                 (32, 41.6), (24, 42.6), (18.6, 41.4), (17.4, 33)], _dark(look))


def _bob(canvas: Canvas, look: Look) -> None:
    skull = [(18.4, 36), (18.4, 27), (19.6, 20), (24.4, 14), (32, 12), (39.6, 14), (44.4, 20), (45.6, 27), (45.6, 36)]
    brow = [(43, 36.4), (42.3, 29), (41.4, 24.6), (37, 23.4), (32, 23), (27, 23.4), (22.6, 24.6), (21.7, 29), (21, 36.4)]
    _cap(canvas, look, brow, skull)
    canvas.stroke([(24.6, 18.4), (28.4, 16), (33.4, 15.6)], _light(look), 0.8)


def _bun_behind(canvas: Canvas, look: Look) -> None:
    canvas.ellipse(32, 10.4, 6, 5.6, look.hair_colour)
    canvas.stroke([(28.6, 9.6), (31.6, 7.6), (35.2, 8.6)], _light(look), 0.8)


def _swept(canvas: Canvas, look: Look) -> None:
    """Combed back from the brow, tied behind."""
    skull = [(20, 29), (19.6, 21.4), (24, 15), (32, 12.8), (40, 15), (44.4, 21.4), (44, 29)]
    _cap(canvas, look, [(42.4, 25.6), (40.4, 21.4), (36, 19), (31, 18.4), (26, 20), (23.2, 22.4), (21.6, 26)], skull)
    canvas.stroke([(26.6, 17.8), (31, 15.6), (36, 16)], _light(look), 0.7)


def _ponytail_behind(canvas: Canvas, look: Look) -> None:
    canvas.blob([(40, 13.6), (46.6, 13.4), (51, 19), (51.4, 28), (49.4, 38), (46.4, 41.4), (46.6, 33), (45.6, 25),
                 (42, 19)], look.hair_colour)
    canvas.stroke([(47.6, 19), (49.2, 26), (48.4, 33)], _light(look), 0.8)


def _puffs_behind(canvas: Canvas, look: Look) -> None:
    for x in (19, 45):
        canvas.ellipse(x, 14.4, 6.6, 6.4, look.hair_colour)
        canvas.stroke([(x - 2.4, 12.8), (x, 11), (x + 2.6, 12)], _light(look), 0.8)


def _puffs(canvas: Canvas, look: Look) -> None:
    _cap(canvas, look, [(42.2, 25.4), (40, 21.6), (32.6, 19.6), (32, 17), (31.4, 19.6), (24, 21.6), (21.8, 25.4)])
    canvas.stroke([(32, 14), (32, 18.4)], _light(look), 0.5)


def _locs_behind(canvas: Canvas, look: Look) -> None:
    for place, x in enumerate((17.6, 20.4, 23.4, 40.6, 43.6, 46.4)):
        end = 43 + (place * 5) % 4
        canvas.stroke([(22 + place * 4, 18), (x, 27), (x, end)], _dark(look) if place % 2 else look.hair_colour, 3.1)


def _locs(canvas: Canvas, look: Look) -> None:
    _swept(canvas, look)
    for x, top in ((20.6, 23), (43.4, 23)):
        canvas.stroke([(x, top), (x - 0.6 if x < 32 else x + 0.6, 32), (x, 39)], look.hair_colour, 2.8)
    for x in (25.4, 30, 34.6, 38.8):
        canvas.stroke([(x, 19.4), (x + 0.8, 16.4), (x + 0.4, 14.6)], _light(look), 0.5)


def _headwrap(canvas: Canvas, look: Look) -> None:
    canvas.ellipse(41, 11.4, 5, 4.6, _light(look))
    canvas.ellipse(37, 9.6, 4, 3.4, look.hair_colour)
    skull = [(19.4, 25.4), (19, 18), (23.4, 11.6), (32, 9.4), (40.6, 11.6), (45, 18), (44.6, 25.4)]
    canvas.blob([*skull, (40, 20.8), (32, 19.2), (24, 20.8)], look.hair_colour)
    canvas.stroke([(21, 21.4), (28, 16), (39.4, 12.6)], _light(look), 0.9)
    canvas.stroke([(23.6, 22), (32, 17.6), (42, 15.6)], _dark(look), 0.9)
    canvas.ellipse(40.6, 12, 2.6, 2.3, _dark(look))


def _hijab_behind(canvas: Canvas, look: Look) -> None:
    canvas.blob([(17.8, 27), (20, 16), (32, 10.4), (44, 16), (46.2, 27), (45.4, 38), (50, 50), (32, 56), (14, 50),
                 (18.6, 38)], look.hair_colour)


def _hijab(canvas: Canvas, look: Look) -> None:
    inside = [(42.2, 29), (41.2, 22.4), (32, 18.6), (22.8, 22.4), (21.8, 29), (23.4, 36.8), (32, 43.6), (40.6, 36.8)]
    outside = [(17.8, 29), (19.4, 17), (32, 10.6), (44.6, 17), (46.2, 29), (44.8, 40), (32, 49.6), (19.2, 40)]
    canvas.frame(inside, outside, look.hair_colour)
    canvas.stroke([(21.6, 41), (31, 46.6), (43.6, 49.6)], _dark(look), 0.9)
    canvas.stroke([(20.6, 22), (24.6, 16.4), (31, 13.8)], _light(look), 0.9)


BEHIND: dict[Hair, Draw] = {
    "afro": _afro_behind, "bob": _bob_behind, "bun": _bun_behind, "curls": _curls_behind, "hijab": _hijab_behind,
    "locs": _locs_behind, "long": _long_behind, "ponytail": _ponytail_behind, "puffs": _puffs_behind,
}
OVER: dict[Hair, Draw] = {
    "afro": _afro, "bald": _bald, "bob": _bob, "bun": _swept, "cropped": _cropped, "curls": _curls,
    "headwrap": _headwrap, "hijab": _hijab, "locs": _locs, "long": _long, "ponytail": _swept, "puffs": _puffs,
    "side": _side, "tousled": _tousled, "waves": _waves,
}
