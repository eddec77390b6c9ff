"""Folders are made, named, put in order and filled; the person's other devices are told."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.ids import new_id
from paperplane.core.limits import Sizes
from paperplane.messages import queries as heads
from paperplane.messages import rules as keeping
from paperplane.messages.actions import visible
from paperplane.messages.folders import queries, rules
from paperplane.messages.folders.types import Folder, FolderChange, FolderRequest, FoldersFrame


async def make(tx: Tx, sizes: Sizes, viewer: Viewer, request: FolderRequest) -> tuple[Folder, bool]:
    """A folder at the end, or what an earlier try made: then it is there already."""
    await heads.lock_account(tx, viewer.account_id)
    before = await queries.made_before(tx, viewer.account_id, request.client_id)
    if before is not None:
        return before, True
    name = rules.name(request.name, sizes.folder_name_chars)
    there = len(await queries.folders(tx, viewer.account_id))
    rules.has_room(there, sizes.folders)
    made = new_id()
    await queries.insert(tx, viewer.account_id, Folder(made, name, request.rule, None, None), request.client_id, there)
    _tell(tx, viewer)
    return await _one(tx, viewer, made), False


async def change(tx: Tx, sizes: Sizes, viewer: Viewer, folder: UUID, wish: FolderChange) -> None:
    """Another name, another place. NotFound where it is nobody's, or somebody else's."""
    await heads.lock_account(tx, viewer.account_id)
    await _one(tx, viewer, folder)
    if wish.name is not None:
        await queries.rename(tx, folder, rules.name(wish.name, sizes.folder_name_chars))
    if wish.place is not None:
        order = [one.id for one in await queries.folders(tx, viewer.account_id)]
        await queries.put_in_order(tx, viewer.account_id, rules.moved(order, folder, wish.place))
    _tell(tx, viewer)


async def delete(tx: Tx, viewer: Viewer, folder: UUID) -> None:
    """Its conversations stay where they are in the inbox."""
    await heads.lock_account(tx, viewer.account_id)
    if not await queries.delete(tx, viewer.account_id, folder):
        raise NotFound
    await queries.put_in_order(tx, viewer.account_id, [one.id for one in await queries.folders(tx, viewer.account_id)])
    _tell(tx, viewer)


async def put_in(tx: Tx, sizes: Sizes, viewer: Viewer, folder: UUID, conversation: UUID) -> Folder:
    await heads.lock_account(tx, viewer.account_id)
    found = await _one(tx, viewer, folder)
    keeping.may_keep(await visible(tx, viewer, conversation))
    if conversation in (found.conversation_ids or []):
        return found
    rules.takes(found, sizes.folder_conversations)
    await queries.put_in(tx, folder, conversation)
    _tell(tx, viewer)
    return await _one(tx, viewer, folder)


async def take_out(tx: Tx, viewer: Viewer, folder: UUID, conversation: UUID) -> Folder:
    await heads.lock_account(tx, viewer.account_id)
    await _one(tx, viewer, folder)
    await visible(tx, viewer, conversation)
    if await queries.take_out(tx, folder, conversation):
        _tell(tx, viewer)
    return await _one(tx, viewer, folder)


async def _one(tx: Tx, viewer: Viewer, folder: UUID) -> Folder:
    found = await queries.folder(tx, viewer.account_id, folder)
    if found is None:
        raise NotFound
    return found


def _tell(tx: Tx, viewer: Viewer) -> None:
    tx.push(FoldersFrame(), to=[viewer.account_id])
