"""The overview's main task in a real browser, in both languages: which communes cost the province most, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.dashboards.browsing import MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.fake import FakeService

pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService()) as address:
        yield address


@pytest.mark.parametrize(
    ("lang", "communes", "said", "more"),
    [
        ("vi", "Chỉ cấp xã", "phần thiếu", "Xem thủ tục"),
        ("en", "Communes only", "of the shortfall", "Procedures, evidence"),
    ],
)
def test_the_three_communes_that_cost_the_province_most_and_why(
    visit: Visit, lang: str, communes: str, said: str, more: str
) -> None:
    visit.open(f"/?lang={lang}")
    page = visit.page
    page.get_by_role("link", name=communes).click()
    expect(page).to_have_url(re.compile("level=commune"))
    expect(page.locator(".here").get_by_text(communes)).to_be_visible()
    rows = page.locator("table.ranking tbody tr")
    expect(rows.first.locator("th")).to_have_text(re.compile("^(Xã|Phường|Đặc khu) "))
    reasons = page.locator(".why")
    expect(reasons).to_have_count(3)
    for place in range(3):
        name = rows.nth(place).locator("th").inner_text()
        one = reasons.nth(place)
        expect(one.get_by_role("heading")).to_have_text(name)
        expect(one).to_contain_text(rows.nth(place).locator("td.strong").inner_text())
        expect(one).to_contain_text(said)
        assert one.locator("li").count() >= 2
    name = reasons.first.get_by_role("heading").inner_text()
    reasons.first.get_by_role("link", name=re.compile(more)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("section.passport")).to_be_visible()


def test_a_filter_leaves_the_reader_where_the_list_is(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    page.get_by_role("link", name="Theo tỷ lệ").scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    page.get_by_role("link", name="Theo tỷ lệ").click()
    expect(page.get_by_role("group", name="Sắp xếp").locator(".here")).to_have_text("Theo tỷ lệ")
    assert before > 0
    assert page.evaluate("window.scrollY") > 0


def test_a_cell_opens_the_unit_in_that_month_and_the_rest_comes_on_demand(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    heat = page.locator("table.heat")
    expect(heat.locator("tbody tr")).to_have_count(12)
    page.locator("section", has=heat).get_by_role("link", name="Xem tất cả 117 đơn vị").click()
    expect(page).to_have_url(visit.base + "/?heat=all")
    expect(heat.locator("tbody tr")).to_have_count(117)
    page.go_back()
    expect(heat.locator("tbody tr")).to_have_count(12)
    name = heat.locator("tbody th").first.inner_text()
    heat.locator("tbody tr").first.locator("td").nth(3).click()
    expect(page).to_have_url(re.compile(r"/unit/H01\.\d+\?period=2026-02$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_card_s_number_opens_its_passport(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    page.get_by_role("link", name="Nguồn gốc của con số Số hóa văn bản").click()
    expect(page).to_have_url(visit.base + "/unit/H01?indicator=K2")
    expect(page.locator("section.passport .numerator strong")).to_have_text(re.compile(r"^[\d.]+$"))


@pytest.mark.parametrize("width", [PHONE, 1280, 2560])
def test_the_overview_fits_its_screen_and_paper(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 900})
    visit.open("/?heat=all")
    expect(page.locator("table.heat tbody tr")).to_have_count(117)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert width == PHONE or page.evaluate("document.documentElement.scrollWidth") <= width
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"overview-print-{width}.png", full_page=True)
