from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.sandbox.rhythm import Month, day_weight, halves, last_closed, weight

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@given(DAYS, st.integers(0, 400))
def test_halves_cover_every_day_of_a_span_once(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    covered = [
        half.start + timedelta(days=i) for half in halves(start, end) for i in range((half.end - half.start).days + 1)
    ]
    inside = [day for day in covered if start <= day <= end]
    assert inside == [start + timedelta(days=i) for i in range(length + 1)]


@given(DAYS)
def test_a_span_that_ends_before_it_starts_has_no_halves(day: date) -> None:
    assert not list(halves(day, day - timedelta(days=1)))


def test_tet_and_sundays_are_quiet() -> None:
    assert day_weight(date(2026, 2, 17)) == day_weight(date(2026, 11, 22)) == 1
    assert day_weight(date(2026, 11, 23)) == 20
    assert weight(date(2026, 2, 1), date(2026, 2, 28)) < 0.75 * weight(date(2026, 3, 1), date(2026, 3, 31))


@given(st.integers(2020, 2030), st.integers(1, 12), st.integers(-40, 40))
def test_months_shift_there_and_back(year: int, number: int, months: int) -> None:
    assert Month(year, number).later(months).later(-months) == (year, number)


def test_a_month_is_closed_the_day_after_its_last() -> None:
    assert not Month(2026, 10).closed(date(2026, 10, 31))
    assert Month(2026, 10).closed(date(2026, 11, 1))
    assert last_closed(date(2026, 1, 15)) == (2025, 12)
