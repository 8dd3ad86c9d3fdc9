"""Months added up: counts, never rates; and only what was counted in one way."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.kpi import division
from monitor.kpi.sofar import gained, stretch

YEAR = date(2026, 1, 1)


def month(code: str, num: int | None, den: int | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    year, number = int(code[:4]), int(code[5:])
    return {
        "period": code, "period_start": date(year, number, 1),
        "period_end": date(year, number, monthrange(year, number)[1]), "numerator": num, "denominator": den,
        "version": 1, "reading": 1, "series": "s", "basis": "children", "trend_break": None, **more,
    }  # fmt: skip


def series(*rows: dict[str, Any]) -> pl.DataFrame:
    schema = {"numerator": pl.Int64, "denominator": pl.Int64, "trend_break": pl.String, "series": pl.String}
    frame = pl.DataFrame(list(rows), schema_overrides=schema)
    return frame.with_columns(rate=division.rate(pl.col("numerator"), pl.col("denominator")))


def test_a_year_to_date_is_a_sum_of_counts() -> None:
    """1 of 2 and 98 of 98: 99 %, though the rates' average is 75 %."""
    found = stretch(series(month("2026-01", 1, 2), month("2026-02", 98, 98)), YEAR, date(2026, 2, 28))
    assert found is not None
    assert (found.numerator, found.denominator, found.shown, found.months) == (99, 100, "99.00", 2)
    assert found.last == date(2026, 2, 28)


@pytest.mark.parametrize(
    "second",
    [
        month("2026-02", None, None),
        month("2026-02", 0, 0),
        month("2026-02", 9, 10, version=2),
        month("2026-02", 9, 10, series="other"),
        month("2026-02", 9, 10, trend_break="restated"),
    ],
)
def test_what_cannot_be_added_is_not(second: dict[str, Any]) -> None:
    assert stretch(series(month("2026-01", 1, 2), second), YEAR, date(2026, 2, 28)) is None


def test_a_stretch_begins_with_its_first_day() -> None:
    assert stretch(series(month("2026-02", 1, 2)), YEAR, date(2026, 2, 28)) is None
    assert stretch(series(month("2026-02", 1, 2)), YEAR, date(2026, 1, 31)) is None


def test_two_years_are_compared_only_if_counted_alike_all_the_way() -> None:
    def told(between: dict[str, Any]) -> float | None:
        rows = series(month("2025-01", 60, 100), between, month("2026-01", 75, 100))
        before = stretch(rows, date(2025, 1, 1), date(2025, 1, 31))
        return gained(rows, stretch(rows, YEAR, date(2026, 1, 31)), before)

    assert told(month("2025-07", 70, 100)) == pytest.approx(15.0)
    assert told(month("2025-07", None, None)) == pytest.approx(15.0)
    assert told(month("2025-07", 70, 100, trend_break="jumped")) is None
    assert told(month("2025-07", 70, 100, series="other")) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=12))
def test_any_months_add_up(pairs: list[tuple[int, int]]) -> None:
    rows = [month(f"2026-{number:02d}", min(two), max(two)) for number, two in enumerate(pairs, start=1)]
    found = stretch(series(*rows), YEAR, date(2026, 12, 31))
    assert found is not None
    exact = Fraction(sum(min(two) for two in pairs), sum(max(two) for two in pairs))
    assert abs(Fraction(found.rate) / 100 - exact) < Fraction(1, 10**12)
