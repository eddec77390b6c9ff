"""What a viewer is shown of packs, and what they say with them."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.media.types import VARIANTS, Variant
from paperplane.messages.bodies.sent.types import SentText
from paperplane.messages.bodies.types import StickerBody, TextBody
from paperplane.messages.events import queries as log
from paperplane.messages.groups import reads as groups
from paperplane.messages.packs import queries, rules
from paperplane.messages.packs.types import Pack, PackRow, Packs, Place


async def mine(tx: Tx, viewer: Viewer) -> Packs:
    return await _shown(tx, viewer, await queries.mine(tx, viewer.account_id))


async def of_group(tx: Tx, viewer: Viewer, conversation: UUID) -> Packs:
    """Denied for who has left, NotFound for everybody else who is not in it."""
    await groups.inside(tx, viewer, conversation)
    return await _shown(tx, viewer, await queries.of_group(tx, viewer.account_id, conversation))


async def seen(tx: Tx, viewer: Viewer, pack: UUID, place: Place | None) -> PackRow:
    """NotFound for whom it is not there. `place`: a message by which the viewer knows it."""
    shown = place is not None and await _shows(tx, viewer, pack, place)
    return rules.sees(await queries.pack(tx, viewer.account_id, pack), viewer.account_id, shown=shown)


async def one(tx: Tx, viewer: Viewer, pack: UUID, place: Place | None = None) -> Pack:
    return (await _shown(tx, viewer, [await seen(tx, viewer, pack, place)])).packs[0]


async def variant(tx: Tx, viewer: Viewer, pack: UUID, media: UUID, named: str, place: Place | None) -> Variant:
    """NotFound where the viewer does not see the pack, or it has no such picture."""
    found = await one(tx, viewer, pack, place)
    if all(picture.item.media_id != media for picture in found.pictures):
        raise NotFound
    for variant in VARIANTS["sticker"]:
        if variant == named:
            return variant
    raise NotFound


async def words(tx: Tx, viewer: Viewer, conversation: UUID, sent: SentText) -> TextBody:
    """What is said, with the pictures that the viewer may use there."""
    asked = [(viewer.account_id, conversation, named.pack_id, named.media_id) for named in sent.emoji]
    found = await queries.usable(tx, asked)
    return rules.words(sent, {(pack, media): picture for (_, _, pack, media), picture in found.items()})


async def _shows(tx: Tx, viewer: Viewer, pack: UUID, place: Place) -> bool:
    for message in await log.placed(tx, viewer.account_id, [(place.conversation_id, place.seq)]):
        match message.body:
            case StickerBody():
                return message.body.pack_id == pack
            case TextBody():
                return any(one.pack_id == pack for one in message.body.emoji)
    return False


async def _shown(tx: Tx, viewer: Viewer, rows: list[PackRow]) -> Packs:
    pictures = await queries.pictures(tx, [row.id for row in rows])
    return Packs([Pack(row.id, row.title, row.conversation_id, row.shared, row.added, rules.edits(row, viewer.account_id), pictures[row.id])
                  for row in rows])
