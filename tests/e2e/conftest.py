"""A browser for the whole run, and a seat in front of it for every person of a test."""

from collections.abc import AsyncIterator, Generator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.api import Server
from tests.e2e.browser import Seats, launched

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


@pytest_asyncio.fixture
async def seats(chromium: Browser, request: pytest.FixtureRequest,
                capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Seats]:
    """Browsers for the people of a test. No page of theirs may break, whatever the test looks at."""
    given = Seats(chromium)
    yield given
    if request.node.stash.get(FAILED, False):
        folder = await given.picture()
        with capsys.disabled():
            print(f"\n{request.node.name}: what everybody saw is in {folder}")
    await given.leave()
    assert given.errors == []
