"""`sohoa import` of files nobody should send."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from tests.cli.conftest import Sohoa
from tests.integration.conftest import count_rows
from tests.running import ROOT, Home

HEADERS = (
    *("Mã đơn vị", "Tên đơn vị", "Kỳ", "Văn bản đi", "Văn bản đi ký số", "Văn bản đến", "Văn bản đến điện tử"),
    *("Hồ sơ công việc", "Hồ sơ công việc trên mạng"),
)
NUMBERS = (100, 90, 200, 190, 50, 40)
SHEET = "Số liệu"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    sources = ROOT / "config" / "demo" / "sources.yaml"
    address = f"sqlite:///{tmp_path / 'sohoa.db'}"
    return Home(tmp_path / "var", extra={"SOHOA_SOURCES": str(sources), "SOHOA_DATABASE_URL": address})


def book(
    path: Path,
    *rows: tuple[object, ...],
    headers: tuple[str, ...] = HEADERS,
    sheet: str = SHEET,
) -> Path:
    """A register as the document system exports it: two lines of title, then the table."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet(sheet)
        for line, values in enumerate((headers, *rows), 2):
            page.write_row(line, 0, values)
    return path


def line(*numbers: object, unit: str = "H01.201", period: str = "10/2026") -> tuple[object, ...]:
    return (unit, "Đặc khu Phú Quốc", period, *(numbers or NUMBERS))


def imported(home: Home, sohoa: Sohoa, path: Path) -> tuple[object, str]:
    done = sohoa(home, "import", str(path), "--source", "so-van-ban")
    return done.code, done.out + done.err


def repacked(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with its sheet's XML changed."""
    changed = path.with_name(f"changed-{path.name}")
    with ZipFile(path) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name.endswith("sheet1.xml") else body)
    return changed


def _raw(name: str, body: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(body)
        return folder / name

    return write


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (_raw("a.xls", b"<html><table></table></html>"), "has no column 'Mã đơn vị'"),
        (_raw("a.xlsx", b"%PDF-1.4 \xe2\xe3"), "is a PDF, not a spreadsheet"),
        (_raw("a.xlsx", b""), "is empty. Export it again."),
        (_raw("a.xlsx", b"PK\x03\x04 and no more"), "cannot be opened"),
        (_raw("a.csv", b"M\xff \xfe\x81\xfe"), 'Save it as "CSV UTF-8"'),
        (lambda folder: book(folder / "a.xlsx", line(), sheet="Sheet1"), "has no sheet 'Số liệu'; it has 'Sheet1'"),
        (lambda folder: book(folder / "a.xlsx", line()[:-1], headers=HEADERS[:-1]), "has no column 'Hồ sơ công việc"),
        (
            lambda folder: book(folder / "a.xlsx", (*line(), 1), headers=(*HEADERS, HEADERS[3])),
            "has the column 'Văn bản đi' twice",
        ),
        (lambda folder: book(folder / "a.xlsx"), "No count was taken from a.xlsx"),
    ],
)
def test_a_file_that_is_no_register_is_refused_and_stores_nothing(
    home: Home, sohoa: Sohoa, tmp_path: Path, make: Callable[[Path], Path], told: str
) -> None:
    code, text = imported(home, sohoa, make(tmp_path))
    assert code == 1
    assert told in text
    assert count_rows(home) == 0


def test_a_stray_cell_at_the_end_of_the_sheet_is_refused_instead_of_filling_the_memory(
    home: Home, sohoa: Sohoa, tmp_path: Path
) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    file = repacked(book(tmp_path / "a.xlsx", line()), lambda xml: xml.replace(b"</sheetData>", far))
    code, text = imported(home, sohoa, file)
    assert code == 1
    assert "has a cell far outside its table. Delete the empty rows and columns" in text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(unit="H99.999"), "unknown_unit"),
        (line(unit="=cmd|' /C calc'!A0"), "unknown_unit"),
        (line(period="12/2999"), "not_begun"),
        (line(period="13/2026"), "unreadable"),
        (line("một trăm", "1,5", "1e3", "∞", "NaN", "--"), "unreadable"),
        (line(-1, -2, -3, -4, -5, -6), "negative"),
        (line(1, 2, 1, 2, 1, 2), "numerator_over_denominator"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back_with_its_reason(
    home: Home, sohoa: Sohoa, tmp_path: Path, row: tuple[object, ...], reason: str
) -> None:
    code, text = imported(home, sohoa, book(tmp_path / "a.xlsx", row))
    assert code == 1
    assert "6 count(s) held back; why: sohoa quarantine --source so-van-ban" in text
    held = json.loads(sohoa(home, "quarantine", "--format", "json").out)["quarantine"]
    assert {entry["reason"] for entry in held} == {reason}
    assert count_rows(home) == 0


def test_one_bad_row_does_not_take_the_others_with_it(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", line(), line(unit="H01.101"), line(*NUMBERS[::-1], unit="H01.101"))
    code, text = imported(home, sohoa, file)
    assert code == 0
    assert "6 stored" in text
    assert "12 count(s) held back" in text


def test_decomposed_letters_are_the_same_letters(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    assert imported(home, sohoa, book(tmp_path / "a.xlsx", line()))[0] == 0
    apart = tuple(normalize("NFD", cell) if isinstance(cell, str) else cell for cell in line())
    headers = tuple(normalize("NFD", header) for header in HEADERS)
    file = book(tmp_path / "b.xlsx", apart, headers=headers, sheet=normalize("NFD", SHEET))
    code, text = imported(home, sohoa, file)
    assert code == 0
    assert "0 stored (0 restated), 6 unchanged" in text
