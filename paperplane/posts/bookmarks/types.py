"""What is asked and said of bookmarks."""

from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most

Name = Annotated[str, at_most(4 * SIZES.collection_name_chars)]


class Collection(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class Collections(msgspec.Struct, frozen=True):
    """The one made first comes first."""

    collections: list[Collection]


class CollectionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A retry with the same `client_id` makes no second one."""

    client_id: UUID
    name: Name


class CollectionChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name


class BookmarkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`collection_id`: null for none."""

    collection_id: UUID | None = None
