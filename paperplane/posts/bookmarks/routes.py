"""HTTP doors of bookmarks and collections."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.posts import reads
from paperplane.posts.bookmarks import actions, queries
from paperplane.posts.bookmarks.types import (
    BookmarkRequest,
    Collection,
    CollectionChange,
    CollectionRequest,
    Collections,
)
from paperplane.posts.types import Post, Posts

ONE = "/me/collections/{collection_id:uuid}"
BOOKMARK = "/posts/{post_id:uuid}/bookmark"
Cursor = Annotated[str | None, Parameter(max_length=200)]
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@put(BOOKMARK, tags=["bookmarks"], responses=WRITE)
async def save(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID],
               data: JSONBody[BookmarkRequest]) -> Post:
    """Keep a post for oneself, in a collection or in none; nobody else learns of it."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.save(tx, keys, viewer, post_id, data.collection_id)
    return await reads.post(tx, keys, viewer, post_id)


@delete(BOOKMARK, tags=["bookmarks"], responses=problems(400, 401, 403, 404, 429, 503))
async def drop(tx: Given[Tx], viewer: Given[Viewer], post_id: FromPath[UUID]) -> None:
    """Keep it no longer."""
    await actions.drop(tx, viewer, post_id)


@get("/me/bookmarks", tags=["bookmarks"], responses=problems(400, 401, 404, 429, 503))
async def bookmarks(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
                    collection: FromQuery[UUID | None] = None, cursor: Cursor = None) -> Posts:
    """What I keep, everywhere or in one collection, as far as I may still see it."""
    return await actions.bookmarks(tx, keys, limits.sizes, viewer, collection, cursor)


@get("/me/collections", tags=["bookmarks"], responses=problems(401, 429, 503))
async def collections(tx: Given[Tx], viewer: Given[Viewer]) -> Collections:
    """My collections."""
    return Collections(await queries.collections(tx, viewer.account_id))


@post("/me/collections", tags=["bookmarks"], responses=WRITE | {200: ResponseSpec(Collection, description="Made before")})
async def make(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               data: JSONBody[CollectionRequest]) -> Response[Collection]:
    """Make a collection; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("orders_account", viewer.account_id)
    made, repeat = await actions.make(tx, limits.sizes, viewer, data)
    return Response(made, status_code=200 if repeat else 201)


@patch(ONE, tags=["bookmarks"], responses=WRITE)
async def rename(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer], collection_id: FromPath[UUID],
                 data: JSONBody[CollectionChange]) -> Collection:
    """Call a collection something else."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.rename(tx, limits.sizes, viewer, collection_id, data.name)


@delete(ONE, tags=["bookmarks"], responses=WRITE)
async def remove(tx: Given[Tx], viewer: Given[Viewer], collection_id: FromPath[UUID]) -> None:
    """Delete a collection; what is in it stays bookmarked."""
    await actions.delete(tx, viewer, collection_id)


routes = [save, drop, bookmarks, collections, make, rename, remove]
