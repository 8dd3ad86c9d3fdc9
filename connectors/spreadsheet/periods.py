"""Reads the text of a period cell. Pure."""

from __future__ import annotations

import re

from connectors.base import Span
from connectors.spans import coded, months
from connectors.spreadsheet.options import PeriodColumn, PeriodFixed

_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])/([12]\d{3})")
_YEAR_MONTH = re.compile(r"([12]\d{3})-(0?[1-9]|1[0-2])")
_DATE_CELL = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])-01( 00:00:00)?")
"""How a date cell that shows only month and year comes out of a workbook."""
_YEAR = re.compile(r"[12]\d{3}")
_FISCAL = re.compile(r"([12]\d{3})\s*[-/–]\s*(\d{4}|\d{2})")


def span_of(text: str, rule: PeriodColumn | PeriodFixed) -> Span | None:
    """The span a cell names, or None if it is not written as declared."""
    if isinstance(rule, PeriodFixed):
        return coded(rule.fixed, rule.calendar)
    if rule.format == "code":
        return coded(text, rule.calendar)
    if rule.format in {"MM/YYYY", "YYYY-MM"}:
        return _month(text, rule)
    if rule.format == "YYYY":
        return _twelve_months(text, rule) if _YEAR.fullmatch(text) else None
    fiscal = _FISCAL.fullmatch(text)
    if fiscal is None or (int(fiscal[1]) + 1) % 10 ** len(fiscal[2]) != int(fiscal[2]):
        return None
    return _twelve_months(fiscal[1], rule)


def _month(text: str, rule: PeriodColumn) -> Span | None:
    if date_cell := _DATE_CELL.fullmatch(text):
        return months(int(date_cell[1]), int(date_cell[2]), 1, rule.calendar)
    if rule.format == "MM/YYYY":
        found = _MONTH_YEAR.fullmatch(text)
        return months(int(found[2]), int(found[1]), 1, rule.calendar) if found else None
    found = _YEAR_MONTH.fullmatch(text)
    return months(int(found[1]), int(found[2]), 1, rule.calendar) if found else None


def _twelve_months(year: str, rule: PeriodColumn) -> Span:
    return months(int(year), rule.first_month, 12, rule.calendar)
