"""The projections of one unit's open periods, from its months: up to which day cases are counted, how a rate swings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from monitor.kpi.frames import local_date
from monitor.kpi.projection import largest_move, projected
from monitor.kpi.sofar import Stretch, stretch
from monitor.periods import Period

YEAR = 12
"""Months looked back on for how much the rate swings."""


def outlooks(series: pl.DataFrame, periods: Sequence[Period], *, fewest: int, direction: str) -> pl.DataFrame:
    """``projection.projected`` for each period that has counts in every one of its months so far.

    ``series``: FIGURES of one unit plus ``trend_break``, one row a month, oldest first, of flows. Gives the columns of
    ``projected`` and ``period``. The swing of a month is the largest step between neighbouring closed months of the
    last year; the swing of a longer period is the largest distance of one of its months from all of them together.
    """
    rows = [row for period in periods if (row := _row(series, period, fewest, direction)) is not None]
    return projected(pl.DataFrame(rows, schema=_ROWS))


_ROWS = {
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "covered": pl.Date(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "fewest": pl.Int64(),
    "goal": pl.Int64(),
    "step": pl.Int64(),
    "swing": pl.Int64(),
    "direction": pl.String(),
}


def _row(series: pl.DataFrame, period: Period, fewest: int, direction: str) -> dict[str, object] | None:
    known = series.filter(pl.col("period_end") <= period.end, pl.col("rate").is_not_null())
    if known.is_empty() or known["period_start"][-1] < period.start:
        return None
    found = stretch(series, period.start, known["period_end"][-1])
    if found is None:
        return None
    last = known.tail(1).with_columns(pl.col("target", "milestone").mul(100).round().cast(pl.Int64)).row(0, named=True)
    return {
        "period": period.code,
        "period_start": period.start,
        "period_end": period.end,
        "covered": _covered(known.tail(1)),
        "numerator": found.numerator,
        "denominator": found.denominator,
        "fewest": fewest,
        "goal": last["target"],
        "step": last["milestone"],
        "swing": _swing(series, found, one=period.kind == "month"),
        "direction": direction,
    }


def _covered(month: pl.DataFrame) -> date:
    """The last day whose cases are counted: the day before the counts were taken, or the month's last."""
    day: date | None = month.select(local_date(pl.col("captured_at"))).item()
    end: date = month["period_end"][0]
    return end if day is None else min(end, day - timedelta(days=1))


def _swing(series: pl.DataFrame, found: Stretch, *, one: bool) -> int | None:
    if one:
        closed = series.filter(pl.col("period_end") < found.first, pl.col("rate").is_not_null())
        return largest_move(closed.tail(YEAR + 1))
    months = series.filter(pl.col("period_start") >= found.first, pl.col("period_end") <= found.last)
    most = months.select((pl.col("rate") - found.rate).abs().max() * 100).item()
    return None if most is None else int(-(-most // 1))
