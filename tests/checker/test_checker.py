"""The checker's bounded part: chaos for some twenty seconds, and nothing that was promised is broken."""

import secrets

import pytest

from tests.checker.run import run

FOR_S = 20


@pytest.mark.timeout(600)
async def test_nothing_is_lost_and_all_agree() -> None:
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}: python -m tests.checker --seed {seed}")
    ledger = await run(seed, FOR_S, round_s=FOR_S)
    assert ledger.violations == [], f"seed {seed}: {dict(ledger.figures)}"
    assert ledger.figures["acks"] > 0 < ledger.figures["rests"]
