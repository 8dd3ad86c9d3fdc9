"""Which units have a cause, worked out a second time from the tables with fractions; nothing of monitor is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.integration.recount import Recount, Sides, months_of, shortfall, wilson

SOURCES = {
    "K1": "mot-cua",
    "K2": "so-van-ban",
    "K4": "cong-dvcqg",
    "K7": "cong-dvcqg",
    "K3a": "mot-cua",
    "K10": "so-van-ban",
}
"""The headline sources of config/indicators.yaml."""
MINIMUM = 30
Month = tuple[date, date]


@dataclass(frozen=True)
class Known:
    """What the tables say after a pull: counts, open quarantine, and until when each source was asked in full."""

    recount: Recount
    held: frozenset[tuple[str, str, str]]
    complete: Mapping[str, date]
    in_trouble: frozenset[str]


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
    return Known(Recount(database, config, "calendar"), frozenset(rows), complete, trouble)


class ByHand:
    """The causes of every rule of the replay, on any day."""

    def __init__(self, config: Path, rules: list[str], off: Callable[[date], bool]) -> None:
        declared = yaml.safe_load((config / "alerts.yaml").read_text(encoding="utf-8"))["rules"]
        self.rules = {
            rule["code"]: rule for rule in declared if rule["code"] in rules and rule["when"]["kind"] != "stale"
        }
        self._off = off
        self._state: Known | None = None
        self._answers: dict[tuple[str, str, Month], bool | None] = {}
        self._lacking: dict[tuple[str, Month], dict[str, int]] = {}

    def causes(self, state: Known, today: date) -> dict[tuple[str, str], bool | None]:
        """(rule, unit) → it holds, does not hold, or cannot be judged (None)."""
        found: dict[tuple[str, str], bool | None] = {}
        units = [code for code, row in state.recount.units.items() if row["kind"] != "province"]
        for code, rule in self.rules.items():
            month = self._month(rule, today)
            for unit in units:
                found[code, unit] = self._remembered(state, rule, unit, month)
        return found

    def cleared(self, state: Known, code: str, unit: str, today: date) -> bool | None:
        """Whether the newest closed month passes the goal by the rule's margin; None = cannot be judged."""
        rule = self.rules[code]
        month = self._month(rule, today)
        if rule["when"]["kind"] != "off_target":
            holds = self._remembered(state, rule, unit, month)
            return None if holds is None else not holds
        sides = self._sides(state, rule["indicator"], unit, month)
        if sides is None:
            return None
        goal = self._goal(state, rule, unit, month) + Fraction(str(rule.get("margin", 0)))
        return Fraction(100 * sides[0], sides[1]) >= min(goal, Fraction(100)) and not self._bad(
            state, rule, unit, month
        )

    def _month(self, rule: Mapping[str, Any], today: date) -> Month:
        """The newest month that has ended, for reports the newest whose deadline has passed."""
        month = _before(today)
        if rule["when"]["kind"] == "not_reported" and self._deadline(month[1], rule["when"]["days"]) >= today:
            return _before(month[0])
        return month

    def _deadline(self, day: date, working_days: int) -> date:
        for _ in range(working_days):
            day += timedelta(days=1)
            while self._off(day):
                day += timedelta(days=1)
        return day

    def _remembered(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        """The same answer as long as nothing new is known."""
        if state is not self._state:
            self._state, self._answers, self._lacking = state, {}, {}
        key = (rule["code"], unit, month)
        if key not in self._answers:
            self._answers[key] = self._holds(state, rule, unit, month)
        return self._answers[key]

    def _holds(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        kind, source = rule["when"]["kind"], SOURCES[rule["indicator"]]
        if source in state.in_trouble or (kind == "not_reported" and self._unsettled(state, source, unit, month)):
            return None
        if kind == "not_reported":
            return state.recount.total(rule["indicator"], source, unit, [month]).sides is None
        if self._sides(state, rule["indicator"], unit, month) is None:
            return None
        if kind in {"falling", "shortfall_share"}:
            return (self._fell if kind == "falling" else self._large_share)(state, rule, unit, month)
        return self._missed_all(state, rule, unit, month)

    def _missed_all(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool | None:
        for _ in range(rule["when"].get("periods", 1)):
            if self._sides(state, rule["indicator"], unit, month) is None:
                return None
            if not self._bad(state, rule, unit, month):
                return False
            month = _before(month[0])
        return True

    def _bad(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        sides = self._sides(state, rule["indicator"], unit, month)
        assert sides is not None
        goal = self._goal(state, rule, unit, month)
        missed = Fraction(100 * sides[0], sides[1]) < goal
        return missed and (not rule["when"].get("certain") or wilson(sides)[1] < goal)

    def _fell(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        now = self._sides(state, rule["indicator"], unit, month)
        before = state.recount.total(rule["indicator"], SOURCES[rule["indicator"]], unit, [_before(month[0])]).sides
        if now is None or before is None or not before[1]:
            return False
        fallen = Fraction(100 * before[0], before[1]) - Fraction(100 * now[0], now[1])
        return fallen > rule["when"]["points"] and wilson(now)[1] < wilson(before)[0]

    def _large_share(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> bool:
        key = (rule["indicator"], month)
        if key not in self._lacking:
            self._lacking[key] = {
                code: self._missing(state, rule["indicator"], code, month)
                for code, row in state.recount.units.items()
                if row["kind"] != "province"
            }
        missing = self._lacking[key]
        return missing[unit] > 0 and 100 * missing[unit] >= rule["when"]["share"] * sum(missing.values())

    def _missing(self, state: Known, indicator: str, unit: str, month: Month) -> int:
        sides = state.recount.total(indicator, SOURCES[indicator], unit, [month]).sides
        goal = state.recount.target(indicator, unit, month[0].year)[0]
        return shortfall(sides, goal, low=False) if sides and sides[1] and goal is not None else 0

    def _sides(self, state: Known, indicator: str, unit: str, month: Month) -> Sides | None:
        """The counts, if the month can be judged."""
        source = SOURCES[indicator]
        sides = state.recount.total(indicator, source, unit, [month]).sides
        if sides is None or sides[1] < MINIMUM or self._unsettled(state, source, unit, month):
            return None
        return sides

    def _unsettled(self, state: Known, source: str, unit: str, month: Month) -> bool:
        held = (source, unit, month[0].isoformat()) in state.held
        return held or state.complete.get(source, date.min) <= month[1]

    def _goal(self, state: Known, rule: Mapping[str, Any], unit: str, month: Month) -> Fraction:
        target, milestone = state.recount.target(rule["indicator"], unit, month[0].year)
        goal = milestone if rule["when"].get("against") == "milestone" else target
        assert goal is not None
        return goal


def _before(day: date) -> Month:
    last = day.replace(day=1) - timedelta(days=1)
    return months_of((last.year, last.month), 1, "calendar")[0]
