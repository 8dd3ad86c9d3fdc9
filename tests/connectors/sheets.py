"""Makes the files the spreadsheet tests read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import xlsxwriter

from connectors.base import Batch
from connectors.registry import build
from connectors.spreadsheet import Spreadsheet
from tests.connectors.conftest import Clock

MAP: dict[str, Any] = {
    "unit_code": "Mã đơn vị",
    "unit_name": "Tên đơn vị",
    "period": {"column": "Kỳ", "format": "MM/YYYY"},
    "measures": {"documents_outgoing": "Văn bản đi", "documents_incoming": "Văn bản đến"},
}
HEADERS = ["Mã đơn vị", "Tên đơn vị", "Kỳ", "Văn bản đi", "Văn bản đến", "Người ký"]
Cells = list[list[object]]


def spreadsheet(**options: object) -> Spreadsheet:
    return cast("Spreadsheet", build("spreadsheet", {"series": "so", "columns": MAP, **options}, clock=Clock()))


def workbook(path: Path, cells: Cells, sheet: str = "Số liệu", *, title_rows: int = 0) -> Path:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 11, 23, tzinfo=UTC)})
    page = book.add_worksheet(sheet)
    if title_rows:
        page.merge_range(0, 0, 0, 4, "SỔ VĂN BẢN")
    month = book.add_format({"num_format": "mm/yyyy"})
    table: Cells = [list(HEADERS), *cells]
    for row, values in enumerate(table, title_rows):
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                page.write_datetime(row, column, value, month)
            elif isinstance(value, str) and value.startswith("="):
                page.write_formula(row, column, value, None, "#DIV/0!")
            elif value is not None:
                page.write(row, column, value)
    book.close()
    return path


def text_file(path: Path, cells: Cells, *, before: str = "", encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([HEADERS, *cells])
    path.write_bytes((before + written.getvalue()).encode(encoding))
    return path


Write = Callable[[Path, Cells], Path]
WAYS: dict[str, Write] = {
    "csv": lambda folder, cells: text_file(folder / "so.csv", cells),
    "xlsx": lambda folder, cells: workbook(folder / "so.xlsx", cells),
}


def read(batch: Batch) -> dict[tuple[str, str], int | None]:
    return {
        (code, measure): value for code, measure, value in batch.counts.select("unit_code", "measure", "value").rows()
    }
