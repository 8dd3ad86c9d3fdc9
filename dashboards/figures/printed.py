"""What only the printed page of a unit shows: the last months as a strip of numbers, and where it comes from."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Row, sparkline
from dashboards.service import IndicatorInfo
from dashboards.words import Words
from monitor.periods import CalendarName, parse

MONTHS = 12


def strip(words: Words, series: pl.DataFrame, calendar: CalendarName) -> Component:
    """The last months up to the period's end, each with its rate; a chart of a screen's size does not fit paper."""
    last = series.tail(MONTHS)
    periods = [parse(code, calendar) for code in last["period"]]
    heads = [html.Th(f"{period.number}/{period.year % 100:02}", scope="col") for period in periods]
    cells = [html.Td(words.percent(shown)) for shown in last["shown"]]
    title = words("print.months", count=last.height)
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(html.Tr(cells))], className="strip")
    line = sparkline(last["rate"].to_list(), title)
    return html.Section([html.H2(title), html.Div([line, table], className="strip-line")], className="panel print-only")


def foot(words: Words, row: Row | None, info: IndicatorInfo, source: str, path: str) -> Component:
    """Source, state of the data, definition, address and the day of printing, at the foot of the sheet."""
    read = None if row is None else row["captured_at"]
    cut = words("print.cut.none") if read is None else words("print.cut", moment=words.moment(read))
    version = info.version if row is None else row["version"]
    parts = [
        words("print.source", title=source),
        cut,
        words("meta.version", code=info.code, version=version),
        words("print.path", path=path),
    ]
    printed = html.Span([words("print.day"), " ", html.Span(className="printed-at")])
    return html.P([" · ".join(parts), " · ", printed], className="print-only print-foot")


def button(words: Words) -> Component:
    """What prints the page; print.js listens to it."""
    return html.Button(words("print.do"), type="button", className="button print-button")
