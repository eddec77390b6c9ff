"""Work that goes on while the server runs, by looking at the database again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
import structlog

from paperplane.core.db import Db
from paperplane.core.errors import Unavailable

log = structlog.get_logger(__name__)


def woken_by(db: Db, *events: type[msgspec.Struct]) -> asyncio.Event:
    """Set where something of this kind is signalled in this process. In another one the rest between two steps is waited out."""
    woken = asyncio.Event()
    db.on_signal(lambda event: woken.set() if isinstance(event, events) else None)
    return woken


async def repeat(name: str, step: Callable[[], Awaitable[bool]], every_s: float, woken: asyncio.Event | None = None) -> None:
    """Do a step, and the next at once for as long as it says that there is more; then rest, until something wakes it. Until cancelled.

    What a step did stands in the database, so whoever begins anew after a kill goes on where it ended.
    """
    woken = woken or asyncio.Event()
    while True:
        woken.clear()
        more = False
        try:
            more = await step()
        except Unavailable:
            pass
        except Exception as error:
            log.exception("step_failed", loop=name, error=type(error).__name__)
        if not more:
            with suppress(TimeoutError):
                async with asyncio.timeout(every_s):
                    await woken.wait()
