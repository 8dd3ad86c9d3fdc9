"""Figures against a hand-written polars query over the same rows."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import polars as pl

from monitor.declared import load
from monitor.figures import FigureService
from monitor.store import Store
from tests.running import Home

RUNS = 15
PAIRS = {
    "dossiers_input_result_digitized": "dossiers_resolved",
    "results_electronic": "dossiers_resolved",
    "dossiers_components_digitized": "dossiers_received",
}


def service_of(demo: Home, *, keep: bool) -> FigureService:
    """The service a dashboard (keep) or a command would use on the demo's data."""
    declared = load(demo.config, sources_file=Path(demo.extra["SOHOA_SOURCES"]), environ=os.environ)
    store = Store(f"sqlite:///{demo.data / 'sohoa.db'}", demo.data)
    return FigureService(store, declared, lambda: datetime.now(UTC), keep=keep)


def by_hand(counts: pl.DataFrame, start: date) -> pl.DataFrame:
    """Rates of one month as one would write them in a notebook: no status, no interval, no passport."""
    month = counts.filter(pl.col("period_start") == start, pl.col("procedure") == "")
    newest = month.sort("captured_at").unique(["source", "series", "unit", "measure"], keep="last")
    wide = newest.pivot(on="measure", index=["source", "series", "unit"], values="value")
    sides = [
        pl.when(pl.col(below) > 0).then(100 * pl.col(above) / pl.col(below)).alias(above)
        for above, below in PAIRS.items()
    ]
    return wide.with_columns(sides)


def report(demo: Home) -> None:
    """Print the median of computing one month afresh, and its ratio to the query by hand."""
    service = service_of(demo, keep=False)
    period = service.latest_closed_period("calendar")
    start = date.fromisoformat(f"{period}-01")
    counts = service.store.read_counts(calendar="calendar")
    ours, hand = [], []
    for _ in range(RUNS):
        fresh = service_of(demo, keep=False)
        begun = perf_counter()
        fresh.figures(period=period, every_source=True)
        ours.append(perf_counter() - begun)
        begun = perf_counter()
        by_hand(service.store.read_counts(calendar="calendar", start=start, end=date(start.year, 12, 31)), start)
        hand.append(perf_counter() - begun)
    print(f"figures of one month, all indicators, all sources, read and computed: {1000 * median(ours):.0f} ms")
    print(f"  ratio to a hand-written polars query that also reads its rows: {median(ours) / median(hand):.1f}")
    print(f"  ({counts.height} count rows of 36 months in the store)")
