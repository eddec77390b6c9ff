"""Whoever can read a card is told that its post may look different, and no more: neither what became of it, nor where else it is."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.posts.cards import queries
from paperplane.posts.cards.types import CardFrame


async def retell(tx: Tx, post: UUID) -> None:
    if holders := await queries.holders(tx, post):
        tx.push(CardFrame(post), to=holders)


async def retell_between(tx: Tx, one: UUID, other: UUID) -> None:
    """How two people stand to each other changed what they see of each other."""
    for held in await queries.held_between(tx, one, other):
        tx.push(CardFrame(held.post_id), to=[held.account_id])
