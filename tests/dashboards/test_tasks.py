"""What people come for, done with the screen alone: as few clicks as are counted here, and the figures are the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.fake import FakeService
from tests.dashboards.fake_figures import HASH

pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService()) as address:
        yield address


@dataclass
class Hand:
    """Clicks, and counts them."""

    clicks: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


def test_last_quarter_s_table_for_a_meeting_is_four_clicks_away(visit: Visit) -> None:
    page, hand = visit.page, Hand()
    visit.open("/")
    hand.click(page.locator("header").get_by_role("link", name="Đơn vị", exact=True))
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(117)
    hand.click(page.locator(".picker-period button"))
    page.keyboard.type("quy iii/2026")
    hand.click(page.get_by_role("option", name="Quý III/2026"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quý III/2026")
    first = page.locator(".ag-pinned-left-cols-container .ag-row[row-index='0']")
    with page.expect_download() as saved:
        hand.click(page.get_by_role("link", name="Tải Excel"))
    assert hand.clicks == 4
    sheet = openpyxl.load_workbook(io.BytesIO(Path(saved.value.path()).read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert "Quý III/2026" in str(rows[0][0])
    assert len([row for row in rows[4:] if row[1]]) == 117
    assert rows[4][2] == first.inner_text()


def test_where_a_disputed_number_came_from_is_two_clicks_away(visit: Visit) -> None:
    page, hand = visit.page, Hand()
    visit.open("/units?find=kien+hai")
    row = page.locator(".ag-center-cols-container .ag-row[row-index='0']")
    counts = row.locator("[col-id='cases']").inner_text()
    numerator, denominator = re.sub(r"[^\d/]", "", counts).split("/")
    hand.click(page.locator(".ag-pinned-left-cols-container .ag-row[row-index='0'] a"))
    origin = page.locator("section.passport")
    for side, value in (("numerator", numerator), ("denominator", denominator)):
        shown = origin.locator(f".{side} strong").first.inner_text()
        assert re.sub(r"\D", "", shown) == value
    hand.click(origin.get_by_text(f"sha256 {HASH[:12]}"))
    expect(origin.get_by_text(HASH, exact=True)).to_be_visible()
    assert hand.clicks == 2
