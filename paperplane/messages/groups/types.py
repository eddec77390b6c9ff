"""What is said of groups: requests, answers, rows."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, Handle, Person, at_most
from paperplane.messages.bodies.types import History, Permissions, Role
from paperplane.messages.types import Known, Origin

Title = Annotated[str, at_most(4 * SIZES.group_title_chars)]
Handles = Annotated[list[Handle], at_most(SIZES.group_added)]
Standing = Literal["added", "asked"]


# Requests


class NewGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A retry with the same `client_id` makes no second one."""

    kind: Literal["group"]
    title: Title
    members: Handles
    client_id: UUID | None = None


class PermissionsChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    send: Role | None = None
    edit: Role | None = None
    add: Role | None = None
    remove: Role | None = None
    pin: Role | None = None
    everyone: Role | None = None
    manage: Role | None = None


class GroupChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    title: Title | None = None
    permissions: PermissionsChange | None = None
    history: History | None = None


class Newcomers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    handles: Annotated[Handles, msgspec.Meta(min_length=1)]


class RoleChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: Role


# Answers


class Member(msgspec.Struct, frozen=True):
    person: Person
    role: Role
    joined_at: datetime


class Invited(msgspec.Struct, frozen=True):
    """Somebody who was asked; whether they ignored it is not told."""

    person: Person
    by: UUID
    at: datetime


class Members(msgspec.Struct, frozen=True):
    """Owners and admins first. `invited` is for who may add people, and empty for the others."""

    members: list[Member]
    invited: list[Invited]
    next_cursor: str | None


class Welcomed(msgspec.Struct, frozen=True):
    """Who is in now, and who was asked."""

    added: list[Person]
    invited: list[Person]


class Shown(msgspec.Struct, frozen=True):
    people: list[Person]


class Invitation(msgspec.Struct, frozen=True):
    """A group one is asked to join. It says neither its name nor who asks, only who of one's friends is there."""

    conversation_id: UUID
    member_count: int
    by: Origin
    friends: Known
    at: datetime


class Invitations(msgspec.Struct, frozen=True):
    invitations: list[Invitation]
    next_cursor: str | None


class InvitationFrame(msgspec.Struct, frozen=True, tag_field="op", tag="invitation"):
    conversation_id: UUID


# Rows


class MemberRow(msgspec.Struct, frozen=True):
    account_id: UUID
    role: Role
    joined_at: datetime


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a member."""

    rank: Annotated[int, msgspec.Meta(ge=0, le=2)]
    joined_at: datetime
    id: UUID


class InvitedRow(msgspec.Struct, frozen=True):
    account_id: UUID
    inviter_id: UUID
    created_at: datetime


class InvitationRow(msgspec.Struct, frozen=True):
    conversation_id: UUID
    inviter_id: UUID
    created_at: datetime
    member_count: int
    friends: int
    friend_ids: list[UUID]


class Aged(msgspec.Struct, frozen=True):
    account_id: UUID
    birth_date: bytes


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may join. `parted`: how they went, if they were in it before."""

    id: UUID
    minor: bool
    friend: bool
    parted: Literal["left", "removed"] | None = None


class Company(msgspec.Struct, frozen=True):
    """Who is in a group, by age, and which of its minors have let which adults in, candidates included."""

    minors: frozenset[UUID]
    adults: frozenset[UUID]
    ties: frozenset[tuple[UUID, UUID]]


class Group(msgspec.Struct, frozen=True):
    """A group as it stands, locked, for one of its members."""

    id: UUID
    role: Role
    permissions: Permissions
    history: History
    title: str
    picture_id: UUID | None
    last_seq: int
    last_n: int
    member_count: int
