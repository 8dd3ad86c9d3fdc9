"""The pages about alerts in a real browser: the staff's main task in both languages, at every width."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboards.pages.alerts.frame import NAMES, path_of
from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served

WALL = 2560
PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"
pytestmark = MARKS


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("alerted"))


@pytest.fixture(scope="module")
def base(known: Alerted) -> Iterator[str]:
    with served(known.figures, known.alerts) as address:
        yield address


@pytest.mark.parametrize(
    ("lang", "unit", "texts"),
    [
        (
            "",
            PHU_QUOC,
            ("Cảnh báo", "Tiếp nhận các cảnh báo đã chọn", "Tiếp nhận", "Đã tiếp nhận 1 cảnh báo.", "thiếu nhân lực"),
        ),
        (
            "?lang=en",
            LONG_XUYEN,
            ("Alerts", "Acknowledge those chosen", "Acknowledge", "1 alerts are acknowledged.", "too few people"),
        ),
    ],
)
def test_the_staff_acknowledge_from_the_overview(
    visit: Visit, known: Alerted, lang: str, unit: str, texts: tuple[str, ...]
) -> None:
    nav, bulk, send, told, cause = texts
    page, number = visit.page, known.number(unit)
    visit.open(f"/{lang}")
    page.get_by_role("link", name=nav, exact=True).click()
    visit.open(f"/alerts{lang}{'&' if lang else '?'}about={unit}")
    page.locator(".ticked input").first.check()
    page.get_by_text(bulk).click()
    page.locator(".form button.dash-dropdown").first.click()
    page.get_by_role("option", name=cause).click()
    page.locator(".form textarea").fill("Thiếu máy quét")
    page.locator(".form input[type=text]").last.fill("Văn phòng")
    page.get_by_role("button", name=send, exact=True).click()
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    alert = known.alerts.detail(number).alert
    assert (alert["state"], alert["cause"], alert["explanation"]) == ("acknowledged", "staff", "Thiếu máy quét")


def test_what_was_typed_stays_when_something_is_missing(visit: Visit) -> None:
    visit.open("/alerts/silences")
    page = visit.page
    page.locator(".form textarea").fill("Đang chuyển hệ thống")
    page.get_by_role("button", name="Tạm dừng nhắc", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Người ghi")
    expect(page.locator(".form textarea")).to_have_value("Đang chuyển hệ thống")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_fault_on_any_page_about_alerts_in_light_and_dark(visit: Visit, known: Alerted, lang: str) -> None:
    number = known.number("H01.16")
    pages = [path_of(name) for name in NAMES] + [f"/alerts/{number}", f"/alerts?about={PHU_QUOC}&state=open"]
    found = {}
    for path in pages:
        visit.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        visit.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        for theme in THEMES:
            found[path, theme] = faults(visit, theme)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [PHONE, LAPTOP, WALL])
def test_every_page_fits_every_width(visit: Visit, known: Alerted, width: int) -> None:
    PICTURES.mkdir(exist_ok=True)
    visit.page.set_viewport_size({"width": width, "height": 900})
    number = known.number("H01.16")
    pages = (
        "/alerts",
        f"/alerts/{number}",
        "/alerts/decisions",
        "/alerts/silences",
        "/alerts/messages",
        "/alerts/effect",
    )
    for address in pages:
        visit.open(address)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        name = "one" if address.endswith(str(number)) else address.rpartition("/")[2]
        visit.page.screenshot(path=PICTURES / f"alerts-{name}-{width}.png")
