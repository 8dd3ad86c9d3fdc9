"""Restatements: which past counts changed, from what to what; and which of these changes are the source's own."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitor import kpi

RESTATEMENTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "calendar": pl.String(),
    "unit": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "procedure": pl.String(),
    "before": pl.Int64(),
    "value": pl.Int64(),
    "before_at": pl.Datetime("us", "UTC"),
    "captured_at": pl.Datetime("us", "UTC"),
    "pull_id": pl.Int64(),
    "before_evidence": pl.String(),
    "evidence": pl.String(),
    "touched": pl.Int64(),
    "known": pl.Int64(),
    "by_source": pl.Boolean(),
}
"""One row per count of a closed period that was replaced: ``before`` by ``value`` (null = withdrawn).

``touched`` of ``known``: how many units this pull restated in the same measure and period, of those that had a value
before it. ``by_source``: nearly all at once, so it is the source that changed, not the units.
"""

MEASURED = ["source", "series", "calendar", "measure"]
"""What a source changes when it changes its way of counting."""
SPAN = ["period_start", "period_end"]
_ONE_PULL = [*MEASURED, *SPAN, "pull_id"]


@dataclass(frozen=True, slots=True)
class Nearly:
    """When a change counts as the source's own: at least ``share`` per cent of the units, and at least ``units``."""

    share: float
    units: int

    def holds(self, touched: pl.Expr, among: pl.Expr) -> pl.Expr:
        """Whether that many of those units were touched; compared on products, not on a rounded rate."""
        return (touched >= self.units) & (touched * 100 >= among * self.share)


def restatements(counts: pl.DataFrame, nearly: Nearly) -> pl.DataFrame:
    """``RESTATEMENTS`` of all versions given (COUNTS), newest capture first."""
    changed = kpi.restatements(counts)
    pulls = changed.group_by(_ONE_PULL).agg(
        touched=pl.col("unit").n_unique().cast(pl.Int64), since=pl.col("captured_at").min()
    )
    valued = counts.filter(pl.col("value").is_not_null()).select(*MEASURED, *SPAN, "unit", "captured_at")
    earlier = valued.join(pulls, on=[*MEASURED, *SPAN]).filter(pl.col("captured_at") < pl.col("since"))
    among = earlier.group_by(_ONE_PULL).agg(known=pl.col("unit").n_unique().cast(pl.Int64))
    judged = pulls.join(among, on=_ONE_PULL).with_columns(by_source=nearly.holds(pl.col("touched"), pl.col("known")))
    rows = changed.join(judged, on=_ONE_PULL).select(RESTATEMENTS.keys())
    return rows.sort("captured_at", *MEASURED, "period_start", "unit", "procedure", descending=[True, *[False] * 7])
