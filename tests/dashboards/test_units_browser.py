"""A list longer than a page, in a real browser: found, sorted, scrolled to its end and opened with the keyboard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, expect

from tests.dashboards.browsing import MARKS, PICTURES, Visit, served
from tests.dashboards.fake import FakeService

pytestmark = MARKS


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(FakeService(copies=4)) as address:
        yield address


def codes(visit: Visit, query: str) -> list[str]:
    """Names of the units in the file of the same view."""
    with urlopen(f"{visit.base}/units.csv{query}") as answer:  # noqa: S310 - the test's own server
        return [row[2] for row in csv.reader(io.TextIOWrapper(answer, "utf-8-sig"))][1:]


def name(visit: Visit, index: int) -> Locator:
    """The name in a row of the grid."""
    return visit.page.locator(f".ag-pinned-left-cols-container .ag-row[row-index='{index}']")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_long_list_is_searched_sorted_and_scrolled_to_its_end(visit: Visit, lang: str) -> None:
    visit.open(f"/units?lang={lang}" if lang == "en" else "/units")
    page = visit.page
    query = "?lang=en" if lang == "en" else ""
    every = codes(visit, query)
    expect(name(visit, 0)).to_have_text(every[0])
    assert page.locator(".ag-center-cols-container .ag-row").count() < 100, "only what is seen is drawn"
    page.locator(".find input").fill("xa")
    expect(page).to_have_url(re.compile("find=xa"))
    expect(name(visit, 0)).to_have_text(codes(visit, f"?{page.url.partition('?')[2]}")[0])
    page.get_by_role("columnheader", name="Tỷ lệ" if lang == "vi" else "Rate").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("order=rate-desc"))
    found = codes(visit, f"?{page.url.partition('?')[2]}")
    assert 200 < len(found) < len(every)
    expect(name(visit, 0)).to_have_text(found[0])
    name(visit, 0).locator(".ag-cell").focus()
    page.keyboard.press("End")
    expect(name(visit, len(found) - 1)).to_have_text(found[-1])
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"units-long-{lang}.png")
    page.keyboard.press("Home")
    expect(name(visit, 0)).to_have_text(found[0])
    name(visit, 0).locator(".ag-cell").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(found[0])
