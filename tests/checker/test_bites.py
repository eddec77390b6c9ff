"""The checker finds what it is for: a server, or a client, with a bug put in, breaks the law that the bug breaks."""

import pytest

from tests.checker.run import run

SEED = 7
PATIENCE_S = 300

# A client that moves its cursor too early is found too (`python -m tests.checker --bug hasty`), but it takes minutes,
# since the server's overlap forgives it for long: the same bug on the server's side stands here for both.
# The bug, and the laws of which at least one must be found broken: only those, or the checker cries at something else.
BUGS = {
    "ack_before_commit": {"acknowledged is stored", "answered alike", "seen alike", "seen is stored"},
    "tell_before_commit": {"seen alike", "seen is stored"},
    "cursor_without_overlap": {"sync misses nothing", "devices agree"},
    "unordered_numbers": {"in sending order"},
}


@pytest.mark.timeout(PATIENCE_S * 2)
@pytest.mark.parametrize("bug", BUGS)
async def test_a_bug_is_found(bug: str) -> None:
    ledger = await run(SEED, PATIENCE_S, bug=bug, round_s=12)
    assert ledger.violations, f"{bug} went unnoticed: {dict(ledger.figures)}"
    assert ledger.broken & BUGS[bug], ledger.violations[:5]
