"""The pages about procedures: the list of them by field, and one procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.pages.procedures import listed, one
from dashboards.pages.procedures.paths import PROCEDURES, code_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dashboards.question import Question
    from monitor.figures.procedure_service import ProcedureService

__all__ = ["PROCEDURES", "code_of", "known", "page_of"]


def page_of(question: Question, service: ProcedureService, code: str | None) -> tuple[list[Component | None], str]:
    """The page of one procedure, or the list of all without a code; and its name."""
    if code is None:
        return listed.page(question, service), listed.title(question)
    return one.page(question, service, code), one.procedure_name(question, service, code)


def known(question: Question, service: ProcedureService, pathname: str) -> bool:
    """Whether a path is one of these pages. Raises ``ViewProblem`` (404) for a procedure nobody knows."""
    code = code_of(pathname)
    if code is not None:
        one.procedure_name(question, service, code)
    return code is not None or pathname == PROCEDURES
