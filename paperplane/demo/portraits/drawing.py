"""A portrait: ground, hair behind, shoulders, face, hair before, glasses."""

from PIL import Image

from paperplane.demo.portraits import hair
from paperplane.demo.portraits.canvas import Canvas, Points, blob_mask, mixed
from paperplane.demo.portraits.look import Look

INK = "#2a1d1a"
FACE: Points = ((21, 26), (23.4, 18), (32, 14.6), (40.6, 18), (43, 26), (42.2, 33.4), (38.4, 39.8), (32, 42.8),
                (25.6, 39.8), (21.8, 33.4))
TORSO: Points = ((7.6, 68), (10, 57.6), (17, 51.8), (25.6, 48.6), (32, 50), (38.4, 48.6), (47, 51.8), (54, 57.6),
                 (56.4, 68), (32, 72))


def portrait(look: Look) -> bytes:
    """A PNG of 480 by 480 pixels; the same look gives the same bytes."""
    canvas = Canvas(*look.ground)
    hair.behind(canvas, look)
    _neck(canvas, look)
    _clothes(canvas, look)
    face = blob_mask(FACE)
    _head(canvas, look, face)
    _beard(canvas, look, face)
    _features(canvas, look)
    _mouth(canvas, look)
    hair.over(canvas, look)
    _earrings(canvas, look)
    _glasses(canvas, look)
    return canvas.png()


def _shade(look: Look) -> str:
    return mixed(look.skin, "#5a1f14", 0.17)


def _neck(canvas: Canvas, look: Look) -> None:
    colour = look.hair_colour if look.hair == "hijab" else _shade(look)
    canvas.blob([(26.6, 34), (37.4, 34), (37.6, 44), (38.6, 50.6), (32, 54), (25.4, 50.6), (26.4, 44)], colour)


def _clothes(canvas: Canvas, look: Look) -> None:
    cloth = look.clothes_colour
    dark, light = mixed(cloth, "#000000", 0.16), mixed(cloth, "#ffffff", 0.3)
    torso = blob_mask(TORSO)
    canvas.blob(TORSO, cloth)
    if look.hair == "hijab":
        canvas.blob([(20, 44), (32, 50), (44, 44), (46, 52), (32, 58.6), (18, 52)], look.hair_colour)
        return
    opening = look.skin if look.clothes != "scarf" else cloth
    canvas.blob([(26.6, 47.2), (32, 49.8), (37.4, 47.2), (38.4, 49.4), (32, 53), (25.6, 49.4)], opening, within=torso)
    if look.clothes in ("crew", "hoodie"):
        canvas.stroke([(25.2, 48.9), (28, 52), (32, 53.2), (36, 52), (38.8, 48.9)], dark, 1.1)
    if look.clothes == "hoodie":
        canvas.blob([(18, 51.6), (24.4, 46.6), (27.2, 52), (32, 54.6), (26, 56), (20, 55)], dark)
        canvas.blob([(46, 51.6), (39.6, 46.6), (36.8, 52), (32, 54.6), (38, 56), (44, 55)], dark)
        for x in (29, 35):
            canvas.stroke([(x, 55), (x - 0.2, 58), (x, 60.6)], light, 0.8)
    if look.clothes in ("collar", "polo"):
        canvas.polygon([(25, 47), (32, 54), (27.4, 57.4), (21.4, 50)], light)
        canvas.polygon([(39, 47), (32, 54), (36.6, 57.4), (42.6, 50)], light)
        for y in (57, 60.6):
            canvas.ellipse(32, y, 0.6, 0.6, light)
    if look.clothes == "vneck":
        canvas.polygon([(25.6, 47.6), (38.4, 47.6), (32, 58)], look.skin, within=torso)
        canvas.stroke([(25.4, 48.6), (32, 58.2)], dark, 1)
        canvas.stroke([(38.6, 48.6), (32, 58.2)], dark, 1)
    if look.clothes == "scarf":
        canvas.blob([(22, 46), (27, 43.6), (32, 45.4), (37, 43.6), (42, 46), (42.4, 51), (32, 55.4), (21.6, 51)], light)
        canvas.stroke([(23.6, 50.4), (31, 53), (40.6, 50)], mixed(light, cloth, 0.5), 0.9)
        canvas.polygon([(35, 52.6), (40, 51), (41.4, 64), (36, 65)], light)
    if look.clothes == "dungarees":
        _dungarees(canvas, light)


def _dungarees(canvas: Canvas, light: str) -> None:
    denim = "#41618f"
    canvas.stroke([(21.4, 51), (23.4, 60)], denim, 3.4)
    canvas.stroke([(42.6, 51), (40.6, 60)], denim, 3.4)
    canvas.polygon([(22, 58.6), (42, 58.6), (43.4, 66), (20.6, 66)], denim)
    for x in (24, 40):
        canvas.ellipse(x, 60, 0.9, 0.9, light)


def _head(canvas: Canvas, look: Look, face: Image.Image) -> None:
    if look.hair != "hijab":
        for x in (20.9, 43.1):
            canvas.ellipse(x, 29.6, 2.3, 3.1, _shade(look) if x > 32 else look.skin)
            canvas.ellipse(x, 29.8, 1, 1.6, mixed(look.skin, "#5a1f14", 0.26))
    canvas.blob(FACE, look.skin)
    # Light from the left, as in every portrait.
    canvas.blob([(37.6, 12), (46, 14), (46, 44), (31, 45), (37.4, 40), (39.4, 33), (39.2, 24)], _shade(look),
                within=face, opacity=0.55)
    for x in (25.4, 38.6):
        canvas.ellipse(x, 33.4, 2.7, 1.9, "#e0523f", opacity=0.2 if look.skin > "#9" else 0.1, within=face)


def _features(canvas: Canvas, look: Look) -> None:
    brow = INK if look.hair in ("headwrap", "hijab") else mixed(look.hair_colour, INK, 0.35)
    line = mixed(look.skin, "#5a1f14", 0.34)
    for side in (-1, 1):
        x = 32 + side * 4.7
        canvas.ellipse(x, 29.4, 1.25, 1.5, INK)
        canvas.ellipse(x + 0.4, 28.8, 0.42, 0.42, "#ffffff")
        canvas.stroke([(x - side * 2, 25.2), (x + side * 0.4, 24.6), (x + side * 2.3, 25.8)], brow, 0.85)
        if look.older:
            canvas.stroke([(x + side * 2.6, 31), (x + side * 3.5, 31.6)], line, 0.4)
            canvas.stroke([(x - side * 1.4, 32), (x + side * 0.3, 32.6), (x + side * 1.6, 32.2)], line, 0.4)
    canvas.stroke([(32.2, 29.6), (33.3, 32.9), (31.5, 33.5)], line, 0.75)
    if look.freckles:
        for x, y in ((25.2, 32.2), (26.8, 33.4), (28.2, 32), (35.8, 32), (37.2, 33.4), (38.8, 32.2)):
            canvas.ellipse(x, y, 0.34, 0.34, mixed(look.skin, "#8a3b1c", 0.5))


def _mouth(canvas: Canvas, look: Look) -> None:
    if look.grin:
        canvas.blob([(28.2, 36.2), (30, 36.5), (32, 36.6), (34, 36.5), (35.8, 36.2), (34.6, 38.7), (32, 39.7),
                     (29.4, 38.7)], "#7a2a2c")
        canvas.blob([(28.9, 36.5), (32, 36.8), (35.1, 36.5), (34.4, 37.5), (32, 37.8), (29.6, 37.5)], "#ffffff")
        return
    canvas.stroke([(28.7, 36.5), (30.2, 37.7), (32, 38.1), (33.8, 37.7), (35.3, 36.5)],
                  mixed(look.skin, "#6d1420", 0.62), 0.9)


def _beard(canvas: Canvas, look: Look, face: Image.Image) -> None:
    if look.beard == "none":
        return
    colour = look.hair_colour
    if look.beard == "stubble":
        canvas.blob([(19, 28), (22.4, 29), (24, 33.6), (27.6, 35.4), (32, 34.4), (36.4, 35.4), (40, 33.6), (41.6, 29),
                     (45, 28), (44, 45), (32, 48), (20, 45)], colour, within=face, opacity=0.32)
    if look.beard == "full":
        canvas.blob([(21, 29.4), (21.6, 36.6), (26, 42.8), (32, 45), (38, 42.8), (42.4, 36.6), (43, 29.4),
                     (41, 33.4), (36.6, 35.3), (32, 34.3), (27.4, 35.3), (23, 33.4)], colour)
        canvas.ellipse(32, 37.3, 4.3, 2, mixed(colour, look.skin, 0.22))
    if look.beard == "moustache":
        canvas.blob([(27.2, 36), (29.4, 34.5), (32, 34.7), (34.6, 34.5), (36.8, 36), (34.4, 36.2), (32, 35.8),
                     (29.6, 36.2)], colour)


def _earrings(canvas: Canvas, look: Look) -> None:
    if look.earrings:
        for x in (20.8, 43.2):
            canvas.ellipse(x, 34.2, 1.1, 1.3, look.earrings)


def _glasses(canvas: Canvas, look: Look) -> None:
    if look.glasses:
        for side in (-1, 1):
            x = 32 + side * 4.9
            canvas.ellipse(x, 29.5, 3.7, 3.7, "#ffffff", opacity=0.16)
            canvas.ring(x, 29.5, 3.9, look.glasses, 0.8)
            canvas.stroke([(x + side * 3.7, 28.8), (x + side * 6, 28.3)], look.glasses, 0.7)
        canvas.stroke([(30.8, 29.1), (32, 28.6), (33.2, 29.1)], look.glasses, 0.7)
