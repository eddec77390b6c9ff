"""`paperplane`, started with a clock that is wrong by some seconds, a bug put in, its log kept: `SKEW BUG LOG serve …`.

Product code has no switch for either: they are put in here, before the command line is loaded.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperplane.core import clock


def main() -> None:
    _, skew, bug, errors, *command = sys.argv
    with Path(errors).open("ab") as kept:
        os.dup2(kept.fileno(), sys.stderr.fileno())
    off = timedelta(seconds=int(skew))
    clock.now = lambda: datetime.now(UTC) + off
    if bug != "none":
        from tests.checker.bugs import BUGS
        BUGS[bug]()
    sys.argv = ["paperplane", *command]
    os.environ["PAPERPLANE_LOG_JSON"] = "true"
    from paperplane.cli import main as cli
    cli()


if __name__ == "__main__":
    main()
