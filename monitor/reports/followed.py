"""The rim, second part: what an edition says of findings, restatements and alerts."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import polars as pl

from monitor.alerts.states import PENDING
from monitor.figures.clock import local_day
from monitor.figures.trends import nearly
from monitor.figures.trust import TrustService
from monitor.reports import content as frozen
from monitor.trust.restatements import restatements
from monitor.words import ZONE

if TYPE_CHECKING:
    from monitor.figures import FigureService
    from monitor.periods import Period


def findings(service: FigureService, period: Period) -> pl.DataFrame:
    """``FINDINGS`` of the period, the gravest first; good-to-know notices are left to the dashboard."""
    found = TrustService(service).findings(period=period.code, calendar=period.calendar, severity="warning")
    return found.select(frozen.FINDINGS.keys())


def restated(service: FigureService, period: Period) -> pl.DataFrame:
    """``RESTATEMENTS`` of the period and the one before it that came since the period began."""
    since = datetime.combine(period.start, time(), ZONE).astimezone(UTC)
    limits = nearly(service.declared, "source_restated")
    changed = pl.concat(
        [restatements(service.counts(one.calendar, one.start, one.end), limits) for one in (period.previous(), period)]
    )
    names = pl.DataFrame(
        [(measure.code, measure.vi, measure.en) for measure in service.declared.measures],
        schema=["measure", "measure_vi", "measure_en"],
        orient="row",
    )
    named = (
        service.visible(changed)
        .join(names, on="measure", how="left")
        .join(service.units.select("unit", "unit_name"), on="unit", how="left")
    )
    recent = named.filter(pl.col("captured_at") >= since)
    return (
        recent.rename({"value": "after", "captured_at": "changed_at"})
        .select(frozen.RESTATEMENTS.keys())
        .sort("source", "unit", "measure", "period_start", "changed_at")
    )


def alerts(service: FigureService, period: Period) -> pl.DataFrame:
    """``ALERTS`` that units had heard of and that were open at some time since the period began."""
    since = datetime.combine(period.start, time(), ZONE).astimezone(UTC)
    today = local_day(service.clock())
    names = dict(service.units.select("unit", "unit_name").iter_rows())
    rows = [
        {
            "alert_id": row["id"],
            "unit": row["unit"],
            "unit_name": names[row["unit"]],
            "indicator": row["indicator"],
            "state": row["outcome"] or row["state"],
            "opened_at": row["opened_at"],
            "due": row["answer_by"],
            "overdue": row["answer_by"] is not None and row["answer_by"] < today and row["explanation"] is None,
            "cause": row["cause"],
            "explanation": row["explanation"],
        }
        for row in service.store.alerts.alerts()
        if row["unit"] in names
        and row["state"] != PENDING
        and row["opened_at"] is not None
        and (row["closed_at"] is None or row["closed_at"] >= since)
    ]
    return pl.DataFrame(rows, schema=frozen.ALERTS).sort("alert_id")
