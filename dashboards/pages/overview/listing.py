"""Who matters most for the province's gap, what if the largest gaps closed, and why they lack so much."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import filters
from dashboards.figures.parts import Row, link, panel
from dashboards.figures.ranking import legend, ranking
from dashboards.figures.selection import ALL, ordered, picked
from dashboards.figures.what_if import bridge_text, what_if
from dashboards.figures.why import TOP, Case, weakest, why
from dashboards.pages.overview.gathered import Gathered, province_row
from dashboards.shell import UNITS
from monitor.kpi.gaps import bridge

ROWS = 12
MOST = 120
"""Rows this page lists at most; the units page has them all in a grid that draws what is seen."""
LOOK_BACK = 12
PROCEDURES = 2
"""Procedures named as a reason."""


def ranked(found: Gathered) -> Component:
    """The ranked list with its filters, and the sums below it."""
    question, row, units = found.question, found.row, found.units
    words, view = question.words, question.view
    if row is None or row["basis"] == "own" or units.is_empty():
        return _none(found)
    rows = ordered(picked(units, status=view.status, kind=view.kind, level=view.level), view.sort)
    first = rows.head(MOST if view.rows == ALL else ROWS)
    table = ranking(
        words, first, question.indicator, target=row["target"], href=question.link, so_far=view.sort == "shortfall"
    )
    return panel(
        _title(found),
        _tools(found),
        legend(words, question.period.year),
        table if first.height else _nothing(found),
        _more(found, rows.height, first.height),
        _sums(found, row),
        note=words("rank.note"),
        name="list",
    )


def _none(found: Gathered) -> Component:
    question, row = found.question, found.row
    words = question.words
    own = row is not None and row["basis"] == "own"
    text = words("rank.own") if own else f"{words(f'absent.{question.absence(question.indicator.code)}')}."
    whole = link(words("rank.whole"), question.link(found.province))
    return panel(_title(found), html.P([text, " ", whole]))


def _title(found: Gathered) -> str:
    words, status, row = found.question.words, found.question.view.status, found.row
    if status == ALL or row is None:
        return words("rank.title.all")
    if status:
        return words("rank.title.status", status=words.status(status).lower())
    return words("rank.title", target=words.level(row["target"]))


def _tools(found: Gathered) -> Component:
    question = found.question
    words, view = question.words, question.view
    present = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]
    return html.Div(
        [
            filters.orders(words, view.sort, lambda sort: question.link(sort=sort)),
            filters.kinds(
                words,
                present,
                (view.level, view.kind),
                lambda level, kind: question.link(level=level, kind=kind, rows=None),
            ),
            filters.statuses(words, found.units, view.status, lambda code: question.link(status=code, rows=None)),
        ],
        className="tools",
    )


def _nothing(found: Gathered) -> Component:
    question = found.question
    words, view = question.words, question.view
    text = words("rank.empty.good" if view.status is None else "rank.empty")
    clear = link(words("rank.clear"), question.link(status=None, kind=None, level=None, rows=None))
    return html.P([text, " ", clear], className="nothing")


def _more(found: Gathered, all_rows: int, shown: int) -> Component | None:
    question = found.question
    words = question.words
    if all_rows <= ROWS:
        return None
    text = words("rank.shown", shown=words.count(shown), count=words.count(all_rows))
    ways = [link(words("rank.grid"), question.to(UNITS, status=question.view.status or "short", rows=None))]
    if shown < min(all_rows, MOST):
        ways.insert(0, link(words("rank.more", count=words.count(min(all_rows, MOST))), question.link(rows=ALL)))
    elif shown > ROWS:
        ways.insert(0, link(words("rank.less", count=ROWS), question.link(rows=None)))
    parts = [part for way in ways for part in (" · ", way)]
    return html.P([text, *parts], className="more")


def _sums(found: Gathered, row: Row) -> Component | None:
    """What if, and how the units' shortfalls become the province's: for an aim to reach, not for one to stay below."""
    question, units = found.question, found.units
    info, words = question.indicator, question.words
    if info.direction != "high" or row["target"] is None:
        return None
    if_closed = what_if(words, units, row, info, question.period.year)
    total = (row["numerator"], row["denominator"])
    way = bridge(units, total, round(row["target"] * 100))
    short = units.filter("short").height
    text = None if way is None or not short else bridge_text(words, way, short, words.noun(info.noun))
    return html.Div([if_closed, html.P(text, className="note bridge") if text else None], className="sums")


def reasons(found: Gathered) -> Component | None:
    """The units that lack most among those listed, and why; then what is to be done."""
    question, row = found.question, found.row
    words, view, info = question.words, question.view, question.indicator
    if row is None or row["basis"] == "own" or info.direction != "high":
        return None
    chosen = picked(found.units.filter("short"), status=ALL, kind=view.kind, level=view.level)
    top = ordered(chosen, "shortfall").head(TOP)
    if top.is_empty():
        return None
    cases = [_case(found, unit, row) for unit in top.iter_rows(named=True)]
    todo = html.P(words.rich("why.todo", remedy=info.remedy, agency=info.lead_agency_name), className="what-if")
    return panel(
        words("why.title", count=top.height), why(words, cases, info, question.link), todo, note=words("why.note")
    )


def _case(found: Gathered, unit: Row, row: Row) -> Case:
    months = found.past.filter(pl.col("unit") == unit["unit"]).tail(LOOK_BACK)
    code = unit["unit"]
    return Case(row=unit, province=row, months=months, others=_others(found, code), parts=_procedures(found, code))


def _procedures(found: Gathered, unit: str) -> list[tuple[str, int]]:
    """The procedures in which the unit lacks most, where a source counts by procedure."""
    question = found.question
    rows = question.service.by_procedure(
        question.indicator.code,
        period=question.period.code,
        calendar=question.view.calendar,
        unit=unit,
        as_known_at=question.view.known_at,
        on_map=question.view.on_map,
        lang=question.words.lang,
    )
    lacking = rows.filter(pl.col("procedure") != "", pl.col("shortfall") > 0).sort(
        ["shortfall", "procedure"], descending=[True, False]
    )
    names = lacking.select(pl.col("procedure_name").fill_null(pl.col("procedure")), "shortfall")
    return list(names.head(PROCEDURES).iter_rows())


def _others(found: Gathered, unit: str) -> list[tuple[str, Row, Row]]:
    """What else is weak there, by the figures of the same period."""
    rows = [
        (info, province_row(found.every[info.code], unit), province_row(found.every[info.code], found.province))
        for info in found.question.indicators
    ]
    return weakest(rows, found.question.indicator)
