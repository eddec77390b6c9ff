"""What changes: a conversation is opened, a request answered, a message sent outside the gateway."""

import asyncio
from uuid import UUID

import msgspec

from paperplane.accounts.types import Person, Viewer
from paperplane.core.clock import now
from paperplane.core.db import Db, Tx
from paperplane.core.errors import AppError, NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.messages import queries, rules
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import AcceptedEvent, Appended, EventFrame, Message
from paperplane.messages.manners import reads as manners
from paperplane.messages.manners.types import Doing, TypingFrame
from paperplane.messages.receipts.line import move
from paperplane.messages.sending.line import Item, SendLine
from paperplane.messages.types import ChangedFrame, Head, MarksRequest, MineChange, SendRequest, TiesChanged, Unsaid
from paperplane.profiles.queries import people
from paperplane.relations import actions as relating
from paperplane.relations import reads as relations
from paperplane.relations import rules as reach
from paperplane.relations.types import Asked


async def open_direct(tx: Tx, keys: Keys, viewer: Viewer, handle: str) -> UUID:
    """The 1:1 with this person, made if there was none. NotFound where the viewer may not see them."""
    other = await relations.visible(tx, keys, viewer, handle)
    reach.not_me(other.facts)
    found = await queries.direct_between(tx, viewer.account_id, other.id)
    if found is not None:
        return found
    made = new_id()
    await queries.insert_conversation(tx, made, viewer.account_id)
    if not await queries.insert_direct(tx, made, viewer.account_id, other.id):
        await queries.delete_conversation(tx, made)     # both opened it in the same moment, and they were quicker
        found = await queries.direct_between(tx, viewer.account_id, other.id)
        if found is None:
            raise NotFound
        return found
    theirs = "accepted" if reach.friends(other.facts) else "request"
    await queries.insert_members(tx, made, [(viewer.account_id, "accepted"), (other.id, theirs)])
    return made


async def send(db: Db, line: SendLine, viewer: Viewer, conversation: UUID, request: SendRequest) -> tuple[Message, bool]:
    """Send through the line, and wait for the disk. The message as it stands, and whether it was there already.

    Who waits here must hold no connection: the line needs one, and many who wait would take them all.
    """
    answered: asyncio.Future[Appended | AppError] = asyncio.get_running_loop().create_future()

    def done(answer: Appended | AppError) -> None:
        if not answered.done():     # whoever asked may have gone away meanwhile
            answered.set_result(answer)
    line.put(Item(conversation, viewer, request.client_id, request.body.body, done))
    answer = await answered
    if isinstance(answer, AppError):
        raise answer
    async with db.autocommit() as tx:
        message = await log.message(tx, viewer.account_id, conversation, answer.seq)
    if message is None:     # who sent it is out again
        raise NotFound
    return message, answer.repeat


async def answer_request(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID, *, accepted: bool) -> None:
    """Accept or ignore a stranger's conversation. The stranger learns of the first, never of the second.

    NotFound where one of the two has blocked the other since: an accepted request is a word to who asked.
    """
    await queries.lock(tx, conversation)
    head = await visible(tx, viewer, conversation)
    if head.state == ("accepted" if accepted else "ignored"):
        return
    rules.may_answer(head)
    if accepted and rules.sending(head, viewer_minor=viewer.minor,
                                  other_minor=rules.other_is_minor(keys, head)) == "closed":
        raise NotFound
    await queries.set_state(tx, conversation, viewer.account_id, "accepted" if accepted else "ignored")
    tx.signal(Asked([viewer.account_id]))
    tx.push(ChangedFrame(conversation), to=[viewer.account_id])
    if accepted:
        await _log_accepted(tx, conversation, viewer.account_id)


async def accept_by_follow(tx: Tx, follower: UUID, followee: UUID) -> None:
    """Whoever follows the person in their Requests has accepted them."""
    conversation = await queries.request_from(tx, follower, followee)
    if conversation is None:
        return
    await queries.lock(tx, conversation)
    await queries.set_state(tx, conversation, follower, "accepted")
    tx.signal(Asked([follower]))
    tx.push(ChangedFrame(conversation), to=[follower])
    await _log_accepted(tx, conversation, follower)


async def _log_accepted(tx: Tx, conversation: UUID, sender: UUID) -> None:
    event, client_id = new_id(), new_id()
    seq, at = await log.append_event(tx, conversation, "accepted", event, sender, client_id)
    tx.signal(TiesChanged([sender]))
    tx.push(EventFrame(AcceptedEvent(conversation, seq, event, sender, client_id, at)),
            to=await queries.member_ids(tx, conversation))


async def keep(tx: Tx, viewer: Viewer, sizes: Sizes, conversation: UUID, wish: MineChange) -> None:
    """How the viewer keeps a conversation: pinned, archived, muted, marked as unread. Their other screens are told."""
    await queries.lock_account(tx, viewer.account_id)
    head = await visible(tx, viewer, conversation)
    rules.may_keep(head)
    if wish.pinned and not head.pinned:
        rules.may_pin(await queries.pinned_count(tx, viewer.account_id), sizes.pinned)
    until = None if wish.mute is None else rules.muted_until(wish.mute, now())
    await queries.set_mine(tx, viewer.account_id, conversation, pinned=wish.pinned, archived=wish.archived,
                           muted_until=until, unmute=wish.mute == "off", marked_unread=wish.marked_unread)
    if wish.colour is not msgspec.UNSET:
        await queries.set_colour(tx, viewer.account_id, conversation, wish.colour)
    tx.signal(Unsaid([conversation]))       # what a muted or an archived one has told need not stand there
    tx.push(ChangedFrame(conversation), to=[viewer.account_id])


async def asker(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID) -> Person:
    """Who a request is from, for who wants to know before answering. NotFound where it is none, or they are gone."""
    head = await visible(tx, viewer, conversation)
    gone = rules.sending(head, viewer_minor=viewer.minor, other_minor=rules.other_is_minor(keys, head)) == "closed"
    if not rules.is_stranger(head) or head.other_id is None or gone:
        raise NotFound
    return (await people(tx, [head.other_id]))[head.other_id]


async def block_asker(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID) -> None:
    """Block who a request is from; it is ignored with that."""
    person = await asker(tx, keys, viewer, conversation)
    await relating.block(tx, keys, viewer, person.handle)
    await queries.set_state(tx, conversation, viewer.account_id, "ignored")
    tx.signal(Asked([viewer.account_id]))
    tx.push(ChangedFrame(conversation), to=[viewer.account_id])


async def mark(tx: Tx, viewer: Viewer, conversation: UUID, request: MarksRequest) -> None:
    await visible(tx, viewer, conversation)
    await move(tx, [(conversation, viewer.account_id, request.read_seq or 0, request.delivered_seq or 0)])


async def type_in(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID, doing: Doing) -> None:
    """Tell the others that the viewer is writing or recording, where they may write freely; only whom it is shown."""
    head = await visible(tx, viewer, conversation)
    minor = rules.other_is_minor(keys, head)
    if rules.sending(head, viewer_minor=viewer.minor, other_minor=minor) != "open" or head.state != "accepted":
        return
    if head.member_count > queries.MOST_TOLD:
        return
    told = await manners.told(tx, keys, viewer.account_id, conversation, doing)
    tx.push(TypingFrame(conversation, viewer.account_id, doing), to=told)


async def visible(tx: Tx, viewer: Viewer, conversation: UUID) -> Head:
    """The head, through the viewer: NotFound for whoever is not in it."""
    head = await queries.head(tx, viewer.account_id, conversation)
    if head is None:
        raise NotFound
    return head

