"""What a player asks for beside the bytes: playlists and captions, of a post that the viewer may see now."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.storage import Storage
from paperplane.media.files.actions import address
from paperplane.media.ladder import queries as ladders
from paperplane.media.ladder import rules as ladder_rules
from paperplane.posts import reads
from paperplane.posts.video import queries, rules


async def captions(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, lang: str) -> str:
    """NotFound where the post is not for the viewer, or has none in this language."""
    await reads.found(tx, keys, viewer, post)
    said = await queries.captions(tx, post, rules.language(lang))
    if said is None:
        raise NotFound
    return said


async def playlist(tx: Tx, keys: Keys, sizes: Sizes, storage: Storage, viewer: Viewer, post: UUID, name: str) -> str:
    """Of all sizes, or of one, with an address for its bytes that is good for some minutes. Raises NotFound."""
    row, _ = await reads.found(tx, keys, viewer, post)
    sizes_of = await ladders.in_parts(tx, row.media[0].media_id) if row.kind == "video" else []
    if sizes_of and name == ladder_rules.MAIN:
        return ladder_rules.main_playlist(sizes_of)
    for one in sizes_of:
        if name == ladder_rules.playlist_name(one.lines):
            where = await address(storage, keys, sizes, row.media[0].media_id, ladder_rules.variant(one.lines), row.media[0].name)
            return ladder_rules.playlist(one, where)
    raise NotFound
