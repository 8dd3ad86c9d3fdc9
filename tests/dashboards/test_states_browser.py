"""What only a browser can show: a page on its way, a server that is lost or fails, and the way back from both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.fake import FakeService

CALLBACKS = "**/_dash-update-component*"
pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService()) as address:
        yield address


def test_a_page_on_its_way_is_busy_says_so_and_does_not_jump(visit: Visit) -> None:
    page = visit.page
    page.emulate_media(reduced_motion="no-preference")
    visit.open("/?lang=en")
    expect(page.locator("#page")).to_have_attribute("aria-busy", "false")
    waiting: list[Route] = []
    page.route(CALLBACKS, lambda route: waiting.append(route))  # noqa: PLW0108 - playwright marks the handler it is given
    heading = page.locator("main").bounding_box()
    page.get_by_role("link", name="Units", exact=True).first.click()
    expect(page.locator("#page")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#told")).to_have_text("Loading figures…")
    assert page.locator("main").bounding_box() == heading
    assert page.evaluate("getComputedStyle(document.getElementById('page'), '::before').animationName") == "on-its-way"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.getElementById('page'), '::before').animationName") == "none"
    for route in waiting:
        route.continue_()
    page.unroute(CALLBACKS)
    expect(page.locator("#page")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#told")).to_be_empty()


@pytest.mark.parametrize(
    ("lang", "sentence"), [("vi", "Mất kết nối với máy chủ từ"), ("en", "No connection to the server since")]
)
def test_a_lost_server_is_told_keeps_the_page_and_comes_back(visit: Visit, lang: str, sentence: str) -> None:
    page = visit.page
    visit.open(f"/units?lang={lang}")
    before = page.get_by_role("heading", level=1).inner_text()
    page.context.set_offline(offline=True)
    page.locator("header .pages a").first.click()
    lost = page.get_by_role("alert")
    expect(lost).to_contain_text(sentence)
    assert page.get_by_role("heading", level=1).inner_text() == before
    page.context.set_offline(offline=False)
    expect(lost).to_be_hidden()
    expect(page.locator("table.ranking")).to_be_visible()
    assert visit.complaints
    visit.complaints.clear()


def test_a_failing_server_is_told_apart_from_a_lost_one(visit: Visit) -> None:
    page = visit.page
    visit.open("/units")
    for pattern in (CALLBACKS, "**/healthz"):
        page.route(pattern, lambda route: route.fulfill(status=503, body="busy"))
    page.get_by_role("link", name="Tổng quan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Máy chủ trả lỗi từ")
    page.unroute_all()
    page.get_by_role("button", name="Thử ngay").click()
    expect(page.locator("table.ranking")).to_be_visible()
    visit.complaints.clear()
