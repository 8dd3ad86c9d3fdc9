"""Figures written by hand: a few communes, one indicator, months from November 2025 to November 2026."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from monitor import kpi
from monitor.alerts.frames import LIVE, SOURCES
from monitor.alerts.judge import Situation
from monitor.declared.alert_models import AlertRule
from monitor.declared.models import WorkingCalendar
from monitor.kpi import FigureInput
from monitor.periods import Period
from monitor.workdays import WorkDays

TODAY = date(2026, 11, 23)
_INDEXES = range(2025 * 12 + 10, 2026 * 12 + 11)
MONTHS = tuple(Period("calendar", "month", index // 12, index % 12 + 1) for index in _INDEXES)
CAPTURED = datetime(2026, 11, 22, 3, tzinfo=UTC)
WORKDAYS = WorkDays(WorkingCalendar(time_zone="Asia/Ho_Chi_Minh", calendars={}, default_calendar="calendar"))
WORDS = {"vi": "chữ", "en": "text"}
Sides = tuple[int | None, int | None]


def rule(kind: str = "off_target", code: str = "r", *, when: Mapping[str, Any] | None = None, **more: Any) -> AlertRule:  # noqa: ANN401
    """A rule over indicator K with everything else at its default."""
    whole = {"code": code, "name": WORDS, "when": {"kind": kind, **(when or {})}, "severity": "high", **more}
    return AlertRule.model_validate({"indicator": "K", **whole} if kind != "stale" else whole)


def figures(  # noqa: PLR0913 - each named at the call
    sides: Mapping[str, Sequence[Sides]],
    *,
    target: int = 95,
    milestone: int | None = None,
    minimum: int = 30,
    direction: str = "high",
    today: date = TODAY,
    captured: datetime = CAPTURED,
    held: Sequence[str] = (),
    newest: int = len(MONTHS) - 2,
) -> pl.DataFrame:
    """FIGURES made by the arithmetic itself from counts: unit → (numerator, denominator) of the last closed months.

    The newest pair belongs to month ``newest`` of MONTHS, October 2026. A pair of None is not reported. ``held``: units
    with an open quarantine row.
    """
    counts = []
    last = newest + 1
    for unit, pairs in sides.items():
        for month, (numerator, denominator) in zip(MONTHS[last - len(pairs) : last], pairs, strict=True):
            for measure, value in (("over", numerator), ("under", denominator)):
                counts.append(_count(unit, month, measure, value, captured))
    units = sorted({*sides, "P"})
    query = FigureInput(
        counts=pl.DataFrame(counts, schema=kpi.COUNTS),
        units=pl.DataFrame(
            [(unit, unit, "commune" if unit != "P" else "province", "P" if unit != "P" else None) for unit in units],
            schema=["unit", "unit_name", "kind", "parent"],
            orient="row",
        ).with_columns(
            level=pl.when(pl.col("kind") == "commune").then(pl.lit("commune")).otherwise(pl.lit("province")),
            valid_from=pl.lit(None, pl.Date),
            valid_to=pl.lit(None, pl.Date),
        ),
        readings=pl.DataFrame(
            [("K", 1, 0, side, measure, date(2000, 1, 1), None) for side, measure in SIDES],
            schema={**_READING, "effective_from": pl.Date(), "effective_to": pl.Date()},
            orient="row",
        ),
        targets=pl.DataFrame(
            [
                ("K", kind, year, target * 100, None if milestone is None else milestone * 100)
                for kind in ("commune", "province", "department")
                for year in (2025, 2026)
            ],
            schema={
                "indicator": pl.String(),
                "kind": pl.String(),
                "year": pl.Int64(),
                "target": pl.Int64(),
                "milestone": pl.Int64(),
            },
            orient="row",
        ),
        indicators=pl.DataFrame([("K", 1, direction, minimum)], schema=_INDICATOR, orient="row"),
        periods=MONTHS[max(last - 6, 0) : last + 1],
        today=today,
        quarantine=_held(held),
    )
    known = kpi.figures(query)
    definition = query.indicators.select("indicator", "version", "direction", "minimum_denominator")
    return known.join(definition, on=["indicator", "version"], maintain_order="left")


SIDES = (("numerator", "over"), ("denominator", "under"))
_READING = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "reading": pl.Int64(),
    "side": pl.String(),
    "measure": pl.String(),
}
_INDICATOR = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "direction": pl.String(),
    "minimum_denominator": pl.Int64(),
}


def _count(unit: str, month: Period, measure: str, value: int | None, captured: datetime) -> dict[str, object]:
    return {
        "source": "s",
        "series": "t",
        "calendar": "calendar",
        "grain": "month",
        "unit": unit,
        "measure": measure,
        "period_start": month.start,
        "period_end": month.end,
        "procedure": "",
        "value": value,
        "captured_at": captured,
        "pull_id": 1,
        "evidence": "e" * 64,
    }


def _held(units: Sequence[str]) -> pl.DataFrame | None:
    if not units:
        return None
    month = MONTHS[-2]
    rows = [("s", "t", unit, "over", month.start, month.end, "calendar") for unit in units]
    schema = ["source", "series", "unit", "measure", "period_start", "period_end", "calendar"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def situation(frame: pl.DataFrame, **more: Any) -> Situation:  # noqa: ANN401
    """A situation with one healthy source s, today 23 November 2026."""
    known = Situation(
        figures=frame,
        chosen={"K": "s"},
        months={"calendar": MONTHS[-7:]},
        sources=sources(),
        today=TODAY,
        workdays=WORKDAYS,
    )
    return replace(known, **more)


def sources(trouble: str | None = None, complete_at: datetime | None = CAPTURED) -> pl.DataFrame:
    """SOURCES of one enabled source."""
    return pl.DataFrame([("s", trouble, 1, complete_at, True)], schema=SOURCES, orient="row")


def live(unit: str, state: str = "open", opened_period: str = "2026-10") -> pl.DataFrame:
    """LIVE: one alert of rule r."""
    return pl.DataFrame([("r", unit, 7, state, opened_period)], schema=LIVE, orient="row")
