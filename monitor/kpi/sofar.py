"""Months of one unit added up: a longer stretch such as the year to date, and the same stretch a year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from monitor.kpi import division

_WAY = ("version", "reading", "series", "basis")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Counts of whole reporting months together: never an average of their rates."""

    numerator: int
    denominator: int
    rate: float
    shown: str
    months: int
    first: date
    last: date


def stretch(series: pl.DataFrame, first: date, last: date) -> Stretch | None:
    """The months of ``series`` that lie in first … last, added up; None unless all of them can be added.

    ``series``: FIGURES of one unit plus ``trend_break``, one row a month, of flows. Every month must have its counts,
    all counted in one way, with no break after the first of them; and the stretch must begin with its first day.
    """
    months = series.filter(pl.col("period_start") >= first, pl.col("period_end") <= last).sort("period_start")
    if months.is_empty() or months["period_start"][0] != first or months["rate"].null_count():
        return None
    if not _alike(months):
        return None
    sums = months.select(pl.col("numerator", "denominator").sum())
    num, den = pl.col("numerator"), pl.col("denominator")
    told = sums.with_columns(rate=division.rate(num, den), shown=division.shown(num, den)).row(0, named=True)
    return Stretch(**told, months=months.height, first=first, last=months["period_end"][-1])


def gained(series: pl.DataFrame, now: Stretch | None, before: Stretch | None) -> float | None:
    """Points from one stretch to the other; None where either is missing or the way of counting changed between."""
    if now is None or before is None or now.months != before.months:
        return None
    between = series.filter(pl.col("period_start") >= before.first, pl.col("period_end") <= now.last)
    return now.rate - before.rate if _alike(between.sort("period_start")) else None


def _alike(months: pl.DataFrame) -> bool:
    """Whether every month was counted in the same way; months without counts say nothing about that."""
    known = months.filter(pl.col("rate").is_not_null())
    return known.select(_WAY).n_unique() <= 1 and months["trend_break"][1:].null_count() == months.height - 1
