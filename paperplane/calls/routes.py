"""HTTP doors of calls: what a device needs to connect, and a way to end a call without a socket."""

from uuid import UUID

from litestar import delete, get
from litestar.di import NamedDependency as Given
from litestar.params import FromPath

from paperplane.accounts.types import Viewer
from paperplane.calls import actions, reads
from paperplane.calls.types import Ice
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.openapi import problems


@get("/calls/{call_id:uuid}/ice", tags=["calls"], responses=problems(400, 401, 404, 429, 503))
async def ice(tx: Given[Tx], viewer: Given[Viewer], config: Given[Config], call_id: FromPath[UUID]) -> Ice:
    """By which servers a device that is in this call finds its way to the other."""
    return await reads.ice(tx, config, viewer, call_id)


@delete("/calls/{call_id:uuid}", tags=["calls"], responses=problems(400, 401, 403, 404, 429, 503))
async def end(tx: Given[Tx], viewer: Given[Viewer], config: Given[Config], call_id: FromPath[UUID]) -> None:
    """Decline it, take it back, or hang up."""
    await actions.end(tx, config.limits.sizes, viewer, call_id)


routes = [ice, end]
