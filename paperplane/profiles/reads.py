"""People as one viewer may see them. Whom the viewer may not see is left out here, of every list."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from msgspec.structs import replace

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core import paging, text
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.family import rules as family
from paperplane.profiles import queries
from paperplane.profiles.types import Found, ListedPerson, ListedRow, Mutuals, People, Place, Profile
from paperplane.relations import reads as relations
from paperplane.relations import rules
from paperplane.relations.types import Facts

FOUND = 20
CANDIDATES = 300
MUTUALS_LOOKED_AT = 1_000
MUTUALS_SHOWN = 3

Lister = Callable[[Tx, UUID, UUID, Place | None, int], Awaitable[list[ListedRow]]]


async def profile(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> Profile:
    """Raises NotFound where there is nobody, or nobody the viewer may see."""
    other = await relations.visible(tx, keys, viewer, handle)
    return await profile_of(tx, keys, viewer, other.id)


async def profile_of(tx: Tx, keys: Keys, viewer: Viewer, account: UUID) -> Profile:
    row = await queries.profile(tx, viewer.account_id, account)
    if row is None:
        raise NotFound
    facts = relations.facts_of(row, keys, viewer)
    if not rules.sees(facts):
        raise NotFound
    person = row.person()
    return Profile(
        id=person.id, handle=person.handle, display_name=person.display_name, avatar=person.avatar, bio=row.bio,
        pronouns=row.pronouns, links=row.links, private=rules.is_private(facts), follower_count=row.follower_count,
        following_count=row.following_count, mutuals=await _mutuals(tx, keys, viewer, facts, row.id),
        can_message=not facts.is_me, relation=rules.relation(facts), is_me=facts.is_me, created_at=row.at)


async def _mutuals(tx: Tx, keys: Keys, viewer: Viewer, facts: Facts, account: UUID) -> Mutuals:
    if facts.is_me:
        return Mutuals(0, [])
    rows = await queries.mutuals(tx, viewer.account_id, account, MUTUALS_LOOKED_AT)
    seen = [row.person() for row in rows if family.may_reach(
        viewer_minor=viewer.minor, invited=row.invites,
        other_minor=not viewer.minor and birth.minor_now(keys, row.id, row.birth_date))]
    return Mutuals(len(seen), seen[:MUTUALS_SHOWN])


async def list_of(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, handle: str, lister: Lister,
                  cursor: str | None) -> People:
    """Somebody's followers, or whom they follow. Raises NotFound where that is not for the viewer."""
    other = await relations.visible(tx, keys, viewer, handle)
    if not rules.sees_lists(other.facts):
        raise NotFound
    return await _page(tx, keys, sizes, viewer, other.id, lister, cursor, rules.sees)


async def my_list(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, lister: Lister, cursor: str | None,
                  shown: Callable[[Facts], bool] = rules.sees) -> People:
    """A list of the viewer's own."""
    return await _page(tx, keys, sizes, viewer, viewer.account_id, lister, cursor, shown)


async def asking(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> People:
    """Who waits for the viewer's answer: by name, for one cannot decide blindly; without a picture, which needs no answer to offend."""
    page = await my_list(tx, keys, sizes, viewer, queries.requests, cursor)
    return People([ListedPerson(replace(one.person, avatar=None), one.relation) for one in page.people], page.next_cursor)


async def _page(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, owner: UUID, lister: Lister, cursor: str | None,
                shown: Callable[[Facts], bool]) -> People:
    """One statement, whatever has to be left out: it looks at twice a page, and goes on where it stopped looking."""
    after = paging.key_of(cursor, Place) if cursor else None
    most = sizes.people_page
    rows = await lister(tx, viewer.account_id, owner, after, 2 * most + 1)
    seen = [(row, facts) for row in rows if shown(facts := relations.facts_of(row, keys, viewer))]
    last = None
    if len(seen) > most:
        last = seen[most - 1][0]
    elif len(rows) > 2 * most:
        last = rows[-1]
    people = [ListedPerson(row.person(), rules.relation(facts)) for row, facts in seen[:most]]
    return People(people, paging.cursor_of(Place(last.at, last.id)) if last else None)


async def search(tx: Tx, keys: Keys, viewer: Viewer, typed: str) -> Found:
    """People of whose names or handle each typed word begins one."""
    words = sorted(text.words(typed), key=len, reverse=True)
    if not words:
        return Found([])
    handle = text.fold(text.line(typed)).removeprefix("@")
    rows = await queries.search(tx, viewer.account_id, handle, words, not viewer.minor, CANDIDATES)
    return Found(_listed(rows, keys, viewer)[:FOUND])


async def suggested(tx: Tx, keys: Keys, viewer: Viewer) -> Found:
    """People the viewer may want to follow, and does not yet."""
    rows = await queries.suggested(tx, viewer.account_id, CANDIDATES)

    def fits(row: ListedRow) -> bool:
        facts = relations.facts_of(row, keys, viewer)
        return family.may_suggest(viewer_minor=viewer.minor, other_minor=facts.other_minor,
                                  in_common=row.in_common or facts.follows_me)
    return Found(_listed([row for row in rows if fits(row)], keys, viewer)[:FOUND])


def _listed(rows: list[ListedRow], keys: Keys, viewer: Viewer) -> list[ListedPerson]:
    with_facts = [(row, relations.facts_of(row, keys, viewer)) for row in rows]
    return [ListedPerson(row.person(), rules.relation(facts)) for row, facts in with_facts if rules.sees(facts)]
