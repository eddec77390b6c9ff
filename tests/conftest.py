"""What every test may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.api import Server, serving
from tests.footing import Footing, drop_database, new_database

FOOTING = pytest.StashKey[Footing]()


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
    await drop_database(dsn)


@pytest_asyncio.fixture
async def server(database: str, tmp_path: Path) -> AsyncIterator[Server]:
    """The whole application, running, with its rates lifted."""
    async with serving(database, tmp_path) as running:
        yield running
