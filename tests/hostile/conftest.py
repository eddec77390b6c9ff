"""The loop that production runs on: how connections end is the loop's part too."""

from collections.abc import Mapping

import uvloop
from pytest_asyncio.plugin import LoopFactory


def pytest_asyncio_loop_factories() -> Mapping[str, LoopFactory]:
    return {"uvloop": uvloop.new_event_loop}
