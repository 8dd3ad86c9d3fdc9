"""The pages about the data in a real browser: each page's main task, at every width, in both languages, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboards.pages.data.frame import NAMES
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.real import service

WALL = 2560
OCTOBER = "indicator=K3&period=2026-10"
pytestmark = MARKS


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(service(tmp_path_factory.mktemp("real"))) as address:
        yield address


def test_from_the_overview_to_a_source_s_trouble(visit: Visit) -> None:
    visit.open("/")
    page = visit.page
    page.get_by_role("link", name="Dữ liệu", exact=True).click()
    row = page.locator("table.listed tbody tr").filter(has_text="truc-van-ban")
    expect(row).to_contain_text("Không lấy được")
    row.get_by_role("link").first.click()
    expect(page).to_have_url(visit.base + "/data/pulls?only=truc-van-ban")
    expect(page.locator("table.listed tbody tr")).to_have_count(1)
    expect(page.locator("table.listed")).to_contain_text("the next pull asks again")


def test_a_count_held_back_shows_the_command_that_pulls_it_again(visit: Visit) -> None:
    visit.open("/data/quarantine")
    page = visit.page
    page.get_by_role("link", name=re.compile("^Hệ thống một cửa")).click()
    expect(page).to_have_url(visit.base + "/data/quarantine?only=mot-cua")
    expect(page.locator("table.listed tbody tr").first).to_contain_text("sohoa pull mot-cua --from 2026-10-01")


def test_a_finding_leads_to_the_unit(visit: Visit) -> None:
    visit.open(f"/data/findings?{OCTOBER}")
    page = visit.page
    link = page.locator("table.listed tbody a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_the_month_is_picked_on_a_page_about_the_data(visit: Visit) -> None:
    visit.open("/data/completeness?period=2026-10")
    visit.page.locator(".picker-period button").click()
    visit.page.get_by_text("Tháng 09/2026", exact=True).click()
    expect(visit.page).to_have_url(visit.base + "/data/completeness?period=2026-09")
    expect(visit.page.locator("table.listed").first).to_contain_text("2026-09")


def test_from_two_sources_that_differ_to_the_passport(visit: Visit) -> None:
    visit.open("/data/reconciliation?period=2026-10")
    page = visit.page
    page.get_by_role("link", name="K3", exact=True).click()
    row = page.locator("table.listed tbody tr").filter(has_text="Phường Long Xuyên")
    expect(row).to_contain_text("66 / 98")
    expect(row).to_contain_text("80 / 100")
    row.get_by_role("link", name="Phường Long Xuyên").click()
    expect(page.locator("section.passport .numerator strong")).to_have_text("66")


def test_a_restatement_shows_the_rate_before_and_after(visit: Visit) -> None:
    visit.open(f"/data/restatements?{OCTOBER}")
    row = visit.page.locator("table.listed").last.locator("tbody tr").filter(has_text="Phường Long Xuyên")
    expect(row).to_contain_text("61,22%")
    expect(row).to_contain_text("67,35%")


def test_a_definition_leads_to_its_figure(visit: Visit) -> None:
    visit.open("/data/definitions")
    page = visit.page
    expect(page.locator("main")).to_contain_text("chưa thẩm định")
    page.get_by_role("link", name="Xem số liệu toàn tỉnh").first.click()
    expect(page).to_have_url(visit.base + "/unit/H01?indicator=K1")


def test_english_keeps_the_page_and_its_filter(visit: Visit) -> None:
    visit.open("/data/pulls?only=mot-cua")
    visit.page.get_by_role("link", name="Switch to English").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Pulls")
    expect(visit.page).to_have_url(visit.base + "/data/pulls?lang=en&only=mot-cua")


@pytest.mark.parametrize("width", [PHONE, LAPTOP, WALL])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_its_screen(visit: Visit, name: str, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open(f"/data/{name}?{OCTOBER}")
    expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    visit.page.screenshot(path=PICTURES / f"data-{name}-{width}.png", full_page=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    hidden = "[...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth).length"
    assert visit.page.evaluate(hidden) == 0


@pytest.mark.parametrize("name", ["quarantine", "reconciliation"])
def test_paper_shows_the_table_and_no_controls(visit: Visit, name: str) -> None:
    visit.open(f"/data/{name}?{OCTOBER}")
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".between")).to_be_hidden()
    expect(visit.page.locator("table.listed tbody tr").first).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    visit.page.screenshot(path=PICTURES / f"data-{name}-print.png", full_page=True)
