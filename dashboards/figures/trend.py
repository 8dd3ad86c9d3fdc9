"""The trend of one indicator in one unit: a plotly figure as a plain dictionary (no plotly import, fast to build)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboards.figures.parts import BLUE, GREY, INK, PALE, Row
from dashboards.words import Words
from monitor.periods import CalendarName, parse

Figure = dict[str, Any]
_KEYS = ["version", "reading", "series", "basis"]
_FONT = "Be Vietnam Pro, system-ui, sans-serif"


def unbroken(frame: pl.DataFrame) -> pl.DataFrame:
    """Add an empty row before each month where the definition, the series, the basis or the source changed.

    The line then breaks there: a trend across such a change would compare two different things. Months without
    a figure take no part in finding changes.
    """
    known = pl.col("rate").is_not_null()
    stretch = pl.col("trend_break").is_not_null().cum_sum()
    names = [*(pl.col(column) for column in _KEYS), stretch]
    key = pl.concat_str([name.cast(pl.String) for name in names], separator="|", ignore_nulls=True)
    keyed = frame.with_row_index("order").with_columns(pl.when(known).then(key).alias("key"))
    before = pl.col("key").forward_fill().shift(1)
    starts = keyed.filter(pl.col("key").is_not_null() & before.is_not_null() & (pl.col("key") != before))
    blanks = starts.select("order", "period", "period_start").with_columns(blank=pl.lit(value=True))
    rows = pl.concat([blanks, keyed.with_columns(blank=pl.lit(value=False))], how="diagonal")
    return rows.sort(["order", "blank"], descending=[False, True]).drop("order", "key")


def trend(words: Words, frame: pl.DataFrame, calendar: CalendarName) -> Figure:
    """Line with interval band, milestones and target. ``frame``: one row per month, oldest first (FIGURES)."""
    rows = unbroken(frame).to_dicts()
    layout = _layout(words, frame)
    return {"data": [*_band(rows), *_lines(words, rows), _line(words, rows, calendar), *_open(rows)], "layout": layout}


def _dates(rows: Sequence[Row]) -> list[str]:
    return [row["period_start"].isoformat() for row in rows]


def _column(rows: Sequence[Row], name: str) -> list[Any]:
    return [row[name] for row in rows]


def _band(rows: Sequence[Row]) -> list[Figure]:
    """The interval as vertical bars behind the line: bars break by themselves where a month has none."""
    known = [row for row in rows if row["interval_low"] is not None]
    return [
        {
            "type": "bar",
            "x": _dates(known),
            "base": _column(known, "interval_low"),
            "y": [row["interval_high"] - row["interval_low"] for row in known],
            "marker": {"color": PALE},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def _lines(words: Words, rows: Sequence[Row]) -> list[Figure]:
    target = {"color": INK, "width": 2}
    milestone = {"color": GREY, "width": 1.5, "dash": "dash", "shape": "hv"}
    return [
        _step(rows, "target", words("col.target"), target),
        _step(rows, "milestone", words("trend.milestone"), milestone),
    ]


def _step(rows: Sequence[Row], column: str, name: str, line: Figure) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _dates(rows),
        "y": _column(rows, column),
        "name": name,
        "line": line,
        "hoverinfo": "skip",
    }


def _line(words: Words, rows: Sequence[Row], calendar: CalendarName) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": _dates(rows),
        "y": _column(rows, "rate"),
        "text": [hover(words, row, calendar) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "name": words("col.rate"),
        "connectgaps": False,
        "line": {"color": BLUE, "width": 2.5},
        "marker": {"color": BLUE, "size": 6},
    }


def _open(rows: Sequence[Row]) -> list[Figure]:
    """A hollow dot over a month that has not ended."""
    running = [row for row in rows if row["provisional"] and row["rate"] is not None]
    hollow = {"color": "#ffffff", "size": 9, "line": {"color": BLUE, "width": 2}}
    points = {"type": "scatter", "mode": "markers", "marker": hollow, "hoverinfo": "skip", "showlegend": False}
    return [{**points, "x": _dates(running), "y": _column(running, "rate")}] if running else []


def hover(words: Words, row: Row, calendar: CalendarName) -> str:
    """Period, rate and the two counts behind it, as the pointer shows them."""
    name = words.period(parse(row["period"], calendar))
    if row["rate"] is None:
        return f"<b>{name}</b>"
    counts = f"{words.count(row['numerator'])} / {words.count(row['denominator'])}"
    return f"<b>{name}</b><br>{words.percent(row['shown'])}<br>{counts}<br>{words.status(row['status'])}"


def _layout(words: Words, frame: pl.DataFrame) -> Figure:
    """Axes with a tick at each January, so that the labels fit a phone."""
    months = frame.filter(pl.col("period").str.ends_with("-01"))
    ticks = [f"{code[5:7]}/{code[:4]}" for code in months["period"]]
    return {
        "font": {"family": _FONT, "size": 13, "color": "#334155"},
        "separators": ",." if words.lang == "vi" else ".,",
        "margin": {"l": 48, "r": 12, "t": 8, "b": 32},
        "height": 300,
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "bargap": 0,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": "#cbd5e1", "font": {"color": INK}},
        "xaxis": {
            "type": "date",
            "tickvals": [day.isoformat() for day in months["period_start"]],
            "ticktext": ticks,
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
            "linecolor": "#cbd5e1",
        },
        "yaxis": {"range": _range(frame), "ticksuffix": "%", "gridcolor": "#e2e8f0", "fixedrange": True},
    }


def _range(frame: pl.DataFrame) -> list[float]:
    """From the round ten below everything drawn up to 101, so that a dot at 100 is whole."""
    lowest = frame.select(pl.min_horizontal("rate", "interval_low", "milestone", "target").min()).item()
    return [0.0 if lowest is None else max(0.0, lowest // 10 * 10), 101.0]
