"""Which units have a cause, worked out a second time from the tables with fractions; nothing of monitor is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.integration.recount import Recount, Sides, months_of, shortfall, wilson

MINIMUM = 30
Month = tuple[date, date]


@dataclass(frozen=True)
class Known:
    """What the tables say after a pull: counts, open quarantine, and until when each source was asked in full."""

    recounts: Mapping[str, Recount]
    """By calendar."""
    held: frozenset[tuple[str, str, str]]
    complete: Mapping[str, date]
    in_trouble: frozenset[str]
    asked: tuple[str, ...]
    """Names of the sources in the order sources.yaml declares them."""

    @cached_property
    def speakers(self) -> Mapping[str, str]:
        """Indicator → whose counts are judged: its headline source, else the first declared one that counts it."""
        found: dict[str, str] = {}
        for code, entry in self.recounts["calendar"].indicators.items():
            wished = [name for name in (entry["headline_source"], *self.asked) if name is not None]
            served = [name for name in wished if any(each.served(code, name) for each in self.recounts.values())]
            found |= {code: served[0]} if served else {}
        return found


def known(database: Path, config: Path) -> Known:
    """Read the tables."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT source, unit, period_start FROM quarantine WHERE resolved_at IS NULL"
        ).fetchall()
        pulls = connection.execute("SELECT source, outcome, started_at FROM pull ORDER BY id").fetchall()
    complete: dict[str, date] = {}
    newest: dict[str, str] = {}
    for source, outcome, started in pulls:
        newest[source] = outcome
        if outcome == "complete":
            # Pulls start at 04:30 in Vietnam, which is 21:30 of the day before in UTC.
            complete[source] = date.fromisoformat(started[:10]) + timedelta(days=1)
    trouble = frozenset(source for source, outcome in newest.items() if outcome != "complete")
    asked = tuple(entry["name"] for entry in yaml.safe_load((config / "sources.yaml").read_text(encoding="utf-8")))
    recounts = {calendar: Recount(database, config, calendar) for calendar in ("calendar", "nd09")}
    return Known(recounts, frozenset(rows), complete, trouble, asked)


class ByHand:
    """The causes of every rule of the replay, on any day."""

    def __init__(self, config: Path, rules: list[str], off: Callable[[date], bool]) -> None:
        declared = yaml.safe_load((config / "alerts.yaml").read_text(encoding="utf-8"))["rules"]
        self.rules = {
            rule["code"]: rule for rule in declared if rule["code"] in rules and rule["when"]["kind"] != "stale"
        }
        self._off = off
        self._state: Known | None = None
        self._answers: dict[tuple[str, str, str, Month], bool | None] = {}
        self._lacking: dict[tuple[str, Month], dict[str, int]] = {}

    def causes(self, state: Known, today: date) -> dict[tuple[str, str], bool | None]:
        """(rule, unit) → it holds, does not hold, or cannot be judged (None)."""
        found: dict[tuple[str, str], bool | None] = {}
        units = [code for code, row in state.recounts["calendar"].units.items() if row["kind"] != "province"]
        for code, rule in self.rules.items():
            month = self._month(rule, today)
            for unit in units:
                found[code, unit] = self._remembered(state, rule, unit, month)
        return found

    def cleared(self, state: Known, code: str, unit: str, today: date) -> bool | None:
        """Whether the judged month passes the goal by the rule's margin; None = cannot be judged."""
        rule = self.rules[code]
        month = self._month(rule, today)
        return self._once("cleared", state, (code, unit, month), lambda: self._cleared(state, rule, unit, month))

    def _cleared(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        if rule["when"]["kind"] != "off_target":
            holds = self._remembered(state, rule, unit, month)
            return None if holds is None else not holds
        sides = self._sides(state, rule, unit, month)
        if sides is None or self._bad(state, rule, unit, month):
            return None if sides is None else False
        share, margin = Fraction(100 * sides[0], sides[1]), Fraction(str(rule.get("margin", 0)))
        goal = self._goal(state, rule, unit, month)
        return (
            share <= max(goal - margin, Fraction(0))
            if _low(state, rule)
            else share >= min(goal + margin, Fraction(100))
        )

    def _month(self, rule: Mapping[str, Any], today: date) -> Month:
        """The newest month that has ended, for reports the newest whose deadline has passed, or the running one."""
        calendar = _calendar(rule)
        month = _before(today, calendar)
        if rule["when"]["kind"] == "unreachable":
            return _after(month, calendar)
        if rule["when"]["kind"] == "not_reported" and self._deadline(month[1], rule["when"]["days"]) >= today:
            return _before(month[0], calendar)
        return month

    def _deadline(self, day: date, working_days: int) -> date:
        for _ in range(working_days):
            day += timedelta(days=1)
            while self._off(day):
                day += timedelta(days=1)
        return day

    def _remembered(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        return self._once("holds", state, (rule["code"], unit, month), lambda: self._holds(state, rule, unit, month))

    def _once(
        self, what: str, state: Known, key: tuple[str, str, Month], answer: Callable[[], bool | None]
    ) -> bool | None:
        """The same answer as long as nothing new is known."""
        if state is not self._state:
            self._state, self._answers, self._lacking = state, {}, {}
        if (what, *key) not in self._answers:
            self._answers[what, *key] = answer()
        return self._answers[what, *key]

    def _holds(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        kind, source = rule["when"]["kind"], state.speakers.get(rule["indicator"])
        if source is None or source in state.in_trouble:
            return None
        if kind == "not_reported":
            unsettled = self._unsettled(state, source, unit, month)
            return None if unsettled else _total(state, rule, unit, month) is None
        if kind == "unreachable":
            return self._out_of_reach(state, rule, unit, month)
        if self._sides(state, rule, unit, month) is None:
            return None
        if kind in {"falling", "shortfall_share"}:
            return (self._fell if kind == "falling" else self._large_share)(state, rule, unit, month)
        return self._missed_all(state, rule, unit, month)

    def _missed_all(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        for _ in range(rule["when"].get("periods", 1)):
            if self._sides(state, rule, unit, month) is None:
                return None
            if not self._bad(state, rule, unit, month):
                return False
            month = _before(month[0], _calendar(rule))
        return True

    def _bad(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        sides = self._sides(state, rule, unit, month)
        assert sides is not None
        goal = self._goal(state, rule, unit, month)
        share, (lowest, highest) = Fraction(100 * sides[0], sides[1]), wilson(sides)
        missed, surely = (share > goal, lowest > goal) if _low(state, rule) else (share < goal, highest < goal)
        return missed and (not rule["when"].get("certain") or surely)

    def _fell(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        now = self._sides(state, rule, unit, month)
        before = _total(state, rule, unit, _before(month[0], _calendar(rule)))
        if now is None or before is None or not before[1]:
            return False
        fallen = Fraction(100 * before[0], before[1]) - Fraction(100 * now[0], now[1])
        return fallen > rule["when"]["points"] and wilson(now)[1] < wilson(before)[0]

    def _large_share(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        key = (rule["indicator"], month)
        if key not in self._lacking:
            self._lacking[key] = {
                code: self._missing(state, rule, code, month)
                for code, row in state.recounts["calendar"].units.items()
                if row["kind"] != "province"
            }
        missing = self._lacking[key]
        return missing[unit] > 0 and 100 * missing[unit] >= rule["when"]["share"] * sum(missing.values())

    def _missing(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> int:
        sides = _total(state, rule, unit, month)
        goal = self._goal(state, rule, unit, month)
        return shortfall(sides, goal, low=_low(state, rule)) if sides and sides[1] else 0

    def _out_of_reach(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        """Missed even if the rest of the month brings twice the pace so far, and every case of it goes well."""
        source = state.speakers[rule["indicator"]]
        sides, told = (
            _total(state, rule, unit, month),
            _recount(state, rule).told(rule["indicator"], source, unit, month),
        )
        if sides is None or told is None or sides[1] < MINIMUM or (source, unit, month[0].isoformat()) in state.held:
            return None
        length = (month[1] - month[0]).days + 1
        passed = min(max((told - month[0]).days, 1), length)
        more = -(-2 * sides[1] * (length - passed) // passed)
        return Fraction(100 * (sides[0] + more), sides[1] + more) < self._goal(state, rule, unit, month)

    def _sides(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> Sides | None:
        """The counts, if the month can be judged."""
        sides = _total(state, rule, unit, month)
        if sides is None or sides[1] < MINIMUM:
            return None
        return None if self._unsettled(state, state.speakers[rule["indicator"]], unit, month) else sides

    def _unsettled(self, state: Known, source: str, unit: str, month: Month) -> bool:
        held = (source, unit, month[0].isoformat()) in state.held
        return held or state.complete.get(source, date.min) <= month[1]

    def _goal(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> Fraction:
        target, milestone = _recount(state, rule).target(rule["indicator"], unit, month[1].year)
        goal = milestone if rule["when"].get("against") == "milestone" else target
        assert goal is not None
        return goal


def _calendar(rule: Mapping[str, Any]) -> str:
    return str(rule.get("calendar", "calendar"))


def _recount(state: Known, rule: Mapping[str, Any]) -> Recount:
    return state.recounts[_calendar(rule)]


def _low(state: Known, rule: Mapping[str, Any]) -> bool:
    return bool(_recount(state, rule).indicators[rule["indicator"]]["direction"] == "low")


def _total(state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> Sides | None:
    recount, source = _recount(state, rule), state.speakers[rule["indicator"]]
    return recount.total(rule["indicator"], source, unit, [month]).sides


def _before(day: date, calendar: str) -> Month:
    """The newest month that ended before a day."""
    index = day.year * 12 + day.month - 1 - (1 if calendar == "calendar" or day.day < 15 else 0)
    return months_of((index // 12, index % 12 + 1), 1, calendar)[0]


def _after(month: Month, calendar: str) -> Month:
    return months_of((month[1].year, month[1].month), 2, calendar)[1]
