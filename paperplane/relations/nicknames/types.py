"""What is asked and said of nicknames."""

from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES, at_most
from paperplane.relations.types import FactsRow


class NicknameRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, at_most(4 * SIZES.nickname_chars)]


class Nickname(msgspec.Struct, frozen=True):
    account_id: UUID
    name: str


class Nicknames(msgspec.Struct, frozen=True):
    """Those of people whom their owner may know of."""

    nicknames: list[Nickname]


# Pushed frames


class NicknamesFrame(msgspec.Struct, frozen=True, tag_field="op", tag="nicknames"):
    """They are not as they were: fetch them again."""


# Rows


class NicknameRow(FactsRow, frozen=True, kw_only=True):
    name: str
