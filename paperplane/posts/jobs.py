"""What posts do later."""

from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limiter import RateLimiter
from paperplane.core.storage import Storage
from paperplane.media.ladder.types import StillMade
from paperplane.posts.cards import actions as cards
from paperplane.posts.publishing.actions import preview
from paperplane.posts.types import PostChanged, PostLinkSaid, PostPublished
from paperplane.posts.video import covers
from paperplane.posts.video.actions import climb
from paperplane.relations.types import BlockChanged, Followed, Unfriended


async def preview_post(config: Config, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, tx: Tx, event: PostLinkSaid) -> None:
    if config.previews:
        await preview(tx, storage, fetcher, limiter, config.limits.sizes, event)


async def climb_post(tx: Tx, event: PostPublished) -> None:
    await climb(tx, event.post_id)


async def cover_made(tx: Tx, event: StillMade) -> None:
    await covers.made(tx, event)


async def post_changes_cards(tx: Tx, event: PostChanged) -> None:
    await cards.retell(tx, event.post_id)


async def block_changes_cards(tx: Tx, event: BlockChanged) -> None:
    await cards.retell_between(tx, event.blocker_id, event.blocked_id)


async def friendship_changes_cards(tx: Tx, event: Followed | Unfriended) -> None:
    one, other = (event.follower_id, event.followee_id) if isinstance(event, Followed) else (event.one_id, event.other_id)
    await cards.retell_between(tx, one, other)
