"""The units page: what it lists, in which order, and that the file holds exactly that."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import polars as pl
import pytest
from dash import no_update

from dashboards.app import create_app
from dashboards.callbacks import block, moved, render, sorted_by
from dashboards.exporting import COLUMNS
from dashboards.exporting import csv as written
from dashboards.words import Words
from monitor.figures import FigureService
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, nodes, text, tree
from tests.dashboards.real import LONG_XUYEN, service


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return service(tmp_path_factory.mktemp("real"))


def grid(service: FakeService | FigureService, search: str) -> list[dict[str, Any]]:
    """Rows of the grid of a list that is not long."""
    found = nodes(tree(render(service, "/units", search)[0]))
    rows: list[dict[str, Any]] = next(node for node in found if node["type"] == "AgGrid")["props"]["rowData"]
    return rows


def asked(service: FakeService, search: str, start: int, sorting: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """What a framed grid gets for 100 rows from ``start``; ``sorting``: its headings at that moment."""
    order = [{"colId": "shortfall", "sort": "desc"}] if sorting is None else sorting
    return block(service, {"startRow": start, "endRow": start + 100, "sortModel": order}, search)


def answer(service: FakeService | FigureService, address: str) -> Any:  # noqa: ANN401 - werkzeug's
    return create_app(service).server.test_client().get(address)


def csv_rows(service: FakeService | FigureService, search: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer(service, f"/units.csv{search}").data.decode("utf-8-sig"))))


def sheet(service: FakeService | FigureService, search: str) -> list[tuple[Any, ...]]:
    """Every cell of the Excel file, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(answer(service, f"/units.xlsx{search}").data))
    return list(book.worksheets[0].iter_rows())


def test_all_units_are_listed_those_that_lack_most_first(service: FakeService) -> None:
    rows = grid(service, "")
    assert len(rows) == 117
    lacking = [int(row["shortfall"].replace(".", "")) for row in rows if row["shortfall"] != "–"]
    assert lacking == sorted(lacking, reverse=True)
    assert "117/117 đơn vị" in text(render(service, "/units", "")[0])


def test_places_follow_the_exact_rates_and_a_unit_without_one_has_none(service: FakeService) -> None:
    figures = service.figures(indicators=["K1"]).filter(pl.col("unit") != "H01")
    rates = {row["unit"]: row["rate"] for row in figures.iter_rows(named=True)}
    rated = [rate for rate in rates.values() if rate is not None]
    for row in grid(service, ""):
        rate = rates[row["code"]]
        expected = "–" if rate is None else str(1 + sum(other > rate for other in rated))
        assert row["place"] == expected


@pytest.mark.parametrize("typed", ["dac phu quoc", "Đặc khu Phú Quốc", "QUOC phu đặc", "h01.201"])
def test_a_unit_is_found_in_any_spelling(service: FakeService, typed: str) -> None:
    assert [row["unit"] for row in grid(service, f"?find={typed}")] == ["Đặc khu Phú Quốc"]


def test_filters_and_headings_narrow_and_order_the_list(service: FakeService) -> None:
    wards = grid(service, "?kind=ward&order=unit-asc")
    assert {row["kind"] for row in wards} == {"Phường"}
    assert wards[0]["unit"] < wards[5]["unit"]
    short = grid(service, "?status=short")
    assert 0 < len(short) < 117
    assert {row["status"] for row in short} <= {"near", "below"}
    best = grid(service, "?order=rate-desc")
    assert best[-1]["rate"] == "–", "what has no rate is neither best nor worst"


def test_a_heading_s_order_and_a_search_go_into_the_address(service: FakeService) -> None:
    state: list[dict[str, Any]] = [{"colId": "rate", "sort": "desc"}, {"colId": "unit", "sort": None}]
    assert sorted_by(service, state, "?kind=ward") == "?kind=ward&order=rate-desc"
    unchanged = [{"colId": "shortfall", "sort": "desc"}]
    assert sorted_by(service, unchanged, "?lang=vi") == no_update
    assert sorted_by(service, [], "?lang=vi") == no_update
    typed = [{"prop_id": '{"pick":"find"}.value', "value": "phu"}]
    assert moved(service, typed, "/units", "?kind=ward")[1] == "?kind=ward&find=phu"
    cleared = [{"prop_id": '{"pick":"find"}.value', "value": ""}]
    assert moved(service, cleared, "/units", "?kind=ward&find=phu")[1] == "?kind=ward"


@pytest.fixture(scope="module")
def many() -> FakeService:
    """468 units: more than a page holds."""
    return FakeService(copies=4)


@pytest.mark.parametrize("search", ["", "?kind=commune&find=xa+4&order=unit-desc", "?find=xa&status=short"])
def test_a_long_list_comes_block_by_block_and_no_row_is_lost_or_twice(many: FakeService, search: str) -> None:
    expected = [row[1] for row in csv_rows(many, search)[1:]]
    order = [] if "order" not in search else [{"colId": "unit", "sort": "desc"}]
    blocks = [asked(many, search, start, order) for start in range(0, len(expected), 100)]
    assert [row["code"] for part in blocks for row in part["rowData"]] == expected
    assert {part["rowCount"] for part in blocks} == {len(expected)}
    first = blocks[0]["rowData"][0]
    assert len(first["spark"]) == 12
    assert first["href"].startswith(f"/unit/{expected[0]}")


def test_a_page_of_a_long_list_holds_no_rows_and_a_block_is_small(many: FakeService) -> None:
    page = next(node for node in nodes(tree(render(many, "/units", "")[0])) if node["type"] == "AgGrid")["props"]
    assert "rowData" not in page
    assert page["dashGridOptions"]["infiniteInitialRowCount"] == 468
    wide = block(many, {"startRow": 0, "endRow": 9999, "sortModel": []}, "")
    assert len(wide["rowData"]) == 100, "nobody gets more than a block"
    assert len(json.dumps(wide)) < 100_000


def test_a_long_list_obeys_the_heading_chosen_before_its_page_is_there(many: FakeService) -> None:
    rows = asked(many, "?kind=ward", 0, [{"colId": "rate", "sort": "asc"}])["rowData"]
    assert [row["code"] for row in rows] == [row[1] for row in csv_rows(many, "?kind=ward&order=rate-asc")[1:101]]
    assert asked(many, "?kind=castle", 0) == {"rowData": [], "rowCount": 0}


@pytest.mark.parametrize("search", ["", "?kind=ward&order=rate-asc", "?lang=en&status=short&find=xa", "?find=nobody"])
def test_the_files_hold_exactly_the_rows_shown_in_their_order(service: FakeService, search: str) -> None:
    shown = [(row["code"], row["place"], row["rate"]) for row in grid(service, search)]
    links = hrefs(render(service, "/units", search)[0])
    assert f"/units.csv{search}" in links
    assert f"/units.xlsx{search}" in links
    heads, *rows = csv_rows(service, search)
    assert len(heads) == len(COLUMNS)
    assert [row[1] for row in rows] == [code for code, _, _ in shown]
    cells = sheet(service, search)
    assert [cell.value for cell in cells[3]] == heads
    assert [row[1].value for row in cells[4:]] == [code for code, _, _ in shown]
    assert ("SIMULATED" if "lang=en" in search else "MÔ PHỎNG") in cells[1][0].value


def test_every_row_carries_its_counts_and_its_passport(real: FigureService) -> None:
    heads, *rows = csv_rows(real, "?indicator=K3&period=2026-10&source=mot-cua")
    row = dict(zip(COLUMNS, next(row for row in rows if row[1] == LONG_XUYEN), strict=True))
    assert len(heads) == len(COLUMNS)
    # 80 of 100 at the one-stop system, the pull of ten days before 12:00 on 23 November in Vietnam
    assert (row["numerator"], row["denominator"], row["shown"]) == ("80", "100", "80.0")
    assert (row["indicator"], row["version"], row["source"]) == ("K3", "1", "mot-cua")
    assert (row["period_start"], row["period_end"]) == ("2026-10-01", "2026-10-31")
    assert row["captured_at"] == "2026-11-13 12:00:00"
    assert len(row["evidence"]) == 64
    assert row["simulated"] == "true"
    silent = dict(zip(COLUMNS, rows[-1], strict=True))
    assert (silent["numerator"], silent["rate"]) == ("", ""), "not reported is an empty cell, never 0"


def test_numbers_are_numbers_and_no_text_is_a_formula(service: FakeService) -> None:
    evil = pl.DataFrame({name: ["=1+1" if name == "unit_name" else None] for name in COLUMNS})
    assert ",'=1+1," in written(Words("vi"), evil).decode()
    row = dict(zip(COLUMNS, sheet(service, "?find=dac+phu+quoc")[4], strict=True))
    assert all(cell.data_type != "f" for cell in row.values())
    assert isinstance(row["rate"].value, float)
    assert isinstance(row["numerator"].value, int)
    assert row["unit"].value == "H01.201"


def test_a_wrong_address_of_a_file_says_what_to_do(service: FakeService) -> None:
    wrong = answer(service, "/units.csv?kind=castle")
    assert wrong.status_code == 400
    assert "castle" in wrong.text
    assert answer(FakeService(empty=True), "/units.xlsx").status_code == 404
    assert answer(service, "/units?order=beauty-desc").status_code == 400
