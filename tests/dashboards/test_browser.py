"""The main task in a real browser: find a unit below target, open it, see where its figure came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.fake import FakeService
from tests.dashboards.fake_figures import HASH

WALL = 1920
pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService()) as address:
        yield address


def test_from_the_overview_to_the_origin_of_a_figure(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    expect(page.get_by_text("SỐ LIỆU MÔ PHỎNG")).to_be_visible()
    row = page.locator("table.ranking tbody tr").first
    name = row.locator("th").inner_text()
    expect(row.locator(".chip")).to_have_text("Chưa đạt")
    row.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    origin = page.locator("section.passport")
    expect(origin.locator(".numerator strong")).to_have_text(re.compile(r"^[\d.]+$"))
    expect(origin.locator(".denominator strong")).to_have_text(re.compile(r"^[\d.]+$"))
    expect(origin).to_contain_text("Hệ thống một cửa của tỉnh")
    origin.get_by_text(f"sha256 {HASH[:12]}").click()
    expect(origin.get_by_text(HASH, exact=True)).to_be_visible()
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    assert page.title() == f"{name} · sohoa"


def test_a_filter_is_in_the_address_and_the_way_back_works(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    page.get_by_role("link", name="Phường", exact=True).click()
    expect(page).to_have_url(visit.base + "/?kind=ward")
    expect(page.locator("table.ranking tbody th").first).to_contain_text("Phường")
    page.get_by_role("link", name="Theo tỷ lệ").click()
    expect(page).to_have_url(visit.base + "/?kind=ward&sort=rate")
    page.go_back()
    expect(page).to_have_url(visit.base + "/?kind=ward")
    expect(page.get_by_role("group", name="Sắp xếp").locator(".here")).to_have_text("Theo phần thiếu")


def test_a_card_chooses_its_indicator(visit: Visit) -> None:
    visit.open("/")
    visit.page.get_by_role("link", name=re.compile("^Số hóa văn bản")).click()
    expect(visit.page).to_have_url(visit.base + "/?indicator=K2")
    expect(visit.page.locator(".say")).to_contain_text("Số hóa văn bản")


def test_another_period_is_picked_from_the_list(visit: Visit) -> None:
    visit.open("/")
    visit.page.locator(".picker-period button").click()
    visit.page.get_by_role("option", name="Tháng 09/2026").click()
    expect(visit.page).to_have_url(visit.base + "/?period=2026-09")
    expect(visit.page.locator(".say")).to_contain_text("Tháng 09/2026")


def test_a_quarter_is_found_by_typing_and_stays_in_the_address(visit: Visit) -> None:
    visit.open("/units")
    visit.page.locator(".picker-period button").click()
    visit.page.keyboard.type("quy iii/2026")
    visit.page.get_by_role("option", name="Quý III/2026").click()
    expect(visit.page).to_have_url(visit.base + "/units?period=2026-Q3")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Quý III/2026")


def test_a_unit_is_found_by_a_name_typed_without_accents(visit: Visit) -> None:
    visit.open("/")
    visit.page.locator(".picker-unit button").click()
    visit.page.keyboard.type("phu quoc")
    visit.page.get_by_role("option", name="Đặc khu Phú Quốc").click()
    expect(visit.page).to_have_url(visit.base + "/unit/H01.201")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Đặc khu Phú Quốc")


def test_english_is_one_click_away_and_keeps_the_view(visit: Visit) -> None:
    visit.open("/unit/H01.201?indicator=K4")
    page = visit.page
    page.get_by_role("link", name="Switch to English").click()
    expect(page.locator(".say")).to_contain_text("“Electronic results issued” stands at")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "indicator=K4" in page.url
    page.get_by_role("link", name="Chuyển sang tiếng Việt").click()
    expect(page.locator(".say")).to_contain_text("chỉ tiêu “Cấp kết quả bản điện tử”")


def test_the_keyboard_alone_reaches_a_unit(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator("table.ranking tbody a").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/unit/"))


def test_a_wrong_address_says_what_to_do_and_leads_back(visit: Visit) -> None:
    visit.open("/unit/H99.999")
    expect(visit.page.locator("main")).to_contain_text("Không có đơn vị mang mã “H99.999”")
    visit.page.get_by_role("link", name="Về trang tổng quan").click()
    expect(visit.page.locator("table.ranking")).to_be_visible()
    assert len(visit.complaints) == 1
    assert "404" in visit.complaints.pop()


@pytest.mark.parametrize("width", [PHONE, LAPTOP, WALL])
@pytest.mark.parametrize(("name", "address"), [("overview", "/"), ("unit", "/unit/H01.201?indicator=K4")])
def test_no_page_is_wider_than_its_screen(visit: Visit, name: str, address: str, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open(address)
    if name == "unit":
        expect(visit.page.locator(".chart .main-svg").first).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    visit.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_unit_is_found_sorted_opened_and_taken_away_with_the_keyboard(visit: Visit) -> None:
    visit.open("/units")
    page = visit.page
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(117)
    page.get_by_label("Tìm tên hoặc mã đơn vị").fill("phuong")
    expect(page).to_have_url(visit.base + "/units?find=phuong")
    expect(page.get_by_label("Tìm tên hoặc mã đơn vị")).to_be_focused()
    page.get_by_role("columnheader", name="Tỷ lệ").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(visit.base + "/units?find=phuong&order=rate-desc")
    expect(page.get_by_role("columnheader", name="Tỷ lệ")).to_be_focused()
    csv = page.get_by_role("link", name="Tải CSV")
    expect(csv).to_have_attribute("href", "/units.csv?find=phuong&order=rate-desc")
    with page.expect_download() as saved:
        csv.press("Enter")
    assert saved.value.suggested_filename == "don-vi-K1-2026-10.csv"
    name = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()[1].split(",")[2]
    expect(page.locator(".ag-pinned-left-cols-container .ag-row[row-index='0']")).to_have_text(name)
    page.locator(".ag-pinned-left-cols-container .ag-row[row-index='0'] .ag-cell").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
