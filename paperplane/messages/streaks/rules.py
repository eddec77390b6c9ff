"""When a streak goes on. Pure: what was written, spans that are frozen and quiet hours in; days out.

A day is a day of UTC, wherever the two are: whoever writes late or early somewhere is helped by the day that may pass
without, which is more than any difference of zones.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from paperplane.accounts.settings.types import QuietHours
from paperplane.core.errors import Conflict, Denied
from paperplane.messages.streaks.types import Count, DayOfLog, Span, StreakRow, Together
from paperplane.messages.types import Head

DAY = timedelta(days=1)
# So many days may pass without both, between two that count.
FORGIVEN = 1
MOST_SPANS = 50
# Below this, looking again costs less than writing down that one need not.
WORTH_NOTING = 500


def may_have(head: Head) -> None:
    """Raises Denied unless it is the conversation of two friends."""
    if not between_friends(head):
        raise Denied("not_friends", "A streak is for two who are friends.")


def between_friends(head: Head) -> bool:
    return head.kind == "direct" and head.friends and not head.blocked and head.state == "accepted"


def is_on(row: StreakRow | None) -> StreakRow:
    """Raises Conflict where there is none that both want."""
    if row is None or row.on_at is None:
        raise Conflict("no_streak", "There is no streak here that you both want.")
    return row


def together(log: Iterable[DayOfLog]) -> list[Together]:
    """The days on which both have written. The log comes by day."""
    days = ((day, list(said)) for day, said in groupby(log, lambda one: one.day))
    return [Together(day, max(one.first_at for one in said)) for day, said in days if len(said) == 2]


def counted(count: Count, days: Iterable[Together], frozen: Sequence[Span], quiet: Sequence[QuietHours]) -> Count:
    """The count with these days too, each once and in their order. After too many that passed without, it begins anew."""
    for one in days:
        if count.last_day is not None and one.day <= count.last_day:
            continue
        goes_on = lives(count, one.day, one.at, frozen, quiet)
        count = Count(count.days + 1 if goes_on else 1, one.day)
    return count


def shown(count: Count, now: datetime, frozen: Sequence[Span], quiet: Sequence[QuietHours]) -> int | None:
    """The days, or None where there are none, or it is over: without a word."""
    return count.days if lives(count, now.date(), now, frozen, quiet) else None


def lives(count: Count, day: date, at: datetime, frozen: Sequence[Span], quiet: Sequence[QuietHours]) -> bool:
    """Whether no more days than are forgiven had passed without both, seen from this day, at this moment of it."""
    if count.last_day is None:
        return False
    missed, passing = 0, count.last_day + DAY
    while passing < day and missed <= FORGIVEN:
        span = next((span for span in frozen if span.first <= passing <= span.last), None)
        if span is not None:
            passing = span.last
        elif closes(passing, quiet) <= at:
            missed += 1
        passing += DAY
    return missed <= FORGIVEN


def closes(day: date, quiet: Sequence[QuietHours]) -> datetime:
    """When a day is over for both: at its end, or, where that lies in quiet hours of either, when those end; within a day."""
    at = datetime.combine(day + DAY, time.min, UTC)
    latest = at + DAY
    while at < latest:
        ends = [end for hours in quiet if (end := quiet_until(hours, at)) is not None]
        if not ends:
            return at
        at = max(ends)
    return latest


def quiet_until(hours: QuietHours, at: datetime) -> datetime | None:
    """When the quiet hours end in which this moment lies; None where it lies in none."""
    local = at.astimezone(ZoneInfo(hours.zone))
    start, end, clock = time.fromisoformat(hours.start), time.fromisoformat(hours.end), local.time()
    over_night = start > end
    within = clock >= start or clock < end if over_night else start <= clock < end
    if not within:
        return None
    day = local.date() + DAY if over_night and clock >= start else local.date()
    until = datetime.combine(day, end, local.tzinfo).astimezone(UTC)
    return until if until > at else None


def with_span(frozen: Sequence[Span], new: Span, after: date | None) -> list[Span]:
    """The spans with one more, those that touch as one, and without those that no longer matter: before the last counted day."""
    spans: list[Span] = []
    for span in sorted([*frozen, new], key=lambda one: one.first):
        if after is not None and span.last <= after:
            continue
        if spans and span.first <= spans[-1].last + DAY:
            spans[-1] = Span(spans[-1].first, max(spans[-1].last, span.last))
        else:
            spans.append(span)
    return spans[-MOST_SPANS:]


def seen_upto(row: StreakRow, count: Count) -> int:
    """Up to where the log need not be looked at again: all but a newest day that may still come to count."""
    done = [one.last_seq for one in row.log if one.day < row.log[-1].day or one.day == count.last_day]
    return max(done, default=row.upto_seq)


def worth_noting(row: StreakRow, count: Count, upto_seq: int) -> bool:
    return (count.days, count.last_day) != (row.days, row.last_day) or upto_seq - row.upto_seq >= WORTH_NOTING
