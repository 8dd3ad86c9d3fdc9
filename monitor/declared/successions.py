"""unit_successions.csv: which units took over those that ended, and what share of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from pathlib import Path

import polars as pl

from monitor.declared.models import Succession, Unit
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.units import read_rows

HEIR_SCHEMA = {"unit": pl.String(), "successor": pl.String(), "weight": pl.Int64(), "whole": pl.Int64()}
"""An heir of a unit takes weight/whole of it; the weights of a unit add up to its ``whole``."""

LARGEST_WHOLE = 10**18
"""Common denominator of the shares a unit has in its last heirs; beyond it the arithmetic would not be exact."""

_DAY = timedelta(days=1)
Lines = Mapping[str, Sequence[Succession]]


def read_successions(path: Path, problems: list[Problem]) -> tuple[Succession, ...]:
    """The rows of unit_successions.csv that are right; none if there is no such file (no unit ever ended)."""
    return read_rows(Succession, path, problems) if path.exists() else ()


def succession_problems(file: str, lines: Sequence[Succession], units: Mapping[str, Unit]) -> Iterator[Problem]:
    """Units that do not exist or are not valid at the time, shares that do not make a whole, shares too fine."""
    for line in lines:
        yield from _known(file, line, units)
    grouped = _by_predecessor(lines)
    for code, own in grouped.items():
        yield from _whole(file, code, own)
        if code in units:
            yield from _ending(file, units[code], own)
    if all(line.predecessor in units and line.successor in units for line in lines):
        yield from _circles(file, grouped)


def heir_frame(lines: Sequence[Succession], today: date) -> pl.DataFrame:
    """``HEIR_SCHEMA``: the units of ``today`` that each ended unit's counts go to, chains followed to their end."""
    grouped = _by_predecessor([line for line in lines if line.valid_from <= today])
    rows = [row for code in grouped for row in _weights(code, _heirs(code, grouped))]
    return pl.DataFrame(rows, schema=HEIR_SCHEMA, orient="row")


def _heirs(code: str, lines: Lines) -> dict[str, Fraction]:
    if code not in lines:
        return {code: Fraction(1)}
    shares: dict[str, Fraction] = {}
    for line in lines[code]:
        for heir, share in _heirs(line.successor, lines).items():
            shares[heir] = shares.get(heir, Fraction(0)) + line.share * share
    return shares


def _weights(code: str, shares: Mapping[str, Fraction]) -> list[tuple[str, str, int, int]]:
    whole = lcm(*(share.denominator for share in shares.values()))
    return [(code, heir, int(share * whole), whole) for heir, share in shares.items()]


def _by_predecessor(lines: Sequence[Succession]) -> dict[str, list[Succession]]:
    grouped: dict[str, list[Succession]] = {}
    for line in lines:
        grouped.setdefault(line.predecessor, []).append(line)
    return grouped


def _known(file: str, line: Succession, units: Mapping[str, Unit]) -> Iterator[Problem]:
    key = f"{line.predecessor}.{line.successor}"
    for column, code in (("predecessor", line.predecessor), ("successor", line.successor)):
        if code not in units:
            remedy = f"{nearest(code, units)} Or add the unit to units.csv."
            yield Problem(file, f"{key}.{column}", show(code), "is no unit of units.csv", remedy)
    heir = units.get(line.successor)
    if heir is not None and not _valid(heir, line.valid_from):
        message = "is a day on which the successor does not exist"
        remedy = "Correct the day, or the successor's valid_from and valid_to in units.csv."
        yield Problem(file, f"{key}.valid_from", show(line.valid_from), message, remedy)


def _valid(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _whole(file: str, code: str, own: Sequence[Succession]) -> Iterator[Problem]:
    heirs = [line.successor for line in own]
    if len(set(heirs)) < len(heirs):
        yield Problem(file, f"{code}.successor", "", "names one successor twice", "Add their shares in one line.")
    if len({line.valid_from for line in own}) > 1:
        remedy = "A unit ends on one day; give all its lines the same valid_from."
        yield Problem(file, f"{code}.valid_from", "", "differs between the unit's lines", remedy)
    total = sum((line.share for line in own), Fraction(0))
    if total != 1:
        remedy = "Write shares that add up to exactly 1, for example 1/3 and 2/3."
        yield Problem(file, f"{code}.share", show(str(total)), "is what the unit's shares add up to", remedy)


def _ending(file: str, unit: Unit, own: Sequence[Succession]) -> Iterator[Problem]:
    first = min(line.valid_from for line in own)
    if unit.valid_to != first - _DAY:
        message = f"is not the day after the predecessor's valid_to ({unit.valid_to or 'empty'})"
        remedy = "End the unit in units.csv the day before; a unit that lives on gets a new code."
        yield Problem(file, f"{unit.code}.valid_from", show(first), message, remedy)


def _circles(file: str, lines: Lines) -> Iterator[Problem]:
    for code in lines:
        if _returns(code, lines):
            remedy = "A unit that ended does not come back under its code; give the later unit a code of its own."
            yield Problem(file, f"{code}.successor", "", "leads back to the unit itself", remedy)
        elif not _leads_into_circle(code, lines) and _finest(code, lines) > LARGEST_WHOLE:
            remedy = "Write its shares, and those of its successors, with fewer digits."
            yield Problem(file, f"{code}.share", "", "is finer than can be counted exactly", remedy)


def _returns(code: str, lines: Lines) -> bool:
    return code in _reached(code, lines)


def _leads_into_circle(code: str, lines: Lines) -> bool:
    return any(_returns(heir, lines) for heir in _reached(code, lines))


def _reached(code: str, lines: Lines) -> set[str]:
    reached: set[str] = set()
    front = {code}
    while front:
        front = {line.successor for unit in front for line in lines.get(unit, ())} - reached
        reached |= front
    return reached


def _finest(code: str, lines: Lines) -> int:
    return lcm(*(share.denominator for share in _heirs(code, lines).values()))
