"""HTTP doors of what is hidden from oneself."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.messages.hidden import actions
from paperplane.messages.hidden.types import Hidden, HideRequest


@post("/conversations/{conversation_id:uuid}/hidden", status_code=204, tags=["time"], responses=problems(400, 401, 403, 404, 429, 503))
async def hide(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], conversation_id: FromPath[UUID],
               data: JSONBody[HideRequest]) -> None:
    """Delete messages for oneself: everybody else keeps them."""
    limiter.take("changes_account", viewer.account_id)
    await actions.hide(tx, viewer, conversation_id, data.seqs)


@get("/conversations/{conversation_id:uuid}/hidden", tags=["time"], responses=problems(400, 401, 404, 429, 503))
async def hidden(tx: Given[Tx], viewer: Given[Viewer], conversation_id: FromPath[UUID]) -> Hidden:
    """What a device drops that was away when it was hidden."""
    return await actions.hidden(tx, viewer, conversation_id)


routes = [hide, hidden]
