"""What is told of what others did."""

from paperplane.core.db import Tx
from paperplane.notifications.types import ActivityFrame
from paperplane.relations.types import Asked, Followed


async def tell_followed(tx: Tx, event: Followed) -> None:
    tx.push(ActivityFrame(), to=[event.followee_id])
    tx.signal(Asked([event.followee_id]))
