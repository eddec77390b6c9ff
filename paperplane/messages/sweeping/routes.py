"""HTTP doors of taking everything back."""

from uuid import UUID

from litestar import delete, get
from litestar.di import NamedDependency as Given
from litestar.params import FromPath

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.messages.sweeping import actions
from paperplane.messages.sweeping.types import Sweep

MINE = "/conversations/{conversation_id:uuid}/messages/mine"


@delete(MINE, status_code=202, tags=["time"], responses=problems(400, 401, 403, 404, 429, 503))
async def begin(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> Sweep:
    """Take back everything one has said here up to now. It goes on by itself; ask how far it is."""
    limiter.take("changes_account", viewer.account_id)
    return await actions.begin(tx, viewer, conversation_id)


@get(MINE, tags=["time"], responses=problems(400, 401, 404, 429, 503))
async def sweep(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> Sweep:
    """How much of what one said is here, and how far taking it back is."""
    return await actions.sweep(tx, viewer, conversation_id)


routes = [begin, sweep]
