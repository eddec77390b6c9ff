"""Statements on presence."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.presence.types import LastSeen


async def shown_to(tx: Tx, viewer: UUID, wanted: list[UUID]) -> list[LastSeen]:
    """Of the wanted people, those whose presence the viewer may see: friends, where both show it."""
    return await tx.all(LastSeen, """
select a.id as account_id, a.last_seen_at
from accounts a
join accounts v on v.id = $1 and v.show_presence
join follows f on f.follower_id = v.id and f.followee_id = a.id
join follows b on b.follower_id = a.id and b.followee_id = v.id
where a.id = any($2::uuid[]) and a.show_presence""", viewer, wanted)
