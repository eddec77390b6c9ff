"""What others did, as one viewer may see it."""

from datetime import datetime
from uuid import UUID

from paperplane.accounts import birth
from paperplane.accounts.types import Avatar, Person, Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.notifications import queries
from paperplane.notifications.types import Activities, Activity, ActivityPlace, Did, Done, DoneRow
from paperplane.posts import queries as post_rows
from paperplane.posts import reads as posts
from paperplane.posts.comments import reads as comments
from paperplane.profiles.types import ListedPerson
from paperplane.relations import reads as relations
from paperplane.relations import rules

MOST_SHOWN = 3


async def activity(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Activities:
    """A page, the newest first, in a fixed number of statements. What is new is counted on the newest page."""
    after = key_of(cursor, ActivityPlace) if cursor else None
    seen = await queries.seen_at(tx, viewer.account_id)
    newest, following, new = await _page(tx, keys, sizes, viewer, seen, None)
    if after is not None:
        newest, following, _ = await _page(tx, keys, sizes, viewer, seen, after)
    return Activities(newest, following, new)


async def _page(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, seen: datetime | None,
                after: ActivityPlace | None) -> tuple[list[Activity], str | None, int]:
    rows = await queries.done(tx, viewer.account_id, viewer.minor, seen, sizes.activity_days, after, sizes.activity_page + 1)
    page = rows[:sizes.activity_page]
    known = [_known(row, keys, seen) for row in page]
    shown = await _shown(tx, keys, viewer, [one for one in known if one.count > 0])
    new = sum(done.fresh for done, _ in shown)
    last = page[-1] if len(rows) > len(page) else None
    return sorted((one for _, one in shown), key=lambda one: one.at, reverse=True), cursor_of(ActivityPlace(last.at, last.id)) if last else None, new


def _known(row: DoneRow, keys: Keys, seen: datetime | None) -> Done:
    """Without those whose age keeps them from the viewer."""
    sure = [Did(*one) for one in zip(row.ids, row.times, row.comments, strict=True)]
    more = [Did(who, at, said) for who, at, said, born in
            zip(row.unsure_ids, row.unsure_times, row.unsure_comments, row.births, strict=True)
            if not birth.minor_now(keys, who, born)]
    people = sorted([*sure, *more], key=lambda one: one.at, reverse=True)[:MOST_SHOWN]
    return Done(row, people, row.sure + len(more), row.fresh + sum(seen is None or one.at > seen for one in more))


async def _shown(tx: Tx, keys: Keys, viewer: Viewer, known: list[Done]) -> list[tuple[Done, Activity]]:
    """With the posts, comments and people, where the viewer may see them by the rules of each."""
    people = await _people(tx, keys, viewer, list({one.id for done in known for one in done.people}))
    rows = await post_rows.posts(tx, viewer.account_id, list({done.row.post_id for done in known if done.row.post_id}))
    places = {one.id: one for one in await posts.shown(tx, keys, viewer, rows)}
    said = await comments.several(tx, keys, viewer, set(places), list({done.comment_id for done in known if done.comment_id}))
    return [(done, Activity(
        id=done.row.id, kind=done.row.kind, people=[people[one.id] for one in done.people if one.id in people], count=done.count,
        at=done.at, new=done.fresh > 0, post=places.get(done.row.post_id) if done.row.post_id else None,
        comment=said.get(done.comment_id) if done.comment_id else None))
        for done in known if (done.row.post_id is None or done.row.post_id in places) and (done.comment_id is None or done.comment_id in said)]


async def _people(tx: Tx, keys: Keys, viewer: Viewer, ids: list[UUID]) -> dict[UUID, ListedPerson]:
    found: dict[UUID, ListedPerson] = {}
    for row in await queries.doers(tx, viewer.account_id, ids) if ids else []:
        facts = relations.facts_of(row, keys, viewer)
        if rules.sees(facts):
            person = Person(row.id, row.handle, row.display_name, Avatar.of(row.avatar_id))
            found[row.id] = ListedPerson(person, rules.relation(facts))
    return found
