"""What the staff do on these pages: acknowledge many, silence, end a silence, send again what was given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.words import Words
from monitor.alerts.service import AlertError, AlertService
from monitor.alerts.states import CAUSES, NotPermitted

DAY = "%d/%m/%Y"


@dataclass(frozen=True)
class Form:
    """A form that was sent: the button's name, what its fields hold, and the alerts that are ticked."""

    act: str
    fields: Mapping[str, str]
    ticked: tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """What came of a form: ``told`` when it was taken, else ``problem``; one of them is None."""

    told: str | None = None
    problem: str | None = None


def sent(states: list[Any], button: Mapping[str, Any]) -> Form:
    """Read a form from what the browser sent: lists of {id, value} of its fields and ticks."""
    fields, ticks = states[0], states[1]
    values = {part["id"]["field"]: str(part.get("value") or "").strip() for part in fields}
    ticked = tuple(int(part["id"]["tick"]) for part in ticks if part.get("value"))
    return Form(str(button["do"]), values, ticked)


def taken(alerts: AlertService, words: Words, form: Form) -> Done:
    """Do what a form asks for. Never raises for what a person typed."""
    if form.act == "retry":
        return Done(words("alerts.done.retry", count=alerts.revive()))
    who = form.fields.get("who", "")
    if not who:
        return _missing(words, "who")
    if form.act == "acknowledge":
        return _acknowledge(alerts, words, form, who)
    if form.act == "silence":
        return _silence(alerts, words, form, who)
    return _lift(alerts, words, int(form.act.rpartition("-")[2]), who)


def _acknowledge(alerts: AlertService, words: Words, form: Form, who: str) -> Done:
    if not form.ticked:
        return Done(problem=words("alerts.problem.ticked"))
    if form.fields["cause"] not in CAUSES:
        return _missing(words, "cause")
    if not form.fields["explanation"]:
        return _missing(words, "explanation")
    left = 0
    for number in form.ticked:
        try:
            alerts.acknowledge(number, who, form.fields["cause"], form.fields["explanation"])
        except (NotPermitted, AlertError):
            left += 1
    told = words("alerts.done.acknowledge", count=len(form.ticked) - left)
    return Done(f"{told} {words('alerts.done.left', count=left)}" if left else told)


def _silence(alerts: AlertService, words: Words, form: Form, who: str) -> Done:
    rule, unit = form.fields["rule"] or None, form.fields["unit"] or None
    if rule is None and unit is None:
        return Done(problem=words("alerts.problem.whole"))
    if not form.fields["reason"]:
        return _missing(words, "reason")
    until = _day(form.fields["until"])
    if until is None or until < alerts.today:
        return Done(problem=words("alerts.problem.until"))
    alerts.silence(author=who, reason=form.fields["reason"], until=until, rule=rule, unit=unit)
    return Done(words("alerts.done.silence", day=words.day(until)))


def _lift(alerts: AlertService, words: Words, number: int, who: str) -> Done:
    try:
        alerts.lift(number, who)
    except AlertError:
        return Done(problem=words("alerts.problem.lifted"))
    return Done(words("alerts.done.lift"))


def _missing(words: Words, name: str) -> Done:
    return Done(problem=words("answer.problem.missing", field=words(f"alerts.field.{name}")))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, DAY).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
