"""The pages about reports."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.pages.reports import board
from dashboards.question import Question, Workshop
from dashboards.shell import REPORTS

OLD = "/data/reports"
"""Where the list was before; links to it are in mails."""


def page_at(pathname: str) -> str | None:
    """The page a path names: /reports is the list; None for any other path."""
    return "board" if pathname in {REPORTS, f"{REPORTS}/", OLD} else None


def page_of(question: Question, workshop: Workshop, _name: str) -> list[Component | None]:
    """The whole page."""
    return board.page(question, workshop)
