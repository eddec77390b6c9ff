"""What stands for a video until it plays: chosen, kept, made."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.config import Config
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict, Invalid
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.ladder.actions import still
from paperplane.media.making.actions import drop
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.attachments import queries as held
from paperplane.messages.bodies.types import MediaItem
from paperplane.posts.types import PostFrame
from paperplane.posts.video import queries, rules
from paperplane.posts.video.types import CoverChosen, CoverRequest, CoverRow


async def choose(tx: Tx, viewer: Viewer, post: UUID, shown: list[MediaItem], asked: CoverRequest | None, before: CoverRow | None) -> None:
    """Another than `before`, or none; nobody else changes the post meanwhile. Raises Invalid, or Conflict."""
    rules.may_cover(shown, asked)
    if before is not None and before.media_id is not None:
        await attachments.let_go(tx, post, before.media_id)
    chosen = None
    if asked is not None and asked.media_id is not None:
        chosen = await _photo(tx, viewer, post, asked.media_id)
    elif asked is not None:
        chosen = CoverRow(at_ms=asked.at_ms)
        tx.announce(CoverChosen(post))
    await queries.cover(tx, post, chosen)


async def _photo(tx: Tx, viewer: Viewer, post: UUID, wanted: UUID) -> CoverRow:
    found = await media.of(tx, viewer.account_id, wanted)
    if found is None or (found.state == "ready" and found.kind == "photo" and not await held.hold(tx, post, [wanted])):
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.", media_id=str(wanted))
    if found.state != "ready":
        raise Conflict("media_not_ready", "This file is not ready.", media_id=str(wanted), state=found.state)
    if found.kind != "photo":
        raise Invalid("media_kind", "Only a photo can stand for a video.", media_id=str(wanted), kind=found.kind)
    return CoverRow(media_id=wanted, ready=True, blurhash=found.blurhash)


async def keep(tx: Tx, post: UUID, cover: CoverRow | None) -> None:
    """The post has another video: its photo stays, a moment is that of the new one."""
    if cover is not None and cover.media_id is not None:
        await held.hold(tx, post, [cover.media_id])
    elif cover is not None:
        await queries.cover(tx, post, CoverRow(at_ms=cover.at_ms))
        tx.announce(CoverChosen(post))


async def make(storage: Storage, config: Config, db: Db, post: UUID) -> None:
    """A moment that was chosen becomes a picture, once the video is there. Raises ChildDied where it is worth another try."""
    async with db.autocommit() as tx:
        due = await queries.cover_due(tx, post)
    if due is None or due.cover.at_ms is None:
        return
    blurhash = await still(storage, config, due.media_id, due.cover.at_ms)
    made = CoverRow(at_ms=due.cover.at_ms, ready=True, blurhash=blurhash) if blurhash else None
    async with db.tx() as tx:
        if await queries.covered(tx, post, due.cover.at_ms, made):
            tx.push(PostFrame(post, due.state), to=[due.author_id])
        there = await media.there(tx, due.media_id)
    if not there:       # it went while the picture was made, and what was kept then would stay for good
        await drop(storage, due.media_id)
