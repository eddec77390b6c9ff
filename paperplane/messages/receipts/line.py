"""The mark line: marks that arrive while a commit is in flight are merged and written together."""

import asyncio
from time import perf_counter
from uuid import UUID

import structlog

from paperplane.core.db import Db, Tx
from paperplane.core.errors import Unavailable
from paperplane.messages import figures
from paperplane.messages.receipts import queries
from paperplane.messages.types import MarkFrame, ReceiptFrame, Unsaid

MAX_BATCH = 256
RETRY_S = 1.0
log = structlog.get_logger(__name__)


class MarkLine:
    """Takes marks from every door; `run` writes them, until it is cancelled. Marks may be late, never wrong."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._waiting: dict[tuple[UUID, UUID], tuple[int, int]] = {}
        self._arrived = asyncio.Event()

    def put(self, conversation: UUID, account: UUID, *, read: int = 0, delivered: int = 0) -> None:
        at = (conversation, account)
        was_read, was_delivered = self._waiting.get(at, (0, 0))
        self._waiting[at] = (max(was_read, read), max(was_delivered, delivered))
        self._arrived.set()

    def waiting(self) -> int:
        return len(self._waiting)

    async def run(self) -> None:
        while True:
            await self._arrived.wait()
            batch = [(*at, *marks) for at, marks in list(self._waiting.items())[:MAX_BATCH]]
            started = perf_counter()
            try:
                async with self._db.tx() as tx:
                    await move(tx, batch)
                figures.marks_moved(len(batch), started)
            except Unavailable:
                await asyncio.sleep(RETRY_S)
                continue
            except Exception as error:
                log.exception("marks_failed", error=type(error).__name__)
            self._forget(batch)

    def _forget(self, batch: list[tuple[UUID, UUID, int, int]]) -> None:
        """Drop what was written; what grew meanwhile stays for the next batch."""
        for conversation, account, read, delivered in batch:
            if self._waiting.get((conversation, account)) == (read, delivered):
                del self._waiting[(conversation, account)]
        if not self._waiting:
            self._arrived.clear()


async def move(tx: Tx, marks: list[tuple[UUID, UUID, int, int]]) -> None:
    """Move marks (conversation, account, read, delivered), and tell those who may know.

    Who is not told what is read is not told when, either: such a frame goes only where delivery moved.
    """
    read = {(conversation, account) for conversation, account, seq, _ in marks if seq}
    moves = await queries.move(tx, marks)
    if looked := [one.conversation_id for one in moves if (one.conversation_id, one.account_id) in read]:
        tx.signal(Unsaid(looked))
    for moved in moves:
        tx.push(MarkFrame(moved.conversation_id, moved.read_seq, moved.read_n), to=[moved.account_id])
        if moved.readers and (moved.delivered or moved.read):
            tx.push(ReceiptFrame(moved.conversation_id, moved.account_id, moved.delivered_seq, moved.receipt_seq),
                    to=moved.readers)
        if moved.others and moved.delivered:
            tx.push(ReceiptFrame(moved.conversation_id, moved.account_id, moved.delivered_seq, None), to=moved.others)
