"""The page of one procedure: how it stands, how it went on, which units fall short, where its figure came from."""

from __future__ import annotations

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures import procedures as figures
from dashboards.figures.parts import Row, aria, chip, panel
from dashboards.figures.passport import passport
from dashboards.figures.trend import trend
from dashboards.pages.procedures.asking import PAGE, every, pages
from dashboards.pages.procedures.listed import scope
from dashboards.pages.procedures.paths import ONE, PROCEDURES
from dashboards.question import Question
from dashboards.shell import shell
from dashboards.view import ViewProblem
from dashboards.words import stressed
from monitor.figures.procedure_service import ProcedureService
from monitor.figures.procedures import Asked

MONTHS = 12
_NOT_COUNTED = {"interval_low": pl.Float64(), "interval_high": pl.Float64(), "milestone": pl.Float64()}
_SAME = ("trend_break", "reading", "basis")


def page(question: Question, service: ProcedureService, code: str) -> list[Component | None]:
    """The whole page of one procedure. Raises ``ViewProblem`` (404) for a code nobody knows."""
    wanted, rows = every(question, service)
    name = procedure_name(question, service, code)
    own = rows.filter(pl.col("procedure") == code)
    row = own.row(0, named=True) if own.height else None
    found = service.explain(wanted, question.period, code)
    return shell(
        question,
        _path(question, name),
        _head(question, service, code, figures.with_texts(own).row(0, named=True) if own.height else None),
        None if row is None else _trend(question, service, wanted, code),
        None if row is None else _units(question, service, wanted, code),
        passport(question.words, found, question.indicator, None),
        path=ONE + code,
    )


def procedure_name(question: Question, service: ProcedureService, code: str) -> str:
    """Official name of a procedure; its code where it is only counted. Raises ``ViewProblem`` (404) otherwise."""
    names = service.catalogue.filter(pl.col("procedure") == code)["procedure_name"]
    if names.len():
        return str(names[0])
    if every(question, service)[1].filter(pl.col("procedure") == code).is_empty():
        raise ViewProblem("proc.unknown", status=404, lang=question.words.lang, value=code)
    return code


def _path(question: Question, name: str) -> Component:
    words = question.words
    steps = [
        html.Li(dcc.Link(words("proc.back"), href=question.to(PROCEDURES, page=None))),
        html.Li(name, **aria(current="page")),
    ]
    return html.Nav(html.Ol(steps), className="path", **aria(label=words("unit.path")))


def _head(question: Question, service: ProcedureService, code: str, row: Row | None) -> Component:
    words, info = question.words, question.indicator
    return html.Div(
        [
            html.H1(procedure_name(question, service, code)),
            html.P(_about(question, service, code), className="note"),
            html.P(stressed(_sentence(question, row)), className="say"),
            chip(words, row["status"], row["certainty"]) if row else None,
            html.P([html.Strong(f"{words('procs.remedy')}: "), info.remedy], className="todo-line"),
        ],
        className="headline",
    )


def _about(question: Question, service: ProcedureService, code: str) -> str:
    words = question.words
    known = service.catalogue.filter(pl.col("procedure") == code)
    if known.is_empty():
        return words("proc.about", code=code, field=words("procs.field.none"), authority=words("blank"))
    row = known.row(0, named=True)
    levels = ", ".join(words(f"procs.authority.{level}") for level in row["authority"].split())
    field = row["field_name" if words.lang == "vi" else "field_name_en"]
    return words("proc.about", code=code, field=field, authority=levels)


def _sentence(question: Question, row: Row | None) -> str:
    words, info = question.words, question.indicator
    period = words.period(question.period)
    if row is None or row["rate"] is None:
        return words("proc.say.none", period=period, name=info.name)
    text = words(
        "proc.say",
        period=period,
        name=info.name,
        rate=words.percent(row["shown"]),
        numerator=words.count(row["numerator"]),
        denominator=words.count(row["denominator"]),
        needed=words.count(row["needed"]),
        noun=words.noun(info.noun),
        target=words.level(row["target"]),
        short=words.count(row["units_short"]),
        units=words.count(row["units"]),
    )
    if row["share_shown"] is None:
        return text
    return f"{text} {words('proc.share', share=words.percent(row['share_shown']), scope=scope(question))}"


def _trend(question: Question, service: ProcedureService, wanted: Asked, code: str) -> Component:
    words, calendar = question.words, question.view.calendar
    found = service.trend(wanted, calendar, MONTHS + 1, code)
    frame = found.with_columns(
        *(pl.lit(None, kind).alias(name) for name, kind in _NOT_COUNTED.items()),
        *(pl.lit(None, pl.String).alias(name) for name in _SAME),
    )
    title = f"{question.indicator.name} · {words('proc.trend', months=MONTHS)}"
    graph = dcc.Graph(
        figure=trend(words, frame, calendar), config={"displayModeBar": False, "responsive": True}, className="chart"
    )
    return panel(title, html.Div(graph, role="img", **aria(label=title)))


def _units(question: Question, service: ProcedureService, wanted: Asked, code: str) -> Component:
    words = question.words
    rows = service.units(wanted, question.period, code)
    count = pages(rows.height)
    page = min(max(1, int(question.view.page or 1)), count)
    some = figures.with_whole(rows).slice((page - 1) * PAGE, PAGE)
    title = words("proc.units")

    def href(unit: str) -> str:
        return question.link(unit, source=rows["source"][0], page=None)

    return panel(
        title,
        figures.units(words, title, some, href),
        figures.pages(words, page, count, lambda to: question.to(ONE + code, page=None if to == "1" else to)),
        note=words("proc.units.note", count=words.count(rows.height)),
        name="procedures",
    )
