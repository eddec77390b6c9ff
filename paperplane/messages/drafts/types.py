"""What is asked and said of drafts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES


class DraftRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: when it was written; what was written last counts."""

    text: Annotated[str, msgspec.Meta(max_length=SIZES.draft_chars)]
    at: datetime


class Draft(msgspec.Struct, frozen=True):
    """An empty one says since when there is none."""

    conversation_id: UUID
    text: str
    at: datetime


class Drafts(msgspec.Struct, frozen=True):
    """The ones written last come first."""

    drafts: list[Draft]


# Pushed frames


class DraftFrame(msgspec.Struct, frozen=True, tag_field="op", tag="draft"):
    conversation_id: UUID
    text: str
    at: datetime
