"""What changes a post. Each loads it through the viewer, asks the rule, writes, and tells the author's devices."""

from uuid import UUID

import msgspec
from msgspec.structs import replace

from paperplane.accounts import queries as accounts
from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict, Denied, Invalid, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.media import queries as media
from paperplane.media.types import Media, PreviewDropped
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.attachments import queries as held
from paperplane.messages.bodies.types import MediaItem, Mention, SentItem
from paperplane.messages.queries import lock_account
from paperplane.posts import queries, reads, rules
from paperplane.posts.people import queries as in_it
from paperplane.posts.publishing.actions import published
from paperplane.posts.telling import changed
from paperplane.posts.types import (
    Content,
    Kind,
    PostChange,
    PostFrame,
    PostPublished,
    PostRequest,
    PostRow,
    PostWaits,
    State,
)
from paperplane.posts.video import covers
from paperplane.profiles import queries as profiles
from paperplane.relations import queries as relation_rows
from paperplane.relations import reads as relations
from paperplane.relations import rules as people


async def create(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, asked: PostRequest) -> tuple[UUID, bool]:
    """The post, and whether it was there already."""
    await lock_account(tx, viewer.account_id)
    before = await queries.by_client_id(tx, viewer.account_id, asked.client_id)
    if before is not None:
        return before, True
    rules.fits(asked.kind, len(asked.media), background=asked.background is not None)
    shown, ready = await _items(tx, sizes, viewer, asked.kind, asked.media)
    publish_at = rules.publish_at(asked.publish_at, sizes, now()) if asked.publish_at else None
    said = await _read(tx, keys, sizes, viewer, Content(
        kind=asked.kind, text=asked.text, background=asked.background, media=shown, comments=asked.comments, download=asked.download,
        publish_at=publish_at, link_preview=asked.link_preview, audience=rules.audience(asked.audience, private=await _private(tx, viewer), minor=viewer.minor)))
    state = rules.next_state(draft=asked.draft, publish_at=publish_at, ready=ready)
    await _has_room(tx, sizes, viewer, state)
    made = new_id()
    await queries.insert(tx, made, viewer.account_id, asked.client_id, said, state)
    await _hold(tx, made, shown)
    if asked.cover is not None:
        await covers.choose(tx, viewer, made, shown, asked.cover, None)
    await _say(tx, viewer, made, said, state)
    return made, False


async def change(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, wish: PostChange) -> bool:
    """Whether a moment of another video is made a picture. What is published keeps its media and its moment. NotFound where it is
    somebody else's."""
    row = await mine(tx, keys, viewer, post)
    rules.may_change(row, wish)
    shown, ready = row.media, True
    if wish.media is not None:
        shown, ready = await _items(tx, sizes, viewer, row.kind, wish.media)
    elif row.state != "published" and row.media:
        shown, ready = await _items(tx, sizes, viewer, row.kind, [SentItem(one.media_id, one.alt) for one in row.media])
    background = row.background if wish.background is msgspec.UNSET else wish.background
    rules.fits(row.kind, len(shown), background=background is not None)
    publish_at = row.publish_at if wish.publish_at is msgspec.UNSET else wish.publish_at
    if wish.draft is not None:
        publish_at = None
    elif publish_at is not None and publish_at != row.publish_at:
        publish_at = rules.publish_at(publish_at, sizes, now())
    draft = wish.draft if wish.draft is not None else row.state in ("draft", "scheduled") and publish_at is None
    state = row.state if row.state == "published" else rules.next_state(draft=draft, publish_at=publish_at, ready=ready)
    said = await _read(tx, keys, sizes, viewer, Content(
        kind=row.kind, text=row.text if wish.text is None else wish.text, background=background, media=shown, publish_at=publish_at,
        comments=wish.comments or row.comments, download=row.download if wish.download is None else wish.download,
        link_preview=row.link_preview if wish.link_preview is None else wish.link_preview,
        audience=rules.audience(wish.audience or row.audience, private=False, minor=viewer.minor)))
    await queries.update(tx, post, said, state)
    made = False
    if shown != row.media:
        await attachments.release(tx, post)
        await _hold(tx, post, shown)
        await in_it.drop_absent(tx, post, [one.media_id for one in shown])
        made = await covers.keep(tx, post, row.media, shown, row.cover)
    if (said.text != row.text or not said.link_preview) and row.preview is not None and row.preview.image_id is not None:
        tx.announce(PreviewDropped(row.preview.image_id))
    await _say(tx, viewer, post, said, state, before=row.state)
    return made


async def delete(tx: Tx, keys: Keys, viewer: Viewer, post: UUID) -> None:
    """Gone to everyone at once; for some seconds its author may take it back."""
    await mine(tx, keys, viewer, post)
    await queries.delete(tx, post)
    changed(tx, post)
    tx.push(PostFrame(post, None), to=[viewer.account_id])


async def restore(tx: Tx, sizes: Sizes, viewer: Viewer, post: UUID) -> None:
    state = await queries.restore(tx, viewer.account_id, post, sizes.post_restore_s)
    if state is None:
        raise NotFound
    changed(tx, post)
    tx.push(PostFrame(post, state), to=[viewer.account_id])


async def pin(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, post: UUID, on: bool) -> None:
    await lock_account(tx, viewer.account_id)
    row = await mine(tx, keys, viewer, post)
    if on and row.state != "published":
        raise Conflict("not_published", "Only what is published can be pinned.")
    if on and await queries.count_pinned(tx, viewer.account_id, post) >= sizes.posts_pinned:
        raise Conflict("too_many_pinned", f"At most {sizes.posts_pinned} posts can be pinned.", limit="posts_pinned", most=sizes.posts_pinned)
    await queries.pin(tx, viewer.account_id, post, now() if on else None)
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])


async def repost(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, on: bool) -> None:
    row, seen = await reads.found(tx, keys, viewer, post)
    tx.push(PostFrame(post, row.state), to=[viewer.account_id])
    if not on:
        await queries.unrepost(tx, viewer.account_id, post)
        return
    if not rules.may_repost(seen):
        raise Denied("not_for_everyone", "Only what is shown to everyone can be reposted.")
    if seen.person.is_me:
        raise Denied("yourself", "This is your own.")
    await queries.repost(tx, viewer.account_id, post)


async def mine(tx: Tx, keys: Keys, viewer: Viewer, post: UUID) -> PostRow:
    """One of the viewer's own, which nobody changes meanwhile. Raises NotFound."""
    if not await queries.lock(tx, viewer.account_id, post):
        raise NotFound
    row, _ = await reads.found(tx, keys, viewer, post)
    return row


async def mentions(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, said: str) -> list[Mention]:
    """The people named in a text whom the viewer may know of."""
    named = rules.named(said, sizes.mentions)
    if not named:
        return []
    rows = await relation_rows.facts_of_all(tx, viewer.account_id, list({handle.lower() for _, handle in named}))
    there = await profiles.people(tx, [row.id for row in rows if people.sees(relations.facts_of(row, keys, viewer))])
    ids = {person.handle: person.id for person in there.values()}
    return [Mention(at, len(handle) + 1, ids[handle.lower()]) for at, handle in named if handle.lower() in ids]


async def _private(tx: Tx, viewer: Viewer) -> bool:
    me = await accounts.me(tx, viewer.account_id)
    return me is not None and me.private


async def _read(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, typed: Content) -> Content:
    """With its text cleaned, and the tags and the people in it found."""
    said = rules.words(typed.text, typed.kind, sizes)
    return replace(typed, text=said, tags=rules.tags(said, sizes.post_tags), mentions=await mentions(tx, keys, sizes, viewer, said))


async def _items(tx: Tx, sizes: Sizes, viewer: Viewer, kind: Kind, sent: list[SentItem]) -> tuple[list[MediaItem], bool]:
    """The media, and whether they are ready to be shown."""
    if not sent:
        return [], True
    owned = await media.owned(tx, [(viewer.account_id, one.media_id) for one in sent])
    there: dict[UUID, Media] = {one.id: one for one in owned.values()}
    return rules.items(sent, there, kind, sizes), all(one.state == "ready" for one in there.values())


async def _hold(tx: Tx, post: UUID, shown: list[MediaItem]) -> None:
    if shown and await held.hold(tx, post, [one.media_id for one in shown], ("ready", "making")) < len(shown):
        raise Invalid("media_unknown", "This file is not one that you have brought, or it is gone.")


async def _has_room(tx: Tx, sizes: Sizes, viewer: Viewer, state: State) -> None:
    if state != "published" and await queries.count_waiting(tx, viewer.account_id) >= sizes.posts_waiting:
        raise Conflict("too_many_waiting", f"At most {sizes.posts_waiting} posts can wait to be published.",
                       limit="posts_waiting", most=sizes.posts_waiting)


async def _say(tx: Tx, viewer: Viewer, post: UUID, said: Content, state: State, before: State = "draft") -> None:
    if state == "published":
        await published(tx, post, viewer.account_id, said.text, linked=said.kind == "text" and said.link_preview)
        if before != "published":
            tx.announce(PostPublished(post))
        else:
            changed(tx, post)
    elif state == "making":
        tx.signal(PostWaits())
    tx.push(PostFrame(post, state), to=[viewer.account_id])
