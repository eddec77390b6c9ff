"""The doors to what stands between two people. Each answers how they stand now."""

from litestar import delete, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.relations import actions
from paperplane.relations.types import Relation

PROBLEMS = problems(400, 401, 403, 404, 429, 503)


@put("/users/{handle:str}/follow", tags=["relations"], responses=PROBLEMS)
async def follow(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                 limiter: Given[RateLimiter]) -> Relation:
    """Follow, or ask to where the account is private."""
    limiter.take("follows_account", viewer.account_id)
    return await actions.follow(tx, keys, viewer, handle)


@delete("/users/{handle:str}/follow", status_code=200, tags=["relations"], responses=PROBLEMS)
async def unfollow(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Follow no longer, or take the request back."""
    return await actions.unfollow(tx, keys, viewer, handle)


@delete("/users/{handle:str}/follower", status_code=200, tags=["relations"], responses=PROBLEMS)
async def remove_follower(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Make somebody follow the viewer no longer; they are not told."""
    return await actions.remove_follower(tx, keys, viewer, handle)


@put("/me/follow-requests/{handle:str}", tags=["relations"], responses=PROBLEMS)
async def accept_request(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Let somebody follow who asked to, even after ignoring."""
    return await actions.accept_request(tx, keys, viewer, handle)


@delete("/me/follow-requests/{handle:str}", status_code=200, tags=["relations"], responses=PROBLEMS)
async def ignore_request(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Leave a request unanswered: for who asked it goes on waiting."""
    return await actions.ignore_request(tx, keys, viewer, handle)


@put("/users/{handle:str}/block", tags=["relations"], responses=PROBLEMS)
async def block(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Be gone for each other. Follows and requests end."""
    return await actions.block(tx, keys, viewer, handle)


@delete("/users/{handle:str}/block", status_code=200, tags=["relations"], responses=PROBLEMS)
async def unblock(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Lift a block. Follows do not come back."""
    return await actions.unblock(tx, keys, viewer, handle)


@put("/users/{handle:str}/mute", tags=["relations"], responses=PROBLEMS)
async def mute(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """Leave somebody's posts out of the viewer's feed; they are not told."""
    return await actions.mute(tx, keys, viewer, handle, on=True)


@delete("/users/{handle:str}/mute", status_code=200, tags=["relations"], responses=PROBLEMS)
async def unmute(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Relation:
    """See somebody's posts again."""
    return await actions.mute(tx, keys, viewer, handle, on=False)


@put("/users/{handle:str}/close-friend", tags=["relations"], responses=PROBLEMS)
async def add_close_friend(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                           limiter: Given[RateLimiter]) -> Relation:
    """Count a friend among the close ones; they are not told."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.close_friend(tx, keys, viewer, handle, on=True)


@delete("/users/{handle:str}/close-friend", status_code=200, tags=["relations"], responses=PROBLEMS)
async def remove_close_friend(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer],
                              keys: Given[Keys], limiter: Given[RateLimiter]) -> Relation:
    """Count a friend among the close ones no longer."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.close_friend(tx, keys, viewer, handle, on=False)


routes = [follow, unfollow, remove_follower, accept_request, ignore_request, block, unblock, mute, unmute,
          add_close_friend, remove_close_friend]
