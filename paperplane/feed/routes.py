"""HTTP doors of feeds."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency as Given
from litestar.params import Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.feed import reads
from paperplane.feed.types import Feed

Cursor = Annotated[str | None, Parameter(max_length=200)]
READ = problems(400, 401, 429, 503)


@get("/feed/following", tags=["feed"], responses=READ)
async def following(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Feed:
    """What those I follow show, and show again, the newest first."""
    return await reads.following(tx, keys, limits.sizes, viewer, cursor)


@get("/feed/latest", tags=["feed"], responses=READ)
async def latest(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer], cursor: Cursor = None) -> Feed:
    """Whatever I may see, the newest first."""
    return await reads.latest(tx, keys, limits.sizes, viewer, cursor)


routes = [following, latest]
