"""HTTP doors of folders."""

from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency as Given
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.messages.folders import actions, queries
from paperplane.messages.folders.types import Folder, FolderChange, FolderRequest, Folders

ONE = "/me/folders/{folder_id:uuid}"
HELD = ONE + "/conversations/{conversation_id:uuid}"
WRITE = problems(400, 401, 403, 404, 409, 429, 503)


@get("/me/folders", tags=["order"], responses=problems(400, 401, 429, 503))
async def folders(tx: Given[Tx], viewer: Given[Viewer]) -> Folders:
    """My folders, in their order."""
    return Folders(await queries.folders(tx, viewer.account_id))


@post("/me/folders", tags=["order"], responses=WRITE | {200: ResponseSpec(Folder, description="Made before")})
async def make(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
               data: JSONBody[FolderRequest]) -> Response[Folder]:
    """Make a folder; a retry with the same `client_id` answers 200 with the first."""
    limiter.take("orders_account", viewer.account_id)
    made, repeat = await actions.make(tx, limits.sizes, viewer, data)
    return Response(made, status_code=200 if repeat else 201)


@patch(ONE, tags=["order"], responses=WRITE)
async def change(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 folder_id: FromPath[UUID], data: JSONBody[FolderChange]) -> Folders:
    """Call a folder something else, or move it; all of them, as they stand then."""
    limiter.take("orders_account", viewer.account_id)
    await actions.change(tx, limits.sizes, viewer, folder_id, data)
    return Folders(await queries.folders(tx, viewer.account_id))


@delete(ONE, tags=["order"], responses=WRITE)
async def remove(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], folder_id: FromPath[UUID]) -> None:
    """Delete a folder, and nothing that is in it."""
    limiter.take("orders_account", viewer.account_id)
    await actions.delete(tx, viewer, folder_id)


@put(HELD, tags=["order"], responses=WRITE)
async def put_in(tx: Given[Tx], limits: Given[Limits], limiter: Given[RateLimiter], viewer: Given[Viewer],
                 folder_id: FromPath[UUID], conversation_id: FromPath[UUID]) -> Folder:
    """Put a conversation into a folder that is filled by hand."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.put_in(tx, limits.sizes, viewer, folder_id, conversation_id)


@delete(HELD, status_code=200, tags=["order"], responses=WRITE)
async def take_out(tx: Given[Tx], limiter: Given[RateLimiter], viewer: Given[Viewer], folder_id: FromPath[UUID],
                   conversation_id: FromPath[UUID]) -> Folder:
    """Take a conversation out of a folder."""
    limiter.take("orders_account", viewer.account_id)
    return await actions.take_out(tx, viewer, folder_id, conversation_id)


routes = [folders, make, change, remove, put_in, take_out]
