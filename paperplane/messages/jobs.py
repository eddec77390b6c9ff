"""What conversations do later."""

from paperplane.core.db import Tx
from paperplane.messages.actions import accept_by_follow
from paperplane.relations.types import Followed


async def follow_opens_request(tx: Tx, event: Followed) -> None:
    await accept_by_follow(tx, event.follower_id, event.followee_id)
