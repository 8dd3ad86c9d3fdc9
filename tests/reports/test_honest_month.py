"""A difficult month is told as it is: who is missing, who had no cases, what is under check, what was restated."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from monitor.declared import Declared, load
from monitor.periods import parse
from monitor.reports.compose import document
from monitor.reports.document import Document, Paragraph, TableBlock
from monitor.reports.service import Edition, ReportService
from monitor.store import Store
from tests.collect.world import month
from tests.declaring import copy_config
from tests.reports.world import BINH_DUC, LONG_XUYEN, MY_THOI, NOON, OCTOBER, PHU_QUOC, SEPTEMBER, pair, pulled, reports


def told(service: ReportService, edition: Edition, lang: str = "vi") -> Document:
    return document(service.making(edition), lang)


def sentences(made: Document) -> str:
    return "\n".join([*made.notes, *(block.text for block in made.blocks if isinstance(block, Paragraph))])


@pytest.fixture
def service(store: Store, declared: Declared) -> ReportService:
    """October: one unit short, one without cases, one with an impossible count; September of one unit restated."""
    september = pair(PHU_QUOC, 50, 100, SEPTEMBER) + pair(LONG_XUYEN, 180, 200, SEPTEMBER)
    october = (
        pair(PHU_QUOC, 60, 100, OCTOBER)
        + pair(LONG_XUYEN, 196, 200, OCTOBER)
        + pair(BINH_DUC, 0, 0, OCTOBER)
        + pair(MY_THOI, 70, 60, OCTOBER)
    )
    pulled(store, declared, september + october, NOON - timedelta(days=10))
    pulled(store, declared, pair(PHU_QUOC, 55, 100, SEPTEMBER), NOON - timedelta(days=9))
    return reports(store, declared)


def test_what_is_missing_empty_or_under_check_is_said_and_is_no_zero(service: ReportService) -> None:
    made = told(service, service.freeze(parse("2026-10", "calendar"), "staff"))
    text = sentences(made)
    # 117 units, of which three gave counts that can be used and one gave counts that are held back.
    assert "mới có số liệu của 3/117 đơn vị" in text
    assert "Có 1/117 đơn vị đạt mục tiêu, 1 đơn vị chưa đạt; 1 đơn vị không phát sinh" in text
    assert "1 đơn vị có số liệu cần kiểm tra (Phường Mỹ Thới)" in text
    assert "113 đơn vị chưa báo cáo (" in text
    assert "và 103 đơn vị khác" in text
    below = [block for block in made.blocks if isinstance(block, TableBlock) and block.kind == "short"]
    assert [[row[1:5] for row in block.rows] for block in below] == [[("Đặc khu Phú Quốc", "60", "100", "60,00%")]]
    cells = [cell for block in made.blocks if isinstance(block, TableBlock) for row in block.rows for cell in row]
    assert not any(cell in {"0%", "0,00%"} for cell in cells)
    assert not re.search(r"(?<![\d,.])0(,00)?%", text)


def test_the_restated_month_before_is_told_and_compared_as_it_is_known_now(service: ReportService) -> None:
    edition = service.freeze(parse("2026-10", "calendar"), "staff")
    changed = edition.content["restatements"].filter(pl.col("unit") == PHU_QUOC)
    assert changed.select("before", "after").rows() == [(50, 55)]
    figure = edition.content.of("K1").filter(pl.col("unit") == PHU_QUOC).row(0, named=True)
    assert (figure["previous_numerator"], figure["previous_shown"]) == (55, "55.00")
    assert figure["change"] == pytest.approx(5)
    assert "Nguồn đã điều chỉnh 1 số liệu của 1 kỳ đã khóa (Đặc khu Phú Quốc)" in sentences(told(service, edition))


def test_a_period_that_runs_is_provisional(store: Store, declared: Declared, service: ReportService) -> None:
    pulled(store, declared, pair(PHU_QUOC, 5, 10, month("2026-11")), NOON - timedelta(days=1))
    edition = service.freeze(parse("2026-11", "calendar"), "staff")
    assert not edition.content.complete
    assert any(note.startswith("SỐ LIỆU TẠM TÍNH") and "30/11/2026" in note for note in told(service, edition).notes)
    assert any(note.startswith("PROVISIONAL") for note in told(service, edition, "en").notes)


def test_a_later_change_makes_the_next_edition_with_the_difference(
    store: Store, declared: Declared, service: ReportService
) -> None:
    period = parse("2026-10", "calendar")
    first = service.freeze(period, "staff")
    assert service.freeze(period, "staff").id == first.id
    pulled(store, declared, pair(PHU_QUOC, 97, 100, OCTOBER), NOON - timedelta(days=2))
    second = service.freeze(period, "staff")
    assert (first.number, second.number) == (1, 2)
    shown = {(r["unit"], r["before_numerator"], r["numerator"]) for r in service.changes(second).iter_rows(named=True)}
    # 60 + 196 before, 97 + 196 after; a special zone is a commune-level unit.
    assert {(PHU_QUOC, 60, 97), ("H01", 256, 293)} <= shown
    assert all(unit in {PHU_QUOC, "H01"} or "/" in unit for unit, *_ in shown)
    assert "khác với bản số 1" in sentences(told(service, second))
    again = service.edition(first.id).content.of("K1").filter(pl.col("unit") == PHU_QUOC)
    assert again["numerator"].to_list() == [60]


def test_a_merged_unit_is_reported_from_its_first_day_and_compared_with_nothing(store: Store, tmp_path: Path) -> None:
    """Two made-up communes end on 31 August and are one from 1 September."""
    folder = copy_config(tmp_path / "config")
    old, new, first = ("H01.901", "H01.902"), "H01.903", date(2026, 9, 1)
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        for unit, name, since, until in (
            (old[0], "Xã mô phỏng Một", "2025-07-01", "2026-08-31"),
            (old[1], "Xã mô phỏng Hai", "2025-07-01", "2026-08-31"),
            (new, "Xã mô phỏng Hợp nhất", "2026-09-01", ""),
        ):
            file.write(f"{unit},{name},commune,H01,{since},{until},,,\n")
    with (folder / "unit_successions.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{unit},{new},1,{first}\n" for unit in old)
    declared = load(folder, environ={})
    august = pair(old[0], 30, 100, month("2026-08")) + pair(old[1], 40, 100, month("2026-08"))
    pulled(store, declared, august + pair(new, 120, 200, SEPTEMBER), NOON - timedelta(days=10))
    service = reports(store, declared)
    september = service.freeze(parse("2026-09", "calendar"), "staff").content
    figure = september.of("K1").filter(pl.col("unit") == new).row(0, named=True)
    assert (figure["numerator"], figure["denominator"], figure["change"]) == (120, 200, None)
    assert not set(old) & set(september.of("K1").drop_nulls("numerator")["unit"].to_list())
    quarter = service.freeze(parse("2026-Q3", "calendar"), "staff")
    whole = quarter.content.of("K1").filter(pl.col("unit") == "H01").row(0, named=True)
    assert (whole["numerator"], whole["denominator"]) == (190, 400)
    assert "Xã mô phỏng Hợp nhất" in str(told(service, quarter).blocks)


# openpyxl tells of the bars behind the rates, which it does not read.
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_name_that_looks_like_a_formula_stays_a_name(service: ReportService, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - this test alone reads a workbook

    from monitor.reports.workbook import workbook  # noqa: PLC0415 - as above

    making = service.making(service.freeze(parse("2026-10", "calendar"), "staff"))
    names = ['=HYPERLINK("http://x.test","y")', "+1+1", "-2+3", "@SUM(A1)", "{=1+1}"]
    figures = making.content["figures"].with_row_index("place")
    risky = figures.with_columns(
        pl.col("place").mod(len(names)).replace_strict(dict(enumerate(names))).alias("unit_name")
    ).drop("place")
    content = replace(making.content, frames={**making.content.frames, "figures": risky})
    path = tmp_path / "annex.xlsx"
    path.write_bytes(workbook(replace(making, content=content), "vi", NOON))
    cells = [cell for sheet in openpyxl.load_workbook(path) for line in sheet.iter_rows() for cell in line]
    found = {cell.value: cell.data_type for cell in cells if cell.value in names}
    assert found == dict.fromkeys(names, "s")
    assert {str(cell.value)[:4] for cell in cells if cell.data_type == "f"} <= {"=IF("}


def test_procedures_are_added_over_units_where_a_source_counts_by_them(store: Store, declared: Declared) -> None:
    def counted(unit: str, procedure: str, joint: int, resolved: int) -> list[dict[str, object]]:
        return [{**one, "procedure": procedure} for one in pair(unit, joint, resolved, OCTOBER)]

    (half,) = [one for one in counted(LONG_XUYEN, "1.000003", 1, 9) if one["measure"] == "dossiers_resolved"]
    rows = [
        *counted(PHU_QUOC, "1.000001", 3, 5),
        *counted(LONG_XUYEN, "1.000001", 7, 20),
        *counted(LONG_XUYEN, "1.000002", 0, 4),
        half,
    ]
    pulled(store, declared, rows, NOON - timedelta(days=10))
    service = reports(store, declared)
    content = service.freeze(parse("2026-10", "calendar"), "staff").content
    sums = content["procedures"].filter(pl.col("indicator") == "K1")
    assert sums.select("source", "procedure", "numerator", "denominator").rows() == [
        ("mot-cua", "1.000001", 10, 25),
        ("mot-cua", "1.000002", 0, 4),
    ]
    assert content.of("K1").filter(pl.col("unit") == "H01")["denominator"].to_list() == [29]
