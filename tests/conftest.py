"""What every test may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

from tests.api import Server, serving
from tests.footing import Footing, leave_database, new_database
from tests.messages.outside import House, looking_at, served

FOOTING = pytest.StashKey[Footing]()


# No test says how long something takes: other processes have the cores for seconds.
hypothesis.settings.register_profile("paperplane", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("paperplane")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[FOOTING] = Footing()
        config.stash[FOOTING].make()


def pytest_unconfigure(config: pytest.Config) -> None:
    if footing := config.stash.get(FOOTING, None):
        footing.remove()


@pytest_asyncio.fixture
async def database() -> AsyncIterator[str]:
    """The DSN of a fresh, migrated database of the test's own."""
    dsn = await new_database()
    yield dsn
    await leave_database(dsn)


@pytest_asyncio.fixture
async def server(database: str, tmp_path: Path) -> AsyncIterator[Server]:
    """The whole application, running, with its rates lifted."""
    async with serving(database, tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def outside() -> AsyncIterator[House]:
    """A page of the world outside."""
    async with served() as house:
        yield house


@pytest_asyncio.fixture
async def looking(database: str, tmp_path: Path, outside: House) -> AsyncIterator[Server]:
    """A server that fetches what links lead to, from `outside` alone."""
    async with looking_at(outside, database, tmp_path) as running:
        yield running
