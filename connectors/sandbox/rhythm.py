"""Time in the simulated province: half-months, busy and quiet days, closed months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

SECOND_HALF = 15
"""Both calendars cut at half-months: calendar months before the 1st, reporting months of Decree 09 before the 15th."""

OPENED = date(2023, 1, 1)
"""The simulated systems hold nothing before this day."""

WEIGHT_OF_A_MONTH = 456
"""Sum of ``day_weight`` over an average month."""

_WEEKDAY, _SATURDAY, _QUIET = 20, 4, 1
_FRIDAY, _SATURDAY_NUMBER = 4, 5
_TET_FROM, _TET_UNTIL = -2, 6
"""Days off around the lunar new year, counted from it."""
_NEW_YEARS = (
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 3),
)
_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 1), (9, 2)}
_SEASON = (0.97, 0.98, 1.03, 1.0, 0.99, 0.98, 0.97, 1.0, 1.0, 1.02, 1.07, 1.15)


class Month(NamedTuple):
    """One calendar month."""

    year: int
    number: int

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def later(self, months: int) -> Month:
        """The month that many months on (back, if negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def closed(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.end < today


class Half(NamedTuple):
    """One half-month: days 1 to 14, or 15 to the end."""

    year: int
    month: int
    second: bool

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.month, SECOND_HALF if self.second else 1)

    @property
    def end(self) -> date:
        """Last day."""
        last = monthrange(self.year, self.month)[1] if self.second else SECOND_HALF - 1
        return date(self.year, self.month, last)


def last_closed(today: date) -> Month:
    """The newest month that has ended before ``today``."""
    return Month(today.year, today.month).later(-1)


def halves(start: date, end: date) -> Iterator[Half]:
    """Every half-month that shares a day with ``start`` to ``end``, in order; none when end lies before start."""
    month = Month(start.year, start.month)
    while start <= end and month.start <= end:
        for second in (False, True):
            half = Half(*month, second)
            if half.start <= end and half.end >= start:
                yield half
        month = month.later(1)


@cache
def day_weight(day: date) -> int:
    """How busy a day is: a working day 20, Saturday 4, Sundays and holidays (nine days of Tết) 1."""
    if (day.month, day.day) in _HOLIDAYS or any(
        _TET_FROM <= (day - new_year).days <= _TET_UNTIL for new_year in _NEW_YEARS
    ):
        return _QUIET
    if day.weekday() <= _FRIDAY:
        return _WEEKDAY
    return _SATURDAY if day.weekday() == _SATURDAY_NUMBER else _QUIET


@cache
def weight(start: date, end: date) -> int:
    """Sum of ``day_weight`` from ``start`` to ``end``, both included; 0 when end lies before start."""
    return sum(day_weight(start + timedelta(days=i)) for i in range((end - start).days + 1))


def season(month: int) -> float:
    """Demand of the month of the year against an average one: a rise toward the year's end."""
    return _SEASON[month - 1]
