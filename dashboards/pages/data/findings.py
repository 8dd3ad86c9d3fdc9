"""Findings: what is to be checked in a period, with evidence and remedy."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, choices, listing, severity, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import by_source, everything, framed, path_of, source_of, unit_link
from dashboards.question import Question
from monitor.figures.data import DataService
from monitor.trust import SEVERITIES


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words, lang, view = question.words, question.words.lang, question.view
    frame = data.trust.findings(
        period=question.period.code, calendar=view.calendar, source=view.only, severity=view.severity
    )
    rows = frame.to_dicts()

    def unit(row: Row) -> Children:
        if row["unit"] is None:
            return words("data.findings.whole")
        source = None if row["indicator"] is None else source_of(question, row["indicator"], row["source"])
        return unit_link(question, row["unit"], row["unit_name"], indicator=row["indicator"], source=source)

    table = listing(
        words,
        words("data.findings"),
        [
            ("severity", lambda row: severity(words, row["severity"]), "text"),
            ("finding", lambda row: [row[f"title_{lang}"], small(f" {row['indicator'] or ''}")], "text"),
            ("unit", unit, "text"),
            ("evidence", lambda row: row[f"words_{lang}"], "text"),
            ("remedy", lambda row: row[f"remedy_{lang}"], "text"),
            ("period", lambda row: row["period"] or words("blank"), "whole"),
            ("source", lambda row: question.title_of(row["source"]), "text"),
        ],
        rows,
        everything=everything(question, "findings"),
    )
    body = table if rows else [html.P(words("data.none.findings"))]
    title = words("data.findings.count", count=words.count(len(rows)))
    return framed(question, "findings", panel(title, _severities(question), by_source(question, "findings"), *body))


def _severities(question: Question) -> Component:
    words, chosen = question.words, question.view.severity
    wanted: dict[str | None, str] = {
        None: words("data.severity.all"),
        **{code: words(f"data.severity.{code}") for code in SEVERITIES[:-1]},
    }
    items = [(text, question.to(path_of("findings"), severity=code), chosen == code) for code, text in wanted.items()]
    return choices(words("data.filter.severity"), items)
