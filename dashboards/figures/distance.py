"""How far a figure is from its target, as a tone, a mark and words: one scale for heat map, tiles and map.

A scale of distance instead of red: the darker, the farther; what was met is green with a tick. Every tone has a mark,
so that nothing is told by colour alone.
"""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Row, aria, gap
from dashboards.words import Words

STEPS = (5, 15, 30, 50)
"""Points to the target up to which a figure has the tones far-1, far-2, …; beyond the last it has far-5."""
FAR = tuple(f"far-{number}" for number in range(1, len(STEPS) + 2))
MARKS = {
    "met": "✓",
    "too_few": "…",
    "no_cases": "–",
    "not_reported": "?",
    "needs_check": "!",
}
"""Marks of what is no distance, by tone."""


def toned(figures: pl.DataFrame) -> pl.DataFrame:
    """``figures`` with ``tone`` and ``mark``.

    ``tone``: met, far-1 … far-5, or a status without a distance (too_few, no_cases, not_reported, needs_check); a
    period still open is toned by its rate so far. ``mark``: whole points to the target, or a sign.
    """
    away = (pl.col("target") - pl.col("rate")).abs()
    without = ["too_few", "no_cases", "not_reported", "needs_check"]
    far: pl.Expr = pl.lit(FAR[-1])
    for step, name in zip(reversed(STEPS), reversed(FAR[:-1]), strict=True):
        far = pl.when(away <= step).then(pl.lit(name)).otherwise(far)
    tone = (
        pl.when(pl.col("status").is_in(without))
        .then("status")
        .when(pl.col("rate").is_null())
        .then(pl.lit("not_reported"))
        .when(pl.col("shortfall") == 0)
        .then(pl.lit("met"))
        .otherwise(far)
    )
    points = pl.when(away < 1).then(pl.lit("<1")).otherwise(away.round(0, "half_away_from_zero").cast(pl.Int64))
    toned = figures.with_columns(tone=tone)
    return toned.with_columns(mark=pl.col("tone").replace_strict(MARKS, default=points, return_dtype=pl.String))


def said(words: Words, row: Row) -> str:
    """A figure's distance in words, as the pointer shows it: 50,24%, còn cách 44,76 điểm · Chưa đạt."""
    status = words.status(row["status"])
    away = gap(row)
    if away is None:
        return status
    if row["shortfall"] == 0 or row["tone"] == row["status"]:
        return f"{words.percent(row['shown'])} · {status}"
    return words("far.said", rate=words.percent(row["shown"]), gap=words.points(away), status=status)


def legend(words: Words) -> Component:
    """What the tones and marks mean."""
    low = (0, *STEPS)
    steps = [_key(name, words("far.step", low=low[place], high=STEPS[place])) for place, name in enumerate(FAR[:-1])]
    last = _key(FAR[-1], words("far.last", low=STEPS[-1]))
    signs = [_key(name, words.status(name), mark) for name, mark in MARKS.items()]
    return html.P([html.Span(words("far.legend")), *steps, last, *signs], className="legend far-legend")


def _key(tone: str, text: str, mark: str = "") -> Component:
    return html.Span([html.Span(mark, className=f"far {tone}", **aria(hidden="true")), text])
