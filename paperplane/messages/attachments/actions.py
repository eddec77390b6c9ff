"""Media are looked up to be sent, and dropped when nobody refers to them any more."""

from collections.abc import Sequence
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Invalid
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.core.storage import Storage
from paperplane.media import queries as media
from paperplane.media.making.actions import drop as drop_objects
from paperplane.messages.attachments import queries, rules
from paperplane.messages.attachments.types import Unattached
from paperplane.messages.bodies.sent.types import SentMedia, SentVideoNote, SentVoice, WithMedia
from paperplane.messages.bodies.types import Spoken

BATCH = 50
EVERY_S = 300.0


async def body(tx: Tx, viewer: Viewer, said: Spoken | WithMedia) -> Spoken:
    """What is said, with the viewer's media in it. Raises Invalid, or Conflict."""
    if not isinstance(said, SentMedia | SentVoice | SentVideoNote):
        return said
    mine = await media.owned(tx, [(viewer.account_id, item.media_id) for item in said.items])
    return rules.body(said, {one.id: one for one in mine.values()})


async def hold(tx: Tx, holder: UUID, said: Spoken) -> None:
    """What is sent later keeps its media until then."""
    ids = list({item.media_id for item in rules.items(said)})
    if ids and await queries.hold(tx, holder, ids) < len(ids):
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.")


async def release(tx: Tx, holder: UUID, places: Sequence[int] = (0,)) -> None:
    """Who refers to them does no longer; where it was the last, they go."""
    if released := await queries.release(tx, holder, list(places)):
        tx.announce(Unattached(released))


async def let_go(tx: Tx, holder: UUID, medium: UUID) -> None:
    """Refer to one of them no longer."""
    if await queries.let_go(tx, holder, medium):
        tx.announce(Unattached([medium]))


async def drop(tx: Tx, storage: Storage, ids: list[UUID]) -> None:
    """Remove those to which nobody refers: their objects first, so that what a kill leaves between the two is found again."""
    await media.lock(tx, ids)
    gone = await queries.unattached(tx, ids)
    for one in gone:
        await drop_objects(storage, one)
    if gone:
        await media.delete(tx, gone)


async def drop_unused(db: Db, storage: Storage, sizes: Sizes) -> None:
    """What was brought and never sent goes after a day, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            found = await queries.settling(tx, sizes.media_unused_h, BATCH)
            await drop(tx, storage, [media_id for media_id, attached in found if not attached])
            await media.settle(tx, [media_id for media_id, attached in found if attached])
        return len(found) == BATCH
    await repeat("unused_media", step, EVERY_S)
