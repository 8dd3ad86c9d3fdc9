"""The form of every page: colours from the tokens, no wider than its screen, targets a finger can hit, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboards
from dashboards.figures import parts
from dashboards.question import Workshop
from dashboards.work import Work
from monitor.reports.service import ReportService
from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.every import UNIT, pages
from tests.dashboards.real import NOON
from tests.running import ROOT

HOME = Path(dashboards.__file__).parent
VIEW = "indicator=K3&period=2026-10"
WIDE = 2560
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(")
SMALL = """() => {
  const all = [...document.querySelectorAll('a, button, input, select, summary, textarea, [role=button], [role=tab]')]
    .filter(node => node.checkVisibility({visibilityProperty: true}) && !node.matches('.skip'));
  const boxes = all.map(node => {
    const {x, y, width, height} = node.getBoundingClientRect();
    return {node, x, y, width, height};
  }).filter(({width, height}) => width > 1 && height > 1);
  const inText = node => getComputedStyle(node).display === 'inline'
    && (node.closest('p, li, td, th, dd, dt, label')?.textContent.trim() ?? '') !== node.textContent.trim();
  const small = boxes.filter(({node, width, height}) => Math.min(width, height) < 24 && !inText(node));
  const near = (a, b) => {
    const dx = Math.max(b.x - (a.x + a.width / 2), a.x + a.width / 2 - (b.x + b.width), 0);
    const dy = Math.max(b.y - (a.y + a.height / 2), a.y + a.height / 2 - (b.y + b.height), 0);
    return Math.hypot(dx, dy) < 12;
  };
  return small.filter(a => boxes.some(b => b.node !== a.node && !b.node.contains(a.node) && !a.node.contains(b.node)
      && near(a, b)))
    .map(({node, width, height}) => `${node.outerHTML.slice(0, 120)} ${Math.round(width)}×${Math.round(height)}`);
}"""
"""WCAG 2.2, 2.5.8: 24 px or as much room around; links within a sentence are excepted. The installed axe lacks it."""


def test_no_colour_stands_outside_the_tokens() -> None:
    sheets = [path for path in (HOME / "assets").glob("*.css") if path.name != "1-tokens.css"]
    assert len(sheets) > 5
    found = {
        f"{sheet.name}:{number}": line.strip()
        for sheet in sheets
        for number, line in enumerate(sheet.read_text(encoding="utf-8").splitlines(), start=1)
        if COLOUR.search(re.sub(r'url\("data:[^"]*"\)', "", line.partition(":")[2]))
    }
    assert found == {}


def test_the_colours_of_charts_are_the_tokens_of_the_light_page() -> None:
    tokens = (HOME / "assets" / "1-tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}),", tokens))
    assert (light["blue"], light["blue-pale"], light["ink"]) == (parts.BLUE, parts.PALE, parts.INK)
    assert light["dot"] == parts.GREY


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("form"))


@pytest.fixture(scope="module")
def workshop(known: Alerted, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    work = Work(known.figures.store.engine, lambda: NOON, tmp_path_factory.mktemp("work"))
    return Workshop(work, ReportService(known.figures, lambda: NOON, ROOT / "config" / "reports"))


@pytest.fixture(scope="module")
def base(known: Alerted, workshop: Workshop) -> Iterator[str]:
    with served(known.figures, known.alerts, workshop) as address:
        yield address


class TestBrowser:
    pytestmark = MARKS

    @pytest.mark.parametrize(("lang", "widths"), [("vi", (PHONE, LAPTOP, WIDE)), ("en", (PHONE,))])
    def test_every_page_fits_every_screen_and_a_finger(
        self, visit: Visit, known: Alerted, workshop: Workshop, lang: str, widths: tuple[int, ...]
    ) -> None:
        every = pages(known.figures, VIEW, known.alerts, workshop)
        assert {"/", UNIT, "/units", "/alerts", "/reports", "/data/sources"} <= set(every)
        PICTURES.mkdir(exist_ok=True)
        wider, small = {}, {}
        for path in every:
            visit.page.set_viewport_size({"width": LAPTOP, "height": 900})
            visit.open(f"{path}?{VIEW}&lang={lang}")
            for width in widths:
                visit.page.set_viewport_size({"width": width, "height": 900})
                name = f"page{path.replace('/', '-').rstrip('-') or '-overview'}-{lang}-{width}.png"
                visit.page.screenshot(path=PICTURES / name, full_page=True)
                if visit.page.evaluate("document.documentElement.scrollWidth") > width:
                    wider[path, width] = visit.page.evaluate("document.documentElement.scrollWidth")
                if found := visit.page.evaluate(SMALL):
                    small[path, width] = found[:4]
        visit.complaints[:] = [text for text in visit.complaints if "404" not in text]
        assert (wider, small) == ({}, {})

    def test_every_page_prints_its_figures_and_not_its_buttons(
        self, visit: Visit, known: Alerted, workshop: Workshop
    ) -> None:
        shown = {}
        for path in pages(known.figures, VIEW, known.alerts, workshop):
            visit.open(f"{path}?{VIEW}")
            visit.page.emulate_media(media="print")
            parts_shown = visit.page.evaluate(
                "['.pages', '.pickers', '.tools', '.exports', '.begin', '.theme', '#lost']"
                ".filter(name => [...document.querySelectorAll(name)].some(node => node.checkVisibility()))"
            )
            if parts_shown or not visit.page.locator("h1").count():
                shown[path] = parts_shown
            visit.page.emulate_media(media="screen")
        visit.complaints[:] = [text for text in visit.complaints if "404" not in text]
        assert shown == {}
