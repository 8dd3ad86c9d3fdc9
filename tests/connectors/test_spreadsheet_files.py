"""Files as they really arrive: pages named .xlsx, wrong headers, several in a folder, damaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Window
from connectors.errors import ConfigurationError, ContractBroken, SourceError, SourceUnavailable
from connectors.spans import months
from tests.connectors.sheets import HEADERS, WAYS, Cells, spreadsheet, text_file, workbook


def _no_sheet(folder: Path) -> Path:
    return workbook(folder / "a.xlsx", [], "Trang 1")


BAD: dict[str, tuple[Callable[[Path], bytes | Path], Mapping[str, object], str]] = {
    "empty file": (lambda _: b"", {}, "is empty"),
    "web page": (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", {}, "in row 1; found: '1'"),
    "web page with a mark": (lambda _: b"\xef\xbb\xbf <!DOCTYPE html>", {}, "is a web page without a table"),
    "web page cut off": (lambda _: b"<html><table><tr><td>1</td>", {}, "ends in the middle of its table"),
    "XML of 2003": (
        lambda _: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        {},
        "XML spreadsheet",
    ),
    "not as declared": (lambda _: "Mã đơn vị\n".encode("utf-16"), {"encoding": "utf-8-sig"}, "is not written in utf-8"),
    "in no known encoding": (lambda _: b"M\xff\xfe\x81\xfe\n", {}, "neither in UTF-8 nor in UTF-16, cp1258 or TCVN3"),
    "no matching column": (lambda _: b"a,b\n1,2\n", {}, "found: 'a', 'b'"),
    "other delimiter": (
        lambda f: text_file(f / "x", [], delimiter=";"),
        {"delimiter": ","},
        "found: 'Mã đơn vị;Tên",
    ),
    "only blanks": (lambda _: b" \n\n", {}, "is empty"),
    "too few lines": (lambda _: b"a\n", {"header_row": 9}, "cannot be read"),
    "open quotation": (lambda f: text_file(f / "x", [['H"01"']]).read_bytes() + b'"H01,x\n', {}, "cannot be read"),
    "too many fields": (lambda f: text_file(f / "x", [[1, 2, 3, 4, 5, 6, 7]]), {}, "cannot be read"),
    "a header twice": (lambda _: (",".join([*HEADERS, "Kỳ"]) + "\n").encode(), {}, "the column 'Kỳ' twice"),
    "no such sheet": (_no_sheet, {"sheet": "Số liệu"}, "no sheet 'Số liệu'; it has 'Trang 1'"),
    "wrong header row": (lambda f: workbook(f / "a.xlsx", [[1]]), {"header_row": 2}, "in row 2; found: '1'"),
    "header row below the sheet": (lambda f: workbook(f / "a.xlsx", []), {"header_row": 50}, "no column"),
    "damaged workbook": (lambda f: workbook(f / "a.xlsx", []).read_bytes()[:900], {}, "cannot be opened"),
    "no workbook at all": (lambda _: b"PK\x03\x04 nothing", {}, "cannot be opened"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_sentence(name: str, tmp_path: Path) -> None:
    make, options, says = BAD[name]
    made = make(tmp_path)
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(made.read_bytes() if isinstance(made, Path) else made)
    with pytest.raises(ContractBroken) as caught:
        spreadsheet(**options).file_batch(path)
    assert says in caught.value.message
    assert caught.value.message.startswith("tệp.xlsx ")
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.evidence is not None


def test_an_empty_sheet_has_no_columns(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("Số liệu")
    book.close()
    with pytest.raises(ContractBroken, match="found: none"):
        spreadsheet().file_batch(tmp_path / "a.xlsx")


def test_a_file_too_large_or_absent(tmp_path: Path) -> None:
    path = WAYS["csv"](tmp_path, [["H01.01", "Sở A", "08/2026", 1, 2]])
    with pytest.raises(ContractBroken, match="larger than 20 bytes"):
        spreadsheet(max_file_bytes=20).file_batch(path)
    with pytest.raises(ConfigurationError, match=r"gone.csv cannot be opened") as caught:
        spreadsheet().file_batch(tmp_path / "gone.csv")
    assert str(tmp_path) not in str(caught.value)


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["x" * 30_000] * 6 for _ in range(40)])
    size = path.stat().st_size
    cells: Cells = [[f"{'x' * 30_000}{row}"] for row in range(60)]
    bomb = workbook(tmp_path / "b.xlsx", cells)
    with pytest.raises(ContractBroken, match="unpacks to more"):
        spreadsheet(max_file_bytes=max(size, bomb.stat().st_size)).file_batch(bomb)


WINDOW = Window((months(2026, 8, 1), months(2026, 9, 1)), date(2026, 11, 23))


def test_a_pull_reads_every_file_and_only_the_window(tmp_path: Path) -> None:
    for name, month in (("b", "08/2026"), ("a", "09/2026"), ("c", "01/2020")):
        workbook(tmp_path / f"{name}.xlsx", [["H01.01", "Sở A", month, 1, "x"]])
    workbook(tmp_path / "~$a.xlsx", [])
    (tmp_path / ".d.xlsx").write_bytes(b"")
    (tmp_path / "readme.txt").write_text("no data", encoding="utf-8")
    source = spreadsheet(folder=str(tmp_path))
    batches = list(source.pull(WINDOW))
    assert source.steps(WINDOW) == 3
    assert [batch.evidence.url for batch in batches] == ["file:a.xlsx", "file:b.xlsx", "file:c.xlsx"]
    assert [batch.counts.height for batch in batches] == [1, 1, 0]
    assert [len(batch.rejects) for batch in batches] == [1, 1, 0]
    assert "3 files" in source.probe(WINDOW.today)


def test_a_bad_file_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"<html>")
    workbook(tmp_path / "b.xlsx", [["H01.01", "Sở A", "08/2026", 1, 2]])
    pull = spreadsheet(folder=str(tmp_path)).pull(WINDOW)
    assert next(pull).counts.height == 2
    with pytest.raises(ContractBroken, match=r"a.xlsx is a web page"):
        next(pull)


def test_no_folder_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="has no folder"):
        next(spreadsheet().pull(WINDOW))
    with pytest.raises(ConfigurationError, match="no folder 'gone'"):
        next(spreadsheet(folder=str(tmp_path / "gone")).pull(WINDOW))
    with pytest.raises(SourceUnavailable, match=r"holds no file \*\."):
        next(spreadsheet(folder=str(tmp_path)).pull(WINDOW))


patiently = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@patiently
@given(data=st.data())
@pytest.mark.parametrize("way", WAYS)
def test_damaged_files_end_in_a_sentence(tmp_path: Path, way: str, data: st.DataObject) -> None:
    path = WAYS[way](tmp_path, [["H01.01", "Sở A", "08/2026", 120, 300]])
    body = path.read_bytes()
    at = data.draw(st.integers(0, len(body) - 1))
    path.write_bytes(body[:at] + data.draw(st.binary(max_size=4)) + body[at + data.draw(st.integers(0, 4)) :])
    try:
        batch = spreadsheet().file_batch(path)
    except SourceError:
        return
    assert batch.counts.height + len(batch.rejects) <= 8
