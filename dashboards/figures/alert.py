"""One alert in words: its facts, its deadline, its steps. Used by the answering page and by the alerts page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.words import Words
from monitor.alerts.messages import per_cent
from monitor.alerts.run import PROGRAM
from monitor.alerts.states import CAUSES, STATE_WORDS
from monitor.alerts.words import WHYS
from monitor.periods import PeriodError, parse

if TYPE_CHECKING:
    from monitor.declared import AlertRule, Declared

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
Row = Mapping[str, Any]
Fact = tuple[str, str]
"""What it is, and its value, both in the reader's language."""


def rule_of(declared: Declared, code: str) -> AlertRule | None:
    """The rule of an alert; None once it is no longer declared."""
    return next((rule for rule in declared.alerts.rules if rule.code == code), None)


def rule_name(words: Words, declared: Declared, code: str) -> str:
    """What a rule is called; its code once it is no longer declared."""
    rule = rule_of(declared, code)
    return code if rule is None else rule.name.en if words.lang == "en" else rule.name.vi


def subject_name(words: Words, declared: Declared, alert: Row) -> str:
    """The unit, or the source, an alert is about."""
    if alert["unit"] is not None:
        return next((unit.name for unit in declared.units if unit.code == alert["unit"]), str(alert["unit"]))
    return source_title(words, declared, alert["subject"])


def source_title(words: Words, declared: Declared, name: str) -> str:
    """A source by its title; its name once it is no longer declared."""
    found = next((source.title for source in declared.sources if source.name == name), None)
    return name if found is None else found.en if words.lang == "en" else found.vi


def period_name(words: Words, code: str, calendar: str | None) -> str:
    """A period for people; for a source it is the day of its newest complete pull."""
    try:
        return words.period(parse(code, "nd09" if calendar == "nd09" else "calendar"))
    except PeriodError:
        return words.day(date.fromisoformat(code)) if _ISO.fullmatch(code) else code


def known_period(words: Words, code: str | None, calendar: str | None) -> str:
    """A period for people, or the sign for none."""
    return words("blank") if code is None else period_name(words, code, calendar)


def state_name(words: Words, state: str) -> str:
    """A state with a capital letter."""
    word = STATE_WORDS[state][words.lang]
    return word[0].upper() + word[1:]


def why(words: Words, event: Row) -> str:
    """Why a step was taken: the program's reason in words, or what a person wrote."""
    known = WHYS.get(event["why"])
    return str(event["why"]) if known is None else words.of(known)


def step(words: Words, event: Row) -> str:
    """A step in one line; what is stressed stands between ``**``."""
    who = words("alert.program") if event["who"] == PROGRAM else event["who"]
    act = words(f"alert.act.{event['act']}")
    return words("alert.step", moment=words.moment(event["at"]), act=act, who=who)


def deadline(words: Words, due: date | None, today: date) -> str:
    """Up to which day nothing is overdue."""
    if due is None:
        return words("blank")
    return words("alert.value.overdue", day=words.day(due)) if due < today else words.day(due)


def facts(words: Words, declared: Declared, alert: Row, due: date | None, today: date) -> list[Fact]:
    """Counts, goal and shortfall; period and since when; source and cut date; deadline, who is responsible, remedy."""
    rule = rule_of(declared, alert["rule"])
    indicator = None if rule is None or rule.indicator is None else declared.indicator(rule.indicator)
    found: list[Fact] = []
    if indicator is not None:
        found += _counted(words, alert, indicator.noun, low=indicator.direction == "low")
    found += _when(words, declared, alert)
    if due is not None:
        found.append((words("alert.fact.deadline"), deadline(words, due, today)))
    if alert["unit"] is not None:
        head = next((unit.head for unit in declared.units if unit.code == alert["unit"]), None)
        found.append((words("alert.fact.responsible"), head or words("alert.value.head")))
    if rule is not None:
        found.append((words("alert.fact.remedy"), _remedy(words, declared, rule)))
    return found


def given(words: Words, alert: Row) -> list[str]:
    """What the unit answered: its explanation with the typed cause, its action with owner and day; empty before."""
    found: list[str] = []
    if alert["cause"] is not None:
        cause = CAUSES[alert["cause"]][words.lang]
        found.append(words("answer.given", cause=cause, explanation=alert["explanation"]))
    if alert["action_due"] is not None:
        day = words.day(date.fromisoformat(str(alert["action_due"])))
        product, owner = alert["action_product"], alert["action_owner"]
        found.append(words("answer.planned", product=product, owner=owner, day=day))
    return found


def _remedy(words: Words, declared: Declared, rule: AlertRule) -> str:
    """What to do: the indicator's remedy for a shortfall, the way to the counts where there are none."""
    if rule.template != "shortfall" or rule.indicator is None:
        name = rule.template if rule.template in {"shortfall", "not_reported"} else "source"
        return words(f"alert.remedy.{name}")
    remedy = declared.indicator(rule.indicator).remedy
    return words.of({"vi": remedy.vi, "en": remedy.en})


def result(words: Words, alert: Row, noun: str) -> str:
    """Counts with their rate, or that there are none."""
    if alert["denominator"] is None:
        return words("alert.value.none")
    above, below = words.count(alert["numerator"]), words.count(alert["denominator"])
    rate = words.percent(alert["shown"])
    return words("alert.value.result", numerator=above, denominator=below, noun=noun, rate=rate)


def _counted(words: Words, alert: Row, noun: str, *, low: bool) -> list[Fact]:
    counted = words.noun(noun)
    found = [(words("alert.fact.result"), result(words, alert, counted))]
    if alert["goal"] is not None and alert["denominator"] is not None:
        goal = f"{per_cent(alert['goal'], words.lang)}%"
        found.append((words("alert.fact.goal"), words("alert.value.most", goal=goal) if low else goal))
    if alert["shortfall"] is not None:
        name = words("alert.fact.over") if low else words("alert.fact.missing")
        found.append((name, f"{words.count(alert['shortfall'])} {counted}"))
    return found


def _when(words: Words, declared: Declared, alert: Row) -> list[Fact]:
    found = [(words("alert.fact.period"), period_name(words, alert["period"], alert["calendar"]))]
    if alert["opened_at"] is not None:
        since = period_name(words, alert["opened_period"], alert["calendar"])
        opened = words.moment(alert["opened_at"]).partition(" ")[2]
        found.append((words("alert.fact.since"), words("alert.value.since", day=opened, period=since)))
    if alert["source"] is not None:
        title = source_title(words, declared, alert["source"])
        read = alert["captured_at"]
        value = title if read is None else words("alert.value.source", title=title, moment=words.moment(read))
        found.append((words("alert.fact.source"), value))
    return found
