"""Hashing: the same work for everybody, in a short line, and never with a database connection in hand."""

import asyncio
import time
from collections.abc import Callable

import pytest
from argon2 import extract_parameters

from paperplane.accounts import passwords
from paperplane.core.errors import TooMany
from tests.api import CHEAP, PASSWORD, Server, Someone, good, sign_up


async def test_a_password_and_its_hash() -> None:
    kept = await passwords.hashed(CHEAP, PASSWORD)
    assert await passwords.verified(CHEAP, kept, PASSWORD) == passwords.Verdict(right=True)
    assert not (await passwords.verified(CHEAP, kept, PASSWORD + "!")).right
    assert await passwords.hashed(CHEAP, PASSWORD) != kept
    assert (await passwords.verified(CHEAP, await passwords.hashed(CHEAP, "n\u0303andu\u0301"), "ñandú")).right


async def test_nobodys_hash_costs_what_others_do_and_opens_to_nothing() -> None:
    kept = await passwords.hashed(CHEAP, PASSWORD)
    assert extract_parameters(passwords._nobodys(CHEAP)) == extract_parameters(kept)
    assert not (await passwords.verified(CHEAP, None, "")).right
    assert not (await passwords.verified(CHEAP, None, PASSWORD)).right


async def test_a_long_line_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 3)
    tries = await asyncio.gather(*(passwords.hashed(CHEAP, PASSWORD) for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in tries].count(TooMany) == 2
    assert await passwords.hashed(CHEAP, PASSWORD)


async def test_no_connection_is_held_meanwhile(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    def busy() -> int:
        pool = server.app.db._pool
        assert pool is not None
        return pool.get_size() - pool.get_idle_size()

    def still_busy() -> int:
        """What runs beside all requests takes one for a moment now and then; what waits for us keeps it."""
        until = time.monotonic() + 5
        while busy() and time.monotonic() < until:
            time.sleep(0.005)
        return busy()

    def watched(work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object) -> object:
            held.append(still_busy())
            return work(*args)
        return run

    for name in ("_hash", "_verify"):
        monkeypatch.setattr(passwords, name, watched(getattr(passwords, name)))
    ana = Someone(server.client, good(await server.post("/accounts", sign_up("ana", 22))))
    good(await server.post("/sessions", {"handle": "ana", "password": PASSWORD}))
    await ana.put("/me/handle", {"handle": "anna", "password": PASSWORD})
    await ana.put("/me/password", {"current_password": PASSWORD, "new_password": PASSWORD * 2})
    await ana.put("/me/email", {"email": "ana@example.org", "password": PASSWORD * 2})
    assert held == [0] * 6
