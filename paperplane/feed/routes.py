"""HTTP doors of feeds."""

from random import SystemRandom
from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.feed import actions, reads
from paperplane.feed.types import Feed
from paperplane.feed.weights import WEIGHTS, Weights

Cursor = Annotated[str | None, Parameter(max_length=200)]
READ = problems(400, 401, 429, 503)


@get("/feed/following", tags=["feed"], responses=READ)
async def following(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Feed:
    """What those I follow show, and show again, the newest first."""
    return await reads.following(tx, keys, limits.sizes, viewer, cursor)


@get("/feed/latest", tags=["feed"], responses=READ)
async def latest(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Feed:
    """Whatever I may see, the newest first."""
    return await reads.latest(tx, keys, limits.sizes, viewer, cursor)


@get("/feed/for-you", tags=["feed"], responses=READ)
async def for_you(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                  cursor: Cursor = None) -> Feed:
    """What is chosen for me, and why each is there."""
    limiter.take("feeds_account", viewer.account_id)
    return await actions.for_you(tx, keys, limits.sizes, viewer, cursor, SystemRandom())


@get("/feed/weights", tags=["feed"], responses=problems(401, 429, 503))
async def weights(viewer: Given[Viewer]) -> Weights:
    """What counts how much in what is chosen."""
    return WEIGHTS


@put("/posts/{post_id:uuid}/not-interested", status_code=204, tags=["feed"], responses=problems(400, 401, 403, 404, 429, 503))
async def less(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> None:
    """Do not choose this for me again, and less of its author and its tags."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.less(tx, keys, viewer, post_id, on=True)


@delete("/posts/{post_id:uuid}/not-interested", tags=["feed"], responses=problems(400, 401, 403, 404, 429, 503))
async def not_less(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], post_id: FromPath[UUID]) -> None:
    """Choose as if I had not said so."""
    await actions.less(tx, keys, viewer, post_id, on=False)


routes = [following, latest, for_you, weights, less, not_less]
