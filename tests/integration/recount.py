"""Figures worked out a second time, by hand: SQL rows, whole numbers and fractions; nothing of monitor is used."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Z = Decimal("1.95996398454005423552459443052055152795555007786")
LATEST = "9999-12-31 00:00:00.000000"
LEVELS = {"province": "province", "department": "department", "other": "other"}
SIDES = ("numerator", "denominator")
Sides = tuple[int, int]

_ROWS = """
SELECT s.source, s.series, s.measure, u.code AS unit, c.period_start, c.period_end, p.code AS procedure, c.value,
       c.captured_at
FROM count c
JOIN series s ON s.id = c.series_id
JOIN unit u ON u.id = c.unit_id
JOIN procedure p ON p.id = c.procedure_id
WHERE s.calendar = ? AND c.captured_at <= ? ORDER BY c.captured_at, c.pull_id
"""


class Cell(NamedTuple):
    """One measure of one unit in one span, as one series told it."""

    source: str
    series: str
    measure: str
    unit: str
    first: str
    last: str


@dataclass(frozen=True)
class Sum:
    """Both sides of a figure; None = nobody reported."""

    sides: Sides | None
    reported: int
    expected: int


class Recount:
    """The newest counts of one calendar as known at a moment (UTC text), and what the config folder says of them."""

    def __init__(self, database: Path, config: Path, calendar: str, known_at: str = LATEST) -> None:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            rows = connection.execute(_ROWS, (calendar, known_at)).fetchall()
        whole = [row for row in rows if row[6] == ""]
        self.newest: dict[Cell, int | None] = {Cell(*row[:6]): row[7] for row in whole}
        self._captured: dict[Cell, str] = {Cell(*row[:6]): row[8] for row in whole}
        apart = {Cell(*row[:6]) for row in rows if row[6]}
        assert apart <= self.newest.keys(), "whoever counts by procedure in the demo tells the total too"
        with (config / "units.csv").open(encoding="utf-8") as file:
            self.units = {row["code"]: row for row in csv.DictReader(file)}
        assert not any(row["valid_to"] for row in self.units.values()), "the demo's units are all in being today"
        self.indicators = {entry["code"]: entry for entry in _yaml(config / "indicators.yaml")}
        self.targets = _yaml(config / "targets.yaml")
        self._given: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for cell in self.newest:
            self._given[cell.source, cell.series][cell.measure].add(cell.unit)

    def served(self, indicator: str, source: str) -> tuple[str, dict[str, Any]] | None:
        """The series and the reading the source serves: the first reading of which one series gave every measure."""
        for reading in self.indicators[indicator]["readings"]:
            wanted = {*reading["numerator"], *reading["denominator"]}
            for (name, series), given in sorted(self._given.items()):
                if name == source and wanted <= given.keys():
                    return series, reading
        return None

    def total(self, indicator: str, source: str, unit: str, months: list[tuple[date, date]]) -> Sum:
        """The sums of a unit, of a parent of units, or of a group such as H01/commune, over months."""
        served = self.served(indicator, source)
        assert served is not None
        series, reading = served
        parts = [
            self._part(source, series, reading, member, span)
            for member in self._members(source, series, reading, unit)
            for span in months
        ]
        told = [part for part in parts if part is not None]
        sides = (sum(num for num, _ in told), sum(den for _, den in told)) if told else None
        return Sum(sides, len(told), len(parts))

    def told(self, indicator: str, source: str, unit: str, span: tuple[date, date]) -> date | None:
        """The day in Vietnam on which the newest of a unit's own counts of the indicator was taken."""
        served = self.served(indicator, source)
        assert served is not None
        series, reading = served
        first, last = (day.isoformat() for day in span)
        cells = [Cell(source, series, one, unit, first, last) for side in SIDES for one in reading[side]]
        taken = [self._captured[cell] for cell in cells if cell in self._captured]
        return (datetime.fromisoformat(max(taken)) + timedelta(hours=7)).date() if taken else None

    def target(self, indicator: str, unit: str, year: int) -> tuple[Fraction | None, Fraction | None]:
        """Target and milestone in per cent; a group is measured as its level: departments, communes."""
        entry = self.targets[indicator]
        kind = unit.partition("/")[2] or self.units[unit]["kind"]
        final, milestones = entry["final"], entry.get("milestones", {}).get(year, {})
        if isinstance(final, dict):
            final = final.get(kind, final.get("default"))
        return _share(final), _share(milestones.get(kind, milestones.get("default")))

    def _members(self, source: str, series: str, reading: dict[str, Any], unit: str) -> list[str]:
        root, _, level = unit.partition("/")
        below = [code for code, row in self.units.items() if row["parent"] == root]
        if level:
            return [code for code in below if LEVELS.get(self.units[code]["kind"], "commune") == level]
        measures = {*reading["numerator"], *reading["denominator"]}
        givers = set().union(*(self._given[source, series][measure] for measure in measures))
        return below if givers & set(below) else [unit]

    def _part(
        self, source: str, series: str, reading: dict[str, Any], unit: str, span: tuple[date, date]
    ) -> Sides | None:
        first, last = (day.isoformat() for day in span)

        def side(name: str) -> int | None:
            values = [self.newest.get(Cell(source, series, measure, unit, first, last)) for measure in reading[name]]
            return None if None in values else sum(value for value in values if value is not None)

        numerator, denominator = side("numerator"), side("denominator")
        return None if numerator is None or denominator is None else (numerator, denominator)


def shown(sides: Sides) -> str:
    """The rate in per cent, rounded half up to two decimals."""
    with localcontext(prec=60):
        return str((Decimal(100 * sides[0]) / Decimal(sides[1])).quantize(Decimal("0.01"), ROUND_HALF_UP))


def shortfall(sides: Sides, target: Fraction, *, low: bool) -> int:
    """How many more (``low``: fewer) of the numerator would meet the target."""
    numerator, denominator = sides
    goal = target * denominator / 100
    # The least whole number at or above the goal; for low, the greatest at or below it.
    return max(0, numerator - goal.__floor__() if low else goal.__ceil__() - numerator)


def status(sides: Sides | None, target: Fraction, minimum: int, *, low: bool) -> str:
    """The word for a closed period whose counts are not in doubt."""
    if sides is None:
        return "not_reported"
    if sides[1] == 0:
        return "no_cases"
    if sides[1] < minimum:
        return "too_few"
    missing = Fraction(100 * sides[0], sides[1]) - target if low else target - Fraction(100 * sides[0], sides[1])
    return "met" if missing <= 0 else "near" if missing <= 5 else "below"


def wilson(sides: Sides) -> tuple[float, float]:
    """Wilson's 95 % interval in per cent: the roots of (p̂ − p)² = z²·p(1 − p)/n, solved as a quadratic."""
    with localcontext(prec=50):
        n, p = Decimal(sides[1]), Decimal(sides[0]) / Decimal(sides[1])
        a, b, c = n + Z * Z, -(2 * n * p + Z * Z), n * p * p
        root = max(b * b - 4 * a * c, Decimal(0)).sqrt()
        return float(100 * (-b - root) / (2 * a)), float(100 * (-b + root) / (2 * a))


def months_of(first: tuple[int, int], count: int, calendar: str) -> list[tuple[date, date]]:
    """First and last day of ``count`` reporting months."""
    return list(_months(first, count, calendar))


def _months(first: tuple[int, int], count: int, calendar: str) -> Iterator[tuple[date, date]]:
    for ahead in range(count):
        begin, end = (_month_start(first, ahead + more, calendar) for more in (0, 1))
        yield begin, date.fromordinal(end.toordinal() - 1)


def _month_start(first: tuple[int, int], ahead: int, calendar: str) -> date:
    before, day = (1, 15) if calendar == "nd09" else (0, 1)
    index = first[0] * 12 + first[1] - 1 + ahead - before
    return date(index // 12, index % 12 + 1, day)


def _share(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))


@cache
def _yaml(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))
