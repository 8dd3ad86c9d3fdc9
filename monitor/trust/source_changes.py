"""Findings of the source itself: it restated nearly all units at once, or their rates all jumped together."""

from __future__ import annotations

import polars as pl

from monitor.trust.breaks import JUMPED
from monitor.trust.history import as_found
from monitor.trust.restatements import MEASURED, SPAN
from monitor.trust.words import Names, said


def restated(changed: pl.DataFrame, names: Names) -> pl.DataFrame:
    """``FOUND`` of RESTATEMENTS: one per pull, measure and period the source restated in nearly all units."""
    own = changed.filter("by_source")
    grouped = own.group_by(*MEASURED, *SPAN, "pull_id").agg(pl.col("touched", "known", "evidence").first())
    measure = pl.col("measure")
    named = grouped.with_columns(
        name_vi=measure.replace({code: vi for code, (vi, _) in names.items()}),
        name_en=measure.replace({code: en for code, (_, en) in names.items()}),
        value=pl.col("touched").cast(pl.Float64),
    )
    told = said(
        named.sort("pull_id", "measure", "period_start"),
        "Lần lấy số {pull_id} sửa lại “{name}” của {touched}/{known} đơn vị.",
        "Pull {pull_id} restated “{name}” in {touched} of {known} units.",
    )
    return as_found(told, "source_restated")


def jumped(months: pl.DataFrame) -> pl.DataFrame:
    """``FOUND`` of FIGURES with ``trend_break``: one per indicator and source whose units all jumped at once."""
    rows = months.filter(pl.col("trend_break") == JUMPED)
    grouped = rows.group_by(
        "indicator", "source", "series", "calendar", "period", "period_start", "period_end", maintain_order=True
    ).agg(pl.col("unit").n_unique().cast(pl.Int64).alias("units"))
    told = said(
        grouped,
        "Tỷ lệ {indicator} của gần như mọi đơn vị cùng nhảy một chiều so với kỳ trước.",
        "The rates of {indicator} in nearly all units jumped one way since the period before.",
    )
    return as_found(told, "source_jumped")
