"""One alert and one decision about it → the steps to take. Pure: the day and the alert come in, steps come out.

``Move`` is a step of ``states.ACTS`` with what it changes. ``notice`` names what recipients are told of it; null =
nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.alerts import states
from monitor.declared.alert_models import AlertPlan, AlertRule
from monitor.workdays import WorkDays

Row = Mapping[str, Any]
FIGURE = ("numerator", "denominator", "shown", "shortfall", "captured_at", "pull_id", "evidence")
"""Columns of a decision that an alert keeps as they are."""


@dataclass(frozen=True)
class Move:
    """One step: what is done, why, which columns of the alert change, and what recipients are told."""

    act: str
    why: str
    values: dict[str, Any] = field(default_factory=dict)
    notice: str | None = None


@dataclass(frozen=True)
class Day:
    """The moment of a run, and the calendar and plan it goes by."""

    now: datetime
    today: date
    workdays: WorkDays
    plan: AlertPlan

    def after(self, count: int) -> date:
        """So many working days from today."""
        return self.workdays.after(self.today, count)

    def next_notice(self, notices: int) -> date:
        """The day of the next repetition, after so many notices; the pauses grow."""
        pauses = self.plan.repeat
        return self.after(pauses[min(max(notices - 1, 0), len(pauses) - 1)])


def figures_of(decision: Row) -> dict[str, Any]:
    """The columns of an alert that hold the figure it is about."""
    goal = decision["goal"]
    kept = {name: decision[name] for name in FIGURE}
    return {**kept, "goal": None if goal is None else round(goal * 100), "period": decision["period"]}


def first_moves(decision: Row, rule: AlertRule, day: Day) -> Iterator[Move]:
    """A cause that nobody follows yet: seen, and opened at once unless the rule waits."""
    yield Move("see", decision["reason"], {"seen_on": day.today, **figures_of(decision)})
    if rule.wait == 0:
        yield _open("open", decision, rule, day, "opened")


def return_moves(decision: Row, rule: AlertRule, day: Day) -> Iterator[Move]:
    """The cause came back soon after the alert was closed: the same alert is followed on."""
    yield _open("reopen", decision, rule, day, "reopened")


def moves(alert: Row, decision: Row, rule: AlertRule, day: Day, *, silenced: bool) -> Iterator[Move]:
    """The steps for a live alert."""
    kind, state = decision["decision"], alert["state"]
    if kind == "restate":
        notice = None if state == states.PENDING or silenced else "restated"
        yield Move("restate", "restated", {**figures_of(decision), **_ended("restated", day)}, notice)
    elif kind == "recover":
        yield from _recovered(alert, decision, rule, day, silenced=silenced)
    elif kind == "keep":
        yield from _kept(alert, decision, rule, day, silenced=silenced)


def _recovered(alert: Row, decision: Row, rule: AlertRule, day: Day, *, silenced: bool) -> Iterator[Move]:
    if alert["state"] == states.PENDING:
        yield Move("drop", "gone", {**figures_of(decision), **_ended("dropped", day)})
    elif alert["state"] == states.VERIFIED:
        if decision["period"] != alert["period"] or day.today > alert["verify_by"]:
            yield Move("settle", "gone", {**figures_of(decision), **_ended("verified", day)})
    else:
        values = {**figures_of(decision), "verify_by": day.after(rule.verify_within), "notice_on": None}
        yield Move("verify", "gone", values, None if silenced else "verified")


def _kept(alert: Row, decision: Row, rule: AlertRule, day: Day, *, silenced: bool) -> Iterator[Move]:
    state, short = alert["state"], decision["reason"] == "already_open"
    if state == states.PENDING:
        if short and day.workdays.between(alert["seen_on"], day.today) >= rule.wait:
            yield _open("open", decision, rule, day, None if silenced else "opened")
    elif state == states.VERIFIED:
        if short:
            yield _open("reopen", decision, rule, day, None if silenced else "reopened")
    elif state == states.CLAIMED and short and (_newer(alert, decision) or day.today > alert["verify_by"]):
        # One step up: else saying "done" again and again would keep everybody above from hearing.
        step = min(alert["step"] + 1, len(day.plan.ladder_of(rule)) - 1)
        values = {"answer_by": day.after(rule.answer_within), "step": step, "step_on": day.today}
        values |= _figures_and_notice(alert, decision, day)
        yield Move("refute", "already_open", values, None if silenced else "refuted")
    else:
        if _newer(alert, decision):
            yield Move("update", decision["reason"], figures_of(decision))
        if short and not silenced and day.workdays.works(day.today):
            yield from _urged(alert, rule, day)


def _urged(alert: Row, rule: AlertRule, day: Day) -> Iterator[Move]:
    """The next step of the ladder, or a repetition; nothing while the unit is within its own deadline."""
    ladder, step = day.plan.ladder_of(rule), alert["step"]
    overdue = day.today > waits_until(alert, rule, day.workdays)
    notices = alert["notices"] + 1
    told = {"notices": notices, "notice_on": day.next_notice(notices)}
    higher = overdue and step + 1 < len(ladder)
    if higher and day.workdays.between(alert["step_on"], day.today) >= ladder[step + 1].after:
        yield Move("escalate", "overdue", {"step": step + 1, "step_on": day.today, **told}, "escalated")
    elif day.today >= (alert["notice_on"] or day.today) and (overdue or alert["state"] == states.OPEN):
        yield Move("remind", "overdue" if overdue else "already_open", told, "reminded")


def waits_until(alert: Row, rule: AlertRule, workdays: WorkDays) -> date:
    """The day up to which the unit is within its deadline, in the alert's present state."""
    if alert["state"] == states.ACTION and alert["action_due"] is not None:
        return date.fromisoformat(str(alert["action_due"]))
    if alert["state"] == states.CLAIMED and alert["verify_by"] is not None:
        return date.fromisoformat(str(alert["verify_by"]))
    answer_by: date = alert["answer_by"]
    return workdays.after(answer_by, rule.answer_within) if alert["state"] == states.ACKNOWLEDGED else answer_by


def _open(act: str, decision: Row, rule: AlertRule, day: Day, notice: str | None) -> Move:
    values = {
        **figures_of(decision),
        "opened_period": decision["period"],
        "opened_at": day.now,
        "closed_at": None,
        "outcome": None,
        "step": 0,
        "step_on": day.today,
        "notices": 1,
        "notice_on": day.next_notice(1),
        "answer_by": day.after(rule.answer_within),
        "verify_by": None,
        "action_due": None,
    }
    return Move(act, decision["reason"], values, notice)


def _figures_and_notice(alert: Row, decision: Row, day: Day) -> dict[str, Any]:
    notices = alert["notices"] + 1
    return {**figures_of(decision), "notices": notices, "notice_on": day.next_notice(notices)}


def _newer(alert: Row, decision: Row) -> bool:
    return bool(decision["period"] != alert["period"])


def _ended(outcome: str, day: Day) -> dict[str, Any]:
    return {"outcome": outcome, "closed_at": day.now, "live_key": None, "notice_on": None}


def withdrawn(day: Day, why: str) -> Move:
    """The rule or the unit is no more."""
    return Move("withdraw", why, _ended("withdrawn", day))
