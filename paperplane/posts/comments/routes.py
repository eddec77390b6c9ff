"""HTTP doors of comments."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, Parameter

from paperplane.accounts.types import SIZES, Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.posts.comments import actions, queries, reads
from paperplane.posts.comments.types import (
    Comment,
    CommentChange,
    CommentRequest,
    Comments,
    CommentSettings,
    CommentSettingsChange,
    CommentsNow,
    MyComments,
)

POST = "/posts/{post_id:uuid}/comments"
ONE = "/comments/{comment_id:uuid}"
Cursor = Annotated[str | None, Parameter(max_length=200)]
Ids = Annotated[list[UUID], Parameter(min_items=1, max_items=SIZES.comments_asked)]
READ = problems(400, 401, 404, 429, 503)
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@get(POST, tags=["comments"], responses=READ)
async def comments(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], post_id: FromPath[UUID],
                   cursor: Cursor = None) -> Comments:
    """What is said to a post: the pinned one, then the newest."""
    return await reads.to_post(tx, keys, limits.sizes, viewer, post_id, cursor)


@get(POST + "/now", tags=["comments"], responses=READ)
async def now(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], post_id: FromPath[UUID], ids: Ids) -> CommentsNow:
    """How some of what is said to a post stands now, by their ids."""
    return await reads.now(tx, keys, limits.sizes, viewer, post_id, ids)


@post(POST, tags=["comments"], responses=WRITE | {200: ResponseSpec(Comment, description="Said before")})
async def say(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
              post_id: FromPath[UUID], data: JSONBody[CommentRequest]) -> Response[Comment]:
    """Say something to a post, or answer a comment on it; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("comments_account", viewer.account_id)
    made, repeat = await actions.say(tx, keys, limits.sizes, viewer, post_id, data)
    return Response(await reads.comment(tx, keys, viewer, made), status_code=200 if repeat else 201)


@get(ONE, tags=["comments"], responses=READ)
async def comment(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """A comment that I may see, to a post that I may see."""
    return await reads.comment(tx, keys, viewer, comment_id)


@get(ONE + "/replies", tags=["comments"], responses=READ)
async def replies(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], comment_id: FromPath[UUID],
                  cursor: Cursor = None) -> Comments:
    """What answers a comment, the eldest first."""
    return await reads.replies(tx, keys, limits.sizes, viewer, comment_id, cursor)


@patch(ONE, tags=["comments"], responses=WRITE)
async def change(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 comment_id: FromPath[UUID], data: JSONBody[CommentChange]) -> Comment:
    """Say it in other words; one's own."""
    limiter.take("comments_account", viewer.account_id)
    await actions.change(tx, keys, limits.sizes, viewer, comment_id, data.text)
    return await reads.comment(tx, keys, viewer, comment_id)


@delete(ONE, tags=["comments"], responses=WRITE)
async def remove(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> None:
    """Delete a comment, with what answers it: one's own, also where one sees the post no longer, or one to one's own post."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.delete(tx, keys, viewer, comment_id)


@post(ONE + "/restore", status_code=204, tags=["comments"], responses=WRITE)
async def restore(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> None:
    """Take back that I deleted it, within `comment_restore_s`."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.restore(tx, limits.sizes, viewer, comment_id)


@put(ONE + "/like", tags=["comments"], responses=WRITE)
async def like(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Like a comment."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.like(tx, keys, viewer, comment_id, on=True)
    return await reads.comment(tx, keys, viewer, comment_id)


@delete(ONE + "/like", status_code=200, tags=["comments"], responses=WRITE)
async def unlike(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Like it no longer."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.like(tx, keys, viewer, comment_id, on=False)
    return await reads.comment(tx, keys, viewer, comment_id)


@put(ONE + "/pin", tags=["comments"], responses=WRITE)
async def pin(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Show it first; by whose post it is, one to a post."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.pin(tx, keys, viewer, comment_id, on=True)
    return await reads.comment(tx, keys, viewer, comment_id)


@delete(ONE + "/pin", status_code=200, tags=["comments"], responses=WRITE)
async def unpin(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Show it where it stands."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.pin(tx, keys, viewer, comment_id, on=False)
    return await reads.comment(tx, keys, viewer, comment_id)


@put(ONE + "/hidden", tags=["comments"], responses=WRITE)
async def hide(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Hide it from all but who wrote it, who is not told; by whose post it is."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.put(tx, keys, viewer, comment_id, "hidden")
    return await reads.comment(tx, keys, viewer, comment_id)


@delete(ONE + "/hidden", status_code=200, tags=["comments"], responses=WRITE)
async def show(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Show to all what was hidden, or waits to be approved; by whose post it is."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.put(tx, keys, viewer, comment_id, "shown")
    return await reads.comment(tx, keys, viewer, comment_id)


@put(ONE + "/waiting", tags=["comments"], responses=WRITE)
async def let_wait(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], comment_id: FromPath[UUID]) -> Comment:
    """Let it wait to be approved, again; by whose post it is."""
    limiter.take("post_changes_account", viewer.account_id)
    await actions.put(tx, keys, viewer, comment_id, "waiting")
    return await reads.comment(tx, keys, viewer, comment_id)


@get("/me/comments", tags=["comments"], responses=problems(400, 401, 429, 503))
async def mine(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> MyComments:
    """What I wrote, the newest first, also where I see the post no longer."""
    return await reads.mine(tx, keys, limits.sizes, viewer, cursor)


@get("/me/comments/waiting", tags=["comments"], responses=problems(400, 401, 429, 503))
async def waiting(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Comments:
    """What was said to my posts and waits for me to approve it."""
    return await reads.waiting(tx, keys, limits.sizes, viewer, cursor)


@get("/me/comment-settings", tags=["comments"], responses=problems(401, 429, 503))
async def settings(tx: Given[Tx], viewer: Given[Viewer]) -> CommentSettings:
    """How what is said to my posts is kept in order."""
    return await queries.settings(tx, viewer.account_id)


@patch("/me/comment-settings", tags=["comments"], responses=problems(400, 401, 403, 429, 503))
async def arrange(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], data: JSONBody[CommentSettingsChange]) -> CommentSettings:
    """Keep what is said to my posts from now on in order."""
    limiter.take("post_changes_account", viewer.account_id)
    return await actions.arrange(tx, viewer, data)


routes = [comments, now, say, comment, replies, change, remove, restore, like, unlike, pin, unpin, hide, show, let_wait, mine, waiting, settings, arrange]
