"""Coming into a group: made with it, added to it, or asked first and come by one's own step."""

from uuid import UUID

from paperplane.accounts import birth
from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import NotFound
from paperplane.core.ids import new_id
from paperplane.core.keys import Keys
from paperplane.core.limiter import RateLimiter
from paperplane.core.limits import Sizes
from paperplane.messages import queries as conversations
from paperplane.messages.bodies.types import Permissions, SystemBody
from paperplane.messages.groups import actions, queries, rules
from paperplane.messages.groups.types import Candidate, Company, Group, InvitationFrame, NewGroup
from paperplane.messages.types import ChangedFrame, TiesChanged
from paperplane.relations import actions as relating
from paperplane.relations import reads as relations
from paperplane.relations import rules as reach
from paperplane.relations.types import Asked


async def make(tx: Tx, keys: Keys, sizes: Sizes, limiter: RateLimiter, viewer: Viewer, wish: NewGroup) -> tuple[UUID, bool]:
    """A group with the viewer as its owner; and whether a retry found it made already."""
    if wish.client_id is not None:
        found = await queries.made_before(tx, viewer.account_id, wish.client_id)
        if found is not None:
            return found, True
    limiter.take("groups_account", viewer.account_id)
    title = rules.title(wish.title, sizes.group_title_chars)
    made = new_id()
    if not await queries.insert_group(tx, made, viewer.account_id, title, actions.words(title), Permissions(), wish.client_id):
        assert wish.client_id is not None
        found = await queries.made_before(tx, viewer.account_id, wish.client_id)
        if found is None:
            raise NotFound
        return found, True
    await queries.insert_members(tx, made, [viewer.account_id], "owner", 0, (0, 0))
    people = await _candidates(tx, keys, viewer, made, wish.members)
    added, asked = await _welcome(tx, keys, sizes, limiter, viewer, made, people)
    await queries.insert_members(tx, made, added, "member", 0, (0, 0))
    await actions.say(tx, made, viewer.account_id, SystemBody(action="created", title=title, members=added))
    await _ask(tx, viewer, made, asked)
    return made, False


async def add(tx: Tx, keys: Keys, sizes: Sizes, limiter: RateLimiter, viewer: Viewer, conversation: UUID,
              handles: list[str]) -> tuple[list[UUID], list[UUID]]:
    """Add friends, and ask the others: (added, asked). Who is in it already is in neither."""
    group = await actions.entered(tx, viewer, conversation)
    rules.may(group.role, group.permissions.add)
    people = await _candidates(tx, keys, viewer, group.id, handles)
    added, asked = await _welcome(tx, keys, sizes, limiter, viewer, group.id, people, group.member_count)
    if added:
        await _come(tx, group, viewer.account_id, added, SystemBody(action="added", members=added))
    await _ask(tx, viewer, group.id, asked)
    return added, asked


async def accept(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID) -> None:
    """The viewer comes, having been asked. NotFound where nobody asked, or who asked is blocked."""
    await conversations.lock(tx, conversation)
    group = await queries.unseen(tx, conversation)
    if group is None or await queries.invitation(tx, viewer.account_id, conversation) is None:
        raise NotFound
    rules.has_room(group.member_count, 1, sizes.group_members)
    me = Candidate(id=viewer.account_id, minor=viewer.minor, friend=True)
    rules.may_meet(me, await _company(tx, keys, conversation, [me]))
    await _come(tx, group, viewer.account_id, [viewer.account_id], SystemBody(action="joined", members=[viewer.account_id]))
    tx.push(InvitationFrame(conversation), to=[viewer.account_id])
    tx.signal(Asked([viewer.account_id]))


async def ignore(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """For who asks it goes on waiting."""
    if await queries.invitation(tx, viewer.account_id, conversation) is None:
        raise NotFound
    await queries.ignore(tx, viewer.account_id, conversation)
    tx.push(InvitationFrame(conversation), to=[viewer.account_id])
    tx.signal(Asked([viewer.account_id]))


async def block_inviter(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID) -> None:
    """Who asks is blocked, and with that what they ask is gone."""
    found = await queries.invitation(tx, viewer.account_id, conversation)
    handle = None if found is None else await queries.handle_of(tx, found.inviter_id)
    if handle is None:
        raise NotFound
    await relating.block(tx, keys, viewer, handle)
    await queries.uninvite(tx, conversation, viewer.account_id)
    tx.push(InvitationFrame(conversation), to=[viewer.account_id])
    tx.signal(Asked([viewer.account_id]))


async def _candidates(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID, handles: list[str]) -> list[Candidate]:
    """The people of these handles who are not in it yet. NotFound where one is nobody whom the viewer may see."""
    others = {other.id: other for other in await relations.all_visible(tx, keys, viewer, handles) if not other.facts.is_me}
    how = await queries.standing(tx, conversation, list(others))
    return [Candidate(id=other.id, minor=other.facts.other_minor, friend=reach.friends(other.facts),
                      parted="left" if how.get(other.id) == "left" else None)
            for other in others.values() if how.get(other.id) != "here"]


async def _welcome(tx: Tx, keys: Keys, sizes: Sizes, limiter: RateLimiter, viewer: Viewer, conversation: UUID,
                   people: list[Candidate], here: int = 1) -> tuple[list[UUID], list[UUID]]:
    found = rules.welcome(people, await _company(tx, keys, conversation, people))
    added = [one for one, standing in found.items() if standing == "added"]
    asked = [one for one, standing in found.items() if standing == "asked"]
    rules.has_room(here, len(added) + len(asked), sizes.group_members)
    if asked:
        limiter.take("invitations_account", viewer.account_id, len(asked))
    return added, asked


async def _company(tx: Tx, keys: Keys, conversation: UUID, candidates: list[Candidate]) -> Company:
    here = {row.account_id: birth.minor_now(keys, row.account_id, row.birth_date)
            for row in await queries.ages(tx, conversation)}
    coming = {one.id: one.minor for one in candidates}
    everybody = {**here, **coming}
    minors = [one for one, minor in everybody.items() if minor]
    adults = [one for one, minor in everybody.items() if not minor]
    ties = await queries.ties(tx, minors, adults) if minors and adults else []
    return Company(frozenset(one for one, minor in here.items() if minor),
                   frozenset(one for one, minor in here.items() if not minor), frozenset(ties))


async def _come(tx: Tx, group: Group, by: UUID, people: list[UUID], body: SystemBody) -> None:
    """They read from here on, or everything, and the event that says so is the first they are told."""
    from_seq = 0 if group.history == "all" else group.last_seq
    await queries.insert_members(tx, group.id, people, "member", from_seq, (group.last_seq, group.last_n))
    await actions.say(tx, group.id, by, body)
    tx.push(ChangedFrame(group.id), to=people)
    tx.signal(TiesChanged(people))


async def _ask(tx: Tx, viewer: Viewer, conversation: UUID, people: list[UUID]) -> None:
    if people:
        tx.push(InvitationFrame(conversation), to=await queries.invite(tx, conversation, viewer.account_id, people))
        tx.signal(Asked(people))
