"""Bugs that the checker must find, each put into a server that is about to start."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import asyncpg

from paperplane.core.db import Tx
from paperplane.messages import reads
from paperplane.messages.events.types import Appended
from paperplane.messages.sending import queries
from paperplane.messages.sending.line import Batch, Item, SendLine


def ack_before_commit() -> None:
    """Senders hear `ok` once their message is judged, while it is on its way to disk."""
    judged = SendLine._judged

    async def early(self: SendLine, tx: Tx, items: list[Item]) -> Batch:
        batch = await judged(self, tx, items)
        for item, answer in zip(items, batch.answers, strict=True):
            if isinstance(answer, Appended):
                item.done(answer)
        return batch
    SendLine._judged = early  # type: ignore[method-assign]


def tell_before_commit() -> None:
    """Everybody hears of a message while it is on its way to disk."""
    appended = SendLine._appended

    async def early(self: SendLine, tx: Tx, batch: Batch) -> bool:
        for frame, to, origin in batch.frames.values():
            self._db.bus.publish(to, frame, origin)
        return await appended(self, tx, batch)
    SendLine._appended = early  # type: ignore[method-assign]


def cursor_without_overlap() -> None:
    """A sync's cursor is now, although what began before now may still be about to commit."""
    reads.OVERLAP = timedelta(0)


def unordered_numbers() -> None:
    """A batch is numbered in whatever order its facts come, not as it was sent."""
    facts = queries.facts

    async def shuffled(*given: Any) -> list[asyncpg.Record]:
        return (await facts(*given))[::-1]
    queries.facts = shuffled  # type: ignore[assignment]


BUGS: dict[str, Callable[[], None]] = {bug.__name__: bug for bug in (
    ack_before_commit, tell_before_commit, cursor_without_overlap, unordered_numbers)}
