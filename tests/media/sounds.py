"""Sounds and videos to send, made on the spot."""

import io
import math
import struct
import subprocess
import wave
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg


def speech(seconds: float = 0.5, rate: int = 8_000) -> bytes:
    """A WAV file that becomes louder."""
    out = io.BytesIO()
    count = int(seconds * rate)
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", int(20_000 * n / count * math.sin(n / 3))) for n in range(count)))
    return out.getvalue()


@cache
def video(*making: str, ending: str = "mp4", size: str = "160x90", seconds: float = 1, rate: int = 25) -> bytes:
    """A test picture with a tone, in whatever FFmpeg is told to make of it."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"out.{ending}"
        subprocess.run([
            imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", f"testsrc2=s={size}:d={seconds}:r={rate}", "-f", "lavfi",
            "-i", f"sine=440:d={seconds}", *(making or ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")), str(out)], check=True)
        return out.read_bytes()
