"""Opens a file and gives the declared columns as text, nothing else."""

from __future__ import annotations

import io

import fastexcel
import polars as pl
from polars.exceptions import PolarsError

from connectors.base import Evidence
from connectors.errors import ContractBroken
from connectors.spreadsheet.error_cells import error_cells, first_column
from connectors.spreadsheet.grid import ERROR_CELL, ROW, folded
from connectors.spreadsheet.opening import broken, kind_of, page, page_text, sheet_name, text_of, unopenable
from connectors.spreadsheet.options import TableRules
from connectors.spreadsheet.texts import told_delimiter
from connectors.spreadsheet.workbooks import TooLarge, no_panic, refuse_bomb, refuse_far_cell

_LISTED = 40


def read_table(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    """The file's declared columns: ``ROW`` Int64, then one String column per declared header, in that order.

    Raises ``ContractBroken`` with a sentence about the file.
    """
    kind = kind_of(evidence)
    if kind == "CSV":
        return _delimited(evidence, options)
    return _page(evidence, options) if kind == "HTML" else _workbook(evidence, options)


def _delimited(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    headers = options.columns.headers()
    content = text_of(evidence, options.encoding, headers).content
    try:
        whole = _csv(
            content.encode("utf-8", errors="replace"), options, options.delimiter or told_delimiter(content, headers)
        )
        chosen = chosen_columns(evidence, options, whole.columns, "_duplicated_0")
        table = whole.select(chosen.values())
    except (PolarsError, pl.exceptions.PanicException) as error:
        raise csv_problem(evidence, error) from error
    return _with_rows(table.rename({found: header for header, found in chosen.items()}), options)


def _csv(source: bytes, options: TableRules, delimiter: str) -> pl.DataFrame:
    """Every column as text. Asked for some columns only, polars lets a row with too many fields pass: shifted."""
    return pl.read_csv(io.BytesIO(source), infer_schema=False, separator=delimiter, skip_lines=options.header_row - 1)


def _page(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    grid = page(evidence, page_text(evidence, options.encoding))
    head = grid.cells.filter(pl.col(ROW) == options.header_row).drop(ROW)
    names = [str(name) for name in head.row(0)] if head.height else []
    chosen = chosen_columns(evidence, options, names, "\x00")
    places = {header: str(names.index(found)) for header, found in chosen.items()}
    twice = next((header for header, found in chosen.items() if names.count(found) > 1), None)
    if twice is not None:
        raise _twice(evidence, twice)
    below = grid.cells.filter(pl.col(ROW) > options.header_row)
    return below.select(ROW, *(pl.col(place).alias(header) for header, place in places.items()))


def _workbook(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    try:
        refuse_bomb(evidence.body, options.max_file_bytes)
        with no_panic():
            reader = fastexcel.read_excel(evidence.body)
            sheet = sheet_name(evidence, options.sheet, reader.sheet_names)
            refuse_far_cell(evidence.body, sheet)
            whole = reader.load_sheet(sheet, header_row=options.header_row - 1, dtypes="string", n_rows=0)
            chosen = chosen_columns(evidence, options, [column.name for column in whole.available_columns()], "_1")
            positions = {c.name: c.index for c in whole.available_columns()}
            wanted = [positions[found] for found in chosen.values()]
            part = reader.load_sheet(sheet, header_row=options.header_row - 1, dtypes="string", use_columns=wanted)
            table = part.to_polars()
    except TooLarge as error:
        raise broken(evidence, str(error), error.remedy) from None
    except (fastexcel.FastExcelError, PolarsError) as error:
        raise unopenable(evidence, error) from error
    numbered = _with_rows(table.select(chosen.values()).rename({f: h for h, f in chosen.items()}), options)
    start = first_column(evidence.body, sheet)
    return _with_errors(numbered, evidence, sheet, {h: positions[found] + start for h, found in chosen.items()})


def chosen_columns(evidence: Evidence, options: TableRules, names: list[str], twin: str) -> dict[str, str]:
    """Declared header → the file's own spelling. ``twin`` is how the reader marks the second of two equal headers."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    wanted = options.columns.headers()
    missing = [header for header in wanted if folded(header) not in found]
    if missing:
        listed = [n for n in found if n and not n.startswith("__UNNAMED__")][:_LISTED]
        raise broken(
            evidence,
            f"has no column {', '.join(map(repr, missing))} in row {options.header_row}; "
            f"found: {', '.join(map(repr, listed)) or 'none'}",
            "Correct the columns or header_row (CSV: also delimiter) of this source, or the file's headers.",
        )
    twice = [h for h in wanted if len(found[folded(h)]) > 1 or folded(h) + twin in found]
    if twice:
        raise _twice(evidence, twice[0])
    return {header: found[folded(header)][0] for header in wanted}


def csv_problem(evidence: Evidence, error: object) -> ContractBroken:
    """The sentence for a text that is no CSV."""
    reason = str(error).partition("\n")[0][:150]
    remedy = "Check options.delimiter and header_row, and that every quotation mark is closed."
    return broken(evidence, f"cannot be read as CSV ({reason})", remedy)


def _twice(evidence: Evidence, header: str) -> ContractBroken:
    return broken(evidence, f"has the column {header!r} twice", "Rename or remove one of the two.")


def _with_rows(table: pl.DataFrame, options: TableRules) -> pl.DataFrame:
    return table.cast(pl.String).with_row_index(ROW, offset=options.header_row + 1).cast({ROW: pl.Int64})


def _with_errors(table: pl.DataFrame, evidence: Evidence, sheet: str, positions: dict[str, int]) -> pl.DataFrame:
    """Write ``ERROR_CELL`` where the workbook shows #REF! and the like, which the reader takes for empty."""
    broken_cells = error_cells(evidence.body, sheet)
    return table.with_columns(
        pl.when(pl.col(ROW).is_in([row for row, column in broken_cells if column == position]))
        .then(pl.lit(ERROR_CELL))
        .otherwise(pl.col(header))
        .alias(header)
        for header, position in positions.items()
    )
