"""Naming who is in a post, agreeing, and leaving it."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Invalid, NotFound
from paperplane.core.keys import Keys
from paperplane.posts import queries as posts
from paperplane.posts import reads
from paperplane.posts.actions import mine
from paperplane.posts.people import queries
from paperplane.posts.people.types import NamedInPost, PeopleRequest
from paperplane.posts.telling import changed
from paperplane.posts.types import PostFrame
from paperplane.profiles import queries as profiles
from paperplane.relations import reads as relations


async def name(tx: Tx, keys: Keys, viewer: Viewer, post: UUID, asked: PeopleRequest) -> None:
    """By its author, of people they may know of. Raises NotFound for others, Invalid for a picture that it does not have."""
    row = await mine(tx, keys, viewer, post)
    if not {one.media_id for one in asked.people} <= {one.media_id for one in row.media}:
        raise Invalid("media_unknown", "This picture is not in this post.", field="people")
    others = await relations.all_visible(tx, keys, viewer, [one.handle for one in asked.people]) if asked.people else []
    there = await profiles.people(tx, [one.id for one in others])
    ids = {person.handle: person.id for person in there.values()}
    if len(ids) < len(asked.people):
        raise Invalid("person_twice", "Somebody is named twice.", field="people")
    before = await queries.shown(tx, post)
    gone = await queries.drop_others(tx, post, list(ids.values()))
    new = []
    for one in asked.people:
        who = ids[one.handle.lower().removeprefix("@")]
        if await queries.name(tx, post, who, one.media_id, one.x, one.y, agreed=who == viewer.account_id) and who != viewer.account_id:
            new.append(who)
    if new:
        tx.announce(NamedInPost(post, viewer.account_id, new))
    if row.state == "published" and await queries.shown(tx, post) != before:
        changed(tx, post)
    # Whom it is not shown to, or not yet, is not told that there is a post.
    tx.push(PostFrame(post, row.state), to={viewer.account_id, *await posts.reaching(tx, post, new + gone)})


async def agree(tx: Tx, keys: Keys, viewer: Viewer, post: UUID) -> None:
    """From now on others see it. NotFound where the viewer does not see the post, or was not named."""
    row, _ = await reads.found(tx, keys, viewer, post)
    if not await queries.named(tx, post, viewer.account_id):
        raise NotFound
    if await queries.agree(tx, post, viewer.account_id):
        tx.push(PostFrame(post, row.state), to={viewer.account_id, row.id})
        changed(tx, post)


async def leave(tx: Tx, viewer: Viewer, post: UUID) -> None:
    """At any time, and without seeing the post."""
    left = await queries.leave(tx, post, viewer.account_id)
    if left is None or left.deleted:
        return
    tx.push(PostFrame(post, left.state), to={left.author_id, *await posts.reaching(tx, post, [viewer.account_id])})
    if left.agreed and left.state == "published":
        changed(tx, post)
