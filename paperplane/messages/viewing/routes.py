"""The HTTP door of what can be seen once."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.media.types import VARIANTS
from paperplane.messages.viewing import actions
from paperplane.messages.viewing.types import Opened, View, ViewRequest

Place = Annotated[int, Parameter(ge=0, le=2**53 - 1, description="The message's seq.")]


@post("/conversations/{conversation_id:uuid}/messages/{seq:int}/view", status_code=200, tags=["media"],
      responses=problems(400, 401, 403, 404, 409, 429, 503))
async def view(tx: Given[Tx], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               conversation_id: FromPath[UUID], seq: FromPath[Place], data: JSONBody[ViewRequest]) -> View:
    """Open what can be seen once: the addresses are good for some minutes, and there are none a second time."""
    limiter.take("changes_account", viewer.account_id)
    items = await actions.view(tx, limits.sizes, viewer, conversation_id, seq, data.client_id)
    opened = [Opened(item.media_id, {variant: await address(storage, keys, limits.sizes, item.media_id, variant, item.name, once=True)
                                     for variant in VARIANTS[item.kind]}) for item in items]
    return View(opened)


routes = [view]
