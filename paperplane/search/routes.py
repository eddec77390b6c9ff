"""The HTTP door of the search."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency as Given
from litestar.params import FromQuery, Parameter, QueryParameter

from paperplane.accounts.types import SIZES, Viewer
from paperplane.core import text
from paperplane.core.db import Tx
from paperplane.core.limiter import RateLimiter
from paperplane.core.openapi import problems
from paperplane.search import reads
from paperplane.search.types import Found, Has, Wanted

Words = Annotated[str, Parameter(max_length=SIZES.search_chars, description="Words, each the beginning of one that was said.")]
Sender = Annotated[UUID | None, QueryParameter(name="from", description="The account that said it.")]
Where = Annotated[UUID | None, QueryParameter(name="in", description="Only in this conversation.")]


@get("/search/messages", tags=["search"], responses=problems(400, 401, 429, 503))
async def messages(tx: Given[Tx], viewer: Given[Viewer], limiter: Given[RateLimiter], q: Words = "", sender: Sender = None,
                   where: Where = None, has: FromQuery[Has | None] = None, before: FromQuery[datetime | None] = None,
                   after: FromQuery[datetime | None] = None, cursor: FromQuery[str | None] = None) -> Found:
    """Messages that say it, in all that one may read."""
    limiter.take("searches_account", viewer.account_id)
    wanted = Wanted(words=text.words(q), sender=sender, conversation=where, has=has, before=before, after=after)
    return await reads.search(tx, viewer, wanted, cursor)


routes = [messages]
