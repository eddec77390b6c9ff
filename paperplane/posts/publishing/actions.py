"""Posts are published when their time has come and their media can be shown; what was deleted goes for good."""

from paperplane.core.db import Db, Tx
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.media import queries as media
from paperplane.media.types import PreviewDropped
from paperplane.messages.attachments import actions as attachments
from paperplane.posts import queries, rules
from paperplane.posts.types import DueRow, PostFrame, PostPublished

BATCH = 50
EVERY_S = 1.0


async def publish_on(db: Db) -> None:
    """As long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            due = await queries.take_due(tx, BATCH)
            for one in due:
                await _publish(tx, one)
        return len(due) == BATCH
    await repeat("publishing", step, EVERY_S)


async def _publish(tx: Tx, due: DueRow) -> None:
    """Where its media are not what they should be, it is a draft again, and says why."""
    owned = await media.owned(tx, [(due.author_id, item.media_id) for item in due.media]) if due.media else {}
    shown = rules.whole(due.media, {one.id: one for one in owned.values()})
    if isinstance(shown, str):
        await queries.fail(tx, due.id, shown)
        tx.push(PostFrame(due.id, "draft"), to=[due.author_id])
        return
    await queries.publish(tx, due.id, shown)
    await queries.file_tags(tx, due.id)
    tx.announce(PostPublished(due.id))
    tx.push(PostFrame(due.id, "published"), to=[due.author_id])


async def remove_on(db: Db, sizes: Sizes) -> None:
    """What nobody can take back any more goes with its media, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            gone = await queries.take_deleted(tx, sizes.post_restore_s, BATCH)
            for one in gone:
                await attachments.release(tx, one)
            for image in await queries.remove(tx, gone) if gone else []:
                tx.announce(PreviewDropped(image))
        return len(gone) == BATCH
    await repeat("deleted_posts", step, EVERY_S)
