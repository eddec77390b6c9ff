"""What others did, as one viewer may see it."""

from datetime import datetime

from paperplane.accounts.types import Avatar, Person, Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.notifications import queries
from paperplane.notifications.types import Activities, Activity, DayRow
from paperplane.profiles.types import ListedPerson
from paperplane.relations import reads as relations
from paperplane.relations import rules


async def activity(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Activities:
    """A page of days, newest first. A day whose people the viewer may not see is left out."""
    before = key_of(cursor, tuple[datetime])[0] if cursor else None
    days = await queries.days(tx, viewer.account_id, before, sizes.activity_page + 1)
    page = days[:sizes.activity_page]
    people = await _people(tx, keys, viewer, page)
    seen = await queries.seen_at(tx, viewer.account_id)
    shown = [Activity(people=[people[one] for one in day.ids if one in people], count=day.count, at=day.at,
                      new=seen is None or day.at > seen) for day in page]
    following = cursor_of((page[-1].day,)) if len(days) > len(page) else None
    return Activities([one for one in shown if one.people], following,
                      await queries.new_count(tx, viewer.account_id, seen))


async def _people(tx: Tx, keys: Keys, viewer: Viewer, days: list[DayRow]) -> dict[object, ListedPerson]:
    rows = await queries.followers(tx, viewer.account_id, [one for day in days for one in day.ids])
    found: dict[object, ListedPerson] = {}
    for row in rows:
        facts = relations.facts_of(row, keys, viewer)
        if rules.sees(facts):
            person = Person(row.id, row.handle, row.display_name, Avatar.of(row.avatar_id))
            found[row.id] = ListedPerson(person, rules.relation(facts))
    return found
