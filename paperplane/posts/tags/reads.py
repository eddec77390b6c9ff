"""Tags as one viewer may find them: a tag that stands in nothing they see is not there."""

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.keys import Keys
from paperplane.posts import rules
from paperplane.posts.tags import queries
from paperplane.posts.tags.types import Tag, TagRow, Tags

# Of so many tags, so many of the newest posts are looked at, and so many are counted.
CANDIDATES, LOOKED, COUNTED = 40, 500, 50
# So many tags are passed on the way to them, seen or not.
STEPS = 2_000
FOUND = 8


async def search(tx: Tx, keys: Keys, viewer: Viewer, typed: str) -> Tags:
    """Tags that begin as it is typed: the very word first, then those with the most posts."""
    begin = rules.tag_of(typed)
    if not begin:
        return Tags([])
    rows = await queries.beginning(tx, viewer.account_id, viewer.minor, begin, CANDIDATES, LOOKED, COUNTED + 1, STEPS)
    found = [one for row in rows if (one := _tag(row, keys)).post_count]
    return Tags(sorted(found, key=lambda one: (one.tag != begin, -one.post_count, not one.more, one.tag))[:FOUND])


def _tag(row: TagRow, keys: Keys) -> Tag:
    there = row.sure + sum(not birth.minor_now(keys, one, born) for one, born in zip(row.ids, row.births, strict=True))
    return Tag(row.tag, min(there, COUNTED), more=row.sure + len(row.ids) > COUNTED)
