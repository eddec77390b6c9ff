"""A run: rounds of chaos, each ending at rest, where everything must hold."""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.checker.chaos import rage
from tests.checker.host import Host
from tests.checker.ledger import Ledger
from tests.checker.rest import complaints, rest
from tests.checker.world import world

ROUND_S = 20.0


@contextmanager
def data_directory() -> Iterator[Path]:
    """One whose parents let the database's own user through."""
    folder = Path(tempfile.mkdtemp(prefix="paperplane-checker-"))
    folder.chmod(0o711)
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def run(seed: int, for_s: float, *, bug: str = "none", hasty: bool = False, round_s: float = ROUND_S,
              tell: Callable[[Ledger], None] = lambda ledger: None) -> Ledger:
    """Run for about so long, or until something is wrong. What was found is in the ledger."""
    ledger = Ledger()
    rng = random.Random(f"{seed}/chaos")
    with data_directory() as data:
        async with world(Host(data, str(seed), ledger, bug), str(seed), ledger, hasty=hasty) as here:
            end = time.monotonic() + for_s
            here.going.set()
            while time.monotonic() < end and not ledger.violations:
                await rage(here, rng, min(round_s, max(1.0, end - time.monotonic())))
                if ledger.violations:
                    complaints(here)
                else:
                    await rest(here, whole=time.monotonic() >= end)
                tell(ledger)
    return ledger
