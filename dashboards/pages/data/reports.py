"""Reports: every edition, where it stands, what changed since the one before, and its documents."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.downloads import address
from dashboards.figures.listing import Row, listing, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import everything, framed
from dashboards.question import Question
from monitor.figures.data import DataService

KINDS = ("pdf", "docx", "xlsx")


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words = question.words
    rows = data.editions().to_dicts()

    def period(row: Row) -> Children:
        calendar = small(f" {words('data.reports.nd09')}") if row["calendar"] == "nd09" else None
        return [row["period"], calendar]

    def state(row: Row) -> Children:
        whole = words("data.reports.complete" if row["complete"] else "data.reports.incomplete")
        return [words(f"data.reports.{row['state']}"), small(" ", whole)]

    def made(row: Row) -> Children:
        return [words.moment(row["made_at"]), small(" ", row["made_by"])]

    def documents(row: Row) -> Children:
        # A plain anchor: the browser shows the PDF and saves the others; Dash must not take it for a page of its own.
        return [_document(row["id"], words.lang, kind, number) for number, kind in enumerate(KINDS)]

    table = listing(
        words,
        words("data.reports"),
        [
            ("period", period, "text"),
            ("edition", lambda row: words.count(row["number"]), "num"),
            ("state", state, "text"),
            ("frozen", made, "text"),
            ("documents", documents, "text"),
        ],
        rows,
        everything=everything(question, "reports"),
    )
    body = table if rows else [html.P(words("data.none.reports"))]
    return framed(question, "reports", panel(words("data.reports"), *body, note=words("data.reports.how")))


def _document(edition: int, lang: str, kind: str, number: int) -> Component:
    space = " · " if number else ""
    return html.Span([space, html.A(kind, href=address(edition, lang, kind), target="_blank", rel="noopener")])
