"""Packs are made, filled and deleted by whose they are, and added by others; everybody's screens are told."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.core.ids import new_id
from paperplane.core.limits import Sizes
from paperplane.media import queries as media
from paperplane.messages import queries as heads
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.attachments import queries as attached
from paperplane.messages.groups import actions as groups
from paperplane.messages.groups import rules as group_rules
from paperplane.messages.packs import queries, reads, rules
from paperplane.messages.packs.types import Pack, PackChange, PackRequest, PackRow, PacksFrame, PictureRequest, Place


async def make(tx: Tx, sizes: Sizes, viewer: Viewer, request: PackRequest) -> tuple[Pack, bool]:
    """An empty pack, or what an earlier try made: then it is there already."""
    await heads.lock_account(tx, viewer.account_id)
    conversation = request.conversation_id
    if conversation is not None:
        group = await groups.entered(tx, viewer, conversation)
        group_rules.may(group.role, group.permissions.edit)
    before = await queries.made_before(tx, viewer.account_id, request.client_id)
    if before is not None:
        return await reads.one(tx, viewer, before), True
    title = rules.title(request.title, sizes.pack_title_chars)
    owner = viewer.account_id if conversation is None else None
    there = await queries.count(tx, owner, conversation)
    rules.has_room(there, sizes.packs)
    made = PackRow(new_id(), owner, conversation, title, request.shared and conversation is None, added=False, blocked=False, role=None,
                   permissions=None)
    await queries.insert(tx, made, viewer.account_id, request.client_id, there)
    await _tell(tx, made)
    return await reads.one(tx, viewer, made.id), False


async def change(tx: Tx, sizes: Sizes, viewer: Viewer, pack: UUID, wish: PackChange) -> Pack:
    """Another title or order, or shared no longer: then it is gone from those who had added it."""
    found = await _editable(tx, viewer, pack)
    title = found.title if wish.title is None else rules.title(wish.title, sizes.pack_title_chars)
    shared = found.shared if wish.shared is None or found.conversation_id is not None else wish.shared
    await queries.update(tx, pack, title, shared=shared)
    if wish.order is not None:
        there = [one.item.media_id for one in (await queries.pictures(tx, [pack]))[pack]]
        await queries.put_in_order(tx, pack, rules.ordered(there, wish.order))
    await _tell(tx, found)
    if found.shared and not shared:
        await queries.leave_all(tx, pack)
    return await reads.one(tx, viewer, pack)


async def delete(tx: Tx, viewer: Viewer, pack: UUID) -> None:
    """What was sent out of it stays."""
    found = await _editable(tx, viewer, pack)
    await _tell(tx, found)
    await attachments.release(tx, pack)
    await queries.delete(tx, pack)


async def put_picture(tx: Tx, sizes: Sizes, viewer: Viewer, pack: UUID, picture: UUID, wish: PictureRequest) -> Pack:
    """Put in a picture that the viewer has brought, or call one of it something else."""
    found = await _editable(tx, viewer, pack)
    said = rules.picture(wish, sizes)
    there = (await queries.pictures(tx, [pack]))[pack]
    others = [one for one in there if one.item.media_id != picture]
    rules.takes(others, said, sizes.pack_pictures)
    if len(others) == len(there):
        brought = rules.fits(await media.of(tx, viewer.account_id, picture))
        rules.may_be(said, moves=brought.duration_ms is not None)
        if not await attached.hold(tx, pack, [picture]):
            raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.")
    else:
        rules.may_be(said, moves=any(one.item.duration_ms is not None for one in there if one.item.media_id == picture))
    await queries.put_picture(tx, pack, picture, said)
    await _tell(tx, found)
    return await reads.one(tx, viewer, pack)


async def remove_picture(tx: Tx, viewer: Viewer, pack: UUID, picture: UUID) -> Pack:
    """What was sent of it stays."""
    found = await _editable(tx, viewer, pack)
    if not await queries.delete_picture(tx, pack, picture):
        raise NotFound
    await attachments.let_go(tx, pack, picture)
    await _tell(tx, found)
    return await reads.one(tx, viewer, pack)


async def add(tx: Tx, sizes: Sizes, viewer: Viewer, pack: UUID, place: Place | None) -> Pack:
    """Use somebody else's pack too, as it is and will be."""
    await heads.lock_account(tx, viewer.account_id)
    await queries.lock(tx, pack)        # nobody stops sharing it meanwhile
    found = await reads.seen(tx, viewer, pack, place)
    rules.may_add(found, viewer.account_id, await queries.added_count(tx, viewer.account_id), sizes.packs_added)
    await queries.add(tx, viewer.account_id, pack)
    tx.push(PacksFrame(None), to=[viewer.account_id])
    return await reads.one(tx, viewer, pack)


async def leave(tx: Tx, viewer: Viewer, pack: UUID) -> None:
    """Use it no longer. NotFound where it was not added."""
    if not await queries.leave(tx, viewer.account_id, pack):
        raise NotFound
    tx.push(PacksFrame(None), to=[viewer.account_id])


async def _editable(tx: Tx, viewer: Viewer, pack: UUID) -> PackRow:
    """The pack, locked. NotFound where the viewer does not see it, Denied where they only use it."""
    await queries.lock(tx, pack)
    found = await reads.seen(tx, viewer, pack, None)
    rules.may_edit(found, viewer.account_id)
    return found


async def _tell(tx: Tx, pack: PackRow) -> None:
    """Whoever uses it."""
    if pack.conversation_id is not None:
        tx.push(PacksFrame(pack.conversation_id), to=await heads.member_ids(tx, pack.conversation_id))
    elif pack.account_id is not None:
        tx.push(PacksFrame(None), to=[pack.account_id, *await queries.added_by(tx, pack.id)])
