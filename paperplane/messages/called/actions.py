"""A call is over: the log of the two says so, once."""

from uuid import UUID

from paperplane.core.db import Tx
from paperplane.core.ids import new_id
from paperplane.messages import queries as conversations
from paperplane.messages.bodies.types import Called, SystemBody
from paperplane.messages.called import queries
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import EventFrame, Message, SystemEvent


async def say_called(tx: Tx, conversation: UUID, caller: UUID, call: UUID, said: Called) -> int | None:
    """Write it down and tell the two; its number among what is unread, which only a missed one has."""
    await conversations.lock(tx, conversation)
    # The caller's client made the call's id, and may have said something else by it: the call is over all the same.
    client_id = call if await log.known(tx, conversation, caller, call) is None else new_id()
    event, body = new_id(), SystemBody(action="call", call=said)
    at = await queries.append_call(tx, conversation, event, caller, client_id, body, unread=said.outcome == "missed")
    message = Message(event, client_id, conversation, at.seq, at.n, caller, body, at.sent_at)
    tx.push(EventFrame(SystemEvent(conversation, at.seq, event, caller, client_id, at.sent_at, message, at.n)),
            to=await conversations.member_ids(tx, conversation))
    return at.n
