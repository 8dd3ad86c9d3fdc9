"""One month with everything at once: a source that failed, units missing, merged, without cases, restated.

By hand, K1 of October: the merged commune 120/200, Phú Quốc 60/100, Long Xuyên 196/200, Bình Đức 0/0; together 376/500.
September: the two old communes 30/100 and 40/100, Long Xuyên 180/200, Phú Quốc 50/100, restated to 55/100.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from connectors.errors import SourceUnavailable
from monitor.collect.pull import pull_source
from monitor.declared import Declared, Source, load
from monitor.periods import parse
from monitor.reports.rendering import write_all
from monitor.reports.service import Edition, ReportService
from monitor.store import Store
from tests.collect.world import Scripted, broken, row
from tests.declaring import copy_config
from tests.reports.world import BINH_DUC, LONG_XUYEN, NOON, OCTOBER, PHU_QUOC, SEPTEMBER, pair, pulled, reports

# openpyxl tells of the bars behind the rates, which it does not read.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

OLD, NEW = ("H01.901", "H01.902"), "H01.903"
NAMES = {OLD[0]: "Xã mô phỏng Một", OLD[1]: "Xã mô phỏng Hai", NEW: "Xã mô phỏng Hợp nhất"}
REGISTER = "so-van-ban"


@pytest.fixture
def declared(tmp_path: Path) -> Declared:
    """The province, in which two made-up communes are one from 1 October."""
    folder = copy_config(tmp_path / "config")
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{unit},{NAMES[unit]},commune,H01,2025-07-01,2026-09-30,,,\n" for unit in OLD)
        file.write(f"{NEW},{NAMES[NEW]},commune,H01,2026-10-01,,,,\n")
    with (folder / "unit_successions.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{unit},{NEW},1,2026-10-01\n" for unit in OLD)
    return load(folder, environ={})


@pytest.fixture
def service(store: Store, declared: Declared) -> ReportService:
    september = pair(OLD[0], 30, 100, SEPTEMBER) + pair(OLD[1], 40, 100, SEPTEMBER)
    september += pair(LONG_XUYEN, 180, 200, SEPTEMBER) + pair(PHU_QUOC, 50, 100, SEPTEMBER)
    october = pair(NEW, 120, 200, OCTOBER) + pair(PHU_QUOC, 60, 100, OCTOBER)
    october += pair(LONG_XUYEN, 196, 200, OCTOBER) + pair(BINH_DUC, 0, 0, OCTOBER)
    measures = ("outgoing", "outgoing_signed", "incoming", "incoming_electronic")
    documents = [row(f"documents_{name}", 50, PHU_QUOC, SEPTEMBER, series="register") for name in measures]
    pulled(store, declared, documents, NOON - timedelta(days=40), name=REGISTER)
    pulled(store, declared, september + october, NOON - timedelta(days=10))
    pulled(store, declared, pair(PHU_QUOC, 55, 100, SEPTEMBER), NOON - timedelta(days=9))
    _fails(store, declared)
    return reports(store, declared)


def _fails(store: Store, declared: Declared) -> None:
    """The register does not answer when October is asked for."""
    source = Source.model_validate({"name": REGISTER, "connector": "igate", "units_as_of": "period"})
    connector, at = Scripted([], broken(SourceUnavailable)), NOON - timedelta(days=8)
    span = (OCTOBER.start, OCTOBER.end)
    result = pull_source(store, declared, source, connector, clock=lambda: at, first=span[0], last=span[1])
    assert result.outcome == "failed"


def word_texts(path: Path) -> list[str]:
    """Every paragraph and cell."""
    made = docx.Document(str(path))
    cells = [cell.text for table in made.tables for line in table.rows for cell in line.cells]
    return [*(paragraph.text for paragraph in made.paragraphs), *cells]


def test_the_documents_tell_it_as_it_is(service: ReportService, tmp_path: Path) -> None:
    edition = service.freeze(parse("2026-10", "calendar"), "staff")
    assert not edition.content.complete
    paths = {
        path.name.split(".")[-2:][0] + path.suffix: path for path in write_all(service, edition, tmp_path, ("vi",))
    }
    word = "\n".join(word_texts(paths["vi.docx"]))
    printed = " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(paths["vi.pdf"]).pages).split())
    # 117 units and the merged one; the two that ended are no longer asked.
    for told in (
        "mới có số liệu của 4/118 đơn vị",
        "Xử lý TTHC trên môi trường số: 376/500 hồ sơ, đạt 75,20%",
        "Có 1/118 đơn vị đạt mục tiêu, 2 đơn vị chưa đạt; 1 đơn vị không phát sinh; 114 đơn vị chưa báo cáo",
        "Nguồn đã điều chỉnh 1 số liệu của 1 kỳ đã khóa (Đặc khu Phú Quốc)",
        "lần lấy số gần nhất từ Sổ văn bản",
    ):
        assert told in word, told
        assert told in printed, told
    for text in (word, printed):
        assert not any(NAMES[unit] in text for unit in OLD)
        assert not re.search(r"(?<![\d,.])0(,00)?%", text), "a unit without cases has no rate"


def test_the_merged_unit_is_compared_with_nothing_and_the_restated_month_as_known_now(service: ReportService) -> None:
    edition = service.freeze(parse("2026-10", "calendar"), "staff")
    rows = {row["unit"]: row for row in edition.content.of("K1").iter_rows(named=True)}
    assert (rows[NEW]["numerator"], rows[NEW]["denominator"], rows[NEW]["change"]) == (120, 200, None)
    assert not set(OLD) & set(rows)
    assert (rows[PHU_QUOC]["previous_numerator"], rows[PHU_QUOC]["previous_shown"]) == (55, "55.00")
    assert rows[BINH_DUC]["status"] == "no_cases"
    assert rows[BINH_DUC]["shown"] is None


def test_the_annexes_leave_open_what_nobody_said(service: ReportService, tmp_path: Path) -> None:
    rows = _communes(service.freeze(parse("2026-10", "calendar"), "staff"), service, tmp_path)
    assert rows[NAMES[NEW]] == (120, 200, 60, None)
    assert rows["Đặc khu Phú Quốc"] == (60, 100, 60, 5)
    assert rows["Phường Bình Đức"][:2] == (0, 0)
    assert not rows["Phường Bình Đức"][2]
    assert rows["Phường Mỹ Thới"] == (None, None, None, None)


def _communes(edition: Edition, service: ReportService, folder: Path) -> dict[object, tuple[object, ...]]:
    """Unit → numerator, denominator, rate, change of K1 in the annex, as a reader that computes nothing."""
    path = next(path for path in write_all(service, edition, folder, ("vi",)) if path.suffix == ".xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)["Xã, phường, đặc khu"]
    head, *lines = sheet.iter_rows(min_row=5, values_only=True)
    place = {str(title): number for number, title in enumerate(head)}
    wanted = [place[title] for title in ("Tử số", "Mẫu số", "Tỷ lệ", "Tăng, giảm (điểm %)")]
    mine = [line for line in lines if line[place["Chỉ tiêu"]] == "Xử lý TTHC trên môi trường số"]
    return {line[place["Đơn vị"]]: tuple(_rounded(line[number]) for number in wanted) for line in mine}


def _rounded(value: object) -> object:
    """What a cell shows; an empty text is nothing."""
    return round(value, 9) if isinstance(value, float) else None if value == "" else value
