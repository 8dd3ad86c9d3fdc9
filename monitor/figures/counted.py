"""The counts of one unit in one period, as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi

if TYPE_CHECKING:
    from monitor.figures.service import FigureService
    from monitor.periods import Period


def counts_of(service: FigureService, unit: str, asked: Period, lang: str) -> pl.DataFrame:
    """Newest counts of one unit: [source, series, measure, measure_name, value, captured_at]."""
    names = pl.DataFrame(
        [(measure.code, measure.vi if lang == "vi" else measure.en) for measure in service.declared.measures],
        schema=["measure", "measure_name"],
        orient="row",
    )
    counts = service.store.read_counts(calendar=asked.calendar, start=asked.start, end=asked.end, units=[unit])
    newest = kpi.latest(counts.filter(pl.col("procedure") == ""))
    exact = service.visible(newest).filter(pl.col("period_start") == asked.start, pl.col("period_end") == asked.end)
    named = exact.join(names, on="measure")
    return named.select("source", "series", "measure", "measure_name", "value", "captured_at").sort(
        "source", "series", "measure"
    )
