"""Opens a CSV, XLSX or XLS file and gives the declared columns as text, nothing else."""

from __future__ import annotations

import io
from unicodedata import normalize

import fastexcel
import polars as pl
from polars.exceptions import PolarsError

from connectors.base import Evidence
from connectors.errors import ContractBroken
from connectors.spreadsheet.error_cells import ERROR_CELL, error_cells, too_wide, unpacked_size
from connectors.spreadsheet.options import TableRules

ROW = "\x00row"
"""Column of the row numbers as a person sees them; no header can have this name."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNPACKED_TIMES = 20
_LISTED = 40


def read_table(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    """The file's declared columns: ``ROW`` Int64, then one String column per declared header, in that order.

    Raises ``ContractBroken`` with a sentence about the file.
    """
    if not evidence.body.strip():
        raise _broken(evidence, "is empty", "Export it again.")
    if evidence.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise _broken(
            evidence, "is a web page, not a spreadsheet", "Open it in a spreadsheet program and save it as .xlsx."
        )
    if evidence.body.startswith(b"%PDF"):
        raise _broken(evidence, "is a PDF, not a spreadsheet", "Ask for the .xlsx or .csv file it was printed from.")
    if evidence.body.startswith((_ZIP, _OLE)):
        return _workbook(evidence, options)
    return _delimited(evidence, options)


def folded(text: str) -> str:
    """A header or name for comparing: Unicode NFC, every run of blanks or line breaks one space."""
    return " ".join(normalize("NFC", text).split())


def _delimited(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    try:
        text = evidence.body.decode(options.encoding)
    except UnicodeError:
        remedy = 'Save it as "CSV UTF-8", or name its encoding in options.encoding.'
        raise _broken(evidence, f"is not written in {options.encoding}", remedy) from None
    source = text.encode("utf-8", errors="replace")
    try:
        whole = _csv(source, options)
        chosen = _chosen(evidence, options, whole.columns, "_duplicated_0")
        table = whole.select(chosen.values())
    except (PolarsError, pl.exceptions.PanicException) as error:
        reason = str(error).partition("\n")[0][:150]
        remedy = "Check options.delimiter and header_row, and that every quotation mark is closed."
        raise _broken(evidence, f"cannot be read as CSV ({reason})", remedy) from error
    return _with_rows(table.rename({found: header for header, found in chosen.items()}), options)


def _csv(source: bytes, options: TableRules) -> pl.DataFrame:
    """Every column as text. Asked for some columns only, polars lets a row with too many fields pass: shifted."""
    return pl.read_csv(
        io.BytesIO(source), infer_schema=False, separator=options.delimiter, skip_lines=options.header_row - 1
    )


def _workbook(evidence: Evidence, options: TableRules) -> pl.DataFrame:
    size = unpacked_size(evidence.body)
    if size is not None and size > _UNPACKED_TIMES * options.max_file_bytes:
        raise _broken(evidence, "unpacks to more than is sensible", "Remove what is not needed and save it again.")
    try:
        reader = fastexcel.read_excel(evidence.body)
        sheet = _sheet_name(evidence, options, reader.sheet_names)
        if too_wide(evidence.body, sheet):
            remedy = "Delete the empty rows and columns beyond the table, and save it again."
            raise _broken(evidence, "has a cell far outside its table", remedy)
        whole = reader.load_sheet(sheet, header_row=options.header_row - 1, dtypes="string", n_rows=0)
        chosen = _chosen(evidence, options, [column.name for column in whole.available_columns()], "_1")
        positions = {c.name: c.index for c in whole.available_columns()}
        wanted = [positions[found] for found in chosen.values()]
        part = reader.load_sheet(sheet, header_row=options.header_row - 1, dtypes="string", use_columns=wanted)
        table = part.to_polars()
    except (fastexcel.FastExcelError, PolarsError) as error:
        reason = str(error).partition("\n")[0][:150]
        raise _broken(
            evidence, f"cannot be opened ({reason})", "Open it in a spreadsheet program and save it as .xlsx."
        ) from error
    numbered = _with_rows(table.select(chosen.values()).rename({f: h for h, f in chosen.items()}), options)
    return _with_errors(numbered, evidence, sheet, {header: positions[found] for header, found in chosen.items()})


def _sheet_name(evidence: Evidence, options: TableRules, names: list[str]) -> str:
    if not names:
        raise _broken(evidence, "has no sheet", "Export it again.")
    if options.sheet is None:
        return names[0]
    for name in names:
        if folded(name) == folded(options.sheet):
            return name
    remedy = "Correct options.sheet, or rename the sheet."
    raise _broken(evidence, f"has no sheet {options.sheet!r}; it has {', '.join(map(repr, names))}", remedy)


def _chosen(evidence: Evidence, options: TableRules, names: list[str], twin: str) -> dict[str, str]:
    """Declared header → the file's own spelling. ``twin`` is how the reader marks the second of two equal headers."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    wanted = options.columns.headers()
    missing = [header for header in wanted if folded(header) not in found]
    if missing:
        listed = [n for n in found if n and not n.startswith("__UNNAMED__")][:_LISTED]
        raise _broken(
            evidence,
            f"has no column {', '.join(map(repr, missing))} in row {options.header_row}; "
            f"found: {', '.join(map(repr, listed)) or 'none'}",
            "Correct the columns or header_row (CSV: also delimiter) of this source, or the file's headers.",
        )
    twice = [h for h in wanted if len(found[folded(h)]) > 1 or folded(h) + twin in found]
    if twice:
        raise _broken(evidence, f"has the column {twice[0]!r} twice", "Rename or remove one of the two.")
    return {header: found[folded(header)][0] for header in wanted}


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


def _broken(evidence: Evidence, what: str, remedy: str) -> ContractBroken:
    return ContractBroken(f"{evidence.provenance['file']} {what}.", remedy, evidence)
