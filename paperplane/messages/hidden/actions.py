"""Somebody deletes messages for themselves: nobody else learns of it, and nobody else loses them."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.messages import queries as heads
from paperplane.messages.actions import visible
from paperplane.messages.hidden import queries
from paperplane.messages.hidden.types import Hidden, HiddenFrame

# A device keeps no more than the newest few hundred messages of a conversation; pages leave out all of them.
MOST_TOLD = 5_000


async def hide(tx: Tx, viewer: Viewer, conversation: UUID, seqs: list[int]) -> None:
    """What the viewer cannot read is passed over, as if it were not there."""
    await visible(tx, viewer, conversation)
    # As everybody who writes here: first the conversation, then its members. Else a row of `hidden`, which refers to
    # the conversation, would ask for it last, and whoever sends meanwhile waits for the member.
    await heads.lock(tx, conversation)
    found = await queries.readable(tx, viewer.account_id, conversation, seqs)
    if found:
        await put_away(tx, viewer.account_id, conversation, found)


async def put_away(tx: Tx, account: UUID, conversation: UUID, seqs: list[int]) -> None:
    await queries.hide(tx, account, conversation, seqs)
    tx.push(HiddenFrame(conversation, seqs), to=[account])


async def hidden(tx: Tx, viewer: Viewer, conversation: UUID) -> Hidden:
    # The count first: what is hidden meanwhile is then told once more, and never missed.
    head = await visible(tx, viewer, conversation)
    return Hidden(await queries.hidden(tx, viewer.account_id, conversation, MOST_TOLD), head.hidings)
