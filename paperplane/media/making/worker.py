"""Runs the child: with nothing of ours but its folder, and an end to everything it may take."""

import asyncio
import os
import signal
import stat
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from paperplane.media.making.types import Asked
from paperplane.media.types import VARIANTS, Made, Variant

MOST_SAID = 16 * 1024
# No secrets, and nothing by which a library could be told to load something else.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


class ChildDied(Exception):
    """It was ended, or ended itself, without an answer. `slow`: the clock ended it."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("took too long" if slow else "died")
        self.slow = slow


async def run(asked: Asked) -> Made:
    """What it made, or why it refused. Raises ChildDied. Cancelled, it leaves no process behind."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", "paperplane.media.child", msgspec.json.encode(asked).decode(),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=ENVIRONMENT | {"TMPDIR": str(asked.folder)}, cwd=asked.folder, start_new_session=True)
    assert child.stdout is not None
    try:
        async with asyncio.timeout(asked.bounds.wall_s):
            said = await child.stdout.read(MOST_SAID)
            while len(said) < MOST_SAID and (more := await child.stdout.read(MOST_SAID)):
                said += more
            code = await child.wait()
    except TimeoutError:
        raise ChildDied(slow=True) from None
    finally:
        with suppress(ProcessLookupError):      # whoever it started goes with it
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if code != 0:
        raise ChildDied(slow=code == -signal.SIGXCPU)
    try:
        return msgspec.json.decode(said, type=Made)
    except msgspec.DecodeError:
        raise ChildDied(slow=False) from None


def found(folder: Path, made: Made) -> dict[Variant, Path]:
    """The files that it made. A link in the place of one would lead us where the child could not go: ChildDied."""
    files: dict[Variant, Path] = {variant: folder / variant for variant in VARIANTS[made.kind]}
    for path in files.values():
        try:
            about = path.lstat()
        except FileNotFoundError:
            raise ChildDied(slow=False) from None
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1:
            raise ChildDied(slow=False)
    return files
