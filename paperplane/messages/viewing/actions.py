"""Somebody opens what can be seen once: all their devices learn that they have, and it ends after the last."""

from datetime import timedelta
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.db import Tx
from paperplane.core.errors import Conflict, Denied, NotFound
from paperplane.core.limits import Sizes
from paperplane.messages import queries as heads
from paperplane.messages.attachments.rules import items
from paperplane.messages.bodies.rules import once
from paperplane.messages.bodies.types import MediaItem
from paperplane.messages.changes.actions import write
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import Message
from paperplane.messages.viewing import queries


async def view(tx: Tx, sizes: Sizes, viewer: Viewer, conversation: UUID, seq: int, client_id: UUID) -> list[MediaItem]:
    """What they may fetch now. Raises NotFound, Denied for who sent it, Conflict where they have opened it before."""
    await heads.lock(tx, conversation)
    message = next(iter(await log.placed(tx, viewer.account_id, [(conversation, seq)])), None)
    if message is None or not once(message.body):
        raise NotFound
    if message.sender == viewer.account_id:
        raise Denied("not_allowed", "This can be seen once, by those to whom you sent it.")
    if viewer.account_id not in message.viewed:
        await _first(tx, sizes, viewer.account_id, message, client_id)
    else:
        before = await log.known(tx, conversation, viewer.account_id, client_id)
        if before is None or now() - before.sent_at > timedelta(seconds=sizes.view_once_s):
            raise Conflict("viewed", "This could be seen once, and you have seen it.")
    return items(message.body)


async def _first(tx: Tx, sizes: Sizes, viewer: UUID, message: Message, client_id: UUID) -> None:
    conversation, seq = message.conversation_id, message.seq
    if viewer not in await heads.member_ids(tx, conversation):
        raise NotFound      # who is out opens nothing any more
    if await log.known(tx, conversation, viewer, client_id):
        raise Conflict("viewed", "This client_id was used before, for something else.")
    await queries.view(tx, conversation, seq, viewer)
    # Who opens it last must have the time to fetch it.
    ends = await queries.end_if_last(tx, conversation, seq, message.sender, timedelta(seconds=2 * sizes.view_once_s))
    await write(tx, conversation, viewer, client_id, "viewed", seq, {"expires_at": ends})
