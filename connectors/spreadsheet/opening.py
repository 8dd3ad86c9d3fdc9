"""Opens a file of any kind into grids, or says in one sentence why not. Pure: it gets the bytes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import fastexcel
from polars.exceptions import PolarsError

from connectors.base import Evidence
from connectors.errors import ContractBroken
from connectors.spreadsheet.grid import MOST_CELLS, Grid, folded, grid_of
from connectors.spreadsheet.options import TableSyntax
from connectors.spreadsheet.pages import NotWhole, declared_charset, page_grid
from connectors.spreadsheet.texts import NotTold, Text, read_text, told_delimiter
from connectors.spreadsheet.workbooks import TooLarge, no_panic, refuse_bomb, sheet_grids

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAVE_AS_UTF8 = 'Save it as "CSV UTF-8", or name its encoding in options.encoding.'
_SAVE_AS_XLSX = "Open it in a spreadsheet program and save it as .xlsx."


@dataclass(frozen=True)
class Opened:
    """``kind``: CSV, XLSX, XLS or HTML."""

    kind: str
    grids: tuple[Grid, ...]
    encoding: str | None = None
    delimiter: str | None = None


def kind_of(evidence: Evidence) -> str:
    """CSV, XLSX, XLS or HTML, by the bytes and never by the name. Raises ``ContractBroken`` for none of them."""
    body = evidence.body
    if not body.strip():
        raise broken(evidence, "is empty", "Export it again.")
    if body.startswith(b"%PDF"):
        raise broken(evidence, "is a PDF, not a spreadsheet", "Ask for the .xlsx or .csv file it was printed from.")
    if body.startswith((_ZIP, _OLE)):
        return "XLSX" if body.startswith(_ZIP) else "XLS"
    begin = body[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begin[:1] != b"<":
        return "CSV"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in begin:
        raise broken(evidence, "is an XML spreadsheet of 2003", _SAVE_AS_XLSX)
    return "HTML"


def opened(evidence: Evidence, syntax: TableSyntax) -> Opened:
    """Every sheet of the file, or the one named in ``sheet``. Raises ``ContractBroken``."""
    kind = kind_of(evidence)
    if kind == "CSV":
        text = text_of(evidence, syntax.encoding)
        mark = syntax.delimiter or told_delimiter(text.content)
        return Opened(kind, (_delimited(evidence, text.content, mark),), text.encoding, mark)
    if kind == "HTML":
        text = page_text(evidence, syntax.encoding)
        return Opened(kind, (page(evidence, text),), text.encoding)
    return Opened(kind, _sheets(evidence, syntax))


def text_of(evidence: Evidence, encoding: str | None, words: Sequence[str] = ()) -> Text:
    """The text of a CSV file. Raises ``ContractBroken`` where its encoding cannot be told or is not the given one."""
    try:
        return read_text(evidence.body, encoding, words)
    except NotTold as error:
        raise broken(evidence, str(error), _SAVE_AS_UTF8) from None


def page_text(evidence: Evidence, encoding: str | None) -> Text:
    """The text of a page, in the encoding it names itself. Raises ``ContractBroken``."""
    declared = encoding or declared_charset(evidence.body)
    for name in dict.fromkeys((declared, None)):
        try:
            return read_text(evidence.body, name)
        except (NotTold, LookupError):
            continue
    raise broken(evidence, "is a web page in an encoding that cannot be told", _SAVE_AS_XLSX)


def page(evidence: Evidence, text: Text) -> Grid:
    """The tables of a web page. Raises ``ContractBroken`` where it has none, or ends in the middle of one."""
    try:
        grid = page_grid(text.content)
    except NotWhole as error:
        raise broken(
            evidence, f"is a web page that {error}", "Export it again; it may still be being written."
        ) from None
    if "<table" not in text.content.lower():
        raise broken(evidence, "is a web page without a table, not a spreadsheet", "Export the table again.")
    return grid


def _delimited(evidence: Evidence, content: str, mark: str) -> Grid:
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(content.splitlines(keepends=True), delimiter=mark, strict=True):
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                raise broken(evidence, "has too many cells for a form", "Send the form alone.")
    except csv.Error as error:
        remedy = "Check options.delimiter and header_row, and that every quotation mark is closed."
        raise broken(evidence, f"cannot be read as CSV ({error})", remedy) from None
    return grid_of("", rows)


def _sheets(evidence: Evidence, syntax: TableSyntax) -> tuple[Grid, ...]:
    try:
        refuse_bomb(evidence.body, syntax.max_file_bytes)
        with no_panic():
            wanted = None
            if syntax.sheet is not None:
                wanted = [sheet_name(evidence, syntax.sheet, fastexcel.read_excel(evidence.body).sheet_names)]
            return tuple(sheet_grids(evidence.body, wanted))
    except TooLarge as error:
        raise broken(evidence, str(error), error.remedy) from None
    except (fastexcel.FastExcelError, PolarsError) as error:
        raise unopenable(evidence, error) from error


def sheet_name(evidence: Evidence, wanted: str | None, names: Sequence[str]) -> str:
    """The sheet of that name however its letters are composed; the first where none is wanted."""
    if not names:
        raise broken(evidence, "has no sheet", "Export it again.")
    if wanted is None:
        return names[0]
    for name in names:
        if folded(name) == folded(wanted):
            return name
    remedy = "Correct options.sheet, or rename the sheet."
    raise broken(evidence, f"has no sheet {wanted!r}; it has {', '.join(map(repr, names))}", remedy)


def unopenable(evidence: Evidence, error: Exception) -> ContractBroken:
    """The sentence for a workbook the reader gives up on."""
    return broken(evidence, f"cannot be opened ({str(error).partition(chr(10))[0][:150]})", _SAVE_AS_XLSX)


def broken(evidence: Evidence, what: str, remedy: str) -> ContractBroken:
    """A sentence about the file."""
    return ContractBroken(f"{evidence.provenance['file']} {what}.", remedy, evidence)
