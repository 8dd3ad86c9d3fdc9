"""Small frames to judge: monthly histories and counts, given as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import polars as pl

from monitor.kpi import COUNTS
from monitor.periods import CalendarName, Period, parse
from monitor.trust.history import HISTORY, LINE, numbered

LAST = parse("2026-10", "calendar")
MONTH = 2026 * 12 + 10
NAMES = {"a": ("Một", "One"), "b": ("Hai", "Two"), "c": ("Ba", "Three")}


def back(count: int) -> Period:
    """The month that many months before October 2026."""
    index = MONTH - 1 - count
    return Period("calendar", "month", index // 12, index % 12 + 1)


def histories(
    units: Mapping[str, Sequence[tuple[int, int] | None]], source: str = "s", indicator: str = "K"
) -> pl.DataFrame:
    """(numerator, denominator) of each unit, oldest first, the last in October 2026; None = no figure."""
    rows = []
    for unit, pairs in units.items():
        for place, pair in enumerate(pairs):
            month = back(len(pairs) - 1 - place)
            if pair is not None:
                days = (month.code, month.start, month.end, month.year * 12 + month.number)
                rows.append((source, "t", indicator, 1, 0, 0, "calendar", unit, "commune", *days, *pair, 7, "e" * 64))
    columns = {name: kind for name, kind in HISTORY.items() if name != LINE}
    return numbered(pl.DataFrame(rows, schema=columns, orient="row"))


def count(  # noqa: PLR0913 - a count's full address
    measure: str,
    value: int | None,
    code: str = "2026-10",
    *,
    unit: str = "U1",
    source: str = "s",
    at: datetime = datetime(2026, 11, 2, tzinfo=UTC),
    calendar: CalendarName = "calendar",
    day: date | None = None,
) -> dict[str, object]:
    """One count of a period, or of one day."""
    period = parse(code, calendar)
    return {
        "source": source,
        "series": "t",
        "calendar": calendar,
        "grain": "day" if day else period.kind,
        "unit": unit,
        "measure": measure,
        "period_start": day or period.start,
        "period_end": day or period.end,
        "procedure": "",
        "value": value,
        "captured_at": at,
        "pull_id": 7,
        "evidence": "e" * 64,
    }


def counts(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=COUNTS)
