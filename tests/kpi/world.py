"""A small declared world for the arithmetic: one province, two departments, three communes, three indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

import polars as pl

from monitor.kpi import COUNTS, FigureInput
from monitor.periods import CalendarName, parse

NAMES = {"num": "a", "den": "b"}
LEAVES = ("D1", "D2", "C1", "C2", "C3")
CLOSED = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = date(2026, 11, 23)

UNIT_SCHEMA = {
    "unit": pl.String,
    "unit_name": pl.String,
    "kind": pl.String,
    "level": pl.String,
    "parent": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
READING_SCHEMA = {
    "indicator": pl.String,
    "version": pl.Int64,
    "reading": pl.Int64,
    "side": pl.String,
    "measure": pl.String,
    "effective_from": pl.Date,
    "effective_to": pl.Date,
}
BIRTH = date(2020, 1, 1)
_KINDS = {"P": "province", "D": "department", "C": "commune"}


def unit_row(
    code: str, parent: str | None, valid_from: date = BIRTH, valid_to: date | None = None
) -> tuple[object, ...]:
    """One declared unit; the first letter of its code is its kind."""
    kind = _KINDS[code[0]]
    return code, f"Unit {code}", kind, kind, parent, valid_from, valid_to


def unit_frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Declared units; without arguments the province P with D1, D2, C1, C2, C3."""
    known = rows or (unit_row("P", None), *(unit_row(code, "P") for code in LEAVES))
    return pl.DataFrame(list(known), schema=UNIT_SCHEMA, orient="row")


def reading_frame(*readings: tuple[str, int, int, str, str, date, date | None]) -> pl.DataFrame:
    """Declared readings (indicator, version, reading, "a+b", "c", from, to); default X = a/b and L = a/b."""
    known = readings or (("X", 1, 1, "a", "b", BIRTH, None), ("L", 1, 1, "a", "b", BIRTH, None))
    rows = [
        (indicator, version, reading, side, measure, start, end)
        for indicator, version, reading, above, below, start, end in known
        for side, measures in (("numerator", above), ("denominator", below))
        for measure in measures.split("+")
    ]
    return pl.DataFrame(rows, schema=READING_SCHEMA, orient="row")


def target_frame(goals: Mapping[str, tuple[int, int | None]]) -> pl.DataFrame:
    """Targets by indicator (target, milestone) for every kind, 2024…2027."""
    rows = [
        (indicator, kind, year, goal, step)
        for indicator, (goal, step) in goals.items()
        for kind in ("province", "department", "commune")
        for year in range(2024, 2028)
    ]
    schema = {"indicator": pl.String, "kind": pl.String, "year": pl.Int64, "target": pl.Int64, "milestone": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def indicator_frame(versions: Iterable[tuple[str, int]], minimum: int = 1) -> pl.DataFrame:
    """Indicator versions; L is better low, every other better high."""
    rows = [(code, version, "low" if code == "L" else "high", minimum) for code, version in versions]
    schema = {
        "indicator": pl.String,
        "version": pl.Int64,
        "direction": pl.String,
        "minimum_denominator": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def count(  # noqa: PLR0913 - a count has this many parts
    unit: str,
    measure: str,
    value: int | None,
    period: str = "2026-10",
    *,
    calendar: CalendarName = "calendar",
    source: str = "s",
    series: str = "t",
    procedure: str = "",
    captured_at: datetime = CLOSED,
    pull_id: int = 1,
) -> dict[str, object]:
    """One captured count of a period named by its code."""
    span = parse(period, calendar)
    return {
        "source": source,
        "series": series,
        "calendar": calendar,
        "grain": span.kind,
        "unit": unit,
        "measure": measure,
        "period_start": span.start,
        "period_end": span.end,
        "procedure": procedure,
        "value": value,
        "captured_at": captured_at,
        "pull_id": pull_id,
        "evidence": f"{pull_id:064x}",
    }


def pair(
    unit: str, num: int | None, den: int | None, period: str = "2026-10", **more: object
) -> list[dict[str, object]]:
    """Numerator a and denominator b of one unit and period."""
    sides = (("a", num), ("b", den))
    return [count(unit, measure, value, period, **more) for measure, value in sides]  # type: ignore[arg-type]


def frame(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Counts as the store gives them."""
    return pl.DataFrame(list(rows), schema=COUNTS)


def question(
    rows: Iterable[Mapping[str, object]] | pl.DataFrame,
    *periods: str,
    calendar: CalendarName = "calendar",
    minimum: int = 1,
    **more: object,
) -> FigureInput:
    """A question about X = a/b (target 95, milestone 80) and L = a/b (better low, target 10)."""
    counts = rows if isinstance(rows, pl.DataFrame) else frame(rows)
    given: dict[str, object] = {
        "counts": counts,
        "units": unit_frame(),
        "readings": reading_frame(),
        "targets": target_frame({"X": (9500, 8000), "L": (1000, None)}),
        "indicators": indicator_frame([("X", 1), ("X", 2), ("L", 1)], minimum),
        "periods": tuple(parse(code, calendar) for code in periods or ("2026-10",)),
        "today": TODAY,
    }
    return FigureInput(**(given | more))  # type: ignore[arg-type]


def row(figures: pl.DataFrame, unit: str, indicator: str = "X", **more: str) -> dict[str, object]:
    """The one figure of a unit; fails if there are none or several."""
    found = figures.filter(unit=unit, indicator=indicator, **more)
    assert found.height == 1, f"one figure expected, {found.height} found"
    return found.row(0, named=True)
