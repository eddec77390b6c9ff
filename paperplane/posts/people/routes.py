"""HTTP doors of who is in a post."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency as Given
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.posts import reads
from paperplane.posts.people import actions
from paperplane.posts.people.types import PeopleRequest
from paperplane.posts.types import Post, Posts

PEOPLE = "/posts/{post_id:uuid}/people"
Cursor = Annotated[str | None, Parameter(max_length=200)]
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@put(PEOPLE, tags=["posts"], responses=WRITE)
async def name(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID],
               data: JSONBody[PeopleRequest]) -> Post:
    """Say who is in the pictures of one's own; others see it of whoever agrees."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.name(tx, keys, viewer, post_id, data)
    return await reads.post(tx, keys, viewer, post_id)


@put(PEOPLE + "/me", tags=["posts"], responses=WRITE)
async def agree(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Agree to be named there."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.agree(tx, keys, viewer, post_id)
    return await reads.post(tx, keys, viewer, post_id)


@delete(PEOPLE + "/me", tags=["posts"], responses=problems(400, 401, 403, 404, 429, 503))
async def leave(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> None:
    """Not to be named there, or no longer."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.leave(tx, viewer, post_id)


@get("/me/tagged", tags=["posts"], responses=problems(400, 401, 429, 503))
async def with_me(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Posts:
    """The posts in which I am said to be, agreed or not."""
    return await reads.with_me(tx, keys, limits.sizes, viewer, cursor)


routes = [name, agree, leave, with_me]
