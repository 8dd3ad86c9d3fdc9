"""What if the largest gaps closed: the province's rate in exact counts, and how few units would be enough."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Row, aria, percent
from dashboards.service import IndicatorInfo
from dashboards.words import Words, stressed
from monitor.kpi.gaps import Bridge, closed, enough

COUNTS = (1, 3, 5, 10, 20)


def what_if(words: Words, units: pl.DataFrame, row: Row, info: IndicatorInfo, year: int) -> Component | None:
    """A line for each number of units. ``units``: FIGURES plus ``short``; ``row``: the province's figure."""
    if row["numerator"] is None or not row["denominator"]:
        return None
    short = units.filter("short").height
    counts = sorted({*COUNTS, short}) if short else []
    found = closed(units, (row["numerator"], row["denominator"]), [count for count in counts if count])
    if found.is_empty():
        return None
    noun = words.noun(info.noun)
    lines = [_line(words, line, row, noun, short) for line in found.iter_rows(named=True)]
    aims = [_aim(words, units, row, name, year) for name in ("milestone", "target")]
    told = [html.P(stressed(text), className="note") for text in aims if text]
    return html.Div(
        [html.H3(words("what_if.title")), html.Ol(lines, className="steps-up"), *told], className="what-if-list"
    )


def _line(words: Words, line: Row, row: Row, noun: str, short: int) -> Component:
    name = "what_if.all" if line["units"] == short else "what_if.one" if line["units"] == 1 else "what_if.some"
    text = words(name, count=line["units"], gained=words.count(line["gained"]), noun=noun)
    bar = html.Span(
        [
            html.Span(className="up-now", style={"width": percent(row["rate"])}),
            html.Span(
                className="up-more",
                style={"left": percent(row["rate"]), "width": percent(line["rate"] - row["rate"])},
            ),
            html.Span(className="meter-target", style={"left": percent(row["target"])}),
        ],
        className="up",
        **aria(hidden="true"),
    )
    return html.Li([html.Span(text), html.Strong(words.percent(line["shown"])), bar])


def _aim(words: Words, units: pl.DataFrame, row: Row, name: str, year: int) -> str | None:
    """How many of the largest shortfalls reach this year's milestone, or the target; None where nothing is missing."""
    missing = row["shortfall" if name == "target" else "milestone_shortfall"]
    if not missing or (name == "milestone" and row["milestone"] == row["target"]):
        return None
    count = enough(units, missing)
    key = "what_if.never" if count is None else "what_if.enough"
    return words(key, aim=words(f"what_if.{name}", year=year, level=words.level(row[name])), count=count)


def bridge_text(words: Words, found: Bridge, short: int, noun: str) -> str:
    """How the column of shortfalls becomes the province's own, whole cases, exactly."""
    parts = [words("bridge.listed", units=short, count=words.count(found.listed))]
    for name in ("unlisted", "spare", "rounding"):
        value = getattr(found, name)
        if value:
            parts.append(words(f"bridge.{name}", count=words.count(value)))
    end = words("bridge.end", count=words.count(found.province), noun=noun)
    return f"{', '.join(parts)} {end}"
