"""The units page: every unit of the chosen indicator in one grid, found, filtered, sorted and taken away as a file."""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import filters, grid
from dashboards.figures.parts import panel
from dashboards.figures.selection import ALL, SHORT_ONLY, arranged, found, picked, units_only, with_place, with_share
from dashboards.question import Question
from dashboards.shell import UNITS, shell
from dashboards.tools import exports, find
from dashboards.view import View
from monitor.periods import parse

SPARK_MONTHS = 12
RUNNING = 1
"""The month of today, which may have no counts yet."""
FRAMED = 200
"""Rows beyond which the grid scrolls in its own frame and asks for what is seen, block by block."""


def page(question: Question) -> list[Component | None]:
    """The whole page."""
    words = question.words
    every = units_of(question)
    rows = listed(question, every)
    note = words("units.note", shown=words.count(rows.height), all=words.count(every.height))
    return shell(
        question,
        html.H1(title(question)),
        panel(
            words("units.list"),
            _tools(question, every),
            _grid(question, rows),
            note=note,
            name="units",
        ),
        path=UNITS,
    )


def _grid(question: Question, rows: pl.DataFrame) -> Component:
    words, query, sorted_by = question.words, question.view.query(), order(question.view)
    if rows.height > FRAMED:
        return grid.framed(words, query, sorted_by, rows.height)
    return grid.whole(words, query, sorted_by, _rows(question, rows))


def block(question: Question, start: int, end: int) -> dict[str, Any]:
    """Rows ``start`` to ``end`` (not included), at most a block, and how many there are: a framed grid's."""
    every = listed(question, units_of(question))
    some = every.slice(max(0, start), min(max(0, end - start), grid.BLOCK))
    return {"rowData": _rows(question, some), "rowCount": every.height}


def title(question: Question) -> str:
    """Name of the page: what, when."""
    name = f"{question.indicator.name}, {question.words.period(question.period)}"
    return question.words("units.title", name=name)


def units_of(question: Question) -> pl.DataFrame:
    """Every unit's figure of the chosen indicator and source, with share and place."""
    if question.source is None:
        frame = question.figures(only=True).clear()
    else:
        frame = question.figures(source=question.source, only=True)
    units = units_only(frame, question.service.province.code)
    return with_place(with_share(units), question.indicator.direction)


def listed(question: Question, every: pl.DataFrame) -> pl.DataFrame:
    """The rows the address asks for, in its order: what the grid shows and what the file holds."""
    view = question.view
    chosen = picked(every, status=view.status or ALL, kind=view.kind, level=view.level)
    return arranged(found(chosen, view.find), view.order, view.sort)


def order(view: View) -> str:
    """The heading that is marked as sorting."""
    plain = {"shortfall": "shortfall-desc", "rate": "rate-asc", "change": "change-asc"}
    return view.order or plain[view.sort]


def _rows(question: Question, rows: pl.DataFrame) -> list[dict[str, object]]:
    last = question.period.months()[-1]
    newest = parse(next(iter(question.periods), last.code), last.calendar)
    since = max(0, (newest.year - last.year) * 12 + newest.number - last.number)
    trend = question.service.trends(
        question.indicator.code,
        source=question.source,
        calendar=question.view.calendar,
        months=SPARK_MONTHS + since + RUNNING,
        as_known_at=question.view.known_at,
        on_map=question.view.on_map,
    )
    past = trend.filter(pl.col("period_end") <= question.period.end).join(rows, on="unit", how="semi")
    months = past.sort("period_start").group_by("unit", maintain_order=True).agg(pl.col("rate").tail(SPARK_MONTHS))
    return grid.rows(question.words, rows, question.indicator, dict(months.iter_rows()), question.link)


def _tools(question: Question, every: pl.DataFrame) -> Component:
    words, view = question.words, question.view
    present = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]

    def status(code: str | None) -> str:
        """Here all units are the default; on the overview those below target."""
        return question.to(UNITS, status={None: SHORT_ONLY, ALL: None}.get(code, code))

    chosen = {None: ALL, SHORT_ONLY: None}.get(view.status, view.status)
    return html.Div(
        [
            filters.statuses(words, every, chosen, status),
            filters.kinds(
                words,
                present,
                (view.level, view.kind),
                lambda level, kind: question.to(UNITS, level=level, kind=kind),
            ),
            find(question, question.words("units.find")),
            exports(question, UNITS),
        ],
        className="tools",
    )
