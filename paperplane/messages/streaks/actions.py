"""A streak is asked for, begun, paused and ended. Open screens are told; nobody is notified."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.db import Tx
from paperplane.messages import queries as conversations
from paperplane.messages.actions import visible
from paperplane.messages.streaks import queries, reads, rules
from paperplane.messages.streaks.types import Count, Span, StreakRow
from paperplane.messages.types import ChangedFrame, Head


async def ask(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """The viewer wants one: it begins where the other has asked before."""
    row = await _entered(tx, viewer, conversation)
    if row is None:
        await queries.ask(tx, conversation, viewer.account_id)
    elif row.on_at is None and row.asked_by != viewer.account_id:
        await queries.begin(tx, conversation)
    else:
        return
    await _tell(tx, conversation)


async def end(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """It is gone for both, and so is what either had asked for."""
    await visible(tx, viewer, conversation)
    await conversations.lock(tx, conversation)
    if await queries.end(tx, conversation):
        await _tell(tx, conversation)


async def pause(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """Either of the two may; it stays as it is today. What is over by now does not come back."""
    row = rules.is_on(await _entered(tx, viewer, conversation))
    if row.paused_on is not None:
        return
    at, count = now(), reads.count(row)
    lives = rules.shown(count, at, row.frozen, row.quiet) is not None
    await queries.pause(tx, conversation, at.date(), count if lives else Count())
    await _tell(tx, conversation)


async def go_on(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """Either may, whoever has paused it. The days of the pause count against nobody."""
    row = rules.is_on(await _entered(tx, viewer, conversation))
    if row.paused_on is None:
        return
    await queries.go_on(tx, conversation, rules.with_span(row.frozen, Span(row.paused_on, now().date()), row.last_day))
    await _tell(tx, conversation)


async def _entered(tx: Tx, viewer: Viewer, conversation: UUID) -> StreakRow | None:
    """Its streak, locked, for one of two friends. Raises NotFound, Denied."""
    head: Head = await visible(tx, viewer, conversation)
    rules.may_have(head)
    await conversations.lock(tx, conversation)
    return next(iter(await queries.of_each(tx, [conversation])), None)


async def _tell(tx: Tx, conversation: UUID) -> None:
    await queries.touch(tx, conversation)
    tx.push(ChangedFrame(conversation), to=await conversations.member_ids(tx, conversation))
