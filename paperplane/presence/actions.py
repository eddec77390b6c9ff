"""What presence writes down: once, when somebody has left."""

from uuid import UUID

import structlog

from paperplane.accounts import queries as accounts
from paperplane.core.clock import now
from paperplane.core.db import Db
from paperplane.core.errors import Unavailable

log = structlog.get_logger(__name__)


async def left(db: Db, account: UUID) -> None:
    """The last socket of an account has been closed for a while."""
    try:
        async with db.tx() as tx:
            await accounts.set_last_seen(tx, account, now())
    except Unavailable:
        log.warning("last_seen_not_written")
