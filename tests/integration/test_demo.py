"""The main job as a newcomer meets it: one command, then a browser."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.dashboards.browsing import CHROMIUM, FLAGS, PICTURES
from tests.running import ROOT, Home

MARK = "SỐ LIỆU MÔ PHỎNG"
DECLARED_UNITS = 117


@dataclass(frozen=True)
class Demo:
    """A demo that is being served, and a home that reads the same database."""

    address: str
    home: Home


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = Home(tmp_path_factory.mktemp("demo"))
    served = home.start("demo", "--port", "0")
    assert served.stdout is not None
    found = re.search(r"http://\S+", served.stdout.readline())
    assert found, served.communicate()[1]
    yield Demo(found[0], home)
    served.send_signal(signal.SIGINT)
    served.communicate(timeout=60)
    assert served.returncode in {0, 130}


@pytest.fixture
def page() -> Iterator[Page]:
    assert CHROMIUM.exists(), f"{CHROMIUM} is missing; `make test` installs it on Debian"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def test_the_list_of_the_demo_names_units_below_target_and_says_it_is_simulated(demo: Demo) -> None:
    listed = demo.home.ok("rates", "--indicator", "K1", "--status", "below")
    assert MARK in listed
    assert "Đặc khu Phú Quốc" in listed
    assert "chưa đạt" in listed


def test_all_systems_were_pulled_and_the_outage_was_caught_up(demo: Demo) -> None:
    pulls = json.loads(demo.home.ok("pulls", "--format", "json"))["pulls"]
    outcomes = [pull["outcome"] for pull in pulls]
    assert outcomes.count("complete") == 9
    assert outcomes.count("failed") == 1, "the axis is down on the first simulated day"


def test_the_province_has_its_real_shape(demo: Demo) -> None:
    """Bands of the published reality: digitized far below 95 %, e-results 70-80 %, most units short of the target."""
    figures = demo.home.figures()
    province = {(f["indicator"], f["source"]): f for f in figures if f["unit"] == "H01"}
    assert 10 < province["K3", "cong-dvcqg"]["rate"] < 30
    assert 65 < province["K4", "cong-dvcqg"]["rate"] < 80
    one_stop = [f for f in figures if (f["indicator"], f["source"]) == ("K1", "mot-cua")]
    of_k1 = [f for f in one_stop if re.fullmatch(r"H01\.\d+", f["unit"])]
    assert len(of_k1) == DECLARED_UNITS
    statuses = [f["status"] for f in of_k1]
    assert 5 <= statuses.count("met") <= 15
    assert statuses.count("not_reported") == 1
    assert statuses.count("too_few") >= 1


def test_every_figure_says_that_it_is_simulated(demo: Demo) -> None:
    assert all(figure["simulated"] for figure in demo.home.figures())
    assert MARK in demo.home.ok("explain", "K1", "H01.201", "2026-10")
    assert all(pull["simulated"] for pull in json.loads(demo.home.ok("pulls", "--format", "json"))["pulls"])


def test_simulated_and_real_counts_never_share_a_database(demo: Demo, tmp_path: Path) -> None:
    """`config/sources.yaml` declares so-van-ban as real: nothing of it may enter the demo's database, and back."""
    before = demo.home.ok("pulls", "--format", "json", "--limit", "1")
    some_file = ROOT / "tests" / "data" / "national_portal_provinces_2026_ytd.csv"
    assert "simulated" in demo.home.refused("import", str(some_file), "--source", "so-van-ban")
    assert demo.home.ok("pulls", "--format", "json", "--limit", "1") == before
    real = Home(tmp_path)
    assert real.run("import", str(some_file), "--source", "so-van-ban").returncode == 1
    assert "real" in real.refused("demo", "--once")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_vice_chairman_finds_a_unit_below_target_and_where_its_number_comes_from(demo: Demo, page: Page) -> None:
    (figure,) = demo.home.figures("--indicator", "K1", "--unit", "H01.201", "--source", "mot-cua")
    page.goto(demo.address)
    expect(page.get_by_text(MARK).first).to_be_visible()
    row = page.locator("table.ranking").get_by_role("row", name=re.compile("Đặc khu Phú Quốc"))
    expect(row).to_contain_text(figure["shown"].replace(".", ","))
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / "demo-overview.png", full_page=True)
    row.get_by_role("link", name="Đặc khu Phú Quốc").click()
    page.wait_for_url(re.compile(r"/unit/H01\.201"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đặc khu Phú Quốc")
    for number in (figure["numerator"], figure["denominator"]):
        expect(page.locator("main")).to_contain_text(f"{number:,}".replace(",", "."))
    expect(page.locator("main")).to_contain_text("Hệ thống một cửa của tỉnh (mô phỏng)")
    expect(page.locator("main")).to_contain_text(figure["evidence"][:12])
    expect(page.get_by_text(MARK).first).to_be_visible()
    page.screenshot(path=PICTURES / "demo-unit.png", full_page=True)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_english_is_one_click_away_and_filters_live_in_the_address(demo: Demo, page: Page) -> None:
    page.goto(f"{demo.address}?indicator=K2&status=near")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("Documents digitized")
    assert "indicator=K2" in page.url
    assert "status=near" in page.url
