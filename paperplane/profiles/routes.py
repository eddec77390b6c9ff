"""The doors to profiles and to lists of people."""

from typing import Annotated, Any

from litestar import Request, delete, get, patch, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts import reads as accounts
from paperplane.accounts.types import SIZES, Credential, Viewer
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media import actions as media
from paperplane.media.routes import PictureUpload, picture_of
from paperplane.profiles import actions, queries, reads
from paperplane.profiles.types import Found, People, Profile, ProfileChange
from paperplane.relations import rules

Cursor = Annotated[str | None, Parameter(max_length=200)]
Query = Annotated[str, Parameter(min_length=1, max_length=SIZES.search_chars)]
ONE = problems(400, 401, 404, 429, 503)
MINE = problems(400, 401, 429, 503)


@get("/users/{handle:str}", tags=["people"], responses=ONE)
async def profile(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Profile:
    """Somebody's page, as the viewer may see it."""
    return await reads.profile(tx, keys, viewer, handle)


@patch("/me/profile", tags=["people"], responses=problems(400, 401, 403, 429, 503))
async def change_profile(data: JSONBody[ProfileChange], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                         config: Given[Config]) -> Profile:
    """Change what the viewer's page says."""
    await actions.change(tx, viewer, config.limits.sizes, data)
    return await reads.profile_of(tx, keys, viewer, viewer.account_id)


@put("/me/avatar", operation_class=PictureUpload, request_max_body_size=None, tags=["people"],
     responses=problems(400, 401, 403, 413, 429, 503))
async def change_avatar(request: Request[Any, Any, Any], tx: Given[Tx], db: Given[Db], config: Given[Config],
                        keys: Given[Keys], storage: Given[Storage], limiter: Given[RateLimiter],
                        who: Given[Credential | None]) -> Profile:
    """Show a picture: its middle, made anew in three sizes, without what the camera wrote into it."""
    sizes = config.limits.sizes
    # Two transactions: none holds a connection while a picture comes in and is made anew.
    async with db.tx() as first:
        viewer = await accounts.viewer(first, keys, sizes, who)
    limiter.take("avatar_account", viewer.account_id)
    avatar = await media.keep_avatar(storage, sizes, await picture_of(request, sizes))
    await actions.change_avatar(tx, viewer, avatar)
    return await reads.profile_of(tx, keys, viewer, viewer.account_id)


@delete("/me/avatar", status_code=200, tags=["people"], responses=problems(401, 403, 429, 503))
async def remove_avatar(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Profile:
    """Show no picture."""
    await actions.change_avatar(tx, viewer, None)
    return await reads.profile_of(tx, keys, viewer, viewer.account_id)


@get("/users/{handle:str}/followers", tags=["people"], responses=ONE)
async def followers(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                    config: Given[Config], cursor: Cursor = None) -> People:
    """Who follows somebody, the newest first. A private account shows it to its followers."""
    return await reads.list_of(tx, keys, config.limits.sizes, viewer, handle, queries.followers, cursor)


@get("/users/{handle:str}/following", tags=["people"], responses=ONE)
async def following(handle: FromPath[str], tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys],
                    config: Given[Config], cursor: Cursor = None) -> People:
    """Whom somebody follows, the newest first. A private account shows it to its followers."""
    return await reads.list_of(tx, keys, config.limits.sizes, viewer, handle, queries.following, cursor)


@get("/me/follow-requests", tags=["people"], responses=MINE)
async def follow_requests(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], config: Given[Config],
                          cursor: Cursor = None) -> People:
    """Who waits for the viewer's answer; no picture of theirs before it."""
    return await reads.asking(tx, keys, config.limits.sizes, viewer, cursor)


@get("/me/blocks", tags=["people"], responses=MINE)
async def blocks(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], config: Given[Config],
                 cursor: Cursor = None) -> People:
    """Whom the viewer blocks."""
    return await reads.my_list(tx, keys, config.limits.sizes, viewer, queries.blocked, cursor, rules.in_sight)


@get("/me/mutes", tags=["people"], responses=MINE)
async def mutes(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], config: Given[Config],
                cursor: Cursor = None) -> People:
    """Whom the viewer mutes."""
    return await reads.my_list(tx, keys, config.limits.sizes, viewer, queries.muted, cursor)


@get("/me/close-friends", tags=["people"], responses=MINE)
async def close_friends(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], config: Given[Config],
                        cursor: Cursor = None) -> People:
    """The viewer's close friends."""
    return await reads.my_list(tx, keys, config.limits.sizes, viewer, queries.close_friends, cursor)


@get("/me/friends", tags=["people"], responses=MINE)
async def friends(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], config: Given[Config],
                  cursor: Cursor = None) -> People:
    """Who follows the viewer and is followed back."""
    return await reads.my_list(tx, keys, config.limits.sizes, viewer, queries.friends, cursor)


@get("/people", tags=["people"], responses=MINE)
async def search(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys], q: Query) -> Found:
    """People of whose names or handle every typed word begins one, as you type."""
    return await reads.search(tx, keys, viewer, q)


@get("/people/suggested", tags=["people"], responses=problems(401, 429, 503))
async def suggested(tx: Given[Tx], viewer: Given[Viewer], keys: Given[Keys]) -> Found:
    """People the viewer may want to follow: friends of friends, then new people."""
    return await reads.suggested(tx, keys, viewer)


routes = [profile, change_profile, change_avatar, remove_avatar, followers, following, follow_requests, blocks, mutes,
          close_friends, friends, search, suggested]
