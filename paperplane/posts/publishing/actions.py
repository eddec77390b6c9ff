"""Posts are published when their time has come and their media can be shown; what was deleted goes for good."""

import asyncio
from uuid import UUID
from weakref import WeakKeyDictionary

from paperplane.core.db import Db, Tx
from paperplane.core.fetching import Fetcher
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat, woken_by
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.actions import drop_preview
from paperplane.media.types import MakingEnded, PreviewDropped
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.bodies import rules as bodies
from paperplane.messages.previews.actions import glance, look
from paperplane.messages.previews.types import Preview
from paperplane.posts import queries, rules
from paperplane.posts.types import DueRow, PostFrame, PostLinkSaid, PostPublished, PostWaits
from paperplane.posts.video import covers

# Of each server its own.
_glancing: WeakKeyDictionary[Fetcher, asyncio.Semaphore] = WeakKeyDictionary()
BATCH = 50
EVERY_S = 1.0
REMOVE_EVERY_S = 10.0


async def publish_on(db: Db, sizes: Sizes) -> None:
    """As long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            due = await queries.take_due(tx, BATCH)
            for one in due:
                await _publish(tx, one, sizes)
        return len(due) == BATCH
    await repeat("publishing", step, EVERY_S, woken_by(db, MakingEnded, PostWaits))


async def _publish(tx: Tx, due: DueRow, sizes: Sizes) -> None:
    """Where its media are not what they should be, it is a draft again, and says why."""
    owned = await media.owned(tx, [(due.author_id, item.media_id) for item in due.media]) if due.media else {}
    shown = rules.whole(due.media, {one.id: one for one in owned.values()}, sizes)
    if isinstance(shown, str):
        await queries.fail(tx, due.id, shown)
        tx.push(PostFrame(due.id, "draft"), to=[due.author_id])
        return
    await queries.publish(tx, due.id, shown)
    await published(tx, due.id, due.author_id, due.text, linked=due.kind == "text" and due.link_preview)
    tx.announce(PostPublished(due.id))
    tx.push(PostFrame(due.id, "published"), to=[due.author_id])


async def published(tx: Tx, post: UUID, author: UUID, text: str, *, linked: bool) -> None:
    """What follows from what a published post says, each time it says something else. `linked`: it shows where its first link leads."""
    await queries.file_tags(tx, post)
    if linked and (url := bodies.first_link(text)):
        tx.announce(PostLinkSaid(post, author, url))


async def preview(tx: Tx, storage: Storage, fetcher: Fetcher, limiter: RateLimiter, sizes: Sizes, said: PostLinkSaid) -> None:
    """Everything is fetched before the first statement, as for a message."""
    made = await look(storage, fetcher, limiter, sizes, said.author_id, said.url)
    if made is None:
        return
    text = await queries.text(tx, said.post_id)
    if text is not None and bodies.first_link(text) == said.url and await queries.keep_preview(tx, said.post_id, text, made):
        tx.push(PostFrame(said.post_id, "published"), to=[said.author_id])
    elif made.image_id is not None:
        await drop_preview(storage, made.image_id)


async def glimpse(fetcher: Fetcher, sizes: Sizes, text: str) -> Preview | None:
    """What a post that says this would show: in words, since nothing is kept of what may never be posted."""
    url = bodies.first_link(text)
    taken = _glancing.setdefault(fetcher, asyncio.Semaphore(sizes.previews_typed))
    if url is None or taken.locked():       # so many at once are looked at, whoever asks: it will show once it is posted
        return None
    async with taken:
        page = await glance(fetcher, sizes, url)
    return Preview(url, page.title, page.description, page.site, None) if page else None


async def remove_on(db: Db, sizes: Sizes) -> None:
    """What nobody can take back any more goes with its media, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            gone = await queries.take_deleted(tx, sizes.post_restore_s, BATCH)
            for one in gone:
                await attachments.release(tx, one)
            removed = await queries.remove(tx, gone) if gone else []
            for row in removed:
                if row.image_id is not None:
                    tx.announce(PreviewDropped(row.image_id))
            if moments := [(row.video_id, row.at_ms) for row in removed if row.video_id is not None and row.at_ms is not None]:
                await covers.left(tx, moments)
        return len(gone) == BATCH
    await repeat("deleted_posts", step, REMOVE_EVERY_S)
