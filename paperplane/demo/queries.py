"""Statements a demo asks."""

from collections.abc import Sequence

from paperplane.core.db import Tx
from paperplane.profiles.types import Person, PersonRow


async def people_called(tx: Tx, handles: Sequence[str]) -> list[Person]:
    """Those of the handles that are somebody's, in the order they are named."""
    rows = await tx.all(PersonRow, """
select a.id, a.handle, a.display_name, a.avatar_id
from unnest($1::text[]) with ordinality named (handle, place) join accounts a using (handle) order by place""", handles)
    return [row.person() for row in rows]
