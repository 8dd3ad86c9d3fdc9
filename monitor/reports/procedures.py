"""The rim, third part: sums by procedure, where the source that speaks for an indicator counts by procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.kpi.procedures import by_procedure
from monitor.reports import content as frozen

if TYPE_CHECKING:
    from monitor.declared.models import Reading
    from monitor.figures import FigureService
    from monitor.periods import Period


def procedures(service: FigureService, period: Period, figures: pl.DataFrame) -> pl.DataFrame:
    """``PROCEDURES`` of the province's figures; an indicator with a stock is left out: it does not add over months."""
    newest = kpi.latest(service.counts(period.calendar, period.start, period.end))
    apart = service.visible(newest).filter(pl.col("procedure") != "")
    flows = {measure.code for measure in service.declared.measures if measure.kind == "flow"}
    found = [pl.DataFrame(schema=frozen.PROCEDURES)]
    for row in figures.filter(pl.col("unit") == service.province.code).iter_rows(named=True):
        if apart.is_empty() or row["series"] is None:
            continue
        reading = _reading(service, row["indicator"], row["version"], row["reading"])
        if not {*reading.numerator, *reading.denominator} <= flows:
            continue
        mine = apart.filter(pl.col("source") == row["source"], pl.col("series") == row["series"])
        sums = by_procedure(mine.join(_tiles(period, row["grain"]), on=_SPAN), reading.numerator, reading.denominator)
        named = sums.with_columns(indicator=pl.lit(row["indicator"]), source=pl.lit(row["source"]))
        found.append(named.select(frozen.PROCEDURES.keys()))
    return pl.concat(found)


_SPAN = ["period_start", "period_end"]


def _tiles(period: Period, grain: str) -> pl.DataFrame:
    """The spans a figure is made from: the months of the period, or the period itself."""
    spans = period.months() if grain == "month" else (period,)
    rows = [(span.start, span.end) for span in spans]
    return pl.DataFrame(rows, schema={name: pl.Date() for name in _SPAN}, orient="row")


def _reading(service: FigureService, indicator: str, version: int, number: int) -> Reading:
    found = next(one for one in service.declared.indicators if (one.code, one.version) == (indicator, version))
    return found.readings[number]
