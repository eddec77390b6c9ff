"""What is shown of a group: its members, who was asked, and what one is asked to join."""

from datetime import datetime
from uuid import UUID

from paperplane.accounts.types import Viewer
from paperplane.core.db import Tx
from paperplane.core.errors import Denied, NotFound
from paperplane.core.keys import Keys
from paperplane.core.limits import Sizes
from paperplane.core.paging import cursor_of, key_of
from paperplane.messages import queries as conversations
from paperplane.messages import reads, rules
from paperplane.messages.groups import queries
from paperplane.messages.groups.types import (
    Group,
    Invitation,
    Invitations,
    Invited,
    Member,
    MemberRow,
    Members,
    Place,
    Shown,
    Welcomed,
)
from paperplane.messages.types import Known
from paperplane.profiles.queries import people
from paperplane.relations import reads as relations

MOST_INVITED = 50
RANKS = {"owner": 0, "admin": 1, "member": 2}


async def members(tx: Tx, keys: Keys, sizes: Sizes, viewer: Viewer, conversation: UUID, cursor: str | None) -> Members:
    """A page of them; the first says who was asked, too, of those whom the viewer may know of.

    Denied for who has left, NotFound for everybody else.
    """
    after = key_of(cursor, Place) if cursor else None
    group = await inside(tx, viewer, conversation)
    rows = await queries.members(tx, conversation, after, sizes.members_page + 1)
    page = rows[:sizes.members_page]
    asked = after is None and rules.has_rank(group.role, group.permissions.add)
    invited = await queries.invited(tx, conversation, MOST_INVITED) if asked else []
    seen = await relations.seen_of(tx, keys, viewer, [row.account_id for row in invited]) if invited else set()
    invited = [row for row in invited if row.account_id in seen]
    found = await people(tx, [row.account_id for row in page] + [row.account_id for row in invited])
    following = None
    if len(rows) > len(page):
        following = cursor_of(Place(RANKS[page[-1].role], page[-1].joined_at, page[-1].account_id))
    return Members([Member(found[row.account_id], row.role, row.joined_at) for row in page],
                   [Invited(found[row.account_id], row.inviter_id, row.created_at) for row in invited], following)


async def member(tx: Tx, row: MemberRow) -> Member:
    return Member((await people(tx, [row.account_id]))[row.account_id], row.role, row.joined_at)


async def known(tx: Tx, keys: Keys, viewer: Viewer, conversation: UUID, wanted: list[UUID]) -> Shown:
    """Of these accounts, those who are or were in the group with the viewer, and those whom a contact card shows and
    the viewer may know of. NotFound for who was never in it."""
    head = await conversations.head(tx, viewer.account_id, conversation)
    if head is None:
        raise NotFound
    here = await queries.known_in(tx, viewer.account_id, conversation, wanted) if head.kind == "group" else []
    shared = await queries.shared_in(tx, viewer.account_id, conversation, [one for one in wanted if one not in here])
    seen = await relations.seen_of(tx, keys, viewer, shared) if shared else set()
    found = await people(tx, [*here, *seen])
    return Shown([found[one] for one in dict.fromkeys(wanted) if one in found])


async def welcomed(tx: Tx, added: list[UUID], asked: list[UUID]) -> Welcomed:
    found = await people(tx, [*added, *asked])
    return Welcomed([found[one] for one in added], [found[one] for one in asked])


async def invitations(tx: Tx, sizes: Sizes, viewer: Viewer, cursor: str | None) -> Invitations:
    """What the viewer is asked to join, and has not answered."""
    before = key_of(cursor, tuple[datetime, UUID]) if cursor else None
    rows = await queries.invitations(tx, viewer.account_id, before, sizes.members_page + 1)
    page = rows[:sizes.members_page]
    origins = await reads.origins(tx, viewer, [row.inviter_id for row in page])
    friends = await people(tx, [one for row in page for one in row.friend_ids])
    shown = [Invitation(row.conversation_id, row.member_count, origins[row.inviter_id],
                        Known(row.friends, [friends[one] for one in row.friend_ids]), row.created_at) for row in page]
    following = cursor_of((page[-1].created_at, page[-1].conversation_id)) if len(rows) > len(page) else None
    return Invitations(shown, following)


async def inside(tx: Tx, viewer: Viewer, conversation: UUID) -> Group:
    """The group, for a member. Denied for who has left it, NotFound for everybody else."""
    group = await queries.group(tx, viewer.account_id, conversation)
    if group is not None:
        return group
    head = await conversations.head(tx, viewer.account_id, conversation)
    if head is None or head.kind != "group":
        raise NotFound
    raise Denied("not_in_group", "You are no longer in this group.")
