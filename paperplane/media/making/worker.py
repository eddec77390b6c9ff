"""Runs the child: with nothing of ours but its folder, and an end to everything it may take."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from paperplane.media.ladder.types import Stepped
from paperplane.media.making.types import Asked
from paperplane.media.types import Made

MOST_SAID = 16 * 1024
Answer = TypeVar("Answer", Made, Stepped)
# No secrets, and nothing by which a library could be told to load something else.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
# They wait, each for one child: as many as are ever at work.
_threads = ThreadPoolExecutor(5, thread_name_prefix="making")


class ChildDied(Exception):
    """It was ended, or ended itself, without an answer. `slow`: the clock ended it."""

    def __init__(self, *, slow: bool, code: int = 0) -> None:
        super().__init__("took too long" if slow else f"died with {code}")
        self.slow = slow


async def run(asked: Asked) -> Made:
    """What it made, or why it refused. Raises ChildDied. Cancelled, it leaves no process behind."""
    return _read(await _said(asked), Made)


async def run_step(asked: Asked) -> Stepped:
    """As `run`, of a step."""
    return _read(await _said(asked), Stepped)


def _read(said: bytes, answer: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(said, type=answer)
    except msgspec.DecodeError:
        raise ChildDied(slow=False) from None


async def _said(asked: Asked) -> bytes:
    with tempfile.TemporaryFile(dir=asked.folder) as saying:
        child = _started(asked, saying)
        over = asyncio.get_running_loop().run_in_executor(_threads, child.wait)
        try:
            async with asyncio.timeout(asked.bounds.wall_s):
                code = await asyncio.shield(over)
        except TimeoutError:
            raise ChildDied(slow=True) from None
        finally:
            with suppress(ProcessLookupError):      # whoever it started goes with it
                os.killpg(child.pid, signal.SIGKILL)
            await over
        if code != 0:
            raise ChildDied(slow=code == -signal.SIGXCPU, code=code)
        saying.seek(0)
        return saying.read(MOST_SAID)


def _started(asked: Asked, saying: IO[bytes]) -> "subprocess.Popen[bytes]":
    # Not by the loop: uvloop forks, and everybody waits while the page tables of a large process are copied (60 ms for
    # 160 MB); this shares them until the program is there (vfork).
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "paperplane.media.child", msgspec.json.encode(asked).decode()],
        stdin=subprocess.DEVNULL, stdout=saying, stderr=subprocess.DEVNULL,
        env=ENVIRONMENT | {"TMPDIR": str(asked.folder)}, cwd=asked.folder, start_new_session=True)


def found(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """The files that it made. A link in the place of one would lead us where the child could not go: ChildDied."""
    files = {name: folder / name for name in names}
    for path in files.values():
        try:
            about = path.lstat()
        except FileNotFoundError:
            raise ChildDied(slow=False) from None
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1:
            raise ChildDied(slow=False)
    return files
