"""Keeping posts for oneself."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core import text
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.messages.queries import lock_account
from paperplane.posts import reads
from paperplane.posts.bookmarks import queries
from paperplane.posts.bookmarks.types import Collection, CollectionRequest
from paperplane.posts.types import PostFrame, PostPlace, PostRow, Posts


async def save(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, collection: UUID | None) -> None:
    """Into a collection, or another, or none. NotFound where the post is not for the viewer, or the collection not theirs."""
    row, _ = await reads.found(tx, keys, viewer, post)
    if collection is not None and await queries.collection(tx, viewer.account_id, collection) is None:
        raise NotFound
    await queries.save(tx, viewer.account_id, post, collection)
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])


async def drop(tx: Tx, viewer: Viewer, post: UUID) -> None:
    """Also of what the viewer does not see any more."""
    if await queries.drop(tx, viewer.account_id, post):
        tx.push(PostFrame(post, "published"), to=[viewer.account_id])


async def make(tx: Tx, sizes: Sizes, viewer: Viewer, asked: CollectionRequest) -> tuple[Collection, bool]:
    """The collection, and whether it was there already."""
    name = _name(asked.name, sizes)
    await lock_account(tx, viewer.account_id)
    before = await queries.made_before(tx, viewer.account_id, asked.client_id)
    if before is not None:
        return before, True
    if len(await queries.collections(tx, viewer.account_id)) >= sizes.collections:
        raise Conflict("too_many_collections", f"You can have at most {sizes.collections} collections.", limit="collections",
                       most=sizes.collections)
    made = Collection(new_id(), name)
    await queries.insert(tx, made.id, viewer.account_id, asked.client_id, name)
    return made, False


async def rename(tx: Tx, sizes: Sizes, viewer: Viewer, collection: UUID, name: str) -> Collection:
    found = await queries.rename(tx, viewer.account_id, collection, _name(name, sizes))
    if found is None:
        raise NotFound
    return found


async def delete(tx: Tx, viewer: Viewer, collection: UUID) -> None:
    if not await queries.delete(tx, viewer.account_id, collection):
        raise NotFound


async def bookmarks(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, collection: UUID | None, cursor: str | None) -> Posts:
    """What the viewer keeps, everywhere or in one collection, as far as they may still see it."""
    if collection is not None and await queries.collection(tx, viewer.account_id, collection) is None:
        raise NotFound

    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await queries.bookmarks(tx, viewer.account_id, collection, after, limit)
    rows, further = await reads.page(tx, keys, sizes, viewer, lister, cursor)
    return Posts(await reads.shown(tx, keys, viewer, rows), further)


def _name(typed: str, sizes: Sizes) -> str:
    return text.name(typed, sizes.collection_name_chars, code="collection_name", field="name", limit="collection_name_chars",
                     empty="A collection needs a name.")
