"""Building an edition from the page: the task that freezes what is known of the period its address names."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.question import Question
from dashboards.shell import REPORTS
from dashboards.work import Result, Said, Steps, Task, WorkProblem
from monitor.periods import Period
from monitor.reports.errors import Moving, ReportError
from monitor.reports.gather import STEPS
from monitor.reports.service import Edition, ReportService

KIND = "report"
MOST = 200
"""Letters a name may have."""


def task(question: Question, given: Mapping[str, str]) -> Task:
    """What builds the report of the address's period. ``given``: ``who``. Raises ``WorkProblem``."""
    reports, period = _reports(question), question.period
    who = given.get("who", "").strip()
    if not who:
        raise WorkProblem("reports.problem.who")
    if len(who) > MOST:
        raise WorkProblem("reports.problem.long", field=question.words("reports.who"), most=MOST)

    def run(steps: Steps) -> Result:
        known = set(reports.editions()["id"])
        edition = _frozen(reports, period, who, steps)
        key = "reports.same" if edition.id in known else "reports.built"
        return Result(said(key, period, number=edition.number), address=REPORTS)

    return Task(KIND, f"{period.calendar} {period.code}", run)


def said(key: str, period: Period, **values: int) -> Said:
    """A sentence about a period."""
    return Said(key, {"period": period.code, "calendar": period.calendar, **values})


def _reports(question: Question) -> ReportService:
    """The service of a viewer who may see every unit: a report is about all of them."""
    if question.workshop is None or not question.workshop.reports.figures.sight.everything:
        raise WorkProblem("reports.hidden")
    return question.workshop.reports


def _frozen(reports: ReportService, period: Period, who: str, steps: Steps) -> Edition:
    def tell(step: str) -> None:
        steps(STEPS.index(step), len(STEPS), said(f"reports.step.{step}", period))

    try:
        return reports.freeze(period, who, tell)
    except Moving as problem:
        raise WorkProblem("reports.problem.moving") from problem
    except ReportError as problem:
        raise WorkProblem("reports.problem.plan") from problem
