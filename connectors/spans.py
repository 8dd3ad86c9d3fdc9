"""Spans of whole months on the two calendars a source may use. Pure.

``calendar`` runs from the 1st to the month's end (Decision 766/QĐ-TTg); ``nd09`` month m runs from the 15th of
month m-1 to the 14th of month m (Decree 09/2019/NĐ-CP Art. 12).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from connectors.base import Span, Window

CalendarName = Literal["calendar", "nd09"]
TimeType = Literal["month", "quarter", "year"]
_LENGTHS: dict[TimeType, int] = {"month": 1, "quarter": 3, "year": 12}
_SUFFIX = re.compile(r"-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M))")
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Named:
    """A span by its name in the ``calendar`` calendar: ("month", 2026, 8)."""

    time_type: TimeType
    year: int
    number: int


def months(year: int, month: int, count: int, calendar: CalendarName = "calendar") -> Span:
    """The span of ``count`` whole months that begins with reporting month ``month`` of ``year``."""
    return Span(_first_day(year, month, calendar), _first_day(year, month + count, calendar) - timedelta(days=1))


def coded(code: str, calendar: CalendarName = "calendar") -> Span | None:
    """The span of a period code (2026-10, 2026-Q3, 2026-H1, 2026-9M, 2026), or None if it is no code."""
    year, suffix = code[:4], _SUFFIX.fullmatch(code[4:])
    if _YEAR.fullmatch(year) is None or (suffix is None and code[4:]):
        return None
    if suffix is None:
        return months(int(year), 1, 12, calendar)
    if suffix["nine"]:
        return months(int(year), 1, 9, calendar)
    length = 1 if suffix["month"] else 3 if suffix["quarter"] else 6
    number = int(suffix["month"] or suffix["quarter"] or suffix["half"])
    return months(int(year), (number - 1) * length + 1, length, calendar)


def named(span: Span) -> Named | None:
    """The month, quarter or year of the ``calendar`` calendar with exactly these days, or None."""
    for time_type, length in _LENGTHS.items():
        index, rest = divmod(span.start.month - 1, length)
        if not rest and months(span.start.year, span.start.month, length) == span:
            return Named(time_type, span.start.year, index + 1)
    return None


def begun(window: Window) -> tuple[Span, ...]:
    """The spans that have begun by the day of asking, in order."""
    return tuple(span for span in window.spans if span.start <= window.today)


def running(span: Span, today: date) -> bool:
    """Whether the span has not ended before ``today``."""
    return today <= span.end


def last_closed_month(today: date) -> Span:
    """The newest month of the ``calendar`` calendar that ended before ``today``."""
    return months(today.year, today.month - 1, 1)


def _first_day(year: int, month: int, calendar: CalendarName) -> date:
    """First day of a reporting month; ``month`` may lie outside 1 … 12."""
    index = year * 12 + month - 1 - (1 if calendar == "nd09" else 0)
    return date(index // 12, index % 12 + 1, 15 if calendar == "nd09" else 1)
