"""Who gets a mail now. Pure."""

from datetime import datetime, timedelta

from paperplane.messages.streaks.rules import quiet_until
from paperplane.notifications.digest.types import Waits

DAY = timedelta(days=1)


def is_due(waits: Waits, now: datetime) -> bool:
    """Something has come to wait for a day that no mail has told of, and the hours are not quiet."""
    if waits.newest is None or (waits.digest_at is not None and waits.newest <= waits.digest_at - DAY):
        return False
    return waits.quiet_hours is None or quiet_until(waits.quiet_hours, now) is None
