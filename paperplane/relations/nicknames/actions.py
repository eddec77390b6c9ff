"""Somebody is called something by somebody else, on all their devices and nowhere else."""

from paperplane.accounts.types import Viewer
from paperplane.core import text
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.relations import reads as relations
from paperplane.relations import rules as reach
from paperplane.relations.nicknames import queries, rules
from paperplane.relations.nicknames.types import Nickname, Nicknames, NicknamesFrame


async def nicknames(tx: Tx, keys: Keys, viewer: Viewer) -> Nicknames:
    """Of who has gone out of sight nothing is said: whether they are gone or have blocked would be told by it."""
    rows = await queries.nicknames(tx, viewer.account_id)
    return Nicknames([Nickname(row.id, row.name) for row in rows if reach.in_sight(relations.facts_of(row, keys, viewer))])


async def call(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, handle: str, typed: str) -> Nickname:
    other = await relations.visible(tx, keys, viewer, handle)
    reach.not_me(other.facts)
    name = rules.name(typed, sizes.nickname_chars)
    await queries.lock(tx, viewer.account_id)
    rules.has_room(await queries.others(tx, viewer.account_id, other.id), sizes.nicknames)
    await queries.put(tx, viewer.account_id, other.id, name, " ".join(text.words(name)))
    tx.push(NicknamesFrame(), to=[viewer.account_id])
    return Nickname(other.id, name)


async def call_as_they_do(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> None:
    """By their own name again."""
    other = await relations.in_sight(tx, keys, viewer, handle)
    await queries.delete(tx, viewer.account_id, other.id)
    tx.push(NicknamesFrame(), to=[viewer.account_id])
