"""The procedures page: which fields and procedures hold the province back, where, and what has to be done."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import filters
from dashboards.figures import procedures as figures
from dashboards.figures.parts import Child, aria, link, panel
from dashboards.pages.procedures.asking import PAGE, every, narrowed, pages
from dashboards.pages.procedures.paths import ONE, PROCEDURES
from dashboards.question import Question
from dashboards.shell import shell
from dashboards.tools import exports, find
from dashboards.words import stressed
from monitor.declared.models import AUTHORITIES
from monitor.figures.procedure_service import ProcedureService
from monitor.kpi import division

FIRST_FIELDS = 8


def page(question: Question, service: ProcedureService) -> list[Component | None]:
    """The whole page."""
    wanted, rows = every(question, service)
    if rows.is_empty():
        said = html.P(question.words("procs.empty", name=question.indicator.name), className="say")
        return shell(question, html.Div([html.H1(title(question)), said], className="headline"), path=PROCEDURES)
    fields = figures.with_whole(service.fields(wanted, question.period))
    return shell(
        question, _head(question, rows, fields), _fields(question, fields), _list(question, rows), path=PROCEDURES
    )


def title(question: Question) -> str:
    """Name of the page: what, when."""
    name = f"{question.indicator.name}, {question.words.period(question.period)}"
    return question.words("procs.title", name=name)


def scope(question: Question) -> str:
    """Whose shortfall is divided: the whole province, or the units of one kind or level."""
    words, view = question.words, question.view
    if view.kind:
        return words("procs.scope", units=words(f"kind.{view.kind}"))
    return words("procs.scope", units=words(f"level.{view.level}")) if view.level else words("scope.province")


def _head(question: Question, rows: pl.DataFrame, fields: pl.DataFrame) -> Component:
    words = question.words
    remedy: list[Child] = [html.Strong(f"{words('procs.remedy')}: "), question.indicator.remedy]
    return html.Div(
        [
            html.H1(title(question)),
            html.P(stressed(_sentence(question, rows, fields)), className="say"),
            html.P(remedy, className="todo-line"),
            html.P([_sum(question, rows), " ", _source(question, rows)], className="note"),
        ],
        className="headline",
    )


def _sentence(question: Question, rows: pl.DataFrame, fields: pl.DataFrame) -> str:
    words, period = question.words, question.words.period(question.period)
    told = rows.filter(pl.col("procedure") != "", pl.col("gap") > 0)
    held = figures.with_texts(fields.filter(pl.col("procedure").is_null(), pl.col("gap") > 0))
    if told.is_empty() or held.is_empty():
        return words("procs.say.none", period=period, name=question.indicator.name, scope=scope(question))
    top, first = told.row(0, named=True), held.row(0, named=True)
    return words(
        "procs.say",
        period=period,
        name=question.indicator.name,
        scope=scope(question),
        field=first["field_name"] or words("procs.field.none"),
        share=words.percent(first["share_shown"]),
        procedure=top["procedure_name"] or top["procedure"],
        shortfall=words.count(top["shortfall"]),
        noun=words.noun(question.indicator.noun),
        short=words.count(top["units_short"]),
        units=words.count(top["units"]),
    )


def _sum(question: Question, rows: pl.DataFrame) -> str:
    """The shortfall as a sum that adds up: what procedures lack, and what is told by none."""
    words = question.words
    rest = int(rows.filter(pl.col("procedure") == "")["shortfall"].sum())
    total = int(rows["shortfall"].sum())
    return words(
        "procs.sum",
        total=words.count(total),
        told=words.count(total - rest),
        rest=words.count(rest),
        noun=words.noun(question.indicator.noun),
    )


def _source(question: Question, rows: pl.DataFrame) -> str:
    words = question.words
    sums = rows.select(pl.col("numerator", "denominator").sum(), pl.col("source").first())
    shown = sums.select(division.shown(pl.col("numerator"), pl.col("denominator"))).item()
    row = sums.row(0, named=True)
    return words(
        "procs.source",
        source=question.title_of(row["source"]),
        rate=words.percent(shown),
        numerator=words.count(row["numerator"]),
        denominator=words.count(row["denominator"]),
    )


def _fields(question: Question, found: pl.DataFrame) -> Component:
    words = question.words
    told, rest = found.filter(pl.col("procedure").is_null()), found.filter(pl.col("procedure") == "")
    some = told if question.view.rows else told.head(FIRST_FIELDS)
    body = figures.fields(words, words("procs.fields"), pl.concat([some, rest]), _field_href(question))
    more = None
    if told.height > some.height:
        text = words("procs.fields.more", count=words.count(told.height))
        more = html.P(link(text, question.to(PROCEDURES, rows="all")), className="more")
    return panel(words("procs.fields"), body, more, note=words("procs.fields.note"), name="fields")


def _list(question: Question, rows: pl.DataFrame) -> Component:
    words, view = question.words, question.view
    listed = narrowed(question, rows)
    count = pages(listed.height)
    page = min(max(1, int(view.page or 1)), count)
    some = listed.slice((page - 1) * PAGE, PAGE)
    title = words("procs.list")
    body = figures.procedures(
        words, title, some, lambda code: question.to(f"{ONE}{code}", page=None), _field_href(question)
    )
    told = pl.col("procedure") != ""
    shown, known = listed.filter(told).height, rows.filter(told).height
    note = words("procs.note", shown=words.count(shown), all=words.count(known))
    turning = figures.pages(words, page, count, lambda to: question.to(PROCEDURES, page=None if to == "1" else to))
    nothing = html.P(words("procs.none"), className="nothing")
    return panel(
        title,
        _tools(question, rows),
        nothing if listed.is_empty() else body,
        turning,
        note=note,
        name="procedures",
    )


def _field_href(question: Question) -> figures.Href:
    return lambda code: question.to(PROCEDURES, field=code, page=None)


def _tools(question: Question, rows: pl.DataFrame) -> Component:
    words, view = question.words, question.view
    present = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]

    def order(code: str | None) -> str:
        return question.to(PROCEDURES, sort=code or "shortfall", page=None)

    def units(level: str | None, kind: str | None) -> str:
        return question.to(PROCEDURES, level=level, kind=kind, page=None)

    orders = [
        link(words(f"procs.order.{code}"), order(code), current=view.sort == code) for code in ("shortfall", "rate")
    ]
    return html.Div(
        [
            html.Div(orders, className="segments", role="group", **aria(label=words("procs.order"))),
            _authorities(question),
            filters.kinds(words, present, (view.level, view.kind), units),
            _chosen(question, rows),
            find(question, question.words("procs.find")),
            exports(question, PROCEDURES),
        ],
        className="tools",
    )


def _authorities(question: Question) -> Component:
    words, chosen = question.words, question.view.authority
    names = {None: "all"} | {code: code for code in AUTHORITIES}
    links = [
        link(
            words(f"procs.authority.{name}"), question.to(PROCEDURES, authority=code, page=None), current=chosen == code
        )
        for code, name in names.items()
    ]
    return html.Div(links, className="segments", role="group", **aria(label=words("procs.authority")))


def _chosen(question: Question, rows: pl.DataFrame) -> Component | None:
    """The field the list is limited to, and the way back to all."""
    words, field = question.words, question.view.field
    if field is None:
        return None
    names = rows.filter(pl.col("field") == field)["field_name"]
    name = names[0] if names.len() else words("procs.field.none")
    back = link(words("procs.chosen.clear"), question.to(PROCEDURES, field=None, page=None))
    return html.Div([html.Strong(words("procs.chosen", field=name)), " ", back], className="chosen")
