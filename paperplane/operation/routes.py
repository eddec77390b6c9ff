"""The door for operators. For everybody else it is not there."""

from litestar import get
from litestar.di import NamedDependency as Given

from paperplane.accounts.reads import viewer_of
from paperplane.accounts.types import Credential
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.openapi import problems
from paperplane.operation import reads
from paperplane.operation.types import Operation
from paperplane.operation.watch import Watch


@get("/operation", tags=["operation"], responses=problems(404, 429, 503))
async def operation(tx: Given[Tx], who: Given[Credential | None], keys: Given[Keys], config: Given[Config],
                    watch: Given[Watch]) -> Operation:
    """How the server is doing, and how it did in the last hour. For operators; nothing here for anybody else."""
    viewer = await viewer_of(tx, keys, config.limits.sizes, who)
    if viewer is None or not viewer.operator:
        raise NotFound
    return await reads.operation(tx, watch, config)


routes = [operation]
