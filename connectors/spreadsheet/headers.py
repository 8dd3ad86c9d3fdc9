"""Finds a form's header in a grid and says what each column is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from connectors.spreadsheet.forms import Form, FormColumn, is_personal
from connectors.spreadsheet.grid import ROW, Grid, letter

MOST_ROWS_ABOVE = 40
"""A header begins within so many rows; title rows stand above it."""
MOST_HEADER_ROWS = 4
_NUMBERED = re.compile(r"\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(\s*=[\s()\d+\-=]+)?")

Path = tuple[str, ...]
"""The texts above a column, from the top header row down."""


@dataclass(frozen=True)
class Recognised:
    """A form found in a grid. Rows are as a person sees them; columns count from 0.

    ``columns`` position → the form's column; ``paths`` position → its header; ``unit_name``, ``unit_code`` and
    ``number`` are positions; ``formula_row`` is the row "(1) (2) (3)" under the header, if any.
    """

    form: Form
    first_row: int
    last_row: int
    columns: dict[int, FormColumn]
    paths: dict[int, Path]
    unit_name: int
    unit_code: int | None
    number: int | None
    formula_row: int | None

    @property
    def begins(self) -> int:
        """The row the data begins in."""
        return (self.formula_row or self.last_row) + 1


@dataclass(frozen=True)
class Nearest:
    """No form was found; the one that came nearest, and the columns it lacks."""

    form: Form | None
    missing: tuple[str, ...]
    reason: str


def recognise(grid: Grid, forms: Sequence[Form]) -> Recognised | Nearest:
    """The form whose header stands in the grid: every needed column once, the unit column, no contradiction."""
    top = grid.cells.head(MOST_ROWS_ABOVE + MOST_HEADER_ROWS)
    rows = [tuple(row[1:]) for row in top.iter_rows()]
    numbers = top[ROW].to_list()
    texts = {text for row in rows for text in row}
    keys = {form.code: {text: form.key(text) for text in texts} for form in forms}
    found: list[Recognised] = []
    nearest = Nearest(None, (), "no row holds the headers of a form")
    best = 0
    for first, depth, paths, filled in _headers(grid, rows, numbers):
        if filled and found:
            break
        for form in forms:
            keyed = _keyed(paths, keys[form.code])
            columns, doubled = _columns(form, keyed)
            missing = [column for column in form.columns if column.needed and column not in columns.values()]
            unit = _place(form, form.unit_name, keyed) if columns else None
            if missing or doubled or unit is None:
                if len(columns) > best:
                    best, nearest = len(columns), _nearest(form, missing, doubled, unit)
                continue
            found.append(_recognised(form, rows, numbers, first, depth, columns, paths, keyed, unit))
    if not found:
        return nearest
    most = max(len(one.columns) for one in found)
    chosen = min((one for one in found if len(one.columns) == most), key=lambda one: one.last_row - one.first_row)
    return chosen if (wrong := _contradiction(chosen, rows, numbers)) is None else Nearest(chosen.form, (), wrong)


def _headers(
    grid: Grid, rows: Sequence[Path], numbers: Sequence[int]
) -> Iterator[tuple[int, int, dict[int, Path], bool]]:
    """Every run of rows that may be a header, with the texts above each column; exact merges first."""
    covered = _covered(grid, numbers)
    for filled in (False, True):
        for depth in range(1, MOST_HEADER_ROWS + 1):
            for first in range(max(0, min(len(rows) - depth + 1, MOST_ROWS_ABOVE))):
                if any(rows[first]):
                    yield first, depth, _paths(rows, first, depth, covered, filled=filled), filled


def _covered(grid: Grid, numbers: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Position of every cell of a merged cell → position of its first cell."""
    place = {number: index for index, number in enumerate(numbers)}
    return {
        (place[row], column): (place[merge.top], merge.left)
        for merge in grid.merges or ()
        if merge.top in place
        for row in range(merge.top, merge.bottom + 1)
        if row in place
        for column in range(merge.left, min(merge.right, grid.width - 1) + 1)
    }


def _paths(
    rows: Sequence[Path], first: int, depth: int, covered: dict[tuple[int, int], tuple[int, int]], *, filled: bool
) -> dict[int, Path]:
    paths: dict[int, Path] = {}
    for column in range(len(rows[first])):
        cells: list[tuple[int, int]] = []
        for row in range(first, first + depth):
            cell = covered.get((row, column), (row, column))
            if filled and not rows[cell[0]][cell[1]] and column and _same_above(paths, cells, rows, column):
                cell = _left(rows, row, column, paths, len(cells))
            if cell not in cells:
                cells.append(cell)
        paths[column] = tuple(text for row, place in cells if row >= first and (text := rows[row][place]))
    return paths


def _same_above(paths: dict[int, Path], cells: list[tuple[int, int]], rows: Sequence[Path], column: int) -> bool:
    """Whether the column to the left hangs under the same texts as this one so far."""
    above = tuple(text for row, place in cells if (text := rows[row][place]))
    left = paths[column - 1]
    return len(left) > len(above) and left[: len(above)] == above


def _left(rows: Sequence[Path], row: int, column: int, paths: dict[int, Path], level: int) -> tuple[int, int]:
    """The nearest filled cell to the left in this row, if it is part of the left neighbour's header."""
    for place in range(column - 1, -1, -1):
        if rows[row][place]:
            return (row, place) if rows[row][place] in paths[column - 1][level : level + 1] else (row, column)
    return row, column


def _keyed(paths: dict[int, Path], keys: dict[str, str]) -> dict[int, Path]:
    return {place: tuple(key for text in path if (key := keys[text])) for place, path in paths.items()}


def _columns(form: Form, keyed: dict[int, Path]) -> tuple[dict[int, FormColumn], list[FormColumn]]:
    """Position → column of the form, and the columns that more than one position claims."""
    found: dict[int, FormColumn] = {}
    doubled: list[FormColumn] = []
    for place, path in keyed.items():
        column = form.paths.get(path)
        if column is not None:
            doubled += [column] if column in found.values() else []
            found[place] = column
    return found, doubled


def _place(form: Form, words: Sequence[str], keyed: dict[int, Path]) -> int | None:
    """The first column whose whole header is one of the words."""
    keys = form.keys(words)
    return next((place for place, path in keyed.items() if len(path) == 1 and path[0] in keys), None)


def _nearest(form: Form, missing: list[FormColumn], doubled: list[FormColumn], unit: int | None) -> Nearest:
    reasons = [
        *(["it has no column " + " / ".join(form.unit_name[:2])] if unit is None else []),
        *([f"two columns are headed {doubled[0].title!r}"] if doubled else []),
        *([f"it lacks {', '.join(repr(column.title) for column in missing[:3])}"] if missing else []),
    ]
    return Nearest(form, tuple(column.title for column in missing), "; ".join(reasons))


def _recognised(  # noqa: PLR0913, PLR0917 - what was found, put together in one place
    form: Form,
    rows: Sequence[Path],
    numbers: Sequence[int],
    first: int,
    depth: int,
    columns: dict[int, FormColumn],
    paths: dict[int, Path],
    keyed: dict[int, Path],
    unit: int,
) -> Recognised:
    under = first + depth
    formula = numbers[under] if under < len(rows) and _is_formula(rows[under]) else None
    code = _place(form, form.unit_code, keyed)
    number = _place(form, form.number, keyed)
    return Recognised(form, numbers[first], numbers[first + depth - 1], columns, paths, unit, code, number, formula)


def _is_formula(row: Path) -> bool:
    """The row "(1) (2) (3)=(4)+(5)+(6) …": nothing but column numbers that grow from left to right."""
    cells = [cell for cell in row if cell]
    found = [_NUMBERED.fullmatch(cell) for cell in cells]
    if len(cells) < 3 or not all(found):  # noqa: PLR2004 - fewer cells are no numbering
        return False
    counted = [int(match[1]) for match in found if match and match[1].isdigit()]
    return len(counted) > 1 and all(later == earlier + 1 for earlier, later in pairwise(counted))


def _contradiction(found: Recognised, rows: Sequence[Path], numbers: Sequence[int]) -> str | None:
    """Why the printed column numbers do not fit the form's, if they do not."""
    if found.formula_row is None:
        return None
    row = rows[numbers.index(found.formula_row)]
    apart = {}
    for place, column in found.columns.items():
        printed = _NUMBERED.fullmatch(row[place])
        if column.number is not None and printed and printed[1].isdigit():
            apart[place] = int(printed[1]) - column.number
    if len(set(apart.values())) <= 1:
        return None
    place = next(place for place, shift in apart.items() if shift)
    header = " › ".join(found.paths[place])
    return f"column {letter(place)} is headed {header!r} but numbered {row[place]}"


def personal_columns(paths: dict[int, Path]) -> frozenset[int]:
    """Positions of columns that may hold personal data."""
    return frozenset(place for place, path in paths.items() if any(map(is_personal, path)))
