"""What posts do later."""

from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limiter import RateLimiter
from paperplane.core.storage import Storage
from paperplane.posts.publishing.actions import preview
from paperplane.posts.types import PostLinkSaid


async def preview_post(config: Config, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, tx: Tx, event: PostLinkSaid) -> None:
    if config.previews:
        await preview(tx, storage, fetcher, limiter, config.limits.sizes, event)
