"""One row of FIGURES, worked out by hand: rate, interval, status and shortfall of two counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from monitor.kpi.frames import FIGURES

PROVINCE = "H01"
CAPTURED = datetime(2026, 11, 1, 21, 0, tzinfo=UTC)
HASH = "ab3c" * 16
SCHEMA = {**FIGURES, "change": pl.Float64(), "trend_break": pl.String()}


def wilson(num: int, den: int) -> tuple[float, float]:
    z, p = 1.959963984540054, num / den
    centre, width = p + z * z / (2 * den), z * math.sqrt(p * (1 - p) / den + z * z / (4 * den * den))
    return 100 * (centre - width) / (1 + z * z / den), 100 * (centre + width) / (1 + z * z / den)


def shown(num: int, den: int) -> str:
    return str((Decimal(100 * num) / Decimal(den)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def figure(
    num: int | None, den: int | None, *, target: float = 95.0, milestone: float | None = 80.0, **more: object
) -> dict[str, Any]:
    """One FIGURES row by plain integer arithmetic; ``more`` overrides any column."""
    row: dict[str, Any] = dict.fromkeys(SCHEMA)
    row.update(
        indicator="K1", version=1, reading=1, series="digitization-by-agency", source="mot-cua", unit="H01.201",
        unit_name="Đặc khu Phú Quốc", kind="special_zone", level="commune", parent=PROVINCE, calendar="calendar",
        period="2026-10", period_start=date(2026, 10, 1), period_end=date(2026, 10, 31), target=target,
        milestone=milestone, numerator=num, denominator=den, reported=1, expected=1, captured_at=CAPTURED,
        provisional=False, restated=False, basis="own", pull_id=41, evidence=HASH, grain="month",
        status="not_reported" if num is None else "no_cases",
    )  # fmt: skip
    if num is not None and den:
        row.update(_rated(num, den, target, milestone))
    return {**row, **more}


def _rated(num: int, den: int, target: float, milestone: float | None) -> dict[str, Any]:
    low, high = wilson(num, den)
    return {
        "rate": 100 * num / den,
        "shown": shown(num, den),
        "shortfall": max(0, -(-int(target * den) // 100) - num),
        "milestone_shortfall": None if milestone is None else max(0, -(-int(milestone * den) // 100) - num),
        "interval_low": low,
        "interval_high": high,
        "status": _status(num, den, target),
        "certainty": "surely" if high < target else "probably",
    }


def _status(num: int, den: int, target: float) -> str:
    if den < 30:
        return "too_few"
    if 100 * num >= target * den:
        return "met"
    return "near" if 100 * num >= (target - 5) * den else "below"


def frame(*rows: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)
