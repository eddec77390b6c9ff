"""How calls stand, and by which servers those who are in one find their way."""

from typing import Literal
from uuid import UUID

from paperplane.accounts.birth import minor_now
from paperplane.accounts.types import Viewer
from paperplane.calls import queries, rules
from paperplane.calls.types import Call, CallRow, Ice, IceServer, Party
from paperplane.core.clock import now
from paperplane.core.config import Config
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.messages import queries as conversations
from paperplane.messages import rules as reach
from paperplane.messages.bodies.types import Outcome


async def other_of(tx: Tx, account: UUID, conversation: UUID) -> UUID:
    """With whom somebody is in a conversation of two. Raises NotFound."""
    head = await conversations.head(tx, account, conversation)
    if head is None or head.other_id is None:
        raise NotFound
    return head.other_id


async def both(tx: Tx, keys: Keys, account: UUID, conversation: UUID) -> tuple[Party, Party]:
    """Somebody and the other of a conversation, where they may call each other. Why not is told nobody: raises NotFound."""
    head = await conversations.head(tx, account, conversation)
    if head is None or head.other_id is None:
        raise NotFound
    found = await queries.parties(tx, [account, head.other_id])
    one, other = found[account], found[head.other_id]
    if not reach.calling(head, viewer_minor=is_minor(keys, one), other_minor=is_minor(keys, other)):
        raise NotFound
    return one, other


def is_minor(keys: Keys, party: Party) -> bool:
    return minor_now(keys, party.id, party.birth_date)


def shown(call: CallRow, outcome: Outcome | Literal["busy"] | None = None) -> Call:
    """`outcome`: it is over."""
    state: Literal["ringing", "active", "over"] = "over" if outcome else "ringing" if call.callee_session is None else "active"
    return Call(id=call.id, conversation_id=call.conversation_id, caller=call.caller_id, callee=call.callee_id,
                video=call.video, state=state, outcome=outcome, began_at=call.began_at, answered_at=call.answered_at,
                rings_s=round(call.rings_s, 1) if state == "ringing" else 0)


async def going_on(tx: Tx, sizes: Sizes, viewer: Viewer) -> Call | None:
    """The call that the viewer is in, or that rings for them: for a device that has just come."""
    found = await queries.of_account(tx, viewer.account_id, sizes.call_ring_s)
    return None if found is None else shown(found)


async def ice(tx: Tx, config: Config, viewer: Viewer, wanted: UUID) -> Ice:
    """Only for the two devices that are in the call. Raises NotFound."""
    call = await queries.call(tx, wanted, config.limits.sizes.call_ring_s)
    if call is None or not rules.is_in(call, viewer):
        raise NotFound
    servers = [IceServer(config.stun_urls)] if config.stun_urls else []
    if config.turn_urls:
        until = int(now().timestamp()) + config.limits.sizes.turn_credential_s
        # The relay keeps a log of names: who calls whom is none of its business.
        servers.append(rules.turn(config.turn_urls, config.turn_secret, call.id.hex, until))
    return Ice(servers, rules.hides(call, viewer.account_id))
