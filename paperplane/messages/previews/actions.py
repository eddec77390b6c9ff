"""A page is fetched, and what it says of itself is kept with the message and told, where the message still says the link."""

import asyncio
from uuid import UUID

import msgspec

from paperplane.core.db import Tx
from paperplane.core.errors import Invalid
from paperplane.core.fetching import Fetcher, NotFetched
from paperplane.core.ids import new_id
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media import actions as media
from paperplane.messages import queries as conversations
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.changes.actions import write
from paperplane.messages.previews import queries, rules
from paperplane.messages.previews.types import LinkSaid, Page, Preview

PAGES = ("text/html",)
PICTURES = ("image/",)


async def preview(tx: Tx, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, sizes: Sizes, said: LinkSaid) -> None:
    """Everything is fetched before the first statement: no connection waits for a stranger's server."""
    made = await look(storage, fetcher, limiter, sizes, said.sender, said.url)
    if made is not None and not await _kept(tx, said, made) and made.image_id:
        await media.drop_preview(storage, made.image_id)


async def look(storage: Storage, fetcher: Fetcher, limiter: RateLimiter, sizes: Sizes, sender: UUID, url: str) -> Preview | None:
    """What the page says of itself, with its picture; None where it says nothing, or enough was asked for this sender."""
    if limiter.wait_for("previews_account", sender) > 0:
        return None
    page = await glance(fetcher, sizes, url)
    if page is None:
        return None
    image = await _picture(storage, fetcher, sizes, page.image) if page.image else None
    return Preview(url, page.title, page.description, page.site, image)


async def glance(fetcher: Fetcher, sizes: Sizes, url: str) -> Page | None:
    """What it says of itself, in words; nothing is kept."""
    try:
        fetched = await fetcher.fetch(url, PAGES, sizes.preview_bytes)
    except NotFetched:
        return None
    return await asyncio.to_thread(rules.read, fetched)


async def _picture(storage: Storage, fetcher: Fetcher, sizes: Sizes, url: str) -> UUID | None:
    try:
        fetched = await fetcher.fetch(url, PICTURES, sizes.preview_bytes)
        return await media.keep_preview(storage, sizes, fetched.content)
    except (NotFetched, Invalid):
        return None


async def _kept(tx: Tx, said: LinkSaid, made: Preview) -> bool:
    """False where the message is gone meanwhile, or says something else."""
    await conversations.lock(tx, said.conversation_id)
    now = await queries.target(tx, said.conversation_id, said.seq)
    if now is None or now.text is None or now.preview or bodies.first_link(now.text) != said.url:
        return False
    await queries.keep(tx, said.conversation_id, said.seq, made)
    await write(tx, said.conversation_id, said.sender, new_id(), "previewed", said.seq, msgspec.to_builtins(made))
    return True
