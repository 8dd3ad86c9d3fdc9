"""Opens XLSX and XLS into grids: texts, merged cells, failed formulas, and numbers that are not whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import fastexcel
import polars as pl

from connectors.spreadsheet import biff
from connectors.spreadsheet.error_cells import error_cells, first_column, merged_cells, too_wide, unpacked_size
from connectors.spreadsheet.grid import ERROR_CELL, FRACTION, MOST_CELLS, ROW, Grid, Merge, grid_from_frame

UNPACKED_TIMES = 20
_GROUPED = r"^-?\d{1,3}(\.\d{3})+$"


class TooLarge(Exception):
    """The workbook is more than is sensible; the message goes into a sentence, with what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@contextmanager
def no_panic() -> Iterator[None]:
    """Turn the reader's panic over a damaged file into its ordinary error: a panic is no ``Exception`` in Python."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise fastexcel.FastExcelError(str(error)) from error


def refuse_bomb(body: bytes, most_bytes: int) -> None:
    """Raises ``TooLarge`` for a zipped workbook that unpacks to far more than a file may hold."""
    size = unpacked_size(body)
    if size is not None and size > UNPACKED_TIMES * most_bytes:
        raise TooLarge("unpacks to more than is sensible", "Remove what is not needed and save it again.")


def refuse_far_cell(body: bytes, sheet: str) -> None:
    """Raises ``TooLarge`` for a sheet that a stray cell far away spans over more than memory holds."""
    if too_wide(body, sheet):
        remedy = "Delete the empty rows and columns beyond the table, and save it again."
        raise TooLarge("has a cell far outside its table", remedy)


def sheet_grids(body: bytes, sheets: list[str] | None = None) -> list[Grid]:
    """The named sheets, or all. Raises ``TooLarge``, ``fastexcel.FastExcelError``."""
    reader = fastexcel.read_excel(body)
    return [_grid(reader, body, name) for name in (reader.sheet_names if sheets is None else sheets)]


def _grid(reader: fastexcel.ExcelReader, body: bytes, name: str) -> Grid:
    refuse_far_cell(body, name)
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width * sheet.height > MOST_CELLS:
        raise TooLarge(f"has {sheet.height} rows of {sheet.width} columns, too many for a form", "Send the form alone.")
    frame = sheet.to_polars().cast(pl.String)
    whole = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="int").to_polars()
    if frame.shape == whole.shape:
        frame = frame.with_columns(_marked(column, whole[column]) for column in frame.columns if column in whole)
    start, merges, errors = _layout(body, name)
    return _with_errors(grid_from_frame(name, frame, start, merges), errors)


def _marked(column: str, whole: pl.Series) -> pl.Expr:
    """Mark number cells such as 1.234: read as a whole number they give one, while the text "1.234" gives none."""
    is_number = pl.lit(whole).is_not_null() & pl.col(column).str.contains(_GROUPED)
    return pl.when(is_number).then(pl.col(column) + FRACTION).otherwise(pl.col(column)).alias(column)


def _layout(body: bytes, name: str) -> tuple[int, tuple[Merge, ...] | None, list[tuple[int, int]]]:
    """First column in use, merged cells (None: not told), failed cells."""
    if not body.startswith(b"PK"):
        old = biff.sheet_of(body, name)
        return (0, None, []) if old is None else (old.first_column, tuple(old.merges), old.errors)
    merges = tuple(Merge(*cell) for cell in merged_cells(body, name))
    return first_column(body, name), merges, error_cells(body, name)


def _with_errors(grid: Grid, errors: list[tuple[int, int]]) -> Grid:
    columns = {str(column) for _, column in errors} & set(grid.cells.columns)
    marked = grid.cells.with_columns(
        pl.when(pl.col(ROW).is_in([row for row, place in errors if str(place) == column]))
        .then(pl.lit(ERROR_CELL))
        .otherwise(pl.col(column))
        .alias(column)
        for column in sorted(columns)
    )
    return Grid(grid.name, marked, grid.merges)
