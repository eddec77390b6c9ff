"""Follows the logs. What was said is found at once, because what is not indexed is read itself; so there is no hurry."""

import asyncio
from uuid import UUID

import msgspec
import structlog

from paperplane.core.db import Db
from paperplane.core.errors import Unavailable
from paperplane.messages.types import Said
from paperplane.search import actions, queries

# A busy conversation is indexed in pieces, not by the message: a piece that has grown is made anew.
EVERY_S = 30.0
log = structlog.get_logger(__name__)


class Indexer:
    """Hears where something was said; `run` indexes it, until it is cancelled."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._said: set[UUID] = set()

    def on_signal(self, event: msgspec.Struct) -> None:
        if isinstance(event, Said):
            self._said.update(event.conversation_ids)

    async def run(self, every_s: float = EVERY_S) -> None:
        begun = False
        while True:
            try:
                if not begun:       # what nobody has heard of: said before the last stop
                    async with self._db.autocommit() as tx:
                        self._said.update(await queries.behind(tx))
                    begun = True
                await self._index()
            except Unavailable:
                pass
            await asyncio.sleep(every_s)

    async def _index(self) -> None:
        waiting, self._said = self._said, set()
        while waiting:
            conversation = waiting.pop()
            try:
                async with self._db.tx() as tx:
                    more = await actions.index(tx, conversation)
            except Unavailable:
                self._said |= waiting | {conversation}
                raise
            except Exception:       # one that cannot be indexed keeps no other waiting
                log.exception("indexing_failed", conversation=str(conversation))
                continue
            if more:
                waiting.add(conversation)
