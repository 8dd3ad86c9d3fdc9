"""Counts the national portal published for the year 2026 give the ratios it printed beside them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from monitor.kpi import figures
from tests.kpi.world import BIRTH, UNIT_SCHEMA, pair, question, reading_frame

# unit, numerator, denominator, printed ratio (year to 30 September or 10 October 2026)
PUBLISHED = [
    ("H01", "on-time", 354437, 389256, "91.05"),
    ("H01", "original-result", 275413, 389166, "70.77"),
    ("H01", "input-and-result", 87128, 389166, "22.39"),
    ("H01", "reused", 80506, 389166, "20.69"),
    ("H01", "personal-store", 6200, 389166, "1.59"),
    ("H01", "population-data", 209220, 389166, "53.76"),
    ("H01", "population-procedures", 304, 1266, "24.01"),
    ("H01", "sync", 325676, 325676, "100.00"),
    ("H19", "on-time", 479539, 603261, "79.49"),
    ("H19", "original-result", 450469, 617612, "72.94"),
    ("H19", "input-and-result", 154276, 617612, "24.98"),
    ("H19", "personal-store", 2, 617612, "0.00"),
    ("H20", "on-time", 314557, 358643, "87.71"),
    ("H20", "original-result", 277579, 369553, "75.11"),
    ("H20", "input-and-result", 89476, 369553, "24.21"),
    ("H20", "population-data", 177008, 369553, "47.90"),
]
PROVINCES = ("H01", "H19", "H20")


@pytest.fixture(scope="module")
def published() -> pl.DataFrame:
    """Figures of the year 2026, one series for each published ratio, all measured as X."""
    units = pl.DataFrame(
        [(code, code, "province", "province", None, BIRTH, None) for code in PROVINCES],
        schema=UNIT_SCHEMA,
        orient="row",
    )
    rows = [
        cell
        for unit, series, num, den, _ in PUBLISHED
        # a source serves an indicator from one series, so each ratio is put into a source of its own
        for cell in pair(unit, num, den, "2026", source=series, series=series)
    ]
    readings = reading_frame(("X", 1, 1, "a", "b", BIRTH, None))
    return figures(question(rows, "2026", units=units, readings=readings, today=date(2026, 10, 11)))


@pytest.mark.parametrize("line", PUBLISHED, ids=lambda line: f"{line[0]}-{line[1]}")
def test_published_ratio(published: pl.DataFrame, line: tuple[str, str, int, int, str]) -> None:
    unit, series, num, den, printed = line
    found = published.filter(unit=unit, source=series).row(0, named=True)
    assert (found["numerator"], found["denominator"], found["shown"]) == (num, den, printed)
