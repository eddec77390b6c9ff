"""A browser for the whole run, and a seat in front of it for every person of a test."""

import tempfile
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.api import Server, serving
from tests.e2e.browser import Seats, launched
from tests.footing import leave_database, new_database

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest.fixture
def origin(server: Server) -> str:
    """Where the server of this test is reached."""
    return server.app.config.origin


@pytest_asyncio.fixture(scope="session")
async def demo() -> AsyncIterator[Server]:
    """The demo, with its people and their talk: made once, so a test leaves its people as they were."""
    database = await new_database()
    with tempfile.TemporaryDirectory(prefix="paperplane-e2e-demo-") as folder:
        async with serving(database, Path(folder), demo=True) as running:
            yield running
    await leave_database(database)


@pytest_asyncio.fixture
async def seats(chromium: Browser, request: pytest.FixtureRequest,
                capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Seats]:
    """Browsers for the people of a test. No page of theirs may break, whatever the test looks at."""
    given = Seats(chromium, app_kept=request.node.get_closest_marker("app_kept") is not None)
    yield given
    if request.node.stash.get(FAILED, False):
        folder = await given.picture()
        with capsys.disabled():
            print(f"\n{request.node.name}: what everybody saw is in {folder}")
    await given.leave()
    assert given.errors == []
