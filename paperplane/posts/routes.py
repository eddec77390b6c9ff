"""HTTP doors of posts."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts import reads as accounts
from paperplane.accounts.types import Credential, Viewer
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.posts import actions, reads
from paperplane.posts.likes import actions as likes
from paperplane.posts.publishing import actions as publishing
from paperplane.posts.types import LinkRequest, LinkShown, Post, PostChange, PostRequest, Posts
from paperplane.profiles.types import People

ONE = "/posts/{post_id:uuid}"
Cursor = Annotated[str | None, Parameter(max_length=200)]
Tag = Annotated[str, Parameter(min_length=1, max_length=60)]
READ = problems(400, 401, 404, 429, 503)
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@post("/posts", tags=["posts"], responses=WRITE | {200: ResponseSpec(Post, description="Posted before")})
async def create(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 data: JSONBody[PostRequest]) -> Response[Post]:
    """Post something, keep it as a draft, or publish it later; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("posts_account", viewer.account_id)
    if data.cover is not None and data.cover.at_ms is not None:
        limiter.take("uploads_account", viewer.account_id)      # as where it is chosen later
    made, repeat = await actions.create(tx, keys, limits.sizes, viewer, data)
    return Response(await reads.post(tx, keys, viewer, made), status_code=200 if repeat else 201)


@post("/posts/previews", status_code=200, tags=["posts"], responses=problems(400, 401, 403, 429, 503))
async def glimpse(db: Given[Db], keys: Given[Keys], config: Given[Config], limiter: Given[RateLimiter], fetcher: Given[Fetcher],
                  who: Given[Credential | None], data: JSONBody[LinkRequest]) -> LinkShown:
    """What the first link of a text that is being written leads to, as this server sees it: its picture comes once it is posted."""
    async with db.autocommit() as tx:
        viewer = await accounts.viewer(tx, keys, config.limits.sizes, who)
    limiter.take("previews_typed_account", viewer.account_id)
    return LinkShown(await publishing.glimpse(fetcher, config.limits.sizes, data.text) if config.previews else None)


@get(ONE, tags=["posts"], responses=READ)
async def one(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """A post, as the viewer may see it."""
    return await reads.post(tx, keys, viewer, post_id)


@patch(ONE, tags=["posts"], responses=WRITE)
async def change(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 post_id: FromPath[UUID], data: JSONBody[PostChange]) -> Post:
    """Change one's own; of what is published its words, who sees it, who may comment and download."""
    limiter.take("post_changes_account", viewer.account_id)
    if await actions.change(tx, keys, limits.sizes, viewer, post_id, data):
        limiter.take("uploads_account", viewer.account_id)      # where it is used up, nothing was changed
    return await reads.post(tx, keys, viewer, post_id)


@delete(ONE, tags=["posts"], responses=WRITE)
async def remove(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> None:
    """Delete one's own: gone to everyone at once."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.delete(tx, keys, viewer, post_id)


@post(ONE + "/restore", status_code=200, tags=["posts"], responses=WRITE)
async def restore(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                  post_id: FromPath[UUID]) -> Post:
    """Take a deletion back, within `post_restore_s`."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.restore(tx, limits.sizes, viewer, post_id)
    return await reads.post(tx, keys, viewer, post_id)


@put(ONE + "/pin", tags=["posts"], responses=WRITE)
async def pin(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
              post_id: FromPath[UUID]) -> Post:
    """Show one's own first on one's profile."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.pin(tx, keys, limits.sizes, viewer, post_id, on=True)
    return await reads.post(tx, keys, viewer, post_id)


@delete(ONE + "/pin", status_code=200, tags=["posts"], responses=WRITE)
async def unpin(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Show it where it stands."""
    await actions.pin(tx, keys, limits.sizes, viewer, post_id, on=False)
    return await reads.post(tx, keys, viewer, post_id)


@put(ONE + "/like", tags=["posts"], responses=WRITE)
async def like(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Like a post; once, however often it is asked."""
    limiter.take("post_changes_account", viewer.account_id)
    await likes.like(tx, keys, viewer, post_id, on=True)
    return await reads.post(tx, keys, viewer, post_id)


@delete(ONE + "/like", status_code=200, tags=["posts"], responses=WRITE)
async def unlike(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Like it no longer."""
    limiter.take("post_changes_account", viewer.account_id)
    await likes.like(tx, keys, viewer, post_id, on=False)
    return await reads.post(tx, keys, viewer, post_id)


@get(ONE + "/likes", tags=["posts"], responses=READ)
async def who_likes(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], post_id: FromPath[UUID],
                    cursor: Cursor = None) -> People:
    """Who likes a post, the newest first: those whom the viewer may know of."""
    return await likes.who(tx, keys, limits.sizes, viewer, post_id, cursor)


@put(ONE + "/repost", tags=["posts"], responses=WRITE)
async def repost(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Show somebody's post to one's followers; only what is shown to everyone."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.repost(tx, keys, viewer, post_id, on=True)
    return await reads.post(tx, keys, viewer, post_id)


@delete(ONE + "/repost", status_code=200, tags=["posts"], responses=WRITE)
async def unrepost(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], post_id: FromPath[UUID]) -> Post:
    """Show it no longer."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.repost(tx, keys, viewer, post_id, on=False)
    return await reads.post(tx, keys, viewer, post_id)


@get(ONE + "/media/{media_id:uuid}/{variant:str}", status_code=302, tags=["posts"], responses=READ)
async def media(tx: Given[Tx], keys: Given[Keys], storage: Given[Storage], limits: Given[Limits], viewer: Given[Viewer],
                post_id: FromPath[UUID], media_id: FromPath[UUID], variant: FromPath[str]) -> Response[None]:
    """A medium of a post that I may see now: leads to an address that is good for some minutes."""
    item, named = await reads.item(tx, keys, viewer, post_id, media_id, variant)
    where = await address(storage, keys, limits.sizes, item.media_id, named, item.name)
    return Response(None, status_code=302, headers={"location": where, "cache-control": "no-store"})


@get("/me/posts", tags=["posts"], responses=problems(400, 401, 429, 503))
async def unpublished(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Posts:
    """What I have not published yet: drafts, what is published later, what is being made."""
    return await reads.unpublished(tx, keys, limits.sizes, viewer, cursor)


@get("/users/{handle:str}/posts", tags=["posts"], responses=READ)
async def grid(handle: FromPath[str], tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
               cursor: Cursor = None) -> Posts:
    """What somebody shows: what they pinned, then the newest."""
    return await reads.grid(tx, keys, limits.sizes, viewer, handle, cursor)


@get("/tags/{tag:str}/posts", tags=["posts"], responses=problems(400, 401, 429, 503))
async def tagged(tag: FromPath[Tag], tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
                 cursor: Cursor = None) -> Posts:
    """What has a #tag, the newest first."""
    return await reads.tagged(tx, keys, limits.sizes, viewer, tag, cursor)


routes = [create, glimpse, one, change, remove, restore, pin, unpin, like, unlike, who_likes, repost, unrepost, media, unpublished, grid, tagged]
