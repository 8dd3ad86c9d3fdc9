"""The overview: where the province stands, who moved, who matters most and why, what to do, whether it is right."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboards.figures.sentence import headline
from dashboards.pages.alerts.elsewhere import overview_panel
from dashboards.pages.overview.gathered import Gathered, gather
from dashboards.pages.overview.listing import ranked, reasons
from dashboards.pages.overview.picture import every_month, on_map, pictures
from dashboards.pages.overview.standing import cards, moved, way
from dashboards.pages.overview.trusting import findings, others, trusted
from dashboards.question import Question
from dashboards.shell import shell

PARTS: dict[str, Callable[[Question], list[Component]]] = {"findings": findings, "months": every_month, "map": on_map}
"""Parts that take their time or much room: each comes by an answer of its own, after the page."""


def page(question: Question) -> list[Component | None]:
    """The whole overview."""
    found = gather(question)
    return shell(question, *content(found))


def content(found: Gathered) -> list[Component | None]:
    """What is between the top bar and the footer, in the order of the questions it answers."""
    question = found.question
    absence = question.absence(question.indicator.code)
    return [
        html.H1(title(question), className="unseen"),
        headline(question.words, found.row, question.indicator, question.period, found.frame, absence=absence),
        cards(found),
        html.Div([way(found), moved(found)], className="board even wide-side"),
        ranked(found),
        html.Div([reasons(found), _alerts(question)], className="board even wide-side"),
        pictures(found),
        trusted(found),
        others(found),
    ]


def title(question: Question) -> str:
    """Name of the page: what, when."""
    return f"{question.words('nav.overview')} · {question.words.period(question.period)}"


def _alerts(question: Question) -> Component | None:
    return None if question.alerts is None else overview_panel(question, question.alerts)
