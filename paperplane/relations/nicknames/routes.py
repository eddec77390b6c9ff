"""HTTP doors of nicknames."""

from litestar import delete, get, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.relations.nicknames import actions
from paperplane.relations.nicknames.types import Nickname, NicknameRequest, Nicknames

ONE = "/users/{handle:str}/nickname"


@get("/me/nicknames", tags=["order"], responses=problems(400, 401, 429, 503))
async def nicknames(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer]) -> Nicknames:
    """What I call others."""
    return await actions.nicknames(tx, keys, viewer)


@put(ONE, tags=["order"], responses=problems(400, 401, 403, 404, 409, 429, 503))
async def call(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               handle: FromPath[str], data: JSONBody[NicknameRequest]) -> Nickname:
    """Call somebody by a name that only I see."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.call(tx, keys, limits.sizes, viewer, handle, data.name)


@delete(ONE, tags=["order"], responses=problems(400, 401, 403, 404, 429, 503))
async def call_as_they_do(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer],
                          handle: FromPath[str]) -> None:
    """Call somebody by their own name again."""
    limiter.take("orders_account", viewer.account_id)
    await actions.call_as_they_do(tx, keys, viewer, handle)


routes = [nicknames, call, call_as_they_do]
