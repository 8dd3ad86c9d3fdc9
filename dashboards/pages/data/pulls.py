"""Pulls: every time a source was asked, what came and what went wrong."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing, outcome, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import by_source, everything, framed
from dashboards.question import Question
from monitor.figures.data import DataService

COUNTS = ("stored", "unchanged", "restated", "quarantined")


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words = question.words
    rows = data.pulls(question.view.only).to_dicts()

    def days(row: Row) -> Children:
        if row["window_start"] is None:
            return words("data.quarantine.nowhere")
        return words("data.quarantine.days", first=words.day(row["window_start"]), last=words.day(row["window_end"]))

    def problem(row: Row) -> Children:
        told = [row["message"], row["remedy"]]
        return [html.P(text) for text in told if text] or words("blank")

    def number(name: str) -> tuple[str, str]:
        return ("held" if name == "quarantined" else name), name

    table = listing(
        words,
        words("data.pulls"),
        [
            ("source", lambda row: [question.title_of(row["source"]), small(f" {row['id']}")], "text"),
            ("started", lambda row: words.moment(row["started_at"]), "text"),
            ("outcome", lambda row: outcome(words, row["outcome"]), "text"),
            ("asked", days, "text"),
            *[(key, lambda row, name=name: words.count(row[name]), "num") for key, name in map(number, COUNTS)],
            ("problem", problem, "text"),
        ],
        rows,
        everything=everything(question, "pulls"),
    )
    body = table if rows else [html.P(words("data.none.pulls"))]
    return framed(question, "pulls", panel(words("data.pulls"), by_source(question, "pulls"), *body))
