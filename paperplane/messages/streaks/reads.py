"""Streaks as one of the two sees them, counted when somebody looks."""

from collections.abc import Sequence
from uuid import UUID

from paperplane.core.clock import now
from paperplane.core.db import Tx
from paperplane.messages.streaks import queries, rules
from paperplane.messages.streaks.types import Count, Streak, StreakRow
from paperplane.messages.types import Head


async def of(tx: Tx, viewer: UUID, heads: Sequence[Head]) -> dict[UUID, Streak]:
    """One statement for all of them, and one more where a day has come to it."""
    friends = [head.id for head in heads if rules.between_friends(head)]
    rows = await queries.of_each(tx, friends) if friends else []
    counts = {row.conversation_id: count(row) for row in rows}
    news = [(row, found, upto) for row in rows
            if rules.worth_noting(row, found := counts[row.conversation_id], upto := rules.seen_upto(row, found))]
    if news:
        await queries.note(tx, news)
    return {row.conversation_id: _shown(viewer, row, counts[row.conversation_id]) for row in rows}


def count(row: StreakRow) -> Count:
    """With what was said since it was written down."""
    return rules.counted(Count(row.days, row.last_day), rules.together(row.log), row.frozen, row.quiet)


def _shown(viewer: UUID, row: StreakRow, found: Count) -> Streak:
    if row.on_at is None:
        return Streak("asked" if row.asked_by == viewer else "offered", None)
    if row.paused_on is not None:
        return Streak("paused", row.days or None)
    return Streak("on", rules.shown(found, now(), row.frozen, row.quiet))
