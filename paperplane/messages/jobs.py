"""What conversations do later."""

from paperplane.accounts.settings.types import ReceiptsSwitched
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limiter import RateLimiter
from paperplane.core.storage import Storage
from paperplane.messages import queries
from paperplane.messages.actions import accept_by_follow
from paperplane.messages.attachments.actions import drop
from paperplane.messages.attachments.types import Unattached
from paperplane.messages.folders.types import FoldersFrame
from paperplane.messages.manners.actions import receipts_switched
from paperplane.messages.previews.actions import preview
from paperplane.messages.previews.types import LinkSaid
from paperplane.messages.streaks.queries import end as end_streak
from paperplane.messages.types import ChangedFrame, Unsaid
from paperplane.relations.types import BlockChanged, CloseFriendsChanged, Followed, Unfriended


async def follow_opens_request(tx: Tx, event: Followed) -> None:
    await accept_by_follow(tx, event.follower_id, event.followee_id)


async def block_changes_head(tx: Tx, event: BlockChanged) -> None:
    """The blocker's open screens fetch the head anew. The other's are not told the moment."""
    conversation = await queries.direct_between(tx, event.blocker_id, event.blocked_id)
    if conversation is not None:
        await end_streak(tx, conversation)
        tx.push(ChangedFrame(conversation), to=[event.blocker_id])
    if meeting := await queries.shared(tx, event.blocker_id, event.blocked_id):
        tx.signal(Unsaid(meeting))      # what the other said stands on no screen of theirs any more


async def friendship_changes_head(tx: Tx, event: Followed | Unfriended) -> None:
    """Whether the two may call each other may hang on it, where one is a minor."""
    one, other = (event.follower_id, event.followee_id) if isinstance(event, Followed) else (event.one_id, event.other_id)
    conversation = await queries.direct_between(tx, one, other)
    if conversation is not None:
        tx.push(ChangedFrame(conversation), to=[one, other])


async def close_friends_change_folders(tx: Tx, event: CloseFriendsChanged) -> None:
    """Only what the owner does is told at once: a friend who leaves would be told of by it."""
    tx.push(FoldersFrame(), to=[event.owner_id])


async def preview_link(config: Config, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, tx: Tx, event: LinkSaid) -> None:
    if config.previews and not event.url.startswith(f"{config.origin}/"):     # of this server's own pages each sees something else
        await preview(tx, storage, fetcher, limiter, config.limits.sizes, event)


async def retell_receipts(tx: Tx, event: ReceiptsSwitched) -> None:
    await receipts_switched(tx, event.account_id)


async def drop_media(storage: Storage, tx: Tx, event: Unattached) -> None:
    await drop(tx, storage, event.media_ids)
