"""A unit's page: how far it is, how it moved, what it has to do, and where its figure came from."""

from __future__ import annotations

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures import unit as parts
from dashboards.figures.panels import without
from dashboards.figures.parts import Row, aria, chip, panel
from dashboards.figures.passport import passport
from dashboards.figures.printed import button, foot, strip
from dashboards.figures.selection import totals_only
from dashboards.figures.sentence import facts, milestone_sentence, sentence
from dashboards.figures.todo import todo
from dashboards.figures.trend import trend
from dashboards.pages.alerts.elsewhere import unit_panel
from dashboards.pages.unit_reasons import Reasons
from dashboards.permission import permitted
from dashboards.question import Question
from dashboards.service import Passport
from dashboards.shell import shell
from dashboards.view import ViewProblem
from dashboards.words import stressed

MONTHS = 36


def page(question: Question, code: str) -> list[Component | None]:
    """The whole page of one unit. Raises ``ViewProblem`` (404) for a code nobody has."""
    name = unit_name(question, code)
    rows = _rows(question, code)
    row = _chosen(question, rows, code)
    series, why = _series(question, code), Reasons(question, code)
    duty = todo(
        question.words, row, question.indicator, lines=why.lines, duties=why.duties(), findings=len(why.findings)
    )
    alerts = None
    if question.alerts is not None:
        alerts = html.Div(unit_panel(question, question.alerts, code), id="alerts")
    sheet = [
        _path(question, code, name),
        _head(question, name, code, row),
        html.Div([_trend(question, series), html.Div([duty])], className="board even"),
        _strip(question, series),
        why.pareto_panel(),
        _columns(alerts, why.findings_panel(), why.standing_panel(), why.sources_panel(_sources(question, code))),
        html.Div(passport(question.words, _passport(question, code), question.indicator, code), className="screen"),
        _indicators(question, rows, code),
        html.Div(_counts(question, code), className="screen"),
        foot(question.words, row, question.indicator, question.title_of(question.source), question.link(code)),
    ]
    return shell(question, html.Div([part for part in sheet if part is not None], className="sheet"), unit=code)


def _columns(*panels: Component | None) -> Component:
    """Panels below each other on a screen, in two columns on paper."""
    return html.Div([panel for panel in panels if panel is not None], className="paper-columns")


def unit_name(question: Question, code: str) -> str:
    """Official name of a unit. Raises ``ViewProblem``: 404 if there is none, 403 if it is not for this viewer."""
    if question.service.sight.hides(code):
        permitted(question, code)
    names = question.service.units.filter(pl.col("unit") == code)["unit_name"]
    if names.is_empty():
        raise ViewProblem("problem.unit", status=404, lang=question.words.lang, value=code)
    return str(names[0])


def _rows(question: Question, code: str) -> dict[str, Row]:
    """The unit's figure of every indicator, from the source taken when none is asked for.

    Where a source publishes the province's total only, a unit has no figure: it never had to report one.
    """
    own = totals_only(question.figures(unit=question.service.province.code))
    frame = question.figures(unit=code)
    if code != question.service.province.code:
        frame = frame.filter(~((pl.col("status") == "not_reported") & pl.col("indicator").is_in(own)))
    return {row["indicator"]: row for row in frame.iter_rows(named=True)}


def _chosen(question: Question, rows: dict[str, Row], code: str) -> Row | None:
    """The unit's figure of the chosen indicator from the chosen source."""
    if question.source is None:
        return None
    if question.plain_source:
        return rows.get(question.indicator.code)
    return row_of(question.figures(source=question.source, unit=code, only=True), question.indicator.code, code)


def row_of(frame: pl.DataFrame, indicator: str, unit: str) -> Row | None:
    """The one row of an indicator and a unit, if there is one."""
    found = frame.filter(pl.col("indicator") == indicator, pl.col("unit") == unit)
    return found.row(0, named=True) if found.height else None


def _path(question: Question, code: str, name: str) -> Component:
    words = question.words
    parent = question.service.province
    steps: list[Component] = [html.Li(dcc.Link(words("unit.overview"), href=question.link()))]
    if code != parent.code:
        steps.append(html.Li(dcc.Link(parent.name, href=question.link(parent.code))))
    steps.append(html.Li(name, **aria(current="page")))
    return html.Nav(html.Ol(steps), className="path", **aria(label=words("unit.path")))


def _head(question: Question, name: str, code: str, row: Row | None) -> Component:
    words, info = question.words, question.indicator
    text = sentence(words, row, info, question.period, name, absence=question.absence(info.code))
    more = milestone_sentence(words, row, info, question.period.year)
    return html.Div(
        [
            html.Div([html.H1([name, html.Span(code, className="code")]), button(words)], className="titled"),
            html.P(stressed(f"{text} {more}" if more else text), className="say"),
            chip(words, row["status"], row["certainty"]) if row else None,
            facts(words, row, info),
        ],
        className="headline",
    )


def _series(question: Question, code: str) -> pl.DataFrame:
    return question.service.series(
        question.indicator.code,
        code,
        source=question.source,
        calendar=question.view.calendar,
        months=MONTHS,
        as_known_at=question.view.known_at,
        on_map=question.view.on_map,
    )


def _trend(question: Question, series: pl.DataFrame) -> Component:
    words = question.words
    title = f"{question.indicator.name} · {words('unit.trend', months=MONTHS)}"
    if series["rate"].is_null().all():
        return panel(title, html.P(words("unit.trend.none")), name="screen")
    graph = dcc.Graph(
        figure=trend(words, series, question.view.calendar),
        config={"displayModeBar": False, "responsive": True},
        className="chart",
    )
    chart = html.Div(graph, role="img", **aria(label=title))
    table = parts.months(words, series, question.view.calendar)
    return panel(title, chart, table, note=words("unit.trend.note"), name="screen")


def _strip(question: Question, series: pl.DataFrame) -> Component | None:
    """The months up to the period's end, for paper."""
    past = series.filter(pl.col("period_end") <= question.period.end)
    return None if past["rate"].is_null().all() else strip(question.words, past, question.view.calendar)


def _sources(question: Question, code: str) -> list[Row]:
    """The chosen indicator's figure from every source that has it for this unit, the chosen source first."""
    names = sorted(question.sources, key=lambda name: name != question.source)
    rows = [
        row_of(question.figures(source=name, unit=code, only=True), question.indicator.code, code) for name in names
    ]
    return [row for row in rows if row is not None]


def _passport(question: Question, code: str) -> Passport | None:
    return question.service.explain(
        question.indicator.code,
        code,
        period=question.period.code,
        calendar=question.view.calendar,
        source=question.source,
        lang=question.words.lang,
        as_known_at=question.view.known_at,
        on_map=question.view.on_map,
    )


def _indicators(question: Question, rows: dict[str, Row], code: str) -> Component:
    words = question.words

    def href(indicator: str) -> str:
        return question.link(code, indicator=indicator, source=None)

    province = code == question.service.province.code
    silent = [info for info in question.indicators if info.code not in rows]
    body = parts.indicators(
        words,
        question.indicators,
        rows.get,
        source_title=question.title_of,
        href=href,
        chosen=question.indicator.code,
        year=question.period.year,
    )
    return panel(
        words("unit.indicators.province" if province else "unit.indicators"),
        body,
        *without(words, silent, question.absence, href),
    )


def _counts(question: Question, code: str) -> Component:
    frame = question.service.counts_of(
        code, period=question.period.code, calendar=question.view.calendar, lang=question.words.lang
    )
    return parts.counts(question.words, frame, question.title_of)
