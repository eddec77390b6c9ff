"""The one place that asks what time it is."""

from datetime import UTC, date, datetime


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def is_moment(at: datetime) -> bool:
    """Whether it says which moment it means, and one that has a date in UTC too."""
    return at.tzinfo is not None and date.min.year < at.year < date.max.year
