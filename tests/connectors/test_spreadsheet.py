"""Cells as offices really write them: words for "nothing", marks between thousands, failed formulas."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import COUNT_SCHEMA
from connectors.errors import ConfigurationError
from connectors.spans import months
from tests.connectors.sheets import MAP, WAYS, Cells, read, spreadsheet, text_file, workbook

both = pytest.mark.parametrize("way", WAYS)


@both
def test_counts_of_a_plain_file(way: str, tmp_path: Path) -> None:
    cells: Cells = [["H01.01", "Sở A", "08/2026", 120, 300, "x"], ["H01.02", "Sở B", "9/2026", 0, 45, "y"]]
    path = WAYS[way](tmp_path, cells)
    batch = spreadsheet().file_batch(path)
    assert batch.counts.schema == pl.Schema(COUNT_SCHEMA)
    assert batch.counts.rows()[:2] == [
        ("so", "H01.01", "Sở A", "documents_outgoing", date(2026, 8, 1), date(2026, 8, 31), "", 120),
        ("so", "H01.01", "Sở A", "documents_incoming", date(2026, 8, 1), date(2026, 8, 31), "", 300),
    ]
    assert read(batch)["H01.02", "documents_outgoing"] == 0
    assert batch.rejects == ()
    kept = batch.evidence.body.decode().splitlines()
    assert kept[1].startswith("2,H01.01,Sở A,08/2026,120,300")
    assert "x" not in kept[1], "the column nobody declared may hold personal data"
    assert batch.evidence.provenance["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert batch.evidence.url == f"file:{path.name}"


@both
@pytest.mark.parametrize("text", ["ND", "NA", "N/A", "N/P", "", "  ", None])
def test_not_reported_is_null(way: str, text: str | None, tmp_path: Path) -> None:
    batch = spreadsheet().file_batch(WAYS[way](tmp_path, [["H01.01", "Sở A", "08/2026", text, 5]]))
    assert read(batch) == {("H01.01", "documents_outgoing"): None, ("H01.01", "documents_incoming"): 5}
    assert batch.rejects == ()


@both
@pytest.mark.parametrize(
    "text", ["1.234", "12,5", "khoảng 10", "1e3", "0x1F", "12.000", "9" * 19, "-", "1 234", "12.5"]
)
def test_what_is_no_whole_number_is_held_back_with_its_address(way: str, text: str, tmp_path: Path) -> None:
    cells: Cells = [["H01.01", "Sở A", "08/2026", 1, 2], ["H01.02", "Sở B", "08/2026", text, 5]]
    batch = spreadsheet().file_batch(WAYS[way](tmp_path, cells))
    assert ("H01.02", "documents_outgoing") not in read(batch)
    (reject,) = batch.rejects
    assert (reject.where, reject.value) == ("row 3, column Văn bản đi", text)
    assert (reject.unit_code, reject.measure, reject.period) == ("H01.02", "documents_outgoing", months(2026, 8, 1))


@pytest.mark.parametrize(("mark", "text"), [(".", "1.234.567"), (",", "1,234,567"), (" ", "1\u00a0234\u202f567")])
def test_thousands_when_declared(mark: str, text: str, tmp_path: Path) -> None:
    path = WAYS["csv"](tmp_path, [["H01.01", "Sở A", "08/2026", text, "1.23"]])
    batch = spreadsheet(thousands=mark).file_batch(path)
    assert read(batch) == {("H01.01", "documents_outgoing"): 1234567}
    assert [reject.value for reject in batch.rejects] == ["1.23"]


@both
def test_negative_numbers_pass_for_the_checks_to_see(way: str, tmp_path: Path) -> None:
    batch = spreadsheet().file_batch(WAYS[way](tmp_path, [["H01.01", "Sở A", "08/2026", -3, 5]]))
    assert read(batch)["H01.01", "documents_outgoing"] == -3


def test_title_rows_date_cells_and_failed_formulas(tmp_path: Path) -> None:
    cells: Cells = [
        ["H01.01", "Sở A", datetime(2026, 8, 1), 120, "=1/0"],  # noqa: DTZ001 - a cell has no zone
        [None, None, None, None, None],
        ["H01.02", "Sở B", datetime(2026, 8, 1), True, None],  # noqa: DTZ001
    ]
    batch = spreadsheet(header_row=4, sheet="Số liệu").file_batch(workbook(tmp_path / "a.xlsx", cells, title_rows=3))
    assert read(batch) == {("H01.01", "documents_outgoing"): 120, ("H01.02", "documents_incoming"): None}
    assert [(r.where, r.value) for r in batch.rejects] == [
        ("row 5, column Văn bản đến", "#ERROR"),
        ("row 7, column Văn bản đi", "true"),
    ]


def test_title_lines_above_a_csv(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", [["H01.01", "Sở A", "08/2026", 1, 2]], before='Sổ "văn bản\n\n')
    assert spreadsheet(header_row=3).file_batch(path).counts.height == 2


def test_totals_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    cells: Cells = [["H01.01", "Sở A", "08/2026", 1, 2], ["", "", "", "", ""], ["", "TỔNG  CỘNG", "08/2026", 1, 2]]
    path = WAYS["csv"](tmp_path, cells)
    assert len(spreadsheet().file_batch(path).counts) == 4
    assert set(spreadsheet(totals=["Tổng cộng"]).file_batch(path).counts["unit_code"]) == {"H01.01"}


@both
def test_rows_without_a_unit_or_period_are_held_back(way: str, tmp_path: Path) -> None:
    cells: Cells = [["", "", "08/2026", 1, 2], ["H01.01", "Sở A", "13/2026", 1, 2], ["H01.01", "Sở A", "", 1, 2]]
    batch = spreadsheet().file_batch(WAYS[way](tmp_path, cells))
    assert batch.counts.is_empty()
    assert [reject.where.partition(",")[0] for reject in batch.rejects] == ["row 2"] * 2 + ["row 3"] * 2 + ["row 4"] * 2
    assert batch.rejects[2].period is None


def test_names_and_headers_match_however_their_letters_are_composed(tmp_path: Path) -> None:
    text = 'Mã  đơn vị,Tên đơn vị,Kỳ,"Văn bản\nđi",Văn bản đến\nH01.01,Sở Nội vụ,08/2026,1,2\n'
    path = tmp_path / "a.csv"
    path.write_text(normalize("NFD", text), encoding="utf-8")
    batch = spreadsheet().file_batch(path)
    assert set(batch.counts["unit_name"]) == {"Sở Nội vụ"}
    assert batch.counts.height == 2


def test_only_mapped_columns_are_read(tmp_path: Path) -> None:
    path = WAYS["csv"](tmp_path, [["H01.01", "Sở A", "08/2026", "x", 2, "Nguyễn Văn A"]])
    batch = spreadsheet().file_batch(path)
    assert "Nguyễn" not in f"{batch.counts} {batch.rejects}"


@pytest.mark.parametrize(
    ("rule", "text", "span"),
    [
        ({"format": "YYYY-MM"}, "2026-08", months(2026, 8, 1)),
        ({"format": "YYYY"}, "2026", months(2026, 1, 12)),
        ({"format": "fiscal", "first_month": 4}, "2023-2024", months(2023, 4, 12)),
        ({"format": "YYYY-YYYY", "first_month": 4}, "1999-00", months(1999, 4, 12)),
        ({"format": "fiscal"}, "2023-2025", None),
        ({"format": "code"}, "2026-Q3", months(2026, 7, 3)),
        ({"format": "code", "calendar": "nd09"}, "2026-10", months(2026, 10, 1, "nd09")),
        ({"format": "MM/YYYY", "calendar": "nd09"}, "01/2026", months(2026, 1, 1, "nd09")),
        ({"format": "MM/YYYY"}, "2026-08-01 00:00:00", months(2026, 8, 1)),
        ({"format": "MM/YYYY"}, "2026-08-02", None),
        ({"format": "YYYY"}, "26", None),
    ],
)
def test_period_formats(rule: dict[str, object], text: str, span: object, tmp_path: Path) -> None:
    path = WAYS["csv"](tmp_path, [["H01.01", "Sở A", text, 1, 2]])
    batch = spreadsheet(columns={**MAP, "period": {"column": "Kỳ", **rule}}).file_batch(path)
    found = {(r["period_start"], r["period_end"]) for r in batch.counts.iter_rows(named=True)}
    assert found == ({(span.start, span.end)} if isinstance(span, type(months(2026, 1, 1))) else set())


def test_one_period_for_the_whole_file(tmp_path: Path) -> None:
    path = WAYS["csv"](tmp_path, [["H01.01", "Sở A", "", 1, 2]])
    batch = spreadsheet(columns={**MAP, "period": {"fixed": "2026-H1"}}).file_batch(path)
    assert set(batch.counts["period_end"]) == {date(2026, 6, 30)}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "utf-8"])
def test_other_encodings_and_delimiters(encoding: str, tmp_path: Path) -> None:
    headers = {"unit_code": "Ma", "period": {"fixed": "2026-08"}, "measures": {"documents_outgoing": "Đi"}}
    path = tmp_path / "a.csv"
    path.write_bytes("Ma;Đi\r\nH01.01;7\r\n".encode(encoding))
    batch = spreadsheet(columns=headers, encoding=encoding, delimiter=";").file_batch(path)
    assert read(batch) == {("H01.01", "documents_outgoing"): 7}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"series": None}, "series"),
        ({"encoding": "klingon"}, "encoding"),
        ({"pattern": "../*.xlsx"}, "pattern"),
        ({"columns": {**MAP, "measures": {}}}, "measures or metric"),
        ({"columns": {**MAP, "unit_code": None, "unit_name": None}}, "unit_code or unit_name"),
        ({"columns": {**MAP, "unit_name": "Kỳ"}}, "two things: Kỳ"),
        ({"columns": {**MAP, "period": {"fixed": "tháng 8"}}}, "period code"),
        ({"columns": {**MAP, "period": {"column": "Kỳ", "format": "DD"}}}, "format"),
    ],
)
def test_a_wrong_map_is_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        spreadsheet(**options)
    assert says in caught.value.message


patiently = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@patiently
@given(st.lists(st.one_of(st.integers(-(10**17), 10**17), st.sampled_from(["ND", "", "x", "1.5"])), min_size=1))
def test_every_cell_is_a_count_or_a_reject(tmp_path: Path, cells: list[int | str]) -> None:
    rows: Cells = [[f"H01.{n}", "Sở A", "08/2026", cell, "ND"] for n, cell in enumerate(cells)]
    batch = spreadsheet().file_batch(text_file(tmp_path / "a.csv", rows))
    outgoing = batch.counts.filter(pl.col("measure") == "documents_outgoing")
    good = [
        (f"H01.{n}", cell if isinstance(cell, int) else None)
        for n, cell in enumerate(cells)
        if cell not in {"x", "1.5"}
    ]
    assert outgoing.select("unit_code", "value").rows() == good
    assert [r.value for r in batch.rejects] == [cell for cell in cells if cell in {"x", "1.5"}]
