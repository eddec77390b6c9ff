"""What presence writes down: once, when somebody has left."""

from uuid import UUID

import structlog

from paperplane.accounts.queries import set_last_seen
from paperplane.core.clock import now
from paperplane.core.db import Db
from paperplane.core.errors import Unavailable

log = structlog.get_logger(__name__)


async def left(db: Db, accounts: list[UUID]) -> None:
    """The last sockets of these accounts have been closed for a while, or the server stops."""
    try:
        async with db.tx() as tx:
            await set_last_seen(tx, accounts, now())
    except Unavailable:
        log.warning("last_seen_not_written")
