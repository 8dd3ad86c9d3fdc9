"""The page of reports and its downloads over a real store: what is offered is what the program renders."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from dashboards.app import create_app
from dashboards.callbacks import render
from dashboards.question import Workshop
from dashboards.work import Work
from monitor.figures import FigureService
from monitor.periods import parse
from monitor.reports.service import ReportService
from monitor.viewer import Viewer
from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.reading import hrefs, text
from tests.dashboards.real import NOON, PHU_QUOC, service
from tests.running import ROOT

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")]


def reports(figures: FigureService) -> ReportService:
    return ReportService(figures, lambda: NOON, ROOT / "config" / "reports")


def workshop(figures: FigureService) -> Workshop:
    return Workshop(
        Work(figures.store.engine, lambda: NOON, figures.store.evidence_dir.parent / "work"), reports(figures)
    )


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    figures = service(tmp_path_factory.mktemp("reports"))
    reports(figures).freeze(parse("2026-10", "calendar"), "Phòng tổng hợp")
    return figures


@pytest.fixture(scope="module")
def client(real: FigureService) -> FlaskClient:
    made: FlaskClient = create_app(real, workshop=workshop(real)).server.test_client()
    return made


@pytest.fixture(scope="module")
def base(real: FigureService) -> Iterator[str]:
    with served(real, workshop=workshop(real)) as address:
        yield address


def test_an_edition_is_listed_with_its_state_and_documents(real: FigureService) -> None:
    children, _ = render(real, "/reports", "", workshop=workshop(real))
    shown = text(children)
    assert "Tháng 10/2026" in shown
    assert "Dự thảo" in shown
    assert "Phòng tổng hợp" in shown
    assert {"/reports/1/vi.pdf", "/reports/1/vi.docx", "/reports/1/vi.xlsx"} <= set(hrefs(children))


def test_documents_are_rendered_and_what_is_none_is_not_found(client: FlaskClient) -> None:
    pdf = client.get("/reports/1/vi.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'inline; filename="bao-cao-2026-10-calendar-1.vi.pdf"'
    annexes = client.get("/reports/1/en.xlsx")
    assert "attachment" in annexes.headers["Content-Disposition"]
    assert "Overall" in openpyxl.load_workbook(io.BytesIO(annexes.data)).sheetnames
    for path in ("/reports/2/vi.pdf", "/reports/1/fr.pdf", "/reports/1/vi.exe"):
        assert client.get(path).status_code == 404, path


def test_who_sees_some_units_gets_no_report_about_all(real: FigureService) -> None:
    few = FigureService(real.store, real.declared, lambda: NOON, viewer=Viewer(subtree=PHU_QUOC))
    page, _ = render(few, "/reports", "", workshop=workshop(few))
    assert "Dự thảo" not in text(page)
    assert "chỉ người được xem mọi đơn vị" in text(page)
    assert not [link for link in hrefs(page) if link.endswith((".pdf", ".docx", ".xlsx"))]
    limited = create_app(few, workshop=workshop(few)).server.test_client()
    assert limited.get("/reports/1/vi.pdf").status_code == 404


def test_a_person_finds_the_newest_report_and_saves_it(visit: Visit) -> None:
    visit.open("/data/sources")
    page = visit.page
    page.get_by_role("link", name="Báo cáo", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Báo cáo")
    row = page.locator("table.listed tbody tr")
    expect(row).to_contain_text("Dự thảo")
    with page.expect_download() as saved:
        row.get_by_role("link", name="docx").click()
    assert saved.value.suggested_filename == "bao-cao-2026-10-calendar-1.vi.docx"


def test_a_person_builds_a_report_and_finds_it_after_a_reload(visit: Visit) -> None:
    visit.open("/reports?period=2026-09")
    page = visit.page
    build = page.get_by_role("button", name="Lập báo cáo Tháng 09/2026")
    build.click()
    expect(page.locator("[role=alert]")).to_have_text("Hãy ghi người lập báo cáo (chức vụ hoặc bộ phận).")
    page.get_by_label("Người lập").fill("Phòng Tổng hợp")
    build.click()
    told = page.get_by_role("status").filter(has_text="Đã lập xong báo cáo Tháng 09/2026, bản 1.")
    expect(told).to_be_visible()
    row = page.locator("table.listed tbody tr").filter(has_text="Tháng 09/2026")
    expect(row).to_contain_text("Phòng Tổng hợp")
    page.reload()
    expect(told).to_be_visible()
    expect(page.get_by_label("Người lập")).to_have_value("Phòng Tổng hợp")
    build.click()
    expect(page.get_by_role("status").filter(has_text="không đổi kể từ bản 1")).to_be_visible()
    assert row.count() == 1
