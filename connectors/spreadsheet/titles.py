"""Reads the period out of the title rows above a table. Pure.

"Từ ngày 15/9/2026 đến ngày 14/10/2026" names the days themselves, whatever the calendar; "Tháng 10/2026", "Quý III năm
2026", "6 tháng đầu năm 2026", "9 tháng năm 2026" and "Năm 2026" name a period of one (``connectors.spans``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from connectors.base import Span
from connectors.spans import CalendarName, months
from connectors.spreadsheet.forms import unaccented

_DAY = r"(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})(?:\s*(?:[/.-]|nam)\s*(\d{4}))?"
_DAYS = re.compile(rf"\btu\b\s*(?:ngay)?\s*{_DAY}\s*,?\s*(?:den|-|–)\s*(?:het)?\s*(?:ngay)?\s*{_DAY}")
_SIGNED = re.compile(r"\bngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}")
"""The date of signing; its month is not the period."""
_MONTH = re.compile(r"\bthang\s*(\d{1,2})\s*(?:[/.-]|nam)\s*([12]\d{3})\b")
_QUARTER = re.compile(r"\bquy\s*(iii|ii|iv|i|[1-4])\s*(?:[/.-]|nam)?\s*([12]\d{3})\b")
_HALF = re.compile(r"\b(?:6|06|sau)\s*thang\s*(dau|cuoi)\s*nam\s*([12]\d{3})\b")
_NINE = re.compile(r"\b(?:9|09|chin)\s*thang\s*(?:dau)?\s*nam\s*([12]\d{3})\b")
_YEAR = re.compile(r"^\W*(?:ky bao cao\W*)?(?:ca )?nam\s*([12]\d{3})\W*$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Titled:
    """The period the titles name: ``span`` and the words it was read from, or ``problem``, a sentence."""

    span: Span | None = None
    text: str = ""
    problem: str | None = None


def titled_period(titles: Iterable[str], calendar: CalendarName) -> Titled:
    """The one period of the title rows; ``calendar`` says what "Tháng 10/2026" is where no days are given."""
    days: dict[Span, str] = {}
    named: dict[tuple[int, int, int], str] = {}
    for title in titles:
        plain = unaccented(title.casefold())
        for match in _DAYS.finditer(plain):
            span = _span(match)
            if span is None:
                return Titled(problem=f"names days that do not exist or run backwards: {match[0]!r}")
            days.setdefault(span, title[match.start() : match.end()] if len(plain) == len(title) else match[0])
        rest = _SIGNED.sub(" ", _DAYS.sub(" ", plain))
        for parts, text in _named(rest):
            named.setdefault(parts, text)
    return _decided(days, named, calendar)


def _decided(days: dict[Span, str], named: dict[tuple[int, int, int], str], calendar: CalendarName) -> Titled:
    spans = {parts: {months(*parts, "calendar"), months(*parts, "nd09")} for parts in named}
    if len(days) > 1 or (not days and len(named) > 1):
        listed = ", ".join(map(repr, [*days.values(), *named.values()]))
        return Titled(problem=f"names more than one period: {listed}")
    if not days:
        ((parts, text),) = named.items() or (((), ""),)
        return Titled(months(*parts, calendar), text) if parts else Titled()
    ((span, text),) = days.items()
    against = [text for parts, text in named.items() if span not in spans[parts]]
    if against:
        return Titled(problem=f"names {against[0]!r}, but gives the days {text!r}")
    return Titled(span, text)


def _span(match: re.Match[str]) -> Span | None:
    day, month, year, last_day, last_month, last_year = (int(part) if part else None for part in match.groups())
    if last_year is None or day is None or month is None or last_day is None or last_month is None:
        return None
    try:
        last = date(last_year, last_month, last_day)
        first = date(year if year is not None else last_year - (month > last_month), month, day)
    except ValueError:
        return None
    return Span(first, last) if first <= last else None


def _named(plain: str) -> Iterator[tuple[tuple[int, int, int], str]]:
    """(year, first month, how many months) of every period named by its name."""
    for match in _HALF.finditer(plain):
        yield (int(match[2]), 1 if match[1] == "dau" else 7, 6), match[0]
    for match in _NINE.finditer(plain):
        yield (int(match[1]), 1, 9), match[0]
    for match in _QUARTER.finditer(plain):
        number = _ROMAN.get(match[1]) or int(match[1])
        yield (int(match[2]), number * 3 - 2, 3), match[0]
    for match in _MONTH.finditer(plain):
        if 1 <= int(match[1]) <= _MONTHS:
            yield (int(match[2]), int(match[1]), 1), match[0]
    for match in _YEAR.finditer(plain):
        yield (int(match[1]), 1, _MONTHS), match[0]
