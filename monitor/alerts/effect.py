"""Did it help? Times to answer and to recover, the share verified, who comes back, and which causes are given.

Plain counts over alerts and their events; times are medians in working days. Simulated alerts are counted like others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

import polars as pl

from monitor.kpi import division
from monitor.workdays import ZONE, WorkDays

Row = Mapping[str, Any]
REPEATS = 2
"""From so many openings in the time looked at, a unit counts as coming back."""


@dataclass(frozen=True)
class Effect:
    """What alerts brought about; one for each rule and one, ``rule`` "", for all together.

    ``opened`` openings (a reopened alert counts again), ``alerts`` different alerts, ``acknowledged``, ``claimed``,
    ``verified`` (seen gone in a later pull), ``refuted`` (claimed, and not confirmed), ``restated``, ``withdrawn``,
    ``still`` (not closed and not verified). ``share_verified``: verified ÷ opened, per cent with two decimals.
    ``days_to_answer`` and ``days_to_recover`` are medians in working days from
    opening, null where there is none. ``repeats``: subjects opened at least twice, with how often.
    """

    rule: str
    opened: int = 0
    alerts: int = 0
    acknowledged: int = 0
    claimed: int = 0
    verified: int = 0
    refuted: int = 0
    restated: int = 0
    withdrawn: int = 0
    still: int = 0
    share_verified: str | None = None
    days_to_answer: float | None = None
    days_to_recover: float | None = None
    repeats: dict[str, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)


def effects(alerts: Iterable[Row], events: Iterable[Row], workdays: WorkDays, first: date, last: date) -> list[Effect]:
    """Effect of the openings between two days, both included: all rules together, then each rule by name."""
    by_id = {alert["id"]: alert for alert in alerts}
    spells = [spell for spell in _spells(events, by_id) if first <= spell.day <= last]
    rules = sorted({spell.alert["rule"] for spell in spells})
    return [
        _effect(rule, [spell for spell in spells if rule in ("", spell.alert["rule"])], workdays)
        for rule in ("", *rules)
    ]


@dataclass
class _Spell:
    """One opening of an alert and the steps until the next one."""

    alert: Row
    day: date
    acts: dict[str, date] = field(default_factory=dict)


def _spells(events: Iterable[Row], alerts: Mapping[int, Row]) -> list[_Spell]:
    found: list[_Spell] = []
    current: dict[int, _Spell] = {}
    for event in events:
        number = event["alert_id"]
        if number not in alerts:
            continue
        day = _day(event["at"])
        if event["act"] in {"open", "reopen"}:
            current[number] = _Spell(alerts[number], day)
            found.append(current[number])
        elif number in current:
            current[number].acts.setdefault(event["act"], day)
    return found


def _effect(rule: str, spells: list[_Spell], workdays: WorkDays) -> Effect:
    def number(act: str) -> int:
        return sum(act in spell.acts for spell in spells)

    def days(act: str) -> float | None:
        taken = [workdays.between(spell.day, spell.acts[act]) for spell in spells if act in spell.acts]
        return float(median(taken)) if taken else None

    subjects = Counter((spell.alert["rule"], spell.alert["subject"]) for spell in spells)
    repeats: Counter[str] = Counter()
    for (_, subject), times in subjects.items():
        if times >= REPEATS:
            repeats[subject] += times
    distinct = {spell.alert["id"]: spell.alert for spell in spells}
    causes = Counter(alert["cause"] for alert in distinct.values() if alert["cause"])
    ended = {"verify", "restate", "withdraw"}
    return Effect(
        rule=rule,
        opened=len(spells),
        alerts=len(distinct),
        acknowledged=number("acknowledge"),
        claimed=number("claim"),
        verified=number("verify"),
        share_verified=_share(number("verify"), len(spells)),
        refuted=number("refute"),
        restated=number("restate"),
        withdrawn=number("withdraw"),
        still=sum(ended.isdisjoint(spell.acts) for spell in spells),
        days_to_answer=days("acknowledge"),
        days_to_recover=days("verify"),
        repeats=dict(repeats.most_common()),
        causes=dict(causes.most_common()),
    )


def _share(part: int, whole: int) -> str | None:
    frame = pl.select(shown=division.shown(pl.lit(part), pl.lit(whole)))
    return frame.item()  # type: ignore[no-any-return]  # one cell of text


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()
