"""What a mail tells, and of whom it is known that they might want one."""

from datetime import datetime
from uuid import UUID

import msgspec

from paperplane.accounts.settings.types import QuietHours
from paperplane.accounts.types import Locale


class DigestDue(msgspec.Struct, frozen=True):
    """Announced: a mail is to go out. `names`: whose conversations wait, of `conversations` the newest few."""

    account_id: UUID
    to: str
    handle: str
    locale: Locale
    names: list[str]
    conversations: int
    requests: int


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """An account with a verified address, and what has waited there for a day. `newest`: what came last of it."""

    id: UUID
    email: str
    handle: str
    locale: Locale
    quiet_hours: QuietHours | None
    digest_at: datetime | None
    names: list[str]
    conversations: int
    requests: int
    newest: datetime | None
