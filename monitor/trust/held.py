"""What is held back in quarantine, as findings: one per reason, series, unit and period."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from monitor.trust.history import as_found
from monitor.trust.words import said

CONSEQUENCE = "tied_to_held"
"""Held back only because of another count, which has its own finding."""
_SHOWN = 3


def held_back(quarantine: pl.DataFrame, names: Mapping[str, tuple[str, str]]) -> pl.DataFrame:
    """``FOUND`` of open quarantine rows [source, series, unit_code, unit_name, unit, calendar, period_start,
    period_end, reason, detail, captured_at, pull_id, evidence, …]. ``names``: a measure's Vietnamese and English name,
    which people read in place of its code.
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
    named = grouped.with_columns(
        _named({code: vi for code, (vi, _) in names.items()}).alias("details_vi"),
        _named({code: en for code, (_, en) in names.items()}).alias("details_en"),
    )
    told = said(named, "{rows} số liệu bị giữ lại: {details_vi}", "{rows} count(s) held back: {details_en}")
    by_reason = [as_found(rows, str(code)) for (code,), rows in told.group_by("reason", maintain_order=True)]
    return pl.concat([as_found(told.clear(), ""), *by_reason])


def _named(names: Mapping[str, str]) -> pl.Expr:
    """The details with each measure's name for its code, whole codes only."""
    told = pl.col("details")
    for code, name in names.items():
        told = told.str.replace_all(rf"\b{code}\b", name.replace("$", "$$"))
    return told
