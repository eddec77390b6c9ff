"""What stands for a video until it plays: chosen, kept, gone with the choice of another."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict, Invalid
from paperplane.media import queries as media
from paperplane.media.ladder import stills
from paperplane.media.ladder.types import StillMade
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.attachments import queries as held
from paperplane.messages.bodies.types import MediaItem
from paperplane.posts.telling import changed
from paperplane.posts.types import PostFrame
from paperplane.posts.video import queries, rules
from paperplane.posts.video.types import CoverRequest, CoverRow


async def choose(tx: Tx, viewer: Viewer, post: UUID, shown: list[MediaItem], asked: CoverRequest | None, before: CoverRow | None) -> None:
    """Another than `before`, or none; nobody else changes the post meanwhile. Raises Invalid, or Conflict."""
    video = rules.may_cover(shown, asked)
    if asked is not None and asked.at_ms is not None and before is not None and before.at_ms == asked.at_ms:
        return
    chosen = None
    if asked is not None and asked.media_id is not None:
        chosen = await _photo(tx, viewer, post, asked.media_id)
    elif asked is not None:
        chosen = CoverRow(at_ms=asked.at_ms)
    if before is not None and before.media_id is not None and (chosen is None or chosen.media_id != before.media_id):
        await attachments.let_go(tx, post, before.media_id)
    await queries.cover(tx, post, chosen)
    await _moments(tx, video.media_id, before, chosen)
    changed(tx, post)


async def _photo(tx: Tx, viewer: Viewer, post: UUID, wanted: UUID) -> CoverRow:
    found = await media.of(tx, viewer.account_id, wanted)
    if found is None or (found.state == "ready" and found.kind == "photo" and not await held.hold(tx, post, [wanted])):
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.", media_id=str(wanted))
    if found.state != "ready":
        raise Conflict("media_not_ready", "This file is not ready.", media_id=str(wanted), state=found.state)
    if found.kind != "photo":
        raise Invalid("media_kind", "Only a photo can stand for a video.", media_id=str(wanted), kind=found.kind)
    return CoverRow(media_id=wanted, ready=True, blurhash=found.blurhash)


async def _moments(tx: Tx, video: UUID, before: CoverRow | None, now: CoverRow | None) -> None:
    """The picture of one that nothing shows any more goes; that of another is made."""
    if before is not None and before.at_ms is not None:
        await left(tx, [(video, before.at_ms)])
    if now is not None and now.at_ms is not None:
        await stills.lock(tx, [video])
        await stills.want(tx, video, now.at_ms)


async def left(tx: Tx, moments: list[tuple[UUID, int]]) -> None:
    """Of each of these videos a post shows this moment no longer: its picture goes where no other does."""
    await stills.lock(tx, [video for video, _ in moments])
    for video, at_ms in dict.fromkeys(moments):
        if not await queries.stands_for(tx, video, at_ms):
            await stills.unwant(tx, video, at_ms)


async def keep(tx: Tx, post: UUID, before: list[MediaItem], shown: list[MediaItem], cover: CoverRow | None) -> bool:
    """Its media were let go, and others held: its photo stays, a moment is that of the video it has now, and True: is made."""
    if cover is not None and cover.media_id is not None:
        await held.hold(tx, post, [cover.media_id])
    elif cover is not None and shown[0].media_id != before[0].media_id:
        chosen = CoverRow(at_ms=cover.at_ms)
        await queries.cover(tx, post, chosen)
        await stills.lock(tx, [before[0].media_id, shown[0].media_id])
        await _moments(tx, before[0].media_id, cover, None)
        await _moments(tx, shown[0].media_id, None, chosen)
        return True
    return False


async def made(tx: Tx, still: StillMade) -> None:
    """A moment that was chosen is a picture, or cannot be one."""
    cover = CoverRow(at_ms=still.at_ms, ready=True, blurhash=still.blurhash) if still.blurhash else None
    for post in await queries.covered(tx, still.media_id, still.at_ms, cover):
        tx.push(PostFrame(post.id, post.state), to=[post.author_id])
        changed(tx, post.id)
