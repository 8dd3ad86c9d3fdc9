"""What is held back in quarantine, as findings: one per reason, series, unit and period."""

from __future__ import annotations

import polars as pl

from monitor.trust.history import as_found
from monitor.trust.words import said

CONSEQUENCE = "tied_to_held"
"""Held back only because of another count, which has its own finding."""
_SHOWN = 3


def held_back(quarantine: pl.DataFrame) -> pl.DataFrame:
    """``FOUND`` of open quarantine rows [source, series, unit_code, unit_name, unit, calendar, period_start,
    period_end, reason, detail, captured_at, pull_id, evidence, …].
    """  # noqa: D205 - the columns are one list
    own = quarantine.filter(pl.col("reason") != CONSEQUENCE)
    key = ["reason", "source", "series", "unit_code", "unit_name", "unit", "calendar", "period_start", "period_end"]
    ordered = own.sort("captured_at", "id")
    details = pl.col("detail").unique(maintain_order=True)
    grouped = ordered.group_by(key, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("rows"),
        details.head(_SHOWN).str.join("; ").alias("details"),
        pl.col("pull_id", "evidence").last(),
    )
    told = said(grouped, "{rows} số liệu bị giữ lại: {details}", "{rows} count(s) held back: {details}")
    by_reason = [as_found(rows, str(code)) for (code,), rows in told.group_by("reason", maintain_order=True)]
    return pl.concat([as_found(told.clear(), ""), *by_reason])
