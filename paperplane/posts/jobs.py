"""What posts do later."""

from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limiter import RateLimiter
from paperplane.core.storage import Storage
from paperplane.posts.publishing.actions import preview
from paperplane.posts.types import PostLinkSaid, PostPublished
from paperplane.posts.video import covers
from paperplane.posts.video.actions import climb
from paperplane.posts.video.types import CoverChosen


async def preview_post(config: Config, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, tx: Tx, event: PostLinkSaid) -> None:
    if config.previews:
        await preview(tx, storage, fetcher, limiter, config.limits.sizes, event)


async def climb_post(tx: Tx, event: PostPublished) -> None:
    await climb(tx, event.post_id)


async def cover_post(storage: Storage, config: Config, db: Db, _tx: Tx, event: PostPublished | CoverChosen) -> None:
    await covers.make(storage, config, db, event.post_id)
