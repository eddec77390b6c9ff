"""Whom somebody tells, and of whom they are told."""

from uuid import UUID

from paperplane.accounts.birth import minor_now
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.messages.manners import queries, rules
from paperplane.messages.manners.types import Bond, Doing


async def told(tx: Tx, keys: Keys, viewer: UUID, conversation: UUID, doing: Doing) -> list[UUID]:
    """Who, of the others in an open conversation, is told what the viewer is doing there."""
    bonds = await queries.in_room(tx, viewer, conversation, doing)
    return [bond.account_id for bond in bonds if rules.shown(bond, same_age=_same_age(keys, viewer, bond))]


async def here(tx: Tx, keys: Keys, viewer: UUID, wanted: list[UUID]) -> list[Bond]:
    """With whom of the wanted the viewer shares when they are here."""
    bonds = await queries.with_each(tx, viewer, wanted)
    return [bond for bond in bonds if rules.shown(bond, same_age=_same_age(keys, viewer, bond))]


def _same_age(keys: Keys, viewer: UUID, bond: Bond) -> bool:
    """Whether both are minors, or neither. Unsealed only where it decides."""
    if bond.friends or not bond.open or bond.let_in:
        return False
    return minor_now(keys, viewer, bond.my_birth_date) == minor_now(keys, bond.account_id, bond.birth_date)
