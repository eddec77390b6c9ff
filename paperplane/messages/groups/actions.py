"""What changes in a group. Each locks the conversation, looks at it through the viewer, asks the rule, and says it in the log."""

from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core import text
from paperplane.core.db import Tx
from paperplane.core.errors import Denied, NotFound
from paperplane.core.ids import new_id
from paperplane.core.limits import Sizes
from paperplane.media.types import AvatarReplaced
from paperplane.messages import queries as conversations
from paperplane.messages.bodies.types import Role, SystemBody
from paperplane.messages.events import queries as log
from paperplane.messages.events.types import EventFrame, Message, SystemEvent
from paperplane.messages.groups import queries, reads, rules
from paperplane.messages.groups.types import Group, GroupChange, InvitationFrame, MemberRow
from paperplane.messages.types import ChangedFrame, TiesChanged


async def entered(tx: Tx, viewer: Viewer, conversation: UUID) -> Group:
    """The group, locked, for a member. Denied for who has left it, NotFound for everybody else."""
    await conversations.lock(tx, conversation)
    return await reads.inside(tx, viewer, conversation)


async def change(tx: Tx, viewer: Viewer, sizes: Sizes, conversation: UUID, wish: GroupChange) -> None:
    """Title, rules, history: each that changes is said; what stays as it is, is not."""
    group = await entered(tx, viewer, conversation)
    title, permissions, history = group.title, group.permissions, group.history
    said: list[SystemBody] = []
    if wish.title is not None:
        rules.may(group.role, group.permissions.edit)
        title = rules.title(wish.title, sizes.group_title_chars)
        if title != group.title:
            said.append(SystemBody(action="title", title=title))
    if wish.permissions is not None or wish.history is not None:
        rules.may(group.role, group.permissions.manage)
    if wish.permissions is not None:
        permissions = rules.permissions(group.permissions, wish.permissions)
        if permissions != group.permissions:
            said.append(SystemBody(action="permissions", permissions=permissions))
    if wish.history is not None and wish.history != group.history:
        history = wish.history
        said.append(SystemBody(action="history", history=history))
    await queries.set_group(tx, group.id, title, words(title), permissions, history)
    for body in said:
        await say(tx, group.id, viewer.account_id, body)


async def set_picture(tx: Tx, viewer: Viewer, conversation: UUID, picture: UUID | None) -> None:
    """Show a picture that is stored already, or none."""
    group = await entered(tx, viewer, conversation)
    rules.may(group.role, group.permissions.edit)
    if group.picture_id is not None:
        tx.announce(AvatarReplaced(group.picture_id))
    if picture is None and group.picture_id is None:
        return
    await queries.set_picture(tx, group.id, picture)
    await say(tx, group.id, viewer.account_id, SystemBody(action="picture"))


async def may_edit(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """Asked before a picture is made anew, which costs something. Raises Denied, NotFound."""
    group = await entered(tx, viewer, conversation)
    rules.may(group.role, group.permissions.edit)


async def remove(tx: Tx, viewer: Viewer, conversation: UUID, account: UUID) -> None:
    """Somebody is in it no longer, or asked no longer. NotFound where they were neither."""
    group = await entered(tx, viewer, conversation)
    member = await queries.role_of(tx, group.id, account)
    if member is None:
        rules.may(group.role, group.permissions.add)
        if not await queries.uninvite(tx, group.id, account):
            raise NotFound
        tx.push(InvitationFrame(group.id), to=[account])
        return
    rules.may(group.role, group.permissions.remove)
    rules.may_touch(group.role, member.role)
    told = await conversations.member_ids(tx, group.id)
    seq = await say(tx, group.id, viewer.account_id, SystemBody(action="removed", members=[account]), told=told)
    await queries.part(tx, group.id, account, "removed", seq)
    tx.signal(TiesChanged([account]))
    tx.push(ChangedFrame(group.id), to=[account])


async def leave(tx: Tx, viewer: Viewer, conversation: UUID) -> None:
    """The viewer goes. A group that loses its last owner gets another, and is told."""
    group = await entered(tx, viewer, conversation)
    if group.role == "owner" and await queries.owner_count(tx, group.id) == 1:
        heir = await queries.heir(tx, group.id, viewer.account_id)
        if heir is not None:
            await queries.lock_members(tx, group.id, [heir, viewer.account_id])
            await _become(tx, group, viewer.account_id, heir, "owner")
    told = await conversations.member_ids(tx, group.id)
    seq = await say(tx, group.id, viewer.account_id, SystemBody(action="left"), told=told)
    await queries.part(tx, group.id, viewer.account_id, "left", seq)
    tx.signal(TiesChanged([viewer.account_id]))
    tx.push(ChangedFrame(group.id), to=[viewer.account_id])


async def set_role(tx: Tx, viewer: Viewer, conversation: UUID, account: UUID, role: Role) -> MemberRow:
    """Make a member more, or less; oneself only less. NotFound for who is not in it."""
    group = await entered(tx, viewer, conversation)
    member = await queries.role_of(tx, group.id, account)
    if member is None:
        raise NotFound
    if account != viewer.account_id:
        rules.may(group.role, group.permissions.manage)
        rules.may_touch(group.role, member.role)
    rules.may_give(group.role, role)
    if role == member.role:
        return member
    if member.role == "owner" and await queries.owner_count(tx, group.id) == 1:
        raise Denied("last_owner", "A group needs an owner. Make somebody else one first.")
    await _become(tx, group, viewer.account_id, account, role)
    return MemberRow(account, role, member.joined_at)


async def _become(tx: Tx, group: Group, by: UUID, account: UUID, role: Role) -> None:
    await queries.set_role(tx, group.id, account, role)
    await say(tx, group.id, by, SystemBody(action="role", members=[account], role=role))
    tx.push(ChangedFrame(group.id), to=[account])


async def say(tx: Tx, conversation: UUID, sender: UUID, body: SystemBody, *, told: list[UUID] | None = None) -> int:
    """Write what happened into the log, and tell the members, or whom else; its seq. The conversation is locked."""
    event, client_id = new_id(), new_id()
    seq, at = await log.append_event(tx, conversation, "system", event, sender, client_id, body,
                                     members_change=body.action in ("created", "added", "joined", "left", "removed"))
    message = Message(event, client_id, conversation, seq, None, sender, body, at)
    tx.push(EventFrame(SystemEvent(conversation, seq, event, sender, client_id, at, message)),
            to=told if told is not None else await conversations.member_ids(tx, conversation))
    return seq


def words(title: str) -> str:
    """By which a group is found."""
    return " ".join(text.words(title))
