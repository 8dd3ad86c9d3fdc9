"""alerts.yaml: the rules of alerts, checked by themselves and against the rest of what is declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from monitor.declared.alert_models import CHANNELS, PARENT, UNIT, AlertPlan, AlertRule
from monitor.declared.files import read_yaml
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.validation import Entry, parse

NO_INDICATOR = "stale"
"""The one condition that is about a source instead of a unit's indicator."""


def read_alerts(path: Path, problems: list[Problem]) -> AlertPlan:
    """The content of alerts.yaml; no rules if there is no such file, or with problems if it has mistakes."""
    if not path.exists():
        return AlertPlan()
    before = len(problems)
    content = read_yaml(path, problems)
    if len(problems) > before:
        return AlertPlan()
    return parse(AlertPlan, content, Entry(path.as_posix(), ""), problems) or AlertPlan()


def plan_problems(file: str, plan: AlertPlan) -> Iterator[Problem]:
    """Rules named twice, ladders, roles and channels that do not exist, conditions that lack what they are about."""
    if plan.hours.end <= plan.hours.start:
        remedy = "Let messages go out between an earlier and a later hour of one day."
        yield Problem(file, "hours.end", show(str(plan.hours.end)), "does not lie after start", remedy)
    for name, steps in plan.ladders.items():
        for number, step in enumerate(steps):
            for role in step.to:
                if role not in {UNIT, PARENT, *plan.roles}:
                    remedy = f"{nearest(role, {UNIT, PARENT, *plan.roles})} Or add it to roles."
                    yield Problem(file, f"ladders.{name}.{number}.to", show(role), "is no recipient", remedy)
    for channel in plan.limits:
        if channel not in CHANNELS:
            yield Problem(file, f"limits.{channel}", show(channel), "is no channel", nearest(channel, CHANNELS))
    seen: set[str] = set()
    for number, rule in enumerate(plan.rules):
        key = f"rules.{number}"
        if rule.code in seen:
            remedy = "Give each rule a code of its own: alerts are kept under it."
            yield Problem(file, f"{key}.code", show(rule.code), "is given twice", remedy)
        seen.add(rule.code)
        yield from _rule_problems(file, key, rule, plan)


def _rule_problems(file: str, key: str, rule: AlertRule, plan: AlertPlan) -> Iterator[Problem]:
    if rule.ladder not in plan.ladders:
        yield Problem(file, f"{key}.ladder", show(rule.ladder), "is no ladder", nearest(rule.ladder, plan.ladders))
    if rule.when.kind == NO_INDICATOR:
        if rule.indicator is not None:
            remedy = "Delete the line: a stale source is told to those who look after it."
            yield Problem(file, f"{key}.indicator", show(rule.indicator), "says nothing about a source", remedy)
    elif rule.indicator is None:
        yield Problem(file, f"{key}.indicator", "", "is missing", "Name the indicator whose shortfall is followed.")
    if rule.when.kind == "unreachable" and not rule.provisional:
        remedy = "Write provisional: true; only a running period can be called no longer reachable."
        yield Problem(file, f"{key}.provisional", show(rule.provisional), "does not fit the condition", remedy)


def rule_problems(file: str, plan: AlertPlan, indicators: Collection[str], units: Collection[str]) -> Iterator[Problem]:
    """Indicators and units that are not declared."""
    for number, rule in enumerate(plan.rules):
        if rule.indicator is not None and rule.indicator not in indicators:
            remedy = nearest(rule.indicator, indicators)
            yield Problem(file, f"rules.{number}.indicator", show(rule.indicator), "is no indicator", remedy)
        for name, codes in (("units", rule.scope.units), ("without", rule.scope.without)):
            for code in codes:
                if code not in units:
                    place = f"rules.{number}.scope.{name}"
                    yield Problem(file, place, show(code), "is no unit of units.csv", nearest(code, units))


def source_problems(file: str, plan: AlertPlan, sources: Collection[str]) -> Iterator[Problem]:
    """Sources a rule names that nobody declared."""
    for number, rule in enumerate(plan.rules):
        if rule.source is not None and rule.source not in sources:
            remedy = nearest(rule.source, sources)
            yield Problem(file, f"rules.{number}.source", show(rule.source), "is no source", remedy)
