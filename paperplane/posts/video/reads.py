"""What a viewer of a post is shown of its video, and where it is read."""

from uuid import UUID

from msgspec.structs import replace

from paperplane.core.db import Tx
from paperplane.media.ladder import queries as ladders
from paperplane.media.ladder import rules as ladder_rules
from paperplane.media.ladder.types import Ladder
from paperplane.messages.bodies.types import MediaItem
from paperplane.posts.types import PostRow
from paperplane.posts.video import queries
from paperplane.posts.video.types import Captions, Made, Video


async def of(tx: Tx, viewer: UUID, rows: list[PostRow]) -> dict[UUID, Video]:
    """By post: two statements, however many there are."""
    if not rows:
        return {}
    made = await ladders.of(tx, list({row.media[0].media_id for row in rows}))
    captions = await queries.captions_of(tx, [row.post_id for row in rows])
    return {row.post_id: _video(row, made.get(row.media[0].media_id), captions.get(row.post_id, []), mine=row.id == viewer) for row in rows}


def _video(row: PostRow, made: Ladder | None, captions: list[Captions], *, mine: bool) -> Video:
    if made is None:
        return Video(captions=captions, cover=row.cover.cover() if row.cover else None)
    done = Made(made.measured + (made.sprite is not None) + len(made.renditions), ladder_rules.steps(made.width, made.height))
    return Video(renditions=made.renditions, hls=made.in_parts, sprite=made.sprite, captions=captions, loudness=made.loudness, peaks=made.peaks,
                 cover=row.cover.cover() if row.cover else None, made=done if mine and made.going_on else None)


def covered(row: PostRow) -> list[MediaItem]:
    """Its media, with the blur of what stands for them."""
    if row.cover is None or row.cover.blurhash is None:
        return row.media
    return [replace(one, blurhash=row.cover.blurhash) for one in row.media]


async def item(tx: Tx, row: PostRow, media: UUID, variant: str) -> tuple[MediaItem, str] | None:
    """What stands for it, or was made of it later; None where it is nothing of these."""
    video = next((one for one in row.media if one.media_id == media), None)
    if video is None:
        return None
    if variant == "poster" and row.cover is not None and row.cover.ready:
        if row.cover.media_id is not None:
            return replace(video, media_id=row.cover.media_id), "medium"
        return video, f"cover-{row.cover.at_ms}"
    made = (await ladders.of(tx, [media])).get(media)
    if made is None:
        return None
    there = {ladder_rules.variant(one.lines) for one in made.renditions} | {name for name, is_there in (("sprite", made.sprite), ("peaks", made.peaks)) if is_there}
    return (video, variant) if variant in there else None
