"""Pictures of what the cast talks about: flat shapes on a sky. The same name gives the same bytes."""

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

WIDE, HIGH = 960, 1200
OVER = 2
Pen = ImageDraw.ImageDraw
Shape = list[tuple[float, float]]


def picture(name: str) -> bytes:
    """A JPEG, as a camera would bring it."""
    top, bottom, draw = SCENES[name]
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), top)
    strip.putpixel((0, 1), bottom)
    image = strip.resize((WIDE * OVER, HIGH * OVER), Image.Resampling.BILINEAR)
    draw(ImageDraw.Draw(image))
    kept = io.BytesIO()
    image.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(kept, "JPEG", quality=88)
    return kept.getvalue()


def clip() -> bytes:
    """Six seconds of evening light that moves, and a low tone with it."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "clip.mp4"
        subprocess.run([
            imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-f", "lavfi",
            "-i", "gradients=s=432x540:c0=0xffb066:c1=0xe4572e:c2=0x2e4a7d:c3=0x0b1d3a:nb_colors=4:seed=7:speed=0.015:d=6:r=20",
            "-f", "lavfi", "-i", "sine=f=196:d=6", "-af", "volume=0.2,tremolo=f=2", "-c:v", "libx264", "-preset", "ultrafast",
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", str(made)], check=True)
        return made.read_bytes()


def _shape(pen: Pen, points: Shape, fill: str) -> None:
    pen.polygon([(x * WIDE * OVER, y * HIGH * OVER) for x, y in points], fill=fill)


def _disc(pen: Pen, x: float, y: float, r: float, fill: str) -> None:
    side = WIDE * OVER
    pen.ellipse((x * side - r * side, y * HIGH * OVER - r * side, x * side + r * side, y * HIGH * OVER + r * side), fill=fill)


def _thread(pen: Pen, points: Shape, fill: str, width: int) -> None:
    pen.line([(x * WIDE * OVER, y * HIGH * OVER) for x, y in points], fill=fill, width=width * OVER, joint="curve")


def _cloud(pen: Pen, x: float, y: float) -> None:
    for dx, dy, r in ((-0.09, 0.015, 0.06), (0, 0, 0.08), (0.1, 0.02, 0.055)):
        _disc(pen, x + dx, y + dy, r, "#eef6fd")


def _kite(pen: Pen) -> None:
    _cloud(pen, 0.24, 0.72)
    _cloud(pen, 0.8, 0.56)
    _thread(pen, [(0.52, 0.5), (0.46, 0.6), (0.52, 0.7), (0.4, 0.82), (0.3, 1)], "#ffffff", 5)
    _shape(pen, [(0.64, 0.12), (0.4, 0.24), (0.52, 0.5)], "#ff6a3d")
    _shape(pen, [(0.64, 0.12), (0.76, 0.32), (0.52, 0.5)], "#e0482a")
    for x, y in ((0.47, 0.585), (0.505, 0.67), (0.43, 0.785)):
        _shape(pen, [(x, y), (x - 0.05, y - 0.025), (x - 0.05, y + 0.025)], "#ff6a3d")
        _shape(pen, [(x, y), (x + 0.05, y - 0.025), (x + 0.05, y + 0.025)], "#e0482a")


def _plan(pen: Pen) -> None:
    for y in (0.1, 0.33, 0.56, 0.79):
        _thread(pen, [(0, y), (1, y)], "#b07f4c", 6)
    _shape(pen, [(0.2, 0.18), (0.74, 0.12), (0.84, 0.78), (0.3, 0.86)], "#f7f3e8")
    _shape(pen, [(0.2, 0.18), (0.47, 0.15), (0.245, 0.5)], "#e6dfcd")
    _thread(pen, [(0.05, 0.3), (0.95, 0.74)], "#7a4b21", 16)
    _thread(pen, [(0.9, 0.16), (0.12, 0.84)], "#8f5b2b", 16)
    _disc(pen, 0.8, 0.84, 0.09, "#b3312c")
    _disc(pen, 0.8, 0.84, 0.035, "#f0c9b8")


def _ferry(pen: Pen) -> None:
    _disc(pen, 0.68, 0.3, 0.1, "#fff4d6")
    _shape(pen, [(0, 0.62), (1, 0.62), (1, 1), (0, 1)], "#33507e")
    for y, x in ((0.68, 0.6), (0.76, 0.48), (0.86, 0.66), (0.94, 0.3)):
        _thread(pen, [(x, y), (x + 0.22, y)], "#f3b58a", 6)
    _shape(pen, [(0.12, 0.56), (0.7, 0.56), (0.62, 0.66), (0.2, 0.66)], "#14233f")
    _shape(pen, [(0.22, 0.48), (0.58, 0.48), (0.58, 0.56), (0.22, 0.56)], "#f4efe4")
    _shape(pen, [(0.46, 0.38), (0.54, 0.38), (0.54, 0.48), (0.46, 0.48)], "#c63f33")
    for x in (0.27, 0.35, 0.43, 0.51):
        _disc(pen, x, 0.52, 0.018, "#33507e")


RGB = tuple[int, int, int]
SCENES: dict[str, tuple[RGB, RGB, Callable[[Pen], None]]] = {
    "kite": ((46, 124, 219), (203, 226, 246), _kite),
    "plan": ((205, 158, 104), (190, 140, 86), _plan),
    "ferry": ((245, 170, 130), (250, 214, 178), _ferry),
}
