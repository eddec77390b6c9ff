"""`paperplane`, which may push to a house on this machine: `PORT serve …`. Product code has no switch for it."""

import sys
from typing import Any

from paperplane.core import fetching
from tests.notifications.pushing import HERE


def main() -> None:
    port = int(sys.argv[1])
    sys.argv = ["paperplane", *sys.argv[2:]]
    made = fetching.Fetcher.__init__

    def let_in(self: fetching.Fetcher, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        self.allowed = lambda address: str(address) == HERE
        self.ports = frozenset({port})
        self.schemes_given_to = frozenset({"http"})

    fetching.Fetcher.__init__ = let_in  # type: ignore[method-assign]
    from paperplane.cli import main as cli
    cli()


if __name__ == "__main__":
    main()
