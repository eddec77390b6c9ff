"""HTTP doors of what others did."""

from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency as Given
from litestar.params import Parameter

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Limits
from paperplane.core.openapi import problems
from paperplane.notifications import queries, reads
from paperplane.notifications.types import Activities, ActivityFrame
from paperplane.relations.types import Asked

Cursor = Annotated[str | None, Parameter(max_length=200)]


@get("/activity", tags=["activity"], responses=problems(400, 401, 429, 503))
async def activity(tx: Given[Tx], keys: Given[Keys], limits: Given[Limits], viewer: Given[Viewer],
                   cursor: Cursor = None) -> Activities:
    """What others did: who followed, liked, said something, named the viewer; a place and a day at a time. Never a conversation."""
    return await reads.activity(tx, keys, limits.sizes, viewer, cursor)


@put("/activity/seen", status_code=204, tags=["activity"], responses=problems(401, 403, 429, 503))
async def see(tx: Given[Tx], viewer: Given[Viewer]) -> None:
    """The viewer has looked: nothing is new any more, on no screen of theirs."""
    await queries.see(tx, viewer.account_id)
    tx.push(ActivityFrame(), to=[viewer.account_id])
    tx.signal(Asked([viewer.account_id]))


routes = [activity, see]
