"""What a report's charts show, as plain data; a renderer that can draw turns it into marks. Pure."""

from __future__ import annotations

from typing import Any

import polars as pl

from monitor.kpi import division
from monitor.periods import parse
from monitor.reports import standing
from monitor.reports.content import Content
from monitor.reports.speaking import say
from monitor.reports.wording import Wording

SHOWN = 15
"""Units in a ranking or a heat map."""

Chart = dict[str, Any]


def chart(kind: str, content: Content, indicator: str, wording: Wording) -> Chart | None:
    """Data of a chart (see the three functions below); None where there is nothing to draw."""
    return {"trend": trend, "ranking": ranking, "heatmap": heatmap}[kind](content, indicator, wording)


def trend(content: Content, indicator: str, wording: Wording) -> Chart | None:
    """The province's rate by month: {points: [{month, rate, shown}], goals: [{level, shown, dashed}]}."""
    whole = content.of(indicator).filter(content.top)
    rows = _months(content, indicator).join(whole.select("unit"), on="unit", how="semi").sort("period")
    if rows["rate"].is_null().all():
        return None
    target, milestone = whole.select("target", "milestone").row(0)
    goals = [
        {"level": level, "shown": wording.level(level), "dashed": dashed}
        for level, dashed in ((target, False), (milestone, True))
        if level is not None
    ]
    points = [
        {"month": _month(period), "rate": rate, "shown": wording.percent(shown)}
        for period, rate, shown in rows.select("period", "rate", "shown").iter_rows()
    ]
    return {"kind": "trend", "points": points, "goals": goals}


def ranking(content: Content, indicator: str, wording: Wording) -> Chart | None:
    """The units that lack most: {bars: [{name, shortfall, words}]}, the longest first."""
    short = standing.short_of_target(content.units_of(indicator)).head(SHOWN)
    bars = [
        {
            "name": row["unit_name"],
            "shortfall": row["shortfall"],
            "words": f"{wording.count(row['shortfall'])} ({wording.percent(row['shown'])})",
        }
        for row in short.iter_rows(named=True)
    ]
    return {"kind": "ranking", "bars": bars} if bars else None


def heatmap(content: Content, indicator: str, wording: Wording) -> Chart | None:
    """Unit by month: {months, rows: [{name, gaps: [points to the target | null]}], key, ends}; a gap ≤ 0 = met."""
    short = standing.short_of_target(content.units_of(indicator)).head(SHOWN)
    months = _months(content, indicator)
    if short.is_empty() or months.is_empty():
        return None
    periods = months["period"].unique().sort().to_list()
    rates = {(unit, period): rate for unit, period, rate in months.select("unit", "period", "rate").iter_rows()}
    rows = [
        {
            "name": row["unit_name"],
            "gaps": [
                None if (rate := rates.get((row["unit"], period))) is None else row["target"] - rate
                for period in periods
            ],
        }
        for row in short.iter_rows(named=True)
    ]
    labels = [_month(period) for period in periods]
    ends = [say(wording, f"chart.{name}") for name in ("met", "missing")]
    return {"kind": "heatmap", "months": labels, "rows": rows, "key": say(wording, "chart.key"), "ends": ends}


def _months(content: Content, indicator: str) -> pl.DataFrame:
    mine = content["trend"].filter(pl.col("indicator") == indicator)
    return mine.with_columns(division.rate(pl.col("numerator"), pl.col("denominator")).alias("rate"))


def _month(code: str) -> str:
    period = parse(code, "calendar")
    return f"{period.number}/{period.year % 100:02d}"
