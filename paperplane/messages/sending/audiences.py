"""Whom groups tell, remembered between batches."""

from collections import OrderedDict
from uuid import UUID

from paperplane.core.db import Tx
from paperplane.messages.sending import queries

# Of 512 people each: 16 MB at the very most.
MOST_AUDIENCES = 2_000


class Audiences:
    """Whom each group tells, remembered: five hundred ids a message would cost more to read than to tell.

    Who comes or goes is an event; so a group whose audience is out of date has moved on, and is judged again.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, tuple[int, tuple[UUID, ...]]] = OrderedDict()

    async def learn(self, tx: Tx, groups: dict[UUID, int]) -> None:
        """Ask for those (group → members_seq) that are not known as of then."""
        missing = [group for group, members_seq in groups.items() if self._known.get(group, (-1, ()))[0] != members_seq]
        if not missing:
            return
        for row in await queries.audiences(tx, missing):
            self._known[row["id"]] = (row["members_seq"], tuple(row["to_ids"]))
            self._known.move_to_end(row["id"])
        while len(self._known) > max(MOST_AUDIENCES, len(groups)):
            self._known.popitem(last=False)

    def of(self, group: UUID) -> tuple[UUID, ...]:
        return self._known[group][1]
