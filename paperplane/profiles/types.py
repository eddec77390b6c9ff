"""What is said of people as others see them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, DisplayName, at_most
from paperplane.accounts.types import Avatar as Avatar
from paperplane.accounts.types import Person as Person
from paperplane.relations.types import FactsRow, Relation

Bio = Annotated[str, at_most(4 * SIZES.bio_chars)]
Pronouns = Annotated[str, at_most(4 * SIZES.pronouns_chars)]
Link = Annotated[str, at_most(SIZES.link_chars)]
Links = Annotated[list[Link], at_most(SIZES.links)]


class Mutuals(msgspec.Struct, frozen=True):
    """Whom the viewer follows of those who follow somebody."""

    count: int
    people: list[Person]


class Profile(Person, frozen=True, kw_only=True):
    """Somebody's page, as the viewer may see it."""

    bio: str
    pronouns: str
    links: list[str]
    private: bool
    follower_count: int
    following_count: int
    mutuals: Mutuals
    can_message: bool
    relation: Relation
    is_me: bool
    created_at: datetime


class ListedPerson(msgspec.Struct, frozen=True):
    person: Person
    relation: Relation


class People(msgspec.Struct, frozen=True):
    """A page of a list. It may hold fewer than were asked for, and yet go on."""

    people: list[ListedPerson]
    next_cursor: str | None


class Found(msgspec.Struct, frozen=True):
    people: list[ListedPerson]


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is; links are http or https."""

    display_name: DisplayName | None = None
    bio: Bio | None = None
    pronouns: Pronouns | None = None
    links: Links | None = None


# Rows


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a list goes on: the sort key of a row."""

    at: datetime
    id: UUID


class PersonRow(msgspec.Struct, frozen=True):
    id: UUID
    handle: str
    display_name: str
    avatar_id: UUID | None

    def person(self) -> Person:
        return Person(self.id, self.handle, self.display_name, Avatar.of(self.avatar_id))


class MutualRow(PersonRow, frozen=True):
    """Somebody the viewer follows: only what can still hide them, since there may be a thousand."""

    birth_date: bytes
    invites: bool


class ListedRow(FactsRow, frozen=True, kw_only=True):
    """A person with the facts between them and the viewer; `at` sorts the list."""

    handle: str
    display_name: str
    avatar_id: UUID | None
    at: datetime
    in_common: bool = False

    def person(self) -> Person:
        return Person(self.id, self.handle, self.display_name, Avatar.of(self.avatar_id))


class ProfileRow(ListedRow, frozen=True, kw_only=True):
    bio: str
    pronouns: str
    links: list[str]
    follower_count: int
    following_count: int
