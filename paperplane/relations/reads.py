"""Somebody as they stand to the viewer: every door loads other people through here."""

from uuid import UUID

from paperplane.accounts import birth
from paperplane.accounts import rules as accounts
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.relations import queries, rules
from paperplane.relations.types import Facts, FactsRow, Other


async def visible(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Other:
    """The owner of a handle, as typed. Raises NotFound where the viewer may not know of them, or there is nobody."""
    other = await in_sight(tx, keys, viewer, handle)
    if not rules.sees(other.facts):
        raise NotFound
    return other


async def all_visible(tx: Tx, keys: Keys, viewer: Viewer, handles: list[str]) -> list[Other]:
    """The owners of handles, in one question. Raises NotFound where one of them is not visible."""
    names = list(dict.fromkeys(accounts.handle_of(handle) for handle in handles))
    rows = await queries.facts_of_all(tx, viewer.account_id, [name for name in names if accounts.is_handle(name)])
    found = [_in_sight(row, keys, viewer) for row in rows]
    if len(found) < len(names) or not all(rules.sees(other.facts) for other in found):
        raise NotFound
    return found


async def seen_of(tx: Tx, keys: Keys, viewer: Viewer, accounts: list[UUID]) -> set[UUID]:
    """Of these accounts, those whom the viewer may know of."""
    rows = await queries.facts_of_ids(tx, viewer.account_id, accounts)
    return {row.id for row in rows if rules.sees(facts_of(row, keys, viewer))}


async def in_sight(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Other:
    """As visible, but people whom the viewer blocks are there: to look at the block, and to lift it."""
    name = accounts.handle_of(handle)
    row = await queries.facts(tx, viewer.account_id, name) if accounts.is_handle(name) else None
    return _in_sight(row, keys, viewer)


async def in_sight_by_id(tx: Tx, keys: Keys, viewer: Viewer, account: UUID) -> Other:
    return _in_sight(await queries.facts_of(tx, viewer.account_id, account), keys, viewer)


def facts_of(row: FactsRow, keys: Keys, viewer: Viewer) -> Facts:
    """The facts of a row, with the other's age opened."""
    return Facts(
        is_me=row.id == viewer.account_id, viewer_minor=viewer.minor,
        other_minor=birth.minor_now(keys, row.id, row.birth_date), i_follow=row.i_follow, follows_me=row.follows_me,
        i_requested=row.i_requested, requested_me=row.requested_me, i_block=row.i_block, blocks_me=row.blocks_me,
        opened_to_me=row.opened_to_me, other_private=row.other_private, i_mute=row.i_mute,
        close_friend=row.close_friend)


def _in_sight(row: FactsRow | None, keys: Keys, viewer: Viewer) -> Other:
    if row is None:
        raise NotFound
    other = Other(row.id, facts_of(row, keys, viewer))
    if not rules.in_sight(other.facts):
        raise NotFound
    return other
