"""What tests of notifications may ask for."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.api import Server
from tests.notifications.house import House
from tests.notifications.pushing import push_service


@pytest_asyncio.fixture
async def house(server: Server) -> AsyncIterator[House]:
    async with push_service() as service:
        service.let_in(server)
        yield House(server, service)
