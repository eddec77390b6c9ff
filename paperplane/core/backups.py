"""When the last backup was done. A file in the data directory says so, since `paperplane backup` is a process of its own."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

NOTE = "last-backup"


def note(data_dir: Path, at: datetime) -> None:
    """A backup that cannot be written down is a backup all the same: whoever makes it may only be allowed to read."""
    with suppress(OSError):
        (data_dir / NOTE).write_text(at.isoformat() + "\n")


def last(data_dir: Path) -> datetime | None:
    """None: never, or it is not known."""
    try:
        return datetime.fromisoformat((data_dir / NOTE).read_text().strip())
    except (OSError, ValueError):
        return None
