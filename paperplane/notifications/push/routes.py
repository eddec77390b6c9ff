"""HTTP doors of the device that asks."""

from litestar import delete, get, put
from litestar.di import NamedDependency as Given
from litestar.params import JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.notifications.push import actions, queries
from paperplane.notifications.push.sending import public_key
from paperplane.notifications.push.types import PushRequest, PushState


@get("/me/push", tags=["notifications"], responses=problems(401, 429, 503))
async def push(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer]) -> PushState:
    """With which key to subscribe, and whether this device is told."""
    return PushState(public_key(keys), await queries.endpoint(tx, viewer.session_id))


@put("/me/push", status_code=204, tags=["notifications"], responses=problems(400, 401, 403, 429, 503))
async def subscribe(data: JSONBody[PushRequest], tx: Given[Tx], fetcher: Given[Fetcher], limiter: Given[RateLimiter],
                    viewer: Given[Viewer]) -> None:
    """This device is told from now on, until it signs out."""
    limiter.take("pushes_account", viewer.account_id)
    await actions.subscribe(tx, fetcher, viewer, data)


@delete("/me/push", tags=["notifications"], responses=problems(401, 403, 429, 503))
async def unsubscribe(tx: Given[Tx], viewer: Given[Viewer]) -> None:
    """This device is told no more."""
    await queries.unsubscribe(tx, viewer.session_id)


routes = [push, subscribe, unsubscribe]
