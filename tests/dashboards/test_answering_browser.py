"""Answering on a telephone, with the keyboard alone: from the link to the acknowledged alert."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.alerted import Alerted, alerted, ended
from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import MARKS, PHONE, PICTURES, Visit, served

PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"

pytestmark = MARKS


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("alerted"))


@pytest.fixture(scope="module")
def base(known: Alerted) -> Iterator[str]:
    with served(known.figures, known.alerts) as address:
        yield address


@pytest.fixture
def phone(visit: Visit) -> Page:
    visit.page.set_viewport_size({"width": PHONE, "height": 740})
    return visit.page


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_fault_on_the_answering_page_in_light_and_dark(visit: Visit, known: Alerted, lang: str) -> None:
    link = known.path(PHU_QUOC, lang)
    gone = ended(known.path(PHU_QUOC), known)
    found = {}
    for path in (link, gone):
        visit.open(path)
        visit.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        for theme in THEMES:
            found[path, theme] = faults(visit, theme)
    visit.complaints[:] = [text for text in visit.complaints if "410" not in text]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_a_commune_answers_on_a_telephone_with_the_keyboard(known: Alerted, base: str, phone: Page) -> None:
    phone.goto(base + known.path(PHU_QUOC))
    assert fits(phone)
    PICTURES.mkdir(exist_ok=True)
    phone.screenshot(path=PICTURES / "answer-360.png", full_page=True)
    cause = phone.get_by_label("Nguyên nhân chính")
    for _ in range(20):
        if cause.evaluate("box => box === document.activeElement"):
            break
        phone.keyboard.press("Tab")
    expect(cause).to_be_focused()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    expect(cause).to_have_value("equipment")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Thiếu máy quét tại bộ phận một cửa")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Gửi giải trình")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("Đã ghi nhận")
    expect(phone.locator(".stamp")).to_have_text("Đã tiếp nhận")
    phone.screenshot(path=PICTURES / "answer-360-done.png", full_page=True)
    alert = known.alerts.detail(known.number(PHU_QUOC)).alert
    assert (alert["state"], alert["cause"]) == ("acknowledged", "equipment")
    assert fits(phone)


def test_in_english_an_action_is_set_and_claimed(known: Alerted, base: str, phone: Page) -> None:
    known.alerts.acknowledge(known.number(LONG_XUYEN), "x", "staff", "y")
    phone.goto(base + known.path(LONG_XUYEN, "en"))
    phone.get_by_label("What will be done").fill("Three scanners installed")
    phone.get_by_label("Position of who is responsible").fill("Vice chair")
    phone.get_by_label("To be done by the end of").fill("2026-12-15")
    phone.get_by_role("button", name="Save the action").click()
    expect(phone.locator(".stamp")).to_have_text("Action under way")
    phone.locator("summary", has_text="Report as done").click()
    phone.get_by_label("What was done").fill("Installed")
    phone.get_by_role("button", name="Report as done").click()
    expect(phone.locator(".stamp")).to_have_text("Claimed done")
    assert fits(phone)
