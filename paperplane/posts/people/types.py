"""What is asked of who is in a post."""

from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, Handle
from paperplane.posts.types import State

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class TagWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    handle: Handle
    media_id: UUID
    x: Share = 0.5
    y: Share = 0.5


class PeopleRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All who are in it; who stays in it has agreed or not as before."""

    people: Annotated[list[TagWish], msgspec.Meta(max_length=SIZES.post_people)]


class NamedInPost(msgspec.Struct, frozen=True):
    """Announced: these are asked whether they agree."""

    post_id: UUID
    author_id: UUID
    account_ids: list[UUID]


class LeftRow(msgspec.Struct, frozen=True):
    """What somebody left: whose post, how it stands, and whether others saw them in it."""

    author_id: UUID
    state: State
    deleted: bool
    agreed: bool
