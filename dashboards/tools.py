"""What stands above every long list: a field to search in, and links to the files of exactly what is shown."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import aria
from dashboards.question import Question
from dashboards.shell import PICK


def find(question: Question, text: str) -> Component:
    """The search field; ``text`` names what may be looked for."""
    box = dcc.Input(
        id={PICK: "find"}, type="search", value=question.view.find or "", placeholder=text, debounce=0.4, maxLength=80
    )
    return html.Label([html.Span(text, className="unseen"), box], className="find")


def exports(question: Question, path: str) -> Component:
    """Links to the list at ``path`` as CSV and XLSX, with the same view."""
    words = question.words
    links = [
        html.A(words(f"units.{kind}"), href=question.to(f"{path}.{kind}"), download="") for kind in ("csv", "xlsx")
    ]
    return html.Div(links, className="exports", role="group", **aria(label=words("units.export")))
