"""Liking, and who did: of what the viewer may see, and of those whom they may see."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.posts import reads
from paperplane.posts.likes import queries
from paperplane.posts.likes.types import Liked
from paperplane.posts.types import PostFrame
from paperplane.profiles import reads as profiles
from paperplane.profiles.types import ListedRow, People, Place


async def like(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, on: bool) -> None:
    """Once, however often it is asked."""
    row, seen = await reads.found(tx, keys, viewer, post)
    if row.state != "published":
        raise Conflict("not_published", "This is not published yet.")
    change = queries.like if on else queries.unlike
    if await change(tx, "post", viewer.account_id, post) and not seen.person.is_me:
        tx.announce(Liked(viewer.account_id, row.id, post))
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])


async def who(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, cursor: str | None) -> People:
    """Raises NotFound where the post is not for the viewer."""
    await reads.found(tx, keys, viewer, post)

    async def lister(tx: Tx, me: UUID, _: UUID, after: Place | None, limit: int) -> list[ListedRow]:
        return await queries.people(tx, "post", me, post, after, limit)
    return await profiles.my_list(tx, keys, sizes, viewer, lister, cursor)
