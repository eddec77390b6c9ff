"""Posts were looked at."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.posts import queries as posts
from paperplane.posts import reads, rules
from paperplane.posts.views import queries


async def look(tx: Tx, keys: Keys, viewer: Viewer, ids: list[UUID]) -> None:
    """Those that the viewer may see and that are somebody else's count; of the others nothing is said."""
    rows = await posts.posts(tx, viewer.account_id, ids)
    seen = [row.post_id for row in rows if row.id != viewer.account_id and rules.sees(reads.seen(row, keys, viewer))]
    if seen:
        await queries.count(tx, viewer.account_id, seen)
