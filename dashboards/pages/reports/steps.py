"""An edition's steps from draft to issued: who did what when, and the next one."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing
from dashboards.figures.parts import Child, panel
from dashboards.figures.progress import GIVEN
from dashboards.pages.reports.making import MOST
from dashboards.question import Question, Workshop
from monitor.reports.service import Edition
from monitor.store.editions import NEXT

STEP, REFUSED = "step", "step-refused"
"""Names of the button that takes an edition one state further, and of where a refusal is told."""
AHEAD = {"draft": "review", "reviewed": "issue"}
"""The step that is next in each state."""


def steps(question: Question, workshop: Workshop, edition: Edition) -> list[Component | None]:
    """What was done to the edition, and the form of what is next."""
    words = question.words
    rows = workshop.reports.events(edition.id).to_dicts()
    columns: list[tuple[str, Callable[[Row], Child], str]] = [
        ("at", lambda row: words.moment(row["at"]), "text"),
        ("did", lambda row: words(f"reports.event.{row['action']}"), "text"),
        ("who", lambda row: row["who"], "text"),
        ("note", lambda row: row["note"], "text"),
    ]
    content = html.P([words("reports.content"), " ", html.Code(edition.sha256)], className="note")
    table = listing(words, words("reports.tab.steps"), columns, rows)
    return [panel(words("reports.tab.steps"), *table, content), _form(question, edition)]


def _form(question: Question, edition: Edition) -> Component | None:
    """What takes the edition one state further; nothing for one that is issued."""
    words = question.words
    act = AHEAD.get(edition.state)
    if act is None:
        return html.P(words("reports.final"), className="given")
    fields = [
        html.Label(
            [
                html.Span(words(f"reports.field.{name}.{act}"), className="label"),
                dcc.Input(id={GIVEN: name}, type="text", maxLength=MOST, value="", autoComplete="off"),
            ]
        )
        for name in ("who", "note")
    ]
    button = html.Button(words(f"reports.do.{act}"), id={STEP: act}, className="button", n_clicks=0)
    return panel(
        words(f"reports.step.{act}"),
        html.P(words(f"reports.step.{act}.say", state=words(f"reports.{NEXT[act]}"))),
        html.Div([*fields, button, html.Div(id=REFUSED, role="alert")], className="form"),
    )
