"""When a streak goes on: a pure rule, and what holds of it whatever two people write."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperplane.accounts.settings.types import QuietHours
from paperplane.messages.streaks.rules import closes, counted, lives, quiet_until, shown, together, with_span
from paperplane.messages.streaks.types import Count, DayOfLog, Span, Together

MONDAY = date(2026, 3, 2)
NIGHT = QuietHours("22:00", "07:00", "Europe/Madrid")
EVENING = QuietHours("14:00", "23:30", "America/New_York")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def at(number: int, clock: str = "12:00") -> datetime:
    return datetime.combine(day(number), time.fromisoformat(clock), UTC)


def both(*numbers: int, clock: str = "12:00") -> list[Together]:
    return [Together(day(number), at(number, clock)) for number in numbers]


@pytest.mark.parametrize(("numbers", "days"), [
    ((0,), 1), ((0, 1, 2), 3), ((0, 2, 4), 3), ((0, 1, 3), 3), ((0, 3), 1), ((0, 1, 4, 5), 2), ((), 0)])
def test_a_day_may_pass_without(numbers: tuple[int, ...], days: int) -> None:
    assert counted(Count(), both(*numbers), [], []).days == days


def test_it_ends_without_a_word() -> None:
    count = counted(Count(), both(0, 1), [], [])
    for number, days in ((1, 2), (2, 2), (3, 2), (4, None), (400, None)):
        assert shown(count, at(number), [], []) == days
    assert shown(Count(), at(0), [], []) is None


def test_quiet_hours_hold_a_day_open() -> None:
    """Wednesday passes without, and so does Thursday: by the end of the night of either it is not over yet."""
    count = counted(Count(), both(0, 1), [], [])
    assert shown(count, at(4, "00:30"), [], []) is None
    assert shown(count, at(4, "00:30"), [], [NIGHT]) == 2
    assert shown(count, at(4, "05:59"), [], [NIGHT]) == 2
    assert shown(count, at(4, "06:00"), [], [NIGHT]) is None
    late = counted(count, both(4, clock="05:30"), [], [NIGHT])
    assert late.days == 3
    assert counted(count, both(4, clock="06:30"), [], [NIGHT]).days == 1
    assert shown(count, at(4, "03:29"), [], [EVENING]) == 2     # 23:30 in New York
    assert closes(day(3), [NIGHT, EVENING]) == at(4, "06:00")


def test_quiet_hours_by_the_clock_of_their_zone() -> None:
    assert quiet_until(NIGHT, at(0, "20:59")) is None
    assert quiet_until(NIGHT, at(0, "21:00")) == at(1, "06:00")
    assert quiet_until(NIGHT, at(0, "05:59")) == at(0, "06:00")
    assert quiet_until(QuietHours("13:00", "15:00", "UTC"), at(0, "14:00")) == at(0, "15:00")
    assert quiet_until(QuietHours("13:00", "15:00", "UTC"), at(0, "15:00")) is None
    # The night in which the clocks go forward.
    assert quiet_until(QuietHours("01:00", "02:30", "Europe/Madrid"), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) is not None


def test_what_is_frozen_counts_against_nobody() -> None:
    count = counted(Count(), both(0, 1), [], [])
    frozen = [Span(day(2), day(20))]
    assert counted(count, both(22), frozen, []).days == 3       # and one day more is forgiven
    assert counted(count, both(23), frozen, []).days == 1
    assert shown(count, at(22), frozen, []) == 2
    assert shown(count, at(23), frozen, []) is None


def test_a_day_counts_where_both_have_written() -> None:
    ana, chidi = UUID(int=1), UUID(int=2)
    log = [DayOfLog(day(0), ana, at(0, "08:00"), 1), DayOfLog(day(1), ana, at(1, "08:00"), 2), DayOfLog(day(1), chidi, at(1, "09:00"), 5)]
    assert together(log) == [Together(day(1), at(1, "09:00"))]


numbers = st.lists(st.integers(0, 40), max_size=30, unique=True).map(sorted)
clocks = st.integers(0, 86_399).map(lambda s: time(s // 3600, s // 60 % 60, s % 60))
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)).map(lambda one: Span(day(one[0]), day(one[0] + one[1]))), max_size=4)
hours = st.lists(st.sampled_from([NIGHT, EVENING, QuietHours("00:00", "23:59", "UTC")]), max_size=2)


@given(numbers, st.data(), spans, hours)
def test_whatever_two_people_write(when: list[int], data: st.DataObject, frozen: list[Span], quiet: list[QuietHours]) -> None:
    days = [Together(day(one), datetime.combine(day(one), data.draw(clocks), UTC)) for one in when]
    cut = data.draw(st.integers(0, len(days)))
    whole = counted(Count(), days, frozen, quiet)
    # Counted at once or by and by, once or again: the same.
    assert counted(counted(Count(), days[:cut], frozen, quiet), days[cut:], frozen, quiet) == whole
    assert counted(whole, days, frozen, quiet) == whole
    assert 0 <= whole.days <= len(days)
    assert whole.days > 0 or not days
    # What is kind takes nothing away.
    plain = counted(Count(), days, [], [])
    assert counted(Count(), days, frozen, []).days >= plain.days
    assert counted(Count(), days, [], quiet).days >= plain.days
    # One day without is never the end of it, nor is any number of frozen ones.
    if whole.last_day:
        for passed in (0, 1, 2):
            assert lives(whole, whole.last_day + timedelta(days=passed), at(0), [], quiet)
        long = Span(whole.last_day, whole.last_day + timedelta(days=900))
        assert lives(whole, long.last, datetime.combine(long.last, time.max, UTC), [long], quiet)


@given(spans, spans, st.none() | st.integers(0, 40).map(day))
def test_spans_that_touch_are_one(one: list[Span], other: list[Span], after: date | None) -> None:
    kept: list[Span] = []
    for span in (*one, *other):
        kept = with_span(kept, span, after)
    for first, second in zip(kept, kept[1:], strict=False):
        assert first.last + timedelta(days=1) < second.first
    covered = {span.first + timedelta(days=number) for span in kept for number in range((span.last - span.first).days + 1)}
    wanted = {span.first + timedelta(days=number) for span in (*one, *other) for number in range((span.last - span.first).days + 1)}
    assert {one for one in wanted if after is None or one > after} <= covered <= wanted
