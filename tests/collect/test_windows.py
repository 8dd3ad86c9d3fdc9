from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Span, Window
from connectors.errors import ConfigurationError
from monitor.collect.windows import local_day, place, range_window, usual_window
from monitor.periods import CalendarName
from tests.collect.world import TODAY, month


def window(
    calendars: tuple[CalendarName, ...] = ("calendar",),
    asked: date | None = None,
    *,
    history: int = 12,
    repull: int = 3,
    today: date = TODAY,
) -> Window:
    days = dict.fromkeys(calendars, asked)
    return usual_window(calendars, history=history, repull=repull, asked=days, today=today)


def test_the_first_pull_asks_for_the_history_and_the_running_month() -> None:
    spans = window(history=2).spans
    assert spans == (month("2026-09"), month("2026-10"), month("2026-11"))


def test_a_later_pull_asks_for_the_trailing_months_and_the_running_one() -> None:
    assert window(asked=date(2026, 11, 22)).spans == tuple(month(f"2026-{n:02d}") for n in (8, 9, 10, 11))
    assert window(asked=date(2026, 11, 22), repull=0).spans == (month("2026-11"),)


def test_a_long_silence_is_caught_up_from_the_month_that_was_running_then() -> None:
    assert window(asked=date(2026, 3, 31), repull=1).spans[0] == month("2026-03")
    assert len(window(asked=date(2026, 3, 31), repull=1).spans) == 9


def test_both_calendars_are_asked_for_in_time_order() -> None:
    spans = window(("calendar", "nd09"), history=1).spans
    assert spans == (
        Span(date(2026, 10, 1), date(2026, 10, 31)),
        Span(date(2026, 10, 15), date(2026, 11, 14)),
        Span(date(2026, 11, 1), date(2026, 11, 30)),
        Span(date(2026, 11, 15), date(2026, 12, 14)),
    )


def test_a_calendar_added_later_gets_its_own_history() -> None:
    asked: dict[CalendarName, date | None] = {"calendar": date(2026, 11, 22), "nd09": None}
    spans = usual_window(("calendar", "nd09"), history=6, repull=1, asked=asked, today=TODAY).spans
    assert len([span for span in spans if span.start.day == 1]) == 2
    assert len([span for span in spans if span.start.day == 15]) == 7


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(today=days, asked=st.none() | days, repull=st.integers(0, 5), history=st.integers(1, 40))
def test_a_window_has_no_gap_and_reaches_back_to_the_last_pull(
    today: date, asked: date | None, repull: int, history: int
) -> None:
    for calendar in ("calendar", "nd09"):
        spans = window((calendar,), asked, history=history, repull=repull, today=today).spans
        assert spans[-1].start <= today <= spans[-1].end
        assert all((later.start - earlier.end).days == 1 for earlier, later in itertools.pairwise(spans))
        assert len(spans) >= (history if asked is None else repull) + 1
        if asked is not None and asked <= today:
            assert spans[0].start <= asked


def test_a_range_takes_every_month_it_touches_and_none_of_the_future() -> None:
    chosen = range_window(("calendar",), first=date(2026, 9, 30), last=date(2027, 5, 1), history=12, today=TODAY)
    assert chosen.spans == (month("2026-09"), month("2026-10"), month("2026-11"))
    until = range_window(("calendar",), first=None, last=date(2026, 9, 1), history=2, today=TODAY)
    assert until.spans == (month("2026-09"),)


def test_a_range_without_a_day_says_what_to_give() -> None:
    with pytest.raises(ConfigurationError, match="--from"):
        range_window(("calendar",), first=date(2027, 1, 1), last=None, history=12, today=TODAY)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), ("calendar", "month")),
        (date(2026, 7, 1), date(2026, 9, 30), ("calendar", "quarter")),
        (date(2025, 12, 15), date(2026, 12, 14), ("nd09", "year")),
        (date(2023, 4, 1), date(2024, 3, 31), ("calendar", "year")),
        (date(2026, 9, 15), date(2026, 10, 14), ("nd09", "month")),
        (date(2026, 10, 1), date(2026, 10, 30), None),
        (date(2026, 8, 1), date(2026, 10, 31), None),
        (date(2026, 10, 31), date(2026, 10, 1), None),
    ],
)
def test_days_are_placed_on_the_calendar_they_are_a_period_of(
    first: date, last: date, expected: tuple[str, str] | None
) -> None:
    assert place(Span(first, last), ("calendar", "nd09")) == expected


def test_a_day_is_a_vietnamese_day() -> None:
    assert local_day(datetime(2026, 10, 31, 16, 59, tzinfo=UTC)) == date(2026, 10, 31)
    assert local_day(datetime(2026, 10, 31, 17, 0, tzinfo=UTC)) == date(2026, 11, 1)
