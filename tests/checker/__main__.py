"""`python -m tests.checker --minutes 10 --seed 1`: a long run, with its figures; exit status 1 where something is wrong."""

import argparse
import asyncio
import secrets
import sys
import time

from tests.checker.bugs import BUGS
from tests.checker.ledger import Ledger
from tests.checker.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.checker", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--bug", choices=["none", "hasty", *BUGS], default="none", help="one to put in: it must be found")
    asked = parser.parse_args()
    print(f"seed {asked.seed}, {asked.minutes:g} minutes, bug: {asked.bug}", flush=True)
    hasty = asked.bug == "hasty"
    ledger = asyncio.run(run(asked.seed, asked.minutes * 60, bug="none" if hasty else asked.bug, hasty=hasty, tell=line))
    print()
    for name, count in sorted(ledger.figures.items()):
        print(f"{name:>28} {count:>9,}")
    print(f"{'violations':>28} {len(ledger.violations):>9,}")
    for violation in ledger.violations[:20]:
        print(violation[:300] + " … " + violation[-900:] if len(violation) > 1200 else violation)
    return 1 if ledger.violations else 0


def line(ledger: Ledger) -> None:
    told = ("messages", "acks", "server kills", "postgres kills", "cuts", "drops", "doubles")
    passed = time.monotonic() - ledger.began
    figures = ", ".join(f"{ledger.figures[name]} {name}" for name in told)
    print(f"{passed:7.1f} s  {figures}, {len(ledger.violations)} violations", flush=True)


if __name__ == "__main__":
    sys.exit(main())
