"""A call begins, is answered, goes on, ends. Whoever changes one holds its row; what became of it is written once, as the row goes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from paperplane.accounts.rules import relays_calls
from paperplane.accounts.types import Viewer
from paperplane.calls import queries, reads, rules
from paperplane.calls.types import (
    Call,
    CallFrame,
    CallRow,
    Candidate,
    Description,
    Ringing,
    RingingOver,
    SignalFrame,
)
from paperplane.core.clock import now
from paperplane.core.db import Db, Tx
from paperplane.core.errors import Conflict, NotFound, Unavailable
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.messages.bodies.types import Called, Outcome
from paperplane.messages.called.actions import say_called
from paperplane.messages.events import queries as log
from paperplane.relations.queries import lock_pair

LOOK_EVERY_S = 1.0


async def start(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, wanted: UUID, *, video: bool,
                relayed: bool) -> Call:
    """Ring on all devices of the other. The same call asked for again is answered as it stands.

    Who talks with somebody else already is not rung: they find a missed call.
    """
    known = await queries.call(tx, wanted, sizes.call_ring_s)
    if known is not None:
        rules.must_be_caller(known, viewer, conversation)
        return reads.shown(known)
    # A block that comes at the same time is found here, or finds this call.
    await lock_pair(tx, viewer.account_id, await reads.other_of(tx, viewer.account_id, conversation))
    me, other = await reads.both(tx, keys, viewer.account_id, conversation)
    if await log.known(tx, conversation, viewer.account_id, wanted):
        raise Conflict("call_over", "This call is over.")
    relays = [relays_calls(one.relay_calls, minor=reads.is_minor(keys, one)) for one in (me, other)]
    rules.may_connect(relay=any(relays), relayed=relayed)
    if not await queries.insert(tx, wanted, conversation, me.id, viewer.session_id, other.id, video=video,
                                caller_relay=relays[0], callee_relay=relays[1]):
        raise NotFound
    call = await _there(tx, sizes, wanted)
    if not await queries.take_lines(tx, wanted, [me.id, other.id]):
        return await _busy(tx, sizes, call)
    tx.push(CallFrame(reads.shown(call)), to=[me.id, other.id])
    tx.announce(Ringing(wanted, conversation, me.id, other.id, video))
    return reads.shown(call)


async def answer(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, wanted: UUID) -> Call:
    """On this device, and no longer on any other. Raises NotFound where it is over or nobody's to answer."""
    call = await _there(tx, sizes, wanted)
    rules.may_answer(call, viewer)
    if call.callee_session is not None:
        return reads.shown(call)
    await reads.both(tx, keys, viewer.account_id, call.conversation_id)
    await queries.answer(tx, wanted, viewer.session_id)
    answered = reads.shown(await _there(tx, sizes, wanted))
    tx.push(CallFrame(answered), to=[call.caller_id, call.callee_id])
    tx.announce(RingingOver(call.id, call.conversation_id, call.caller_id, call.callee_id, None, None))
    return answered


async def end(tx: Tx, sizes: Sizes, viewer: Viewer, wanted: UUID) -> Call:
    """Take back what rings, decline it, or hang up: by who does it, and when."""
    call = await _there(tx, sizes, wanted)
    rules.may_end(call, viewer)
    return await _over(tx, call, rules.outcome(call, viewer.account_id))


async def here(tx: Tx, sizes: Sizes, viewer: Viewer, wanted: UUID, *, talking: bool) -> Call:
    """This device is still in it; how it stands. `talking`: it hears the other."""
    call = await _there(tx, sizes, wanted)
    if not rules.is_in(call, viewer):
        raise NotFound
    await queries.see(tx, wanted, viewer.account_id, talking=talking)
    return reads.shown(call)


async def signal(tx: Tx, sizes: Sizes, viewer: Viewer, wanted: UUID, description: Description | None,
                 candidate: Candidate | None) -> None:
    """Hand on what one device says to the other; of who hides their address, without it."""
    call = await queries.call(tx, wanted, sizes.call_ring_s)
    if call is None:
        raise NotFound
    other = rules.hears(call, viewer)
    if rules.hides(call, viewer.account_id):
        description = description and rules.hidden_description(description)
        candidate = candidate and rules.hidden_candidate(candidate)
    if description is not None or candidate is not None:
        tx.push(SignalFrame(wanted, description, candidate), to=[other])


async def end_where_parted(tx: Tx, keys: Keys, sizes: Sizes, one: UUID, other: UUID) -> None:
    """Two who may not call each other any more do not talk on."""
    found = await queries.of_account(tx, one, sizes.call_ring_s)
    if found is None or other not in (found.caller_id, found.callee_id):
        return
    call = await _there(tx, sizes, found.id)
    try:
        await reads.both(tx, keys, one, call.conversation_id)
    except NotFound:
        await _over(tx, call, rules.outcome(call, None))


async def watch(db: Db, sizes: Sizes) -> None:
    """End what has rung for long enough, and what one side has left without a word; as long as the server runs."""
    since = now()

    async def step() -> bool:
        nonlocal since
        try:
            async with db.tx() as tx:
                return await end_some(tx, sizes, since)
        except Unavailable:
            since = now()       # nobody could say that they are there
            raise
    await repeat("calls", step, LOOK_EVERY_S)


async def end_some(tx: Tx, sizes: Sizes, since: datetime) -> bool:
    """One call; whether there was any."""
    call = await queries.due(tx, since, sizes.call_ring_s, sizes.call_unseen_s)
    if call is None:
        return False
    await _over(tx, call, rules.outcome(call, None))
    return True


async def _there(tx: Tx, sizes: Sizes, wanted: UUID) -> CallRow:
    call = await queries.locked(tx, wanted, sizes.call_ring_s)
    if call is None:
        raise NotFound
    return call


async def _busy(tx: Tx, sizes: Sizes, call: CallRow) -> Call:
    """One of the two has another call. Raises Conflict where it is the one who calls."""
    mine = await queries.of_account(tx, call.caller_id, sizes.call_ring_s)
    if mine is not None and mine.id != call.id:
        if mine.caller_id == call.callee_id and mine.callee_session is None:
            raise Conflict("rings_you", "They are calling you just now.", call_id=mine.id)
        raise Conflict("in_a_call", "You are in a call already.")
    return await _over(tx, call, "missed", told="busy")


async def _over(tx: Tx, call: CallRow, outcome: Outcome, told: Literal["busy"] | None = None) -> Call:
    await queries.delete(tx, call.id)
    talked = round((now() - call.talking_at).total_seconds()) if call.talking_at else 0
    n = await say_called(tx, call.conversation_id, call.caller_id, call.id,
                         Called(video=call.video, outcome=outcome, duration_s=max(0, talked)))
    over = reads.shown(call, told or outcome)
    tx.push(CallFrame(over), to=[call.caller_id, call.callee_id])
    if call.callee_session is None:
        tx.announce(RingingOver(call.id, call.conversation_id, call.caller_id, call.callee_id, outcome, n))
    return over
