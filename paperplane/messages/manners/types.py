"""What two people are to each other, as far as manners ask."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import Shown

Doing = Literal["writing", "recording"]
Kind = Literal["writing", "recording", "presence"]


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """The asker (`mine`) and somebody else (`theirs`): what either shows of one kind, and what is between them.

    `open`: they share an open conversation, where it is asked for. `let_in`: one is a minor who has let the other in.
    """

    account_id: UUID
    mine: Shown
    theirs: Shown
    friends: bool
    blocked: bool
    open: bool
    let_in: bool
    my_birth_date: bytes
    birth_date: bytes
    my_last_seen_at: datetime | None = None
    last_seen_at: datetime | None = None


# Pushed frames


class TypingFrame(msgspec.Struct, frozen=True, tag_field="op", tag="typing"):
    conversation_id: UUID
    account_id: UUID
    doing: Doing


class SyncFrame(msgspec.Struct, frozen=True, tag_field="op", tag="sync"):
    """Many heads changed at once in a way no event tells: ask for what changed."""
