"""Periods of both calendars: the decree's table by hand, and laws that hold for every period."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.periods import (
    CALENDARS,
    MONTHS_IN,
    TO_DATE,
    CalendarName,
    Period,
    PeriodError,
    calendar_named,
    last_closed_month,
    matching,
    month_of,
    months_between,
    parse,
)

MODEST = settings(max_examples=100, deadline=None)
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
CALENDAR = st.sampled_from(CALENDARS)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from([*sorted(MONTHS_IN), "to-date"]))
    if kind == "to-date":
        return Period(draw(CALENDAR), kind, draw(st.integers(2001, 2098)), draw(st.sampled_from(TO_DATE)))
    last = 1 if kind == "nine-months" else 12 // MONTHS_IN[kind]
    return Period(draw(CALENDAR), kind, draw(st.integers(2001, 2098)), draw(st.integers(1, last)))


# Decree 09/2019/NĐ-CP Art. 12, written out by hand for 2026 (domain reference §2.1).
DECREE = [
    ("2026-01", date(2025, 12, 15), date(2026, 1, 14)),
    ("2026-02", date(2026, 1, 15), date(2026, 2, 14)),
    ("2026-03", date(2026, 2, 15), date(2026, 3, 14)),
    ("2026-10", date(2026, 9, 15), date(2026, 10, 14)),
    ("2026-12", date(2026, 11, 15), date(2026, 12, 14)),
    ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
    ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
    ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
    ("2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
    ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
    ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
    ("2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
    ("2026", date(2025, 12, 15), date(2026, 12, 14)),
]
PORTAL = [
    ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
    ("2026-9M", date(2026, 1, 1), date(2026, 9, 30)),
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
]


@pytest.mark.parametrize(
    ("calendar", "code", "start", "end"),
    [("nd09", *line) for line in DECREE] + [("calendar", *line) for line in PORTAL],
)
def test_first_and_last_days(calendar: CalendarName, code: str, start: date, end: date) -> None:
    period = parse(code, calendar)
    assert (period.start, period.end) == (start, end)
    assert matching(start, end, calendar) == period


@MODEST
@given(periods())
def test_reading_a_written_code_gives_the_period_back(period: Period) -> None:
    assert parse(period.code, period.calendar) == period
    assert parse(f" {period.code} ", period.calendar) == period
    assert matching(period.start, period.end, period.calendar) == (None if period.kind == "to-date" else period)


@pytest.mark.parametrize(
    ("calendar", "code", "start", "end"),
    [
        ("calendar", "2026-10M", date(2026, 1, 1), date(2026, 10, 31)),
        ("calendar", "2026-2M", date(2026, 1, 1), date(2026, 2, 28)),
        ("nd09", "2026-11M", date(2025, 12, 15), date(2026, 11, 14)),
    ],
)
def test_a_year_to_date_begins_with_the_year(calendar: CalendarName, code: str, start: date, end: date) -> None:
    period = parse(code, calendar)
    assert (period.start, period.end, period.code) == (start, end, code)
    assert period.same_last_year().code == code.replace("2026", "2025")


def test_a_year_to_date_as_long_as_a_quarter_is_the_quarter() -> None:
    written = [parse(f"2026-{months}M", "calendar").code for months in (1, 3, 6, 9, 12)]
    assert written == ["2026-01", "2026-Q1", "2026-H1", "2026-9M", "2026"]


@MODEST
@given(periods())
def test_months_tile_every_period(period: Period) -> None:
    months = period.months()
    assert len(months) == (period.number if period.kind == "to-date" else MONTHS_IN[period.kind])
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    for before, after in itertools.pairwise(months):
        assert before.end + timedelta(days=1) == after.start
    assert months == months_between(period.start, period.end, period.calendar)


@MODEST
@given(CALENDAR, st.integers(2001, 2098))
def test_quarters_and_halves_tile_the_year(calendar: CalendarName, year: int) -> None:
    whole = Period(calendar, "year", year, 1)
    for code in (["Q1", "Q2", "Q3", "Q4"], ["H1", "H2"], ["9M", "Q4"]):
        pieces = [parse(f"{year}-{part}", calendar) for part in code]
        assert sum((piece.months() for piece in pieces), ()) == whole.months()


@MODEST
@given(DAYS, CALENDAR)
def test_every_day_is_in_exactly_one_month(day: date, calendar: CalendarName) -> None:
    month = month_of(day, calendar)
    assert month.start <= day <= month.end
    assert month_of(month.end + timedelta(days=1), calendar).previous() == month
    if calendar == "calendar":
        assert (month.year, month.number) == (day.year, day.month)


@MODEST
@given(periods())
def test_the_previous_period_ends_the_day_before(period: Period) -> None:
    before = period.previous()
    assert before.kind == period.kind
    if period.kind in ("nine-months", "to-date"):
        assert before == period.same_last_year()
    else:
        assert before.end + timedelta(days=1) == period.start
    assert period.same_last_year().code.replace(str(period.year - 1), str(period.year)) == period.code


@MODEST
@given(DAYS, CALENDAR)
def test_the_last_closed_month_has_ended_and_the_next_has_not(today: date, calendar: CalendarName) -> None:
    month = last_closed_month(today, calendar)
    assert month.closed(today)
    assert not month_of(month.end + timedelta(days=1), calendar).closed(today)


@pytest.mark.parametrize(("today", "closed"), [(date(2026, 10, 31), False), (date(2026, 11, 1), True)])
def test_a_period_closes_when_its_last_day_has_passed(today: date, *, closed: bool) -> None:
    assert parse("2026-10", "calendar").closed(today) is closed


@MODEST
@given(DAYS, st.integers(0, 500), CALENDAR)
def test_months_between_cover_the_days_without_a_gap(first: date, length: int, calendar: CalendarName) -> None:
    last = first + timedelta(days=length)
    months = months_between(first, last, calendar)
    assert months[0].start <= first <= months[0].end
    assert months[-1].start <= last <= months[-1].end
    assert all(after.previous() == before for before, after in itertools.pairwise(months))


def test_no_months_lie_between_days_in_the_wrong_order() -> None:
    assert months_between(date(2026, 10, 2), date(2026, 9, 1), "calendar") == ()
    assert months_between(date(2026, 10, 2), date(2026, 10, 1), "calendar") == ()


@pytest.mark.parametrize(
    ("start", "end", "calendar"),
    [
        (date(2026, 10, 1), date(2026, 10, 30), "calendar"),
        (date(2026, 9, 15), date(2026, 10, 14), "calendar"),
        (date(2026, 10, 1), date(2026, 10, 31), "nd09"),
        (date(2026, 2, 1), date(2026, 4, 30), "calendar"),
        (date(2026, 4, 1), date(2026, 12, 31), "calendar"),
        (date(2026, 1, 1), date(2026, 10, 31), "calendar"),
    ],
)
def test_other_spans_are_no_period(start: date, end: date, calendar: CalendarName) -> None:
    assert matching(start, end, calendar) is None


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-13M", "2026-0M", "2026-010M", "10/2026", "26-10", "0926"],
)
def test_a_text_that_is_no_period_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(PeriodError, match=r"2026-10 \(month\), 2026-Q3, 2026-H1, 2026-9M or 2026"):
        parse(text, "calendar")


def test_only_two_calendars_exist() -> None:
    assert [calendar_named(name) for name in CALENDARS] == ["calendar", "nd09"]
    with pytest.raises(PeriodError, match="calendar, nd09"):
        calendar_named("lunar")
