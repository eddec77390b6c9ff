"""Posts as one viewer may see them. What is out of sight is left out here, of every way to a post."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.media.types import VARIANTS
from paperplane.messages.bodies.types import MediaItem
from paperplane.posts import queries, rules
from paperplane.posts.people import queries as tagged_people
from paperplane.posts.types import Post, PostPlace, PostRow, Posts, Seen, Tagged
from paperplane.posts.video import reads as videos
from paperplane.posts.video.types import Video
from paperplane.relations import reads as relations

Lister = Callable[[PostPlace | None, int], Awaitable[list[PostRow]]]
Counts = dict[tuple[UUID, str], int]


def seen(row: PostRow, keys: Keys, viewer: Viewer) -> Seen:
    """What decides whether this viewer sees it."""
    return Seen(relations.facts_of(row, keys, viewer), row.close_to_them, row.audience, row.state, row.deleted_at is not None)


async def found(tx: Tx, keys: Keys, viewer: Viewer, post: UUID) -> tuple[PostRow, Seen]:
    """A post that the viewer may see. Raises NotFound: every door to one post begins here."""
    row = await queries.post(tx, viewer.account_id, post)
    if row is None:
        raise NotFound
    facts = seen(row, keys, viewer)
    rules.visible(facts)
    return row, facts


async def post(tx: Tx, keys: Keys, viewer: Viewer, post: UUID) -> Post:
    row, _ = await found(tx, keys, viewer, post)
    return (await shown(tx, keys, viewer, [row]))[0]


async def rows(tx: Tx, viewer: Viewer, ids: list[UUID]) -> list[PostRow]:
    """For `shown`, in any order."""
    return await queries.posts(tx, viewer.account_id, ids)


async def item(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, media: UUID, variant: str) -> tuple[MediaItem, str]:
    """Where a medium of a post is read, for who may see the post now. Raises NotFound."""
    row, _ = await found(tx, keys, viewer, post)
    if row.kind == "video" and (elsewhere := await videos.item(tx, row, media, variant)) is not None:
        return elsewhere
    for one in row.media:
        for named in VARIANTS[one.kind]:
            if one.media_id == media and named == variant:
                return one, named
    raise NotFound


async def shown(tx: Tx, keys: Keys, viewer: Viewer, rows: list[PostRow]) -> list[Post]:
    """Those of the rows that the viewer may see, in their order: five more statements at most, however many there are."""
    there = [(row, facts) for row in rows if rules.sees(facts := seen(row, keys, viewer))]
    if not there:
        return []
    counted = await counts(tx, keys, viewer, [row.post_id for row, _ in there])
    named = list({one.account_id for row, _ in there for one in row.mentions if one.account_id is not None})
    known = await relations.seen_of(tx, keys, viewer, named) if named else set()
    people = await _people(tx, keys, viewer, [row.post_id for row, _ in there if row.media])
    moving = await videos.of(tx, viewer.account_id, [row for row, _ in there if row.kind == "video"])
    return [_post(row, facts, counted, known, people.get(row.post_id, []), moving.get(row.post_id)) for row, facts in there]


async def page(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, lister: Lister, cursor: str | None) -> tuple[list[PostRow], str | None]:
    """The rows of a page, and where it goes on. It looks at twice a page, and stops there, whatever has to be left out."""
    most = sizes.posts_page
    rows = await lister(key_of(cursor, PostPlace) if cursor else None, 2 * most + 1)
    there = [row for row in rows if rules.sees(seen(row, keys, viewer))]
    last = there[most - 1] if len(there) > most else rows[-1] if len(rows) > 2 * most else None
    return there[:most], cursor_of(PostPlace(last.at, last.post_id)) if last else None


async def grid(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, handle: str, cursor: str | None) -> Posts:
    """What somebody shows of theirs: on the first page what they pinned, then the newest. Raises NotFound where there is nobody."""
    other = await relations.visible(tx, keys, viewer, handle)

    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await queries.grid(tx, viewer.account_id, other.id, after, limit)
    rows, further = await page(tx, keys, sizes, viewer, lister, cursor)
    first = await queries.pinned(tx, viewer.account_id, other.id) if cursor is None else []
    rest = [row for row in rows if row.pinned_at is None]
    return Posts(await shown(tx, keys, viewer, first + rest), further)


async def unpublished(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Posts:
    """My drafts, what is published later, and what is being made."""
    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await queries.unpublished(tx, viewer.account_id, after, limit)
    rows, further = await page(tx, keys, sizes, viewer, lister, cursor)
    return Posts(await shown(tx, keys, viewer, rows), further)


async def tagged(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, tag: str, cursor: str | None) -> Posts:
    """What has a tag, as it is typed."""
    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await queries.tagged(tx, viewer.account_id, rules.tag_of(tag), after, limit)
    rows, further = await page(tx, keys, sizes, viewer, lister, cursor)
    return Posts(await shown(tx, keys, viewer, rows), further)


async def with_me(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Posts:
    """In which the viewer is said to be."""
    async def lister(after: PostPlace | None, limit: int) -> list[PostRow]:
        return await tagged_people.with_me(tx, viewer.account_id, after, limit)
    rows, further = await page(tx, keys, sizes, viewer, lister, cursor)
    return Posts(await shown(tx, keys, viewer, rows), further)


async def counts(tx: Tx, keys: Keys, viewer: Viewer, posts: list[UUID]) -> Counts:
    """How many, but for whom the viewer may not know of: a number of few tells who it is. Of a crowd, all."""
    rows = await queries.counts(tx, viewer.account_id, viewer.minor, posts)
    few = {(row.post_id, row.what): row.sure + sum(not birth.minor_now(keys, one, born) for one, born
                                                   in zip(row.ids, row.births, strict=True)) for row in rows if row.done <= queries.CROWD}
    return few | await queries.crowds(tx, [(row.post_id, row.what) for row in rows if row.done > queries.CROWD])


async def _people(tx: Tx, keys: Keys, viewer: Viewer, posts: list[UUID]) -> dict[UUID, list[Tagged]]:
    """Who is in their pictures, and agreed: of those whom the viewer may know of."""
    found: dict[UUID, list[Tagged]] = {}
    for row in await tagged_people.of(tx, viewer.account_id, posts) if posts else []:
        if rules.shows(relations.facts_of(row, keys, viewer), agreed=row.agreed, mine=row.mine):
            found.setdefault(row.post_id, []).append(row.tagged())
    return found


def _post(row: PostRow, seen: Seen, counts: Counts, known: set[UUID], tagged: list[Tagged], video: Video | None) -> Post:
    mine = seen.person.is_me
    return Post(
        id=row.post_id, client_id=row.client_id, author=row.person(), kind=row.kind, state=row.state, text=row.text,
        background=row.background, tags=row.tags, media=videos.covered(row), video=video, people=tagged, preview=row.preview,
        mentions=[one for one in row.mentions if one.account_id in known], download=row.download, link_preview=row.link_preview,
        audience=row.audience if mine else None, comments=row.comments if mine else None,
        can_comment=row.state == "published" and rules.may_comment(seen.person, row.comments), can_repost=rules.may_repost(seen),
        like_count=counts.get((row.post_id, "like"), 0), comment_count=counts.get((row.post_id, "comment"), 0),
        repost_count=counts.get((row.post_id, "repost"), 0), view_count=row.view_count, liked=row.liked,
        reposted=row.reposted, saved=row.saved, pinned=row.pinned_at is not None, is_mine=mine, failed=row.failed if mine else None,
        publish_at=row.publish_at if mine else None, published_at=row.published_at, edited_at=row.edited_at, created_at=row.created_at)
