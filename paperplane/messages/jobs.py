"""What conversations do later."""

from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limits import RateLimiter
from paperplane.core.storage import Storage
from paperplane.messages import queries
from paperplane.messages.actions import accept_by_follow
from paperplane.messages.attachments.actions import drop
from paperplane.messages.attachments.types import Unattached
from paperplane.messages.previews.actions import preview
from paperplane.messages.previews.types import LinkSaid
from paperplane.messages.types import ChangedFrame
from paperplane.relations.types import BlockChanged, Followed


async def follow_opens_request(tx: Tx, event: Followed) -> None:
    await accept_by_follow(tx, event.follower_id, event.followee_id)


async def block_changes_head(tx: Tx, event: BlockChanged) -> None:
    """The blocker's open screens fetch the head anew. The other's are not told the moment."""
    conversation = await queries.direct_between(tx, event.blocker_id, event.blocked_id)
    if conversation is not None:
        tx.push(ChangedFrame(conversation), to=[event.blocker_id])


async def preview_link(config: Config, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, tx: Tx, event: LinkSaid) -> None:
    await preview(tx, storage, fetcher, limiter, config.limits.sizes, event)


async def drop_media(storage: Storage, tx: Tx, event: Unattached) -> None:
    await drop(tx, storage, event.media_ids)
