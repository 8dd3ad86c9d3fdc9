"""Periods of the two calendars, cut in Asia/Ho_Chi_Minh. Pure: no clock, no data.

Source: Decree 09/2019/NĐ-CP Art. 12 for ``nd09`` (month m = 15th of month m-1 to 14th of month m; quarter, half,
nine months and year end on the 14th likewise); Decision 766/QĐ-TTg for ``calendar`` (1st to month end).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

CalendarName = Literal["calendar", "nd09"]
Kind = Literal["month", "quarter", "half", "nine-months", "year", "to-date"]

CALENDARS: tuple[CalendarName, ...] = get_args(CalendarName)
ND09_FIRST_DAY = 15
MONTHS_IN: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "nine-months": 9, "year": 12}
"""Kinds of one length each. A year to date has as many months as its number says."""
TO_DATE = (2, 4, 5, 7, 8, 10, 11)
"""Lengths of a year to date that are no other kind: 3, 6, 9 and 12 months are the quarter, the half, and so on."""
_CODE = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<first>[1-9]|1[0-2])M))?"
)


class PeriodError(ValueError):
    """The text names no period of this calendar; the message says which forms exist."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period. ``number`` counts the periods of its kind in the year; of a year to date, its months."""

    calendar: CalendarName
    kind: Kind
    year: int
    number: int

    @property
    def first_month(self) -> tuple[int, int]:
        """Year and number of the first reporting month."""
        return self.year, 1 if self.kind == "to-date" else (self.number - 1) * MONTHS_IN[self.kind] + 1

    @property
    def length(self) -> int:
        """How many reporting months it has."""
        return self.number if self.kind == "to-date" else MONTHS_IN[self.kind]

    @property
    def start(self) -> date:
        """First day, included."""
        return _month_start(self.calendar, *self.first_month)

    @property
    def end(self) -> date:
        """Last day, included."""
        year, month = self.first_month
        return _month_start(self.calendar, *_shift(year, month, self.length)) - timedelta(days=1)

    @property
    def code(self) -> str:
        """Text form: 2026-10, 2026-Q3, 2026-H1, 2026-9M, 2026; a year to date is 2026-10M."""
        suffix = {
            "month": f"-{self.number:02d}",
            "quarter": f"-Q{self.number}",
            "half": f"-H{self.number}",
            "nine-months": "-9M",
            "year": "",
            "to-date": f"-{self.number}M",
        }[self.kind]
        return f"{self.year:04d}{suffix}"

    def closed(self, today: date) -> bool:
        """Whether the last day has passed."""
        return self.end < today

    def months(self) -> tuple[Period, ...]:
        """The reporting months it consists of, in order."""
        year, month = self.first_month
        return tuple(Period(self.calendar, "month", *_shift(year, month, i)) for i in range(self.length))

    def previous(self) -> Period:
        """The period of the same kind just before (from January on: the same of the year before)."""
        if self.kind in ("nine-months", "to-date"):
            return self.same_last_year()
        count = 12 // MONTHS_IN[self.kind]
        if self.number > 1:
            return Period(self.calendar, self.kind, self.year, self.number - 1)
        return Period(self.calendar, self.kind, self.year - 1, count)

    def same_last_year(self) -> Period:
        """The same period one year earlier."""
        return Period(self.calendar, self.kind, self.year - 1, self.number)


def parse(code: str, calendar: CalendarName) -> Period:
    """Read a period code. Raises ``PeriodError`` with the accepted forms."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        message = f"{code!r} is not a period. Write 2026-10 (month), 2026-Q3, 2026-H1, 2026-9M or 2026."
        raise PeriodError(message)
    year = int(match["year"])
    if match["month"]:
        return Period(calendar, "month", year, int(match["month"]))
    if match["quarter"]:
        return Period(calendar, "quarter", year, int(match["quarter"]))
    if match["half"]:
        return Period(calendar, "half", year, int(match["half"]))
    return to_date(calendar, year, int(match["first"])) if match["first"] else Period(calendar, "year", year, 1)


def to_date(calendar: CalendarName, year: int, months: int) -> Period:
    """The first ``months`` of a year: a year to date, or the kind of period that has just this length."""
    for kind, length in MONTHS_IN.items():
        if length == months:
            return Period(calendar, kind, year, 1)
    return Period(calendar, "to-date", year, months)


def calendar_named(name: str) -> CalendarName:
    """Check a calendar's name. Raises ``PeriodError`` naming the two that exist."""
    for known in CALENDARS:
        if name == known:
            return known
    message = f"{name!r} is not a calendar. Use one of: {', '.join(CALENDARS)}."
    raise PeriodError(message)


def month_of(day: date, calendar: CalendarName) -> Period:
    """The reporting month a day belongs to."""
    if calendar == "nd09" and day.day >= ND09_FIRST_DAY:
        return Period(calendar, "month", *_shift(day.year, day.month, 1))
    return Period(calendar, "month", day.year, day.month)


def months_between(first: date, last: date, calendar: CalendarName) -> tuple[Period, ...]:
    """Every reporting month that touches the days first … last, in order; empty if last < first."""
    months: list[Period] = []
    month = month_of(first, calendar)
    while first <= last and month.start <= last:
        months.append(month)
        month = Period(calendar, "month", *_shift(month.year, month.number, 1))
    return tuple(months)


def last_closed_month(today: date, calendar: CalendarName) -> Period:
    """The newest reporting month that has ended before ``today``."""
    return month_of(today, calendar).previous()


def matching(start: date, end: date, calendar: CalendarName) -> Period | None:
    """The period with exactly these first and last days, or None."""
    first = month_of(start, calendar)
    for kind, length in MONTHS_IN.items():
        number, rest = divmod(first.number - 1, length)
        if rest or (kind == "nine-months" and number):
            continue
        period = Period(calendar, kind, first.year, number + 1)
        if (period.start, period.end) == (start, end):
            return period
    return None


def _month_start(calendar: CalendarName, year: int, month: int) -> date:
    if calendar == "calendar":
        return date(year, month, 1)
    before = _shift(year, month, -1)
    return date(before[0], before[1], ND09_FIRST_DAY)


def _shift(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1
