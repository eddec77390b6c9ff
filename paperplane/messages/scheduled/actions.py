"""A message is put down to be sent later, changed, taken back; and sent when its time comes."""

import asyncio
from uuid import UUID

from msgspec.structs import replace

from paperplane.accounts.birth import minor_now
from paperplane.accounts.types import Viewer
from paperplane.core.clock import now
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, NotFound, Unavailable
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.loops import repeat
from paperplane.messages import actions as conversations
from paperplane.messages import queries as heads
from paperplane.messages import rules as reach
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.bodies.sent.types import SentText, WithMedia
from paperplane.messages.bodies.types import Spoken
from paperplane.messages.events.types import NOBODY, Appended
from paperplane.messages.packs import reads as packs
from paperplane.messages.scheduled import queries, rules
from paperplane.messages.scheduled.types import DueRow, ScheduleChange, Scheduled, ScheduledFrame, ScheduleRequest
from paperplane.messages.sending.line import Item, SendLine

BATCH = 50
EVERY_S = 1.0


async def schedule(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, request: ScheduleRequest) -> tuple[Scheduled, bool]:
    """Put it down, or find what an earlier try put down: then it is there already."""
    await heads.lock_account(tx, viewer.account_id)
    body = await _said(tx, viewer, conversation, request.body.body)
    await _may(tx, keys, sizes, viewer, conversation, body)
    before = await queries.made_before(tx, viewer.account_id, conversation, request.client_id)
    if before is not None:
        return before, True
    rules.has_room(await queries.count(tx, viewer.account_id), sizes)
    one = Scheduled(new_id(), request.client_id, conversation, body, rules.send_at(request.send_at, sizes, now()), None)
    await queries.insert(tx, viewer.account_id, one)
    await attachments.hold(tx, one.id, body)
    tx.push(ScheduledFrame(conversation), to=[viewer.account_id])
    return one, False


async def change(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, scheduled: UUID, wish: ScheduleChange) -> Scheduled:
    """Say something else, or at another time. NotFound where it is nobody's, or somebody else's, or sent."""
    found = await queries.lock(tx, viewer.account_id, scheduled)
    if found is None:
        raise NotFound
    rules.may_touch(leaving=found.leaving)
    one = Scheduled(found.id, found.client_id, found.conversation_id, found.body, found.send_at, None)
    if wish.body is not None:
        one = replace(one, body=await _said(tx, viewer, found.conversation_id, wish.body.body))
    if wish.send_at is not None or found.held is not None:
        one = replace(one, send_at=rules.send_at(wish.send_at or found.send_at, sizes, now()))
    await _may(tx, keys, sizes, viewer, one.conversation_id, one.body)
    await queries.update(tx, one.id, one.body, one.send_at)
    if wish.body is not None:
        await attachments.release(tx, one.id)
        await attachments.hold(tx, one.id, one.body)
    tx.push(ScheduledFrame(one.conversation_id), to=[viewer.account_id])
    return one


async def cancel(tx: Tx, viewer: Viewer, scheduled: UUID) -> None:
    found = await queries.lock(tx, viewer.account_id, scheduled)
    if found is None:
        raise NotFound
    rules.may_touch(leaving=found.leaving)
    await queries.delete(tx, found.id)
    await attachments.release(tx, found.id)
    tx.push(ScheduledFrame(found.conversation_id), to=[viewer.account_id])


async def _said(tx: Tx, viewer: Viewer, conversation: UUID, sent: Spoken | WithMedia | SentText) -> Spoken:
    """What is said, with the files and pictures that the viewer may show."""
    if isinstance(sent, SentText):
        return await packs.words(tx, viewer, conversation, sent)
    return await attachments.body(tx, viewer, sent)


async def _may(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, body: Spoken) -> None:
    head = await conversations.visible(tx, viewer, conversation)
    sending = reach.sending(head, viewer_minor=viewer.minor, other_minor=reach.other_is_minor(keys, head))
    rules.may_schedule(head, sending, body, sizes, now())


async def send_on(db: Db, keys: Keys, line: SendLine) -> None:
    """Send what is due, as long as the server runs."""
    async def step() -> bool:
        async with db.tx() as tx:
            due = await queries.take_due(tx, BATCH)
        # Side by side, so that the line writes them together; of one sender in one conversation in their order all the same.
        await asyncio.gather(*(_send(db, keys, line, one) for one in due))
        return len(due) == BATCH
    await repeat("scheduled", step, EVERY_S)


async def _send(db: Db, keys: Keys, line: SendLine, one: DueRow) -> None:
    """Through the line, under its own client id: what a killed server had sent already is found there, and not sent twice."""
    answered: asyncio.Future[Appended | AppError] = asyncio.get_running_loop().create_future()
    viewer = Viewer(one.account_id, NOBODY, one.handle, minor_now(keys, one.account_id, one.birth_date), one.locale)
    line.put(Item(one.conversation_id, viewer, one.client_id, one.body, answered.set_result))
    answer = await answered
    if isinstance(answer, Unavailable):
        return      # it is taken again at the next look
    async with db.tx() as tx:
        if isinstance(answer, AppError):
            await queries.hold(tx, one.id, answer.code)
        else:
            await queries.delete(tx, one.id)
            await attachments.release(tx, one.id)
        tx.push(ScheduledFrame(one.conversation_id), to=[one.account_id])
