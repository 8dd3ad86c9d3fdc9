"""The simulated document register: one workbook a month, in the layout declared for the source ``so-van-ban``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from connectors.sandbox import troubles
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import NOTICE
from connectors.sandbox.units import SimulatedUnit

SHEET: Final = "Số liệu"
HEADER: Final = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Kỳ",
    "Văn bản đi",
    "Văn bản đi ký số",
    "Văn bản đến",
    "Văn bản đến điện tử",
    "Hồ sơ công việc",
    "Hồ sơ công việc trên mạng",
)
NOT_REPORTED: Final = "ND"
_MEASURES: Final = len(HEADER) - 3
_CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Written into every file, so that the same counts give the same bytes."""

Rows = list[tuple[str | int, ...]]
"""What stands below the header, one row a unit."""


class Register:
    """Writes the register's workbooks of one province; one that still says the same is left as it is."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self._written: dict[Path, tuple[Rows, int]] = {}
        """What each file was given, and when it was changed then (``st_mtime_ns``)."""

    def write(self, folder: Path, months: Sequence[Month], today: date) -> list[Path]:
        """Bring ``so-van-ban-YYYY-MM.xlsx`` up to date for each month that has ended by ``today``; return the files.

        Sheet "Số liệu": title rows, header in row 3 (``HEADER``), one row a unit, period as text MM/YYYY; a unit that
        did not report has ND in every count. A file appears whole or not at all.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return [self._brought_up(folder, month, today) for month in months if month.closed(today)]

    def _brought_up(self, folder: Path, month: Month, today: date) -> Path:
        path = folder / f"so-van-ban-{month.year}-{month.number:02d}.xlsx"
        rows = [_row(unit, month, self._province, today) for unit in self._province.units]
        if not path.exists() or self._written.get(path) != (rows, path.stat().st_mtime_ns):
            _write(path, month, rows)
            self._written[path] = rows, path.stat().st_mtime_ns
        return path


def _write(path: Path, month: Month, rows: Rows) -> None:
    unfinished = path.with_suffix(".part")
    with xlsxwriter.Workbook(unfinished, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": NOTICE, "created": _CREATED})
        sheet = workbook.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"{NOTICE} - SỔ VĂN BẢN VÀ HỒ SƠ CÔNG VIỆC")
        sheet.write_string(1, 0, f"Tháng {month.number:02d}/{month.year}")
        sheet.write_row(2, 0, HEADER)
        for number, row in enumerate(rows, start=3):
            sheet.write_row(number, 0, row)
    unfinished.replace(path)


def _row(unit: SimulatedUnit, month: Month, province: Province, today: date) -> tuple[str | int, ...]:
    heading = (unit.code, unit.name, f"{month.number:02d}/{month.year}")
    if troubles.silent(unit.code, month.end, today):
        return *heading, *[NOT_REPORTED] * _MEASURES
    counts = province.documents(unit.code, month.start, month.end)
    return (
        *heading,
        counts.outgoing,
        counts.signed,
        counts.incoming,
        counts.electronic,
        counts.casefiles,
        counts.casefiles_online,
    )
