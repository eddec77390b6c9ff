"""What is to be known to ring."""

from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import QuietHours
from paperplane.accounts.types import Locale
from paperplane.notifications.settings.types import Content


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is called, and the name by which they know who calls."""

    locale: Locale
    quiet_hours: QuietHours | None
    content: Content
    caller_name: str
    caller_avatar: UUID | None
