"""A unit's page in a real browser: what to do next is found, peers are a step away, and it prints on one sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.fake import FakeService
from tests.dashboards.real import LONG_XUYEN

A4 = (595, 842)
"""Points."""
pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService()) as address:
        yield address


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("unit"))


@pytest.mark.parametrize(
    ("lang", "begin", "peers"), [("vi", "Bắt đầu từ:", "tương đương"), ("en", "Begin with:", "peers")]
)
def test_what_to_do_why_and_who_else(visit: Visit, lang: str, begin: str, peers: str) -> None:
    visit.open(f"/unit/H01.101?lang={lang}")
    page = visit.page
    expect(page.locator(".todo .need strong")).to_have_text(re.compile(r"^[\d.,]+ "))
    expect(page.locator(".todo-steps")).to_contain_text(begin)
    first = page.locator("table.pareto").first.locator("tbody tr").first
    name = first.locator(".clamped").inner_text()
    expect(page.locator(".todo-steps")).to_contain_text(name[:30])
    alike = page.locator(".halves > div", has_text=peers).last
    expect(alike.locator("tbody tr")).to_have_count(8)
    other = alike.locator("tbody a").first
    there = other.inner_text()
    other.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(there)


@pytest.mark.parametrize("width", [PHONE, LAPTOP, 2560])
def test_the_page_fits_its_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open("/unit/H01.101")
    expect(visit.page.locator(".chart .main-svg").first).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    visit.page.screenshot(path=PICTURES / f"unit-page-{width}.png", full_page=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def printed(page: Page, address: str, name: str) -> pypdf.PdfReader:
    """The page as Chromium prints it."""
    page.goto(address)
    expect(page.locator(".sheet")).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    return pypdf.PdfReader(io.BytesIO(page.pdf(path=PICTURES / f"{name}.pdf", prefer_css_page_size=True)))


def words(sheet: pypdf.PdfReader) -> str:
    """All text of the sheet without its spaces: a font made of several files is read in pieces."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in sheet.pages))


@pytest.mark.parametrize(("code", "lang"), [("H01.101", "vi"), ("H01.201", "en"), ("H01.120", "vi"), ("H01", "en")])
def test_a_unit_prints_on_one_a4_sheet(visit: Visit, code: str, lang: str) -> None:
    sheet = printed(visit.page, f"{visit.base}/unit/{code}?lang={lang}", f"sheet-{code}-{lang}")
    assert len(sheet.pages) == 1
    box = sheet.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4
    vi = ["SỐ LIỆU MÔ PHỎNG", "Nguồn:", "số liệu đến", "in ngày", "Việc cần làm"]
    en = ["SIMULATED", "Source:", "data as of", "printed on", "What to do"]
    said = [re.sub(r"\s", "", text) for text in (vi if lang == "vi" else en) if code != "H01.120" or text != vi[2]]
    for text in [*said, "1/1", code]:
        assert text in words(sheet)
    assert re.search(r"(inngày|printedon)\d{2}/\d{2}/20\d{2}", words(sheet))


def test_alerts_answers_and_causes_print_on_the_same_sheet(browser: Browser, known: Alerted) -> None:
    number = known.number(LONG_XUYEN)
    explanation = "Máy quét hỏng từ ngày 5 và chưa có máy thay thế."
    known.alerts.acknowledge(number, f"unit:{LONG_XUYEN}", "equipment", explanation)
    page = browser.new_page()
    with served(known.figures, known.alerts) as address:
        sheet = printed(page, f"{address}/unit/{LONG_XUYEN}?indicator=K3&source=mot-cua", "sheet-alerted")
        page.close()
    assert len(sheet.pages) == 1
    for text in ("Máyquéthỏngtừngày5", "Vìsaohainguồnkhácnhau", "+14"):
        assert text in words(sheet)
