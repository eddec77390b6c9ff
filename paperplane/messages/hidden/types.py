"""What is asked and said of messages that are hidden from one person."""

from typing import Annotated
from uuid import UUID

import msgspec

from paperplane.accounts.types import SIZES
from paperplane.messages.bodies.types import Seq


class HideRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seqs: Annotated[list[Seq], msgspec.Meta(min_length=1, max_length=SIZES.hidden_at_once)]


class Hidden(msgspec.Struct, frozen=True):
    """The newest that the viewer has deleted for themselves; ascending. `hidings`: as in the head that knows of them."""

    seqs: list[int]
    hidings: int


# Pushed frames


class HiddenFrame(msgspec.Struct, frozen=True, tag_field="op", tag="hidden"):
    conversation_id: UUID
    seqs: list[int]
