"""Telling those to whom something was done: their open screens, and who pushes to the others."""

from collections.abc import Sequence
from uuid import UUID

from paperplane.accounts import birth
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.notifications import queries
from paperplane.notifications.types import ActivityFrame
from paperplane.posts import queries as posts
from paperplane.relations.types import Asked


async def tell(tx: Tx, keys: Keys, actor: UUID, accounts: Sequence[UUID], post: UUID | None) -> None:
    """That there is something: not even that to whom may not know of who did it, or of the post."""
    there = list(accounts) if post is None else await posts.reaching(tx, post, list(accounts))
    told = [one.id for one in await queries.reached(tx, actor, there)
            if one.sure or birth.minor_now(keys, one.id, one.birth_date) or not birth.minor_now(keys, actor, one.actor_birth)]
    if told:
        tx.push(ActivityFrame(), to=told)
        tx.signal(Asked(told))


async def tell_published(tx: Tx, keys: Keys, post: UUID) -> None:
    """To whom it names."""
    found = await queries.named(tx, post)
    if found is not None and found.ids:
        await tell(tx, keys, found.author_id, found.ids, post)
