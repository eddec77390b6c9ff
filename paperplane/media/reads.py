"""What its owner is shown of a medium."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.media import queries
from paperplane.media.types import Media


async def of(tx: Tx, owner: UUID, media: UUID) -> Media:
    """NotFound where it is somebody else's, or gone."""
    found = await queries.of(tx, owner, media)
    if found is None:
        raise NotFound
    return found
