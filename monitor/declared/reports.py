"""reports.yaml: the periodic report, checked by itself and against the roles of alerts.yaml."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from monitor.declared.files import read_yaml
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.report_models import ReportPlan
from monitor.declared.validation import Entry, parse


def read_reports(path: Path, problems: list[Problem]) -> ReportPlan | None:
    """The content of reports.yaml; None if there is no such file, or with problems if it has mistakes."""
    if not path.exists():
        return None
    before = len(problems)
    content = read_yaml(path, problems)
    if len(problems) > before:
        return None
    return parse(ReportPlan, content, Entry(path.as_posix(), ""), problems)


def plan_problems(file: str, plan: ReportPlan | None) -> Iterator[Problem]:
    """A layout nobody heads, grades that can never be given."""
    if plan is None:
        return
    if plan.layout not in plan.layouts:
        remedy = f"Add layouts.{plan.layout}, or choose one of: {', '.join(plan.layouts)}."
        yield Problem(file, "layout", show(plan.layout), "has no heading under layouts", remedy)
    seen: set[str] = set()
    for number, grade in enumerate(plan.grades):
        key = f"grades.{number}"
        if grade.code in seen:
            yield Problem(file, f"{key}.code", show(grade.code), "is given twice", "Give each grade its own code.")
        seen.add(grade.code)
        above = plan.grades[:number]
        if any(one.at_target <= grade.at_target and one.at_milestone <= grade.at_milestone for one in above):
            remedy = "List grades from the highest to the lowest; a grade above asks no more than this one."
            yield Problem(file, key, show(grade.code), "can never be given", remedy)
    if plan.grades and (plan.grades[-1].at_target or plan.grades[-1].at_milestone):
        remedy = "Let the last grade ask for nothing (no at_target, no at_milestone), so that every unit gets one."
        yield Problem(file, f"grades.{len(plan.grades) - 1}", "", "leaves units without a grade", remedy)


def role_problems(file: str, plan: ReportPlan | None, roles: Collection[str]) -> Iterator[Problem]:
    """Reports are sent to roles of alerts.yaml: those have addresses. Without any, they are made and not sent."""
    if not roles:
        return
    for number, role in enumerate(plan.send_to if plan else ()):
        if role not in roles:
            remedy = f"{nearest(role, roles)} Roles are declared in alerts.yaml."
            yield Problem(file, f"send_to.{number}", show(role), "is no role", remedy)
