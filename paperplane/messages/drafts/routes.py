"""HTTP doors of drafts."""

from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.messages.drafts import actions, queries
from paperplane.messages.drafts.types import Draft, DraftRequest, Drafts

MOST = 500


@put("/conversations/{conversation_id:uuid}/draft", tags=["time"], responses=problems(400, 401, 403, 404, 429, 503))
async def write(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], conversation_id: FromPath[UUID],
                data: JSONBody[DraftRequest]) -> Draft:
    """Keep what is half written for one's other devices; the one written last stays."""
    limiter.take("drafts_account", viewer.account_id)
    return await actions.write(tx, viewer, conversation_id, data)


@get("/me/drafts", tags=["time"], responses=problems(400, 401, 429, 503))
async def drafts(tx: Given[Tx], viewer: Given[Viewer]) -> Drafts:
    """What is half written anywhere."""
    return Drafts(await queries.drafts(tx, viewer.account_id, MOST))


routes = [write, drafts]
