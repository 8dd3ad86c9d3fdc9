"""One edition: its documents, the report to read, what changed since another one, its steps from draft to issued."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import choices
from dashboards.figures.parts import Child, link
from dashboards.pages.reports import reading
from dashboards.pages.reports.changes import changes
from dashboards.pages.reports.frame import path_of, same_page, siblings, state_chip
from dashboards.pages.reports.steps import steps
from dashboards.question import Question, Workshop
from dashboards.shell import REPORTS, shell
from dashboards.view import TABS, ViewProblem
from monitor.reports.errors import ReportError
from monitor.reports.service import Edition

Part = Callable[[Question, Workshop, Edition], list[Component | None]]
PARTS: dict[str, Part] = {"preview": reading.text, "pages": reading.pages, "difference": changes, "steps": steps}
"""Parts of the page, by the names of ``view.TABS``."""


def found(question: Question, workshop: Workshop, number: int) -> Edition:
    """The edition. Raises ``ViewProblem`` (404) if there is none, or the viewer may not see it."""
    lang = question.words.lang
    if workshop.reports.figures.declared.reports is None:
        raise ViewProblem("reports.problem.plan", lang=lang)
    try:
        if workshop.reports.figures.sight.everything:
            return workshop.reports.edition(number)
    except ReportError as error:
        raise ViewProblem("reports.problem.none", status=404, lang=lang, value=str(number)) from error
    raise ViewProblem("reports.hidden", status=404, lang=lang)


def title(question: Question, edition: Edition) -> str:
    """Báo cáo Tháng 10/2026, bản 2."""
    words = question.words
    return words("reports.title", period=words.period(edition.content.period), number=edition.number)


def page(question: Question, workshop: Workshop, edition: Edition) -> list[Component | None]:
    """The whole page."""
    words = question.words
    tab = question.view.tab or TABS[0]
    marks = [state_chip(question, edition.state), _whole(question, edition)]
    head = html.Div([html.H1(title(question, edition)), html.P(marks)], className="headline")
    tabs = [(words(f"reports.tab.{name}"), same_page(question, edition, tab=name), name == tab) for name in TABS]
    return shell(
        question,
        html.P(link(words("reports.back"), question.to(REPORTS)), className="back"),
        head,
        html.P(question.told, className="told", role="status") if question.told else None,
        _newer(question, workshop, edition),
        reading.documents(question, workshop, edition),
        choices(words("reports.tabs"), tabs),
        *PARTS[tab](question, workshop, edition),
        path=path_of(edition.id),
    )


def _whole(question: Question, edition: Edition) -> Child:
    words = question.words
    made = words("reports.made", moment=words.moment(edition.made_at), who=edition.made_by)
    whole = words("reports.complete" if edition.content.complete else "reports.incomplete")
    return f" {made} · {whole}"


def _newer(question: Question, workshop: Workshop, edition: Edition) -> Component | None:
    """A reader of an old edition is told of the newest one."""
    newest = siblings(workshop, edition).row(0, named=True)
    if newest["id"] == edition.id:
        return None
    text = question.words("reports.newer", number=newest["number"])
    return html.P(link(text, question.to(path_of(newest["id"]))), className="given")
