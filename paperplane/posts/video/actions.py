"""What its author gives to a posted video."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict, Invalid
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.media.ladder import actions as ladders
from paperplane.posts.actions import mine
from paperplane.posts.types import PostFrame
from paperplane.posts.video import covers, queries, rules
from paperplane.posts.video.types import CaptionsRequest, CoverRequest
from paperplane.posts.video.webvtt import rewritten


async def climb(tx: Tx, post: UUID) -> None:
    """Renditions are made of the video of what is published."""
    await ladders.want(tx, await queries.videos(tx, post))


async def cover(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, asked: CoverRequest | None) -> None:
    """None: a picture of its beginning."""
    row = await mine(tx, keys, viewer, post)
    await covers.choose(tx, viewer, post, row.media if row.kind == "video" else [], asked, row.cover)
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])


async def caption(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, lang: str, asked: CaptionsRequest) -> None:
    """Instead of those there are in this language. Raises Invalid, or Conflict."""
    row = await mine(tx, keys, viewer, post)
    rules.is_video(row.kind)
    named = rules.language(lang)
    label = rules.label(asked.label, sizes)
    said = rewritten(asked.vtt, sizes)
    languages, taken = await queries.others(tx, post, named)
    if languages >= sizes.captions:
        raise Conflict("too_many_languages", f"A video can have captions in at most {sizes.captions} languages.", limit="captions",
                       most=sizes.captions)
    if taken + len(said.encode()) > sizes.captions_bytes:
        raise Invalid("captions_too_long", "All captions of a video together take more room than there is for them.", limit="captions_bytes",
                      most=sizes.captions_bytes)
    await queries.caption(tx, post, named, label, said)
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])


async def uncaption(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, lang: str) -> None:
    row = await mine(tx, keys, viewer, post)
    await queries.uncaption(tx, post, rules.language(lang))
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])
