"""A sheet as a rectangle of texts with its merged cells: the one shape every kind of file is brought into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

import polars as pl

ROW = "\x00row"
"""Column of the row numbers as a person sees them; no header can have this name."""
ERROR_CELL = "#ERROR"
FRACTION = " (fraction)"
"""Written behind the text of a number cell that is not whole: 1.234 in it is no thousand."""
MOST_CELLS = 2_000_000
"""Largest table whose layout is looked for; a form has some hundred rows."""


class Merge(NamedTuple):
    """A merged cell: rows from 1 as a person sees them, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet or page.

    ``cells``: [ROW Int64, "0" String, "1" String, …], every cell trimmed, "" where empty; the text of a merged cell
    stands in its first cell. ``merges`` is None where the kind of file cannot say which cells are merged.
    """

    name: str
    cells: pl.DataFrame
    merges: tuple[Merge, ...] | None = None

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.cells.width - 1


def grid_of(name: str, rows: Sequence[Sequence[str]], merges: tuple[Merge, ...] | None = None) -> Grid:
    """A grid from rows of texts of any length; the first row is row 1."""
    width = max(map(len, rows), default=0)
    columns = {
        str(place): pl.Series([row[place] if place < len(row) else "" for row in rows], dtype=pl.String)
        for place in range(width)
    }
    numbers = pl.Series(range(1, len(rows) + 1), dtype=pl.Int64)
    return Grid(name, _trimmed(pl.DataFrame({ROW: numbers, **columns})), merges)


def grid_from_frame(name: str, frame: pl.DataFrame, first_column: int, merges: tuple[Merge, ...] | None) -> Grid:
    """A grid from a frame of texts whose first column is column ``first_column`` of the sheet, first row row 1."""
    blank = [pl.lit("").alias(str(place)) for place in range(first_column)]
    named = frame.rename({column: str(first_column + place) for place, column in enumerate(frame.columns)})
    numbered = named.with_row_index(ROW, offset=1).cast({ROW: pl.Int64})
    return Grid(name, _trimmed(numbered.select(ROW, *blank, pl.exclude(ROW))), merges)


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    texts = pl.exclude(ROW)
    return cells.with_columns(
        texts.fill_null("").str.normalize("NFC").str.replace_all(r"\s+", " ").str.strip_chars(" \u00a0\u200b\ufeff")
    )


def folded(text: str) -> str:
    """A header or name for comparing: Unicode NFC, every run of blanks or line breaks one space."""
    return " ".join(normalize("NFC", text).split())


def letter(column: int) -> str:
    """The letters a spreadsheet program shows above a column: 0 → A, 26 → AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
