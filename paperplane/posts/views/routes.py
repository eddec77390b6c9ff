"""The HTTP door of views."""

from litestar import post
from litestar.di import NamedDependency as Given
from litestar.params import JSONBody

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.posts.views import actions
from paperplane.posts.views.types import ViewsRequest


@post("/views", status_code=204, tags=["posts"], responses=problems(400, 401, 403, 429, 503))
async def look(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], data: JSONBody[ViewsRequest]) -> None:
    """These were on the screen: told together, once for each viewer, post and day."""
    limiter.take("views_account", viewer.account_id)
    await actions.look(tx, keys, viewer, data.post_ids)


routes = [look]
