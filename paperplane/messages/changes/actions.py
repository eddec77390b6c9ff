"""What becomes of a message: each change is judged on the locked conversation, written into the fold and the log, and told."""

from typing import Any
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.media.types import PreviewDropped
from paperplane.messages import actions as conversations
from paperplane.messages import queries as heads
from paperplane.messages import rules as reach
from paperplane.messages.attachments import actions as attachments
from paperplane.messages.bodies.types import Worded
from paperplane.messages.changes import queries, rules
from paperplane.messages.changes.types import Close, Edit, Pin, React, Scene, Unsend, Vote, Wish
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import Appended, EventFrame
from paperplane.messages.previews import queries as previews
from paperplane.messages.previews.types import LinkSaid
from paperplane.messages.types import Resaid, Unsaid

# A kind of event, what it says, and the body that it left.
Outcome = tuple[str, Any, Worded | None]


async def change(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, client_id: UUID, wish: Wish) -> Appended:
    """Do it, or find what an earlier try did. NotFound where the viewer cannot read the message."""
    await heads.lock(tx, conversation)
    head = await conversations.visible(tx, viewer, conversation)
    if repeat := await log.known(tx, conversation, viewer.account_id, client_id):
        return repeat
    target = await queries.target(tx, viewer.account_id, conversation, wish.seq)
    if target is None:
        raise NotFound
    sending = reach.sending(head, viewer_minor=viewer.minor, other_minor=reach.other_is_minor(keys, head))
    scene = Scene(viewer.account_id, head, sending, target)
    kind, detail, body = await _done(tx, sizes, conversation, scene, wish)
    return await write(tx, conversation, viewer.account_id, client_id, kind, wish.seq, detail, body)


async def _done(tx: Tx, sizes: Sizes, conversation: UUID, scene: Scene, wish: Wish) -> Outcome:
    match wish:
        case Edit():
            return await _edit(tx, sizes, conversation, scene, wish)
        case Unsend():
            return await _unsend(tx, sizes, conversation, scene)
        case React():
            return await _react(tx, sizes, conversation, scene, wish)
        case Pin():
            return await _pin(tx, sizes, conversation, scene, on=wish.on)
        case Vote():
            return await _vote(tx, conversation, scene, wish.choices)
        case Close():
            rules.may_close(scene)
            await queries.close(tx, conversation, scene.target.seq)
            return "closed", None, None


async def write(tx: Tx, conversation: UUID, sender: UUID, client_id: UUID, kind: str, about: int, detail: Any,
                body: Worded | None = None) -> Appended:
    """Write a change into the log, and tell the members, each what they may know of it."""
    event = new_id()
    seq, at = await log.append_event(tx, conversation, kind, event, sender, client_id, about=about, detail=detail)
    common = {"conversation_id": conversation, "seq": seq, "id": event, "sender": sender, "client_id": client_id,
              "sent_at": at, "about": about}
    reading, late = await heads.readers(tx, conversation, about)
    mine = [one for one in (*reading, *late) if one == sender]     # who is out is told nothing more
    others = [one for one in reading if one != sender]
    late = [one for one in late if one != sender]
    for viewer, to in ((sender, mine), (None, others), (None, late)):
        if to:
            said = log.changed(kind, common, detail, body, viewer, readable=to is not late)
            tx.push(EventFrame(said), to=to)
    return Appended(seq, None, event, at)


async def empty(tx: Tx, conversation: UUID, seqs: list[int]) -> None:
    """Forget what these messages said, and all that was said of them, also where they are found by it."""
    await queries.empty(tx, conversation, seqs)
    await _drop_preview(tx, conversation, seqs)
    await attachments.release(tx, conversation, seqs)
    tx.announce(Resaid(conversation, seqs))
    tx.signal(Unsaid([conversation]))


async def _edit(tx: Tx, sizes: Sizes, conversation: UUID, scene: Scene, wish: Edit) -> Outcome:
    before = scene.target.body
    said = rules.worded(before, wish.text, wish.mentions)
    rules.may_edit(scene, said, sizes, await queries.edit_count(tx, conversation, wish.seq))
    reach.may_name(scene.head, said)
    await queries.edit(tx, conversation, wish.seq, said, scene.target.at)
    await _drop_preview(tx, conversation, [wish.seq])
    await queries.rename(tx, conversation, wish.seq, [mention.account_id for mention in said.mentions])
    tx.announce(Resaid(conversation, [wish.seq]))
    if link := reach.followed_link(scene.head, scene.sending, said):
        tx.announce(LinkSaid(conversation, wish.seq, scene.viewer, link))
    tx.signal(Unsaid([conversation]))
    return "edited", None, said


async def _unsend(tx: Tx, sizes: Sizes, conversation: UUID, scene: Scene) -> Outcome:
    rules.may_unsend(scene)
    quiet = rules.is_quiet(scene, sizes)
    await empty(tx, conversation, [scene.target.seq])
    await queries.set_gone(tx, conversation, [scene.target.seq], scene.viewer, quiet=quiet)
    return "unsent", {"quiet": quiet}, None


async def _drop_preview(tx: Tx, conversation: UUID, seqs: list[int]) -> None:
    for image in await previews.drop(tx, conversation, seqs):
        tx.announce(PreviewDropped(image))


async def _react(tx: Tx, sizes: Sizes, conversation: UUID, scene: Scene, wish: React) -> Outcome:
    rules.may_react(scene, wish.emoji)
    await queries.react(tx, conversation, wish.seq, scene.viewer, wish.emoji, on=wish.on)
    count, kinds, mine = await queries.reaction_counts(tx, conversation, wish.seq, scene.viewer, wish.emoji)
    if wish.on:
        rules.has_room(kinds, mine, sizes)
    return "reacted", {"emoji": wish.emoji, "on": wish.on, "count": count}, None


async def _pin(tx: Tx, sizes: Sizes, conversation: UUID, scene: Scene, *, on: bool) -> Outcome:
    rules.may_pin(scene)
    if on and not scene.target.pinned:
        rules.may_pin_more(await queries.pinned_count(tx, conversation), sizes.pinned_messages)
    await queries.set_pinned(tx, conversation, scene.target.seq, on=on)
    return "pinned", {"on": on}, None


async def _vote(tx: Tx, conversation: UUID, scene: Scene, choices: list[int]) -> Outcome:
    poll = rules.may_vote(scene, choices)
    await queries.vote(tx, conversation, scene.target.seq, scene.viewer, choices)
    counts, voters = await queries.vote_counts(tx, conversation, scene.target.seq)
    return "voted", {"counts": [counts.get(place, 0) for place in range(len(poll.options))], "voters": voters,
                     "choices": choices, "anonymous": poll.anonymous}, None
