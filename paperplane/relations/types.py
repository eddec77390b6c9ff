"""What is said of two people: facts, the answer a client gets, events, rows."""

from typing import Literal
from uuid import UUID

import msgspec

Following = Literal["no", "requested", "yes"]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides what one person (the viewer, `i`) may do with another.

    `requested_me` is a request that waits; `i_requested` one that waits or was ignored, which I cannot tell apart.
    `opened_to_me`: a minor has let me in, by following, by asking to, or by writing first.
    """

    is_me: bool = False
    viewer_minor: bool = False
    other_minor: bool = False
    i_follow: bool = False
    follows_me: bool = False
    i_requested: bool = False
    requested_me: bool = False
    i_block: bool = False
    blocks_me: bool = False
    opened_to_me: bool = False
    other_private: bool = False
    i_mute: bool = False
    close_friend: bool = False


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody stands to the viewer. `requested` stays so for the asker when the request was ignored."""

    following: Following
    followed_by: bool
    friends: bool
    blocking: bool
    muting: bool
    close_friend: bool
    requests_you: bool


# Internal events


class Followed(msgspec.Struct, frozen=True):
    """Announced: the follower now follows the followee."""

    follower_id: UUID
    followee_id: UUID


class CloseFriendsChanged(msgspec.Struct, frozen=True):
    """Announced: somebody counts somebody among their close friends, or no longer."""

    owner_id: UUID


class CloseFriendPut(msgspec.Struct, frozen=True):
    """Signalled: what the owner shows to close friends is shown to this friend from now on, or no longer."""

    owner_id: UUID
    friend_id: UUID


class BlockChanged(msgspec.Struct, frozen=True):
    """Announced: somebody blocked or unblocked somebody."""

    blocker_id: UUID
    blocked_id: UUID


class Unfriended(msgspec.Struct, frozen=True):
    """Announced: one of these two follows the other no longer."""

    one_id: UUID
    other_id: UUID


class Parted(msgspec.Struct, frozen=True):
    """Signalled: these two are no friends from now on, and neither sees whether the other is here."""

    one_id: UUID
    other_id: UUID


# Rows


class FactsRow(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a person as the database has them: the age still sealed."""

    id: UUID
    birth_date: bytes
    other_private: bool
    i_follow: bool
    follows_me: bool
    i_requested: bool
    requested_me: bool
    i_block: bool
    blocks_me: bool
    opened_to_me: bool
    i_mute: bool
    close_friend: bool


class Other(msgspec.Struct, frozen=True):
    """Somebody, and the facts between the viewer and them."""

    id: UUID
    facts: Facts


class Asked(msgspec.Struct, frozen=True):
    """Signalled: somebody follows these, asks them for something, or had an answer."""

    account_ids: list[UUID]
