"""The rim, fourth part: why another source says something else than the one that speaks for an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor.figures.query import QueryError
from monitor.figures.reconciling import reconcile
from monitor.reports import content as frozen

if TYPE_CHECKING:
    from monitor.figures import FigureService
    from monitor.periods import Period


def reconciled(service: FigureService, period: Period, figures: pl.DataFrame) -> pl.DataFrame:
    """``RECONCILED`` of every indicator with counts from the source that speaks for it and from another one."""
    shown = figures.filter(pl.col("shown").is_not_null())
    given = shown.select("indicator", "source", "chosen").unique(maintain_order=True)
    speaks = given.filter("chosen").drop("chosen")
    others = given.filter(~pl.col("chosen")).select("indicator", other="source")
    pairs = speaks.join(others, on="indicator", maintain_order="left_right")
    found = [_compared(service, period, *pair) for pair in pairs.iter_rows()]
    return pl.concat([pl.DataFrame(schema=frozen.RECONCILED), *found])


def _compared(service: FigureService, period: Period, indicator: str, source: str, other: str) -> pl.DataFrame:
    try:
        made = reconcile(service, indicator, (source, other), period=period.code, calendar=period.calendar)
    except QueryError:  # nobody has looked at one of them yet: there is nothing to compare
        return pl.DataFrame(schema=frozen.RECONCILED)
    named = made.parts.with_columns(indicator=pl.lit(indicator), source=pl.lit(source), other=pl.lit(other))
    return named.select(frozen.RECONCILED.keys())
