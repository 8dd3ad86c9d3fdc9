"""What a store can be asked for: which source has which indicator, which months have counts, known since when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl

from monitor.figures.clock import local_day
from monitor.kpi.serving import serving
from monitor.periods import CalendarName, Period, matching

if TYPE_CHECKING:
    from monitor.declared import Declared


def sources_of(declared: Declared, offers: pl.DataFrame) -> dict[str, list[str]]:
    """Indicator → the sources with counts for it: its headline source, then in declared order.

    ``offers``: distinct [source, series, unit, measure].
    """
    served = serving(declared.reading_frame(), offers).select("indicator", "source").unique()
    places = {source.name: place for place, source in enumerate(declared.sources)}
    heads = {i.code: i.headline_source for i in declared.indicators}
    found: dict[str, list[str]] = {}
    for indicator, source in served.iter_rows():
        found.setdefault(indicator, []).append(source)
    for indicator, names in found.items():
        names.sort(key=lambda name: (name != heads.get(indicator), places.get(name, len(places)), name))
    return found


def months_in(spans: pl.DataFrame, calendar: CalendarName, today: date) -> list[Period]:
    """The months that have begun and lie in a span [period_start, period_end, …] that is a period, oldest first."""
    months = {
        month
        for start, end in spans.select("period_start", "period_end").unique().iter_rows()
        if (whole := matching(start, end, calendar)) is not None
        for month in whole.months()
        if month.start <= today
    }
    return sorted(months)


def first_day(pulls: pl.DataFrame) -> date | None:
    """The day in Vietnam of the oldest of these PULLS; None without any."""
    first = pulls.select(pl.col("started_at").min()).item()
    return local_day(first) if isinstance(first, datetime) else None
