"""What is said of presence."""

from datetime import datetime
from uuid import UUID

import msgspec


class PresenceFrame(msgspec.Struct, frozen=True, tag_field="op", tag="presence"):
    """`last_seen_at` is null while they are here, and where nothing is known."""

    account_id: UUID
    online: bool
    last_seen_at: datetime | None
