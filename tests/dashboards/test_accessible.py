"""No page has a fault that axe finds, in light and dark, in both languages; the choice of theme is kept."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboards.callbacks import render
from monitor.figures import FigureService
from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.reading import hrefs
from tests.dashboards.real import LONG_XUYEN
from tests.dashboards.real import service as real_service

VIEW = "indicator=K3&period=2026-10"
UNIT, WRONG = f"/unit/{LONG_XUYEN}", "/unit/H99.999"
pytestmark = MARKS


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return real_service(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def base(real: FigureService) -> Iterator[str]:
    with served(real) as address:
        yield address


def pages(service: FigureService) -> list[str]:
    """Every page that links lead to, one of each kind: a new page is among them as soon as something leads there."""
    found, waiting = {WRONG}, ["/", UNIT]
    kinds = set()
    while waiting:
        path = waiting.pop()
        kind = path.rpartition("/")[0] if path.startswith(("/unit/", "/procedure/")) else path
        if kind in kinds:
            continue
        kinds.add(kind)
        found.add(path)
        links = hrefs(render(service, path, f"?{VIEW}")[0])
        paths = [urlsplit(link).path for link in links if link.startswith("/")]
        waiting += [path for path in paths if not path.endswith((".csv", ".xlsx"))]
    return sorted(found)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_fault_on_any_page_in_light_and_dark(visit: Visit, real: FigureService, lang: str) -> None:
    every = pages(real)
    assert {"/", "/data/sources", UNIT, WRONG} <= set(every)
    found = {}
    for path in every:
        visit.open(f"{path}?{VIEW}&lang={lang}")
        for theme in THEMES:
            found[path, theme] = faults(visit, theme)
    visit.complaints[:] = [text for text in visit.complaints if "404" not in text]
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_the_theme_is_the_system_s_until_chosen_and_then_kept(visit: Visit) -> None:
    page = visit.page
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    visit.open("/")
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Đổi nền sáng / tối").click()
    light = page.evaluate(ground)
    assert light != dark
    visit.open("/data/sources")
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Đổi nền sáng / tối").press("Enter")
    assert page.evaluate(ground) == dark
    page.emulate_media(color_scheme="light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(ground) == dark
