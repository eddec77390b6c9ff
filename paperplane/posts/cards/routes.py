"""The HTTP door of cards."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency as Given
from litestar.params import Parameter

from paperplane.accounts.types import SIZES, Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.openapi import problems
from paperplane.posts.cards import reads
from paperplane.posts.cards.types import Cards

Ids = Annotated[list[UUID], Parameter(min_items=1, max_items=SIZES.cards)]


@get("/cards", tags=["posts"], responses=problems(400, 401, 429, 503))
async def resolved(tx: Given[Tx], keys: Given[Keys], viewer: Given[Viewer], ids: Ids) -> Cards:
    """What the viewer may see now of posts that stand in conversations, or were linked there."""
    return await reads.resolved(tx, keys, viewer, ids)


routes = [resolved]
