"""A data directory for a server that is killed, with a file of settings beside it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHEAP = """
port = 0
limits_enabled = false
[argon2]
memory_kib = 8
passes = 1
lanes = 1
[limits.sizes]
"""


@contextmanager
def settled(sizes: str) -> Iterator[Path]:
    """Where the data are; the settings, with these sizes, are `settings.toml` beside. Its parents let the database's own user through."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-kill-"))
    folder.chmod(0o711)
    (folder / "settings.toml").write_text(CHEAP + sizes)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)
