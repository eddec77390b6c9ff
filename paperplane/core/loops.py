"""Work that goes on while the server runs, by looking at the database again and again."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from paperplane.core.errors import Unavailable

log = structlog.get_logger(__name__)


async def repeat(name: str, step: Callable[[], Awaitable[bool]], every_s: float) -> None:
    """Do a step, and the next at once for as long as it says that there is more; then rest. Until cancelled.

    What a step did stands in the database, so whoever begins anew after a kill goes on where it ended.
    """
    while True:
        more = False
        try:
            more = await step()
        except Unavailable:
            pass
        except Exception as error:
            log.exception("step_failed", loop=name, error=type(error).__name__)
        if not more:
            await asyncio.sleep(every_s)
