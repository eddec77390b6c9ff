"""Everything somebody said in a conversation goes, from the eldest on, in batches that outlive a kill."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Db, Tx
from paperplane.core.ids import new_id
from paperplane.core.loops import repeat, woken_by
from paperplane.messages import queries as heads
from paperplane.messages.actions import visible
from paperplane.messages.changes.actions import empty, write
from paperplane.messages.hidden.actions import put_away
from paperplane.messages.sweeping import queries
from paperplane.messages.sweeping.types import Sweep, SweepAsked

BATCH = 200
# Where another process was asked for it; this one is woken.
EVERY_S = 10.0


async def begin(tx: Tx, viewer: Viewer, conversation: UUID) -> Sweep:
    """All that they have said up to now. Also for who has left or was removed: it is still theirs."""
    await visible(tx, viewer, conversation)
    now = await queries.progress(tx, conversation, viewer.account_id)
    if await queries.count(tx, conversation, viewer.account_id, now.last_seq):
        await queries.begin(tx, conversation, viewer.account_id, now.last_seq)
        tx.signal(SweepAsked())
    return await sweep(tx, viewer, conversation)


async def sweep(tx: Tx, viewer: Viewer, conversation: UUID) -> Sweep:
    await visible(tx, viewer, conversation)
    now = await queries.progress(tx, conversation, viewer.account_id)
    left = await queries.count(tx, conversation, viewer.account_id, now.last_seq if now.upto is None else now.upto)
    return Sweep(now.upto is not None, left, now.done)


async def sweep_on(db: Db) -> None:
    """Do what is asked for, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            return await sweep_some(tx)
    await repeat("sweep", step, EVERY_S, woken_by(db, SweepAsked))


async def sweep_some(tx: Tx) -> bool:
    """A batch, and its one event; whether there was anything to do."""
    found = await queries.next_sweep(tx)
    if found is None:
        return False
    conversation, account = found.conversation_id, found.account_id
    await heads.lock(tx, conversation)
    seqs = await queries.eldest(tx, found, BATCH)
    if not seqs:
        await queries.end(tx, found)
        return True
    await empty(tx, conversation, seqs)
    await queries.set_swept(tx, found, seqs)
    await write(tx, conversation, account, new_id(), "swept", seqs[-1], None)
    if account not in await heads.member_ids(tx, conversation):
        # Whoever is out reads no event of what happens since; their own devices learn of it in this way.
        await put_away(tx, account, conversation, seqs)
    return True
