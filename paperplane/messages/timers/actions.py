"""A timer is set; what has had its time is emptied."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.messages import actions as conversations
from paperplane.messages import queries as heads
from paperplane.messages import rules as reach
from paperplane.messages.bodies.types import SystemBody
from paperplane.messages.changes.actions import empty
from paperplane.messages.groups.actions import say
from paperplane.messages.timers import queries, rules

BATCH = 500
# Nobody is shown what has expired, so this is only how long it may still lie on the disk.
EVERY_S = 2.0


async def set_timer(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, timer_s: int | None) -> None:
    """From now on; what was said before stays as long as it was said to. The same again is not said again."""
    await heads.lock(tx, conversation)
    head = await conversations.visible(tx, viewer, conversation)
    rules.may_set(head, reach.sending(head, viewer_minor=viewer.minor, other_minor=reach.other_is_minor(keys, head)))
    wanted = rules.timer(timer_s, sizes)
    if wanted == head.timer_s:
        return
    await queries.set_timer(tx, conversation, wanted)
    await say(tx, conversation, viewer.account_id, SystemBody(action="timer", timer_s=wanted))


async def purge(db: Db) -> None:
    """Empty what has had its time, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            return await purge_some(tx)
    await repeat("purge", step, EVERY_S)


async def purge_some(tx: Tx) -> bool:
    """A batch of one conversation; whether there was any. Only its places in the log stay."""
    conversation = await queries.conversation_with_expired(tx)
    if conversation is None:
        return False
    # Who edits or reacts holds this lock too: nothing is written beside what is being emptied.
    await heads.lock(tx, conversation)
    await empty(tx, conversation, await queries.expired(tx, conversation, BATCH))
    return True
