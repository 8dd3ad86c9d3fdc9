"""Reconciliation: one indicator from two sources, and the causes of their difference."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboards.figures.causes import cause as cause_name
from dashboards.figures.causes import difference
from dashboards.figures.listing import FIRST, Row, choices, more, small
from dashboards.figures.parts import Children, cell, panel, table
from dashboards.pages.data.frame import everything, framed, path_of, unit_link
from dashboards.question import Question
from dashboards.view import ViewProblem
from dashboards.words import Words
from monitor.figures import QueryError
from monitor.figures.data import DataService
from monitor.figures.reconciling import Reconciled, SideInfo
from monitor.words import CAUSES

Parts = Mapping[tuple[str, str], tuple[int, int, int | None]]


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page; where the indicator has one source only, the indicators that have two."""
    words, pair = question.words, _pair(question)
    chooser = _indicators(question)
    if pair is None:
        text = words("data.reconciliation.single", name=question.indicator.name)
        return framed(question, "reconciliation", panel(words("data.reconciliation"), html.P(text), chooser))
    try:
        found = data.reconciled(question.indicator.code, pair, question.period.code, question.view.calendar)
    except QueryError as error:
        return framed(question, "reconciliation", panel(words("data.reconciliation"), html.P(str(error)), chooser))
    title = words("data.reconciliation.table", name=f"{question.indicator.code} {question.indicator.name}")
    return framed(
        question,
        "reconciliation",
        panel(words("data.reconciliation.choose"), chooser, name="choose"),
        panel(title, *_heads(words, found), *_table(question, found), note=words("data.reconciliation.note")),
    )


def _pair(question: Question) -> tuple[str, str] | None:
    """The source of the view and the one it is compared with: the next one, if the address names none."""
    first, others = question.source, [name for name in question.sources if name != question.source]
    if first is None or not others:
        return None
    against = question.view.against or others[0]
    if against not in others:
        raise ViewProblem(
            "problem.parameter",
            lang=question.words.lang,
            name="against",
            value=against,
            remedy="remedy.source",
            indicator=question.indicator.code,
            choices=", ".join(others),
        )
    return first, against


def _indicators(question: Question) -> Component:
    """Indicators with at least two sources, and for the chosen one every pair with its source."""
    items = [
        (
            info.code,
            question.to(path_of("reconciliation"), indicator=info.code, source=None, against=None),
            info.code == question.indicator.code,
        )
        for info in question.indicators
        if len(question.service.sources_of(info.code)) > 1
    ]
    return choices(question.words("data.reconciliation.choose"), items)


def _heads(words: Words, found: Reconciled) -> list[Component]:
    return [_head(words, letter, side) for letter, side in (("A", found.first), ("B", found.second))]


def _head(words: Words, letter: str, side: SideInfo) -> Component:
    looked = words("data.reconciliation.looked", moment=words.moment(side.looked_at))
    name = words("data.reconciliation.side", letter=letter, title=words.of(side.title))
    return html.P([html.Strong(name), f" · {words.of(side.basis)} · {looked}"])


def _table(question: Question, found: Reconciled) -> list[Component | None]:
    """Province and groups first, then the largest differences; only causes that explain anything have a column."""
    words = question.words
    parts: Parts = {
        (unit, cause): (above, below, points) for unit, cause, above, below, points in found.parts.iter_rows()
    }
    causes = [cause for cause in CAUSES if any(name == cause and any(told[:2]) for (_, name), told in parts.items())]
    names = [
        words("data.col.unit"),
        "A",
        "B",
        words("data.col.difference"),
        *(cause_name(words, cause) for cause in causes),
    ]
    counted = (row for row in found.rows.to_dicts() if row["first_shown"] or row["second_shown"])
    every = sorted(counted, key=_first)
    whole = everything(question, "reconciliation")
    rows = every if whole is None else every[:FIRST]
    body = [html.Tr([_name(question, row, names[0]), *_cells(question, row, parts, causes, names)]) for row in rows]
    heads = [(name, "num" if place else "text") for place, name in enumerate(names)]
    return [table(heads, body, label=words("data.reconciliation"), name="listed"), more(words, len(every), whole)]


def _first(row: Row) -> tuple[int, int, str]:
    """Order of the rows: what sums up others, then by how many cases differ; all of them where one side has none."""
    sides = (
        ("numerator", "denominator") if row["denominator"] is not None else ("first_denominator", "second_denominator")
    )
    cases = max(abs(row[side] or 0) for side in sides)
    return {"province": 0, "group": 1}.get(row["kind"], 2), -cases, row["unit"]


def _name(question: Question, row: Row, heading: str) -> Component:
    name = unit_link(question, row["unit"], row["unit_name"])
    group = small(f" {question.words('data.group.' + row['level'])}") if row["kind"] == "group" else None
    return cell([name, group], heading, "text")


def _cells(question: Question, row: Row, parts: Parts, causes: list[str], names: list[str]) -> list[Component]:
    words = question.words
    sides: list[Children] = [_figure(question, row, side) for side in ("first", "second")]
    whole = (row["numerator"], row["denominator"], row["points"])
    told = [difference(words, whole), *(difference(words, parts.get((row["unit"], cause))) for cause in causes)]
    return [cell(content, name) for content, name in zip([*sides, *told], names[1:], strict=True)]


def _figure(question: Question, row: Row, side: str) -> Children:
    words, below = question.words, row[f"{side}_denominator"]
    text = "" if below is None else f" {words.count(row[f'{side}_numerator'])} / {words.count(below)}"
    return [words.percent(row[f"{side}_shown"]), small(text)]
