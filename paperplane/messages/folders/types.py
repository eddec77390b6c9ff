"""What is asked and said of folders."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most

Rule = Literal["manual", "unread", "groups", "close_friends"]
Name = Annotated[str, at_most(4 * SIZES.folder_name_chars)]
Place = Annotated[int, msgspec.Meta(ge=0, lt=SIZES.folders)]


class Folder(msgspec.Struct, frozen=True):
    """`conversation_ids`: what was put into a manual one. `account_ids`: the close friends whose conversations stand in theirs."""

    id: UUID
    name: str
    rule: Rule
    conversation_ids: list[UUID] | None
    account_ids: list[UUID] | None


class Folders(msgspec.Struct, frozen=True):
    """In their order."""

    folders: list[Folder]


class FolderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    rule: Rule
    client_id: UUID


class FolderChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is. `place`: counted from 0; behind the last is the last."""

    name: Name | None = None
    place: Place | None = None


# Pushed frames


class FoldersFrame(msgspec.Struct, frozen=True, tag_field="op", tag="folders"):
    """They are not as they were: fetch them again."""
