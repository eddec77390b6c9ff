"""What is announced of likes."""

from typing import Literal
from uuid import UUID

import msgspec

Likeable = Literal["post", "comment"]


class Liked(msgspec.Struct, frozen=True):
    """Announced: somebody likes something of somebody else's, or no longer."""

    account_id: UUID
    owner_id: UUID
    post_id: UUID | None = None         # None: announced by a server before this one
