"""Long work in a real browser: progress in words, found again after a reload, cancelled for good; refused when full."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import expect

from dashboards.downloads import KINDS
from dashboards.question import Workshop
from dashboards.work import Work
from monitor.figures import FigureService
from monitor.periods import Period
from monitor.reports.content import Content
from monitor.reports.gather import STEPS, Tell
from monitor.reports.service import ReportService
from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.real import NOON, service
from tests.running import ROOT

pytestmark = MARKS
ALL = len(STEPS) + len(KINDS)
"""Steps of building a report: freezing an edition, then each document."""


class Slow(ReportService):
    """Stands still after its second step until it may go on; hears meanwhile that it is to stop."""

    go_on = Event()

    def _steady_content(self, period: Period, tell: Tell) -> Content:
        tell("figures")
        tell("trend")
        while not self.go_on.wait(0.01):
            tell("trend")
        return super()._steady_content(period, tell)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> ReportService:
    figures: FigureService = service(tmp_path_factory.mktemp("slow"))
    return Slow(figures, lambda: NOON, ROOT / "config" / "reports")


@pytest.fixture(scope="module")
def base(reports: ReportService) -> Iterator[str]:
    figures = reports.figures
    work = Work(figures.store.engine, lambda: NOON, figures.store.evidence_dir.parent / "work")
    with served(figures, workshop=Workshop(work, reports)) as address:
        yield address
    work.close()


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        (
            "vi",
            (
                "Người lập",
                "Lập báo cáo",
                "đang đọc diễn biến 12 tháng",
                f"Bước 2/{ALL}",
                "Hủy",
                "Xem tiến độ",
                "Đã hủy.",
            ),
        ),
        (
            "en",
            (
                *("Who builds it", "Build the report", "reading the last twelve months", f"Step 2 of {ALL}", "Cancel"),
                *("See how far it is", "Cancelled."),
            ),
        ),
    ],
)
def test_work_is_seen_found_again_and_cancelled(
    visit: Visit, reports: ReportService, lang: str, texts: tuple[str, ...]
) -> None:
    who, build, doing, step, cancel, watch, cancelled = texts
    page = visit.page
    visit.open(f"/reports?lang={lang}")
    page.get_by_label(who).fill("Phòng Tổng hợp")
    page.get_by_role("button", name=build).click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "1")
    expect(bar).to_have_attribute("aria-valuemax", str(ALL))
    assert step in str(bar.get_attribute("aria-valuetext"))
    said = page.get_by_role("status").filter(has_text=doing)
    expect(said).to_have_attribute("aria-live", "polite")
    assert {theme: faults(visit, theme) for theme in THEMES} == {theme: [] for theme in THEMES}
    page.reload()
    expect(bar).to_be_visible()
    # Begun again it is the same job; and who comes back without the address finds it.
    address = page.url
    page.get_by_role("button", name=build).click()
    expect(said).to_be_visible()
    assert page.url == address
    visit.open(f"/reports?lang={lang}")
    page.get_by_role("link", name=watch).click()
    expect(bar).to_be_visible()
    page.get_by_role("button", name=cancel, exact=True).click()
    expect(page.get_by_role("status").filter(has_text=cancelled)).to_be_visible()
    expect(bar).to_have_count(0)
    assert reports.editions().is_empty()


def test_what_does_not_fit_is_refused_with_a_sentence(visit: Visit) -> None:
    page = visit.page
    for period in ("2026-08", "2026-09", "2026-10"):
        visit.open(f"/reports?period={period}")
        page.get_by_label("Người lập").fill("Phòng Tổng hợp")
        page.get_by_role("button", name="Lập báo cáo").click()
        if period != "2026-10":
            expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Máy chủ đang làm 2 việc khác.")
    visit.open("/reports")
    for _ in range(2):
        page.get_by_role("link", name="Xem tiến độ").first.click()
        page.get_by_role("button", name="Hủy", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Đã hủy.")).to_be_visible()
    expect(page.get_by_role("link", name="Xem tiến độ")).to_have_count(0)
