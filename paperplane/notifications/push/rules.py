"""What is told, and when. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from paperplane.messages.streaks.rules import quiet_until
from paperplane.notifications.push.types import OF_POSTS, Device, Told, ToldMessages

# Whoever looks at it reads it within this time. What comes together is told together.
HERE = timedelta(seconds=4)
FIRST_WAIT = timedelta(seconds=5)
# What others do with posts makes no sound again so soon: a hundred likes are not a hundred pushes.
BETWEEN = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=2)
# A service that ends a subscription for pushes which show nothing: there, what was read stays until the app is opened.
PUNISHES_SILENCE = (".push.apple.com",)


class Verdict(msgspec.Struct, frozen=True):
    """`fresh`: it has not been told before. `at`: when to look again."""

    does: Literal["nothing", "tell", "clear", "later"]
    fresh: bool = False
    at: datetime | None = None


NOTHING = Verdict("nothing")


def shows(told: Told) -> str | None:
    """What would stand there, as one word: another one says something else."""
    if not told.count:
        return None
    if isinstance(told, ToldMessages):
        edited = told.edited_at.timestamp() if told.edited_at else 0
        return f"{told.count}.{told.seq}.{edited}"
    return f"{told.count}.{told.last_n}"


def verdict(told: Told, now: datetime, *, here: bool) -> Verdict:
    """`here`: one of their devices is connected, and may be looking."""
    wanted = shows(told)
    if told.busy or wanted == told.shown:
        return NOTHING
    if told.wait_until is not None and told.wait_until > now:
        return Verdict("later", at=told.wait_until)
    if wanted is None:
        return NOTHING if is_strict(told) else Verdict("clear")
    fresh = told.last_n > told.told_n
    if not fresh:
        # What has been told and swept away by hand does not come back; what stands there is put right.
        return NOTHING if told.shown is None else Verdict("tell")
    quiet = quiet_until(told.quiet_hours, now) if told.quiet_hours else None
    if quiet is not None:
        return Verdict("later", at=quiet)
    if told.about in OF_POSTS and told.shown is not None:
        again = datetime.fromtimestamp(told.told_n / 1e6, UTC) + BETWEEN
        if again > now:
            return Verdict("later", at=again)
    if here and told.since is not None and told.since + HERE > now:
        return Verdict("later", at=told.since + HERE)
    return Verdict("tell", fresh=True)


def is_strict(device: Device) -> bool:
    return (urlsplit(device.endpoint).hostname or "").endswith(PUNISHES_SILENCE)


def waits(failures: int, after_s: float | None) -> timedelta:
    """How long nothing is tried after so many failures in a row; as long as the service says, where it says so."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(failures - 1, 16), LONGEST_WAIT)
    return max(wait, min(timedelta(seconds=after_s or 0), LONGEST_WAIT))


def urgency(told: Told) -> Literal["low", "normal", "high"]:
    """As RFC 8030 has it; what is said to one person wakes their phone."""
    if not isinstance(told, ToldMessages):
        return "low"
    return "high" if told.kind == "direct" or told.named else "normal"
