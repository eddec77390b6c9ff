"""What a switch changes for others."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.manners import queries
from paperplane.messages.manners.types import SyncFrame


async def receipts_switched(tx: Tx, account: UUID) -> None:
    """Whoever is here asks at once what has changed, in one question; all others will, when they come."""
    await queries.retell(tx, account)
    tx.push(SyncFrame(), to=[account, *await queries.readers(tx, account)])
