"""The pages about procedures in a real browser: their main task in both languages, axe, every width, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.procedural import LAND, RENEWAL, service

WALL = 2560
OCTOBER = "period=2026-10"
pytestmark = MARKS


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(service(tmp_path_factory.mktemp("procedural"))) as address:
        yield address


@pytest.mark.parametrize(
    ("lang", "nav", "field", "find", "needed"),
    [
        ("vi", "Thủ tục", "Đất đai", "1.012783", "cần thêm 38 hồ sơ"),
        ("en", "Procedures", "Land", "1.012783", "38 more dossiers"),
    ],
)
def test_from_the_overview_to_the_procedure_that_holds_a_department_back(  # noqa: PLR0913, PLR0917 - one path
    visit: Visit, lang: str, nav: str, field: str, find: str, needed: str
) -> None:
    visit.open(f"/?{OCTOBER}&lang={lang}")
    page = visit.page
    page.get_by_role("link", name=nav, exact=True).click()
    rows = page.locator(".panel.procedures tbody tr")
    expect(rows).to_have_count(6)
    page.locator(".panel.fields").get_by_role("link", name=field).click()
    expect(page).to_have_url(re.compile("field=dat-dai"))
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox").fill(find)
    expect(rows).to_have_count(1)
    rows.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(f"/procedure/{RENEWAL}"))
    expect(page.locator(".headline")).to_contain_text(needed)
    expect(page.locator(".panel.procedures tbody")).to_contain_text("Sở Nông nghiệp và Môi trường")
    expect(page.locator(".passport")).to_contain_text("sha256")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_fault_in_light_and_dark(visit: Visit, lang: str) -> None:
    for path in ("/procedures", f"/procedure/{LAND}"):
        visit.open(f"{path}?{OCTOBER}&lang={lang}")
        assert {theme: faults(visit, theme) for theme in THEMES} == {theme: [] for theme in THEMES}


@pytest.mark.parametrize("width", [PHONE, LAPTOP, WALL])
def test_no_page_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    PICTURES.mkdir(exist_ok=True)
    for name, path in (("procedures", "/procedures"), ("procedure", f"/procedure/{LAND}")):
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.open(f"{path}?{OCTOBER}")
        expect(visit.page.locator(".panel.procedures")).to_be_visible()
        visit.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_the_tables_stand_without_the_tools(visit: Visit) -> None:
    visit.open(f"/procedures?{OCTOBER}")
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".exports")).to_be_hidden()
    expect(visit.page.locator(".panel.procedures tbody tr").first).to_be_visible()
