"""units.csv and unit_codes.csv: the bodies that handle procedures and how other systems write them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from monitor.declared.files import read_csv
from monitor.declared.models import PORTAL, Unit, UnitCode
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.validation import Entry, parse

R = TypeVar("R", bound=BaseModel)


def read_units(path: Path, problems: list[Problem]) -> tuple[Unit, ...]:
    """The rows of units.csv that are right; problems for the others."""
    return read_rows(Unit, path, problems)


def read_unit_codes(path: Path, problems: list[Problem]) -> tuple[UnitCode, ...]:
    """The rows of unit_codes.csv that are right; none if there is no such file (every source then uses unit codes)."""
    return read_rows(UnitCode, path, problems) if path.exists() else ()


def read_rows(model: type[R], path: Path, problems: list[Problem]) -> tuple[R, ...]:
    """The rows of a CSV file that are right as entries of ``model``, whose fields are the columns."""
    fields = model.model_fields
    required = [name for name, field in fields.items() if field.is_required()]
    optional = [name for name, field in fields.items() if not field.is_required()]
    rows: list[R] = []
    for row in read_csv(path, required, optional, problems):
        entry = parse(model, row.cells, Entry(path.as_posix(), f"line {row.line}", ", "), problems)
        if entry is not None:
            rows.append(entry)
    return tuple(rows)


def unit_problems(file: str, units: Sequence[Unit]) -> Iterator[Problem]:
    """Codes given twice, parents that do not exist or go in a circle, validity that ends before it begins."""
    if not units:
        yield Problem(file, "", "", "declares no unit", "Add a line for the province and one for each unit below it.")
    parents = {unit.code: unit.parent for unit in units}
    yield from _duplicates(file, units)
    for unit in units:
        if unit.parent is not None and unit.parent not in parents:
            remedy = f"{nearest(unit.parent, parents)} Or add a line for it."
            yield Problem(file, f"{unit.code}.parent", show(unit.parent), "is no unit of this file", remedy)
        elif _in_a_circle(unit.code, parents):
            remedy = "Give the topmost unit of them no parent."
            yield Problem(file, f"{unit.code}.parent", show(unit.parent), "leads back to the unit itself", remedy)
        yield from _validity(file, unit.code, unit.valid_from, unit.valid_to)


def _duplicates(file: str, units: Sequence[Unit]) -> Iterator[Problem]:
    seen: set[str] = set()
    for unit in units:
        if unit.code in seen:
            remedy = "Keep one of the lines; a unit with a new territory or legal form gets a new code."
            yield Problem(file, f"{unit.code}.code", show(unit.code), "is given twice", remedy)
        seen.add(unit.code)


def _in_a_circle(code: str, parents: dict[str, str | None]) -> bool:
    above, steps = parents.get(code), 0
    while above is not None and above != code and steps < len(parents):
        above, steps = parents.get(above), steps + 1
    return above == code


def _validity(file: str, key: str, valid_from: date, valid_to: date | None) -> Iterator[Problem]:
    if valid_to is not None and valid_to < valid_from:
        message = f"lies before valid_from ({valid_from})"
        yield Problem(file, f"{key}.valid_to", show(valid_to), message, "Correct one of the two days.")


def unit_code_problems(file: str, codes: Sequence[UnitCode], units: Collection[str]) -> Iterator[Problem]:
    """Codes of unknown units, a code that names two units on one day or is a unit's own, validity reversed."""
    for code in codes:
        key = f"{code.scheme}.{code.code}"
        if code.scheme == PORTAL and code.code in units:
            remedy = "Delete the line: in the scheme portal every unit has its own code already."
            yield Problem(file, f"{key}.code", show(code.code), "is a unit's own code", remedy)
        if code.unit not in units:
            remedy = f"{nearest(code.unit, units)} Or add the unit to units.csv."
            yield Problem(file, f"{key}.unit", show(code.unit), "is no unit of units.csv", remedy)
        yield from _validity(file, key, code.valid_from, code.valid_to)
    ordered = sorted(codes, key=lambda code: (code.scheme, code.code, code.valid_from))
    for (scheme, text), same in groupby(ordered, key=lambda code: (code.scheme, code.code)):
        for earlier, later in pairwise(same):
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                message = f"overlaps the line that begins on {earlier.valid_from}"
                remedy = "End the earlier line with valid_to on the day before, or delete one of the two."
                yield Problem(file, f"{scheme}.{text}.valid_from", show(later.valid_from), message, remedy)
