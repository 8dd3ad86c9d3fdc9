"""The pages about reports: the list, and one edition."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.pages.reports import board, one
from dashboards.question import Question, Workshop
from dashboards.shell import REPORTS

OLD = "/data/reports"
"""Where the list was before; links to it are in mails."""


def page_at(pathname: str) -> str | None:
    """The page a path names: /reports is the board, a number one edition; None for any other path."""
    if pathname in {REPORTS, f"{REPORTS}/", OLD}:
        return "board"
    head, _, name = pathname.removeprefix("/").partition("/")
    return name if f"/{head}" == REPORTS and name.isascii() and name.isdecimal() else None


def check(question: Question, workshop: Workshop, name: str) -> None:
    """Raise what ``page_of`` would raise for an edition there is none of, without making its page."""
    if name.isdecimal():
        one.found(question, workshop, int(name))


def page_of(question: Question, workshop: Workshop, name: str) -> tuple[list[Component | None], str]:
    """The whole page and its title. Raises ``ViewProblem`` (404) for an edition there is none of."""
    if not name.isdecimal():
        return board.page(question, workshop), question.words("reports")
    edition = one.found(question, workshop, int(name))
    return one.page(question, workshop, edition), one.title(question, edition)
