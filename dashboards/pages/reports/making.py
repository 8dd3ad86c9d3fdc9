"""Building an edition from the page: the task that freezes what is known of the period its address names."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.downloads import KINDS
from dashboards.pages.reports.frame import layout_of, path_of
from dashboards.question import Question, Workshop
from dashboards.work import Cancelled, Result, Said, Steps, Task, WorkProblem
from monitor.declared.report_models import Layout
from monitor.periods import Period
from monitor.reports.errors import Moving, ReportError
from monitor.reports.gather import STEPS
from monitor.reports.service import Edition, ReportService

KIND = "report"
MOST = 200
"""Letters a name may have."""


def task(question: Question, given: Mapping[str, str]) -> Task:
    """What builds the report of the address's period and its documents. ``given``: ``who``. Raises ``WorkProblem``."""
    workshop, period = _workshop(question), question.period
    who = given.get("who", "").strip()
    if not who:
        raise WorkProblem("reports.problem.who")
    if len(who) > MOST:
        raise WorkProblem("reports.problem.long", field=question.words("reports.who"), most=MOST)
    form = question.words.lang, layout_of(question, workshop)

    def run(steps: Steps) -> Result:
        known = set(workshop.reports.editions()["id"])
        edition = _frozen(workshop.reports, period, who, steps)
        _documents(workshop, edition, form, steps)
        key = "reports.same" if edition.id in known else "reports.built"
        return Result(said(key, period, number=edition.number), address=path_of(edition.id))

    return Task(KIND, f"{period.calendar} {period.code}", run)


def said(key: str, period: Period, **values: int) -> Said:
    """A sentence about a period."""
    return Said(key, {"period": period.code, "calendar": period.calendar, **values})


def _workshop(question: Question) -> Workshop:
    """What a viewer who may see every unit builds with: a report is about all of them."""
    if question.workshop is None or not question.workshop.reports.figures.sight.everything:
        raise WorkProblem("reports.hidden")
    return question.workshop


def _frozen(reports: ReportService, period: Period, who: str, steps: Steps) -> Edition:
    def tell(step: str) -> None:
        steps(STEPS.index(step), _ALL, said(f"reports.step.{step}", period))

    try:
        return reports.freeze(period, who, tell)
    except Moving as problem:
        raise WorkProblem("reports.problem.moving") from problem
    except ReportError as problem:
        raise WorkProblem("reports.problem.plan") from problem


def _documents(workshop: Workshop, edition: Edition, form: tuple[str, Layout | None], steps: Steps) -> None:
    """Make every document, so that it is there at once, or a broken template is told now.

    The edition is whole by then: who cancels has it, and its documents are made when they are asked for.
    """
    lang, layout = form
    for place, kind in enumerate(KINDS, start=len(STEPS)):
        try:
            steps(place, _ALL, said(f"reports.step.{kind}", edition.content.period))
            workshop.documents.document(edition, lang, kind, layout)
        except Cancelled:
            return
        except ReportError as problem:
            raise WorkProblem("reports.problem.document", kind=kind, reason=str(problem)) from problem


_ALL = len(STEPS) + len(KINDS)
