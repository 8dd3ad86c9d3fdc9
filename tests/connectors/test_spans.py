"""Spans against the standard library's calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Span
from connectors.spans import Named, coded, last_closed_month, months, named

years = st.integers(1900, 2900)


@given(years, st.integers(1, 12))
def test_calendar_months_are_those_of_the_calendar(year: int, month: int) -> None:
    span = months(year, month, 1)
    assert span == Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    assert coded(f"{year}-{month:02d}") == span
    assert named(span) == Named("month", year, month)
    assert last_closed_month(span.end + timedelta(days=1)) == span


@given(years, st.integers(1, 12), st.integers(1, 12))
def test_nd09_months_join_without_a_gap(year: int, month: int, count: int) -> None:
    span, following = months(year, month, count, "nd09"), months(year, month + count, 1, "nd09")
    assert span.end + timedelta(days=1) == following.start
    assert (span.start.day, span.end.day, span.end.month) == (15, 14, (month + count - 2) % 12 + 1)
    assert named(span) is None


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-9M", date(2026, 1, 1), date(2026, 9, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_codes(code: str, first: date, last: date) -> None:
    assert coded(code) == Span(first, last)


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-Q5", "2026-", "0026", "2026-10 ", "2026-1", "x026-10"])
def test_no_codes(text: str) -> None:
    assert coded(text) is None
