"""Figures by procedure of the fake province: one procedure holds most of what a unit lacks; a rest is left over."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

from monitor.figures.procedures import COLUMNS
from tests.running import ROOT

__all__ = ["BY_PROCEDURE", "COLUMNS", "procedure_rows"]

BY_PROCEDURE = ("K1", "K3a", "K4")
_CODES = ("1.013978", "2.000815", "1.001193", "1.001612")
_CASES = (20, 35, 25, 15)
"""Per cent of the unit's cases; what is left of a hundred is told by no procedure."""
_DONE = (8, 38, 28, 17)
"""Per cent of what the unit has done."""


@cache
def _catalogue() -> dict[str, tuple[str, str, str, str, str]]:
    with (ROOT / "config" / "fields.csv").open(encoding="utf-8", newline="") as file:
        fields = {row["code"]: row for row in csv.DictReader(file)}
    with (ROOT / "config" / "procedures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: (row["name"], row["field"], fields[row["field"]]["vi"], fields[row["field"]]["en"], row["levels"])
        for row in rows
    }


def procedure_rows(figure: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """Rows of one figure with fractions and whole numbers; none where it has no counts."""
    num, den = figure["numerator"], figure["denominator"]
    if num is None or not den:
        return []
    cells = [
        (code, min(num * done // 100, den * cases // 100), den * cases // 100)
        for code, done, cases in zip(_CODES, _DONE, _CASES, strict=True)
    ]
    cells.append(("", num - sum(cell[1] for cell in cells), den - sum(cell[2] for cell in cells)))
    gaps = [Fraction(round(figure["target"] * 100) * part, 10_000) - done for _, done, part in cells]
    lacking = sum(gap for gap in gaps if gap > 0)
    missing = ceil(sum(gaps)) - sum(floor(gap) for gap in gaps)
    extra = sorted(range(len(gaps)), key=lambda place: floor(gaps[place]) - gaps[place])[:missing]
    rows = [
        _row(figure, cell, gap, floor(gap) + (place in extra), lacking, lang)
        for place, (cell, gap) in enumerate(zip(cells, gaps, strict=True))
    ]
    return sorted(rows, key=lambda row: (row["procedure"] == "", -row["gap"]))


def _row(  # noqa: PLR0913, PLR0917 - what a row is made of
    figure: Mapping[str, Any],
    cell: tuple[str, int, int],
    gap: Fraction,
    shortfall: int,
    lacking: Fraction | int,
    lang: str,
) -> dict[str, Any]:
    code, num, den = cell
    name, field, vi, en, authority = _catalogue().get(code, (None, "", None, None, None))
    whole = figure["unit"] == "H01"
    return {key: figure.get(key) for key in COLUMNS} | {
        "procedure": code,
        "numerator": num,
        "denominator": den,
        "rate": 100 * num / den if den else None,
        "shown": f"{100 * num / den:.2f}" if den else None,
        "gap": int(gap * 10_000),
        "shortfall": shortfall,
        "needed": max(0, ceil(gap)),
        "share": float(100 * gap / lacking) if gap > 0 else None,
        "status": _status(num, den, gap),
        "units": 102 if whole else 1,
        "units_short": (80 if gap > 0 else 0) if whole else int(gap > 0),
        "procedure_name": name,
        "field": field,
        "field_name": vi if lang == "vi" else en,
        "authority": authority,
        "simulated": True,
    }


def _status(num: int, den: int, gap: Fraction) -> str:
    if not den:
        return "no_cases"
    if den < 30:
        return "too_few"
    return "met" if gap <= 0 else "near" if 100 * num >= 90 * den else "below"
