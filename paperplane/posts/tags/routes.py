"""The HTTP door of tags."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency as Given
from litestar.params import QueryParameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.posts.tags import reads
from paperplane.posts.tags.types import Tags

Query = Annotated[str, QueryParameter(min_length=1, max_length=60)]


@get("/tags", tags=["posts"], responses=problems(400, 401, 429, 503))
async def search(tx: Given[Tx], keys: Given[Keys], limiter: Given[RateLimiter], viewer: Given[Viewer], q: Query) -> Tags:
    """Hashtags that begin so, as you type: those of posts that the viewer may see."""
    limiter.take("tag_searches_account", viewer.account_id)
    return await reads.search(tx, keys, viewer, q)


routes = [search]
