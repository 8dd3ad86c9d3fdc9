"""What this viewer may see, asked before a page is made; what is refused is said without a name or a figure of it."""

from __future__ import annotations

from dashboards.question import Question
from dashboards.view import ViewProblem


def permitted(question: Question, unit: str | None) -> None:
    """Pass a page about ``unit``, or about the whole province (None). Raises ``ViewProblem`` with status 403."""
    sight = question.service.sight
    if sight.everything or (unit is not None and not sight.hides(unit)):
        return
    home = sight.home
    raise ViewProblem("problem.scope", status=403, lang=question.words.lang, unit=home.code, home=home.name)
