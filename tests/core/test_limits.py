"""Whom a rate counts, and whom not."""

from pathlib import Path

import pytest

from paperplane.core.limiter import network_of
from paperplane.core.limits import Limits, Rate, Rates
from tests.api import serving


@pytest.mark.parametrize(("address", "network"), [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("", ""), ("testclient", "testclient"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::1", "2001:db8:1:3::/64"), ("fe80::1%eth0", "fe80::/64"), ("::1", "::/64"),
])
def test_one_line_is_counted_as_one(address: str, network: str) -> None:
    assert network_of(address) == network


async def test_requests_count_by_account(database: str, tmp_path: Path) -> None:
    limits = Limits(rates=Rates(requests_account=Rate(3, 3600)))
    async with serving(database, tmp_path, limits_enabled=True, limits=limits) as server:
        ana, chidi = await server.people("ana", "chidi")
        for _ in range(3):
            await ana.get("/me")
        answer = await ana.ask("GET", "/me")
        assert (answer.status_code, answer.json()["limit"]) == (429, "requests_account")
        await chidi.get("/me")
