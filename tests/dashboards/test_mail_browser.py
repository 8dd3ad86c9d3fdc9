"""A mail as it is read: sent over SMTP, opened in a browser at every width and in both lights, its link followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.alerts.deliver import deliver
from monitor.alerts.wiring import post_of
from tests.alerts.receivers import MailServer
from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.browsing import MARKS, PHONE, PICTURES, served

PHU_QUOC = "H01.201"
READABLE = 4.5
pytestmark = MARKS
CONTRASTS = """() => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(x => x / 255)
    .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
  const under = node => {
    for (let at = node; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("p, li, b, span, a, td")]
    .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()))
    .map(node => [light(numbers(getComputedStyle(node).color)), light(under(node))].sort((a, b) => b - a))
    .map(([high, low]) => (high + 0.05) / (low + 0.05));
}"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("alerted"))


@pytest.fixture(scope="module")
def base(known: Alerted) -> Iterator[str]:
    with served(known.figures, known.alerts) as address:
        known.alerts.links = replace(known.alerts.links, public_url=address)
        yield address


@pytest.fixture(scope="module")
def mail(known: Alerted, base: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML of the mail that Phú Quốc gets, through a real server; its links lead to ``base``."""
    assert base
    with MailServer() as server:
        post = post_of(
            known.alerts, {"SOHOA_SMTP_URL": server.url}, tmp_path_factory.mktemp("channels"), known.figures.clock
        )
        assert deliver(post).dead == 0
    (message,) = [got for address, got in server.got if address == "phuquoc@tinh.example"]
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def opened(browser: Browser, mail: str, width: int, light: str, folder: Path) -> tuple[Page, list[str]]:
    """The mail in a browser; what it asked of the network."""
    file = folder / "mail.html"
    file.write_text(mail, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=light)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    return page, asked


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, 800])
def test_a_mail_reads_well_with_and_without_images(
    browser: Browser, mail: str, width: int, light: str, tmp_path: Path
) -> None:
    """Nothing in it is fetched, so that a program that blocks images shows the same."""
    assert "<img" not in mail
    assert "url(" not in mail
    page, asked = opened(browser, mail, width, light, tmp_path)
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert min(page.evaluate(CONTRASTS)) >= READABLE
    for fact in (
        "SỐ LIỆU MÔ PHỎNG",
        "Đặc khu Phú Quốc",
        "Hệ thống một cửa của tỉnh (mô phỏng), số liệu lấy lúc 12:00 13/11/2026",
        "50/100 hồ sơ, 50,00 %; mức phải đạt 95 %; còn thiếu 45 hồ sơ",
        "Đề nghị nêu nguyên nhân và biện pháp trước ngày 01/12/2026",
        "Người chịu trách nhiệm: Thủ trưởng đơn vị",
        "toàn tỉnh",
    ):
        expect(page.locator("body")).to_contain_text(fact)
    expect(page.get_by_role("link", name="Trả lời")).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"mail-{width}-{light}.png", full_page=True)
    page.close()


def test_the_link_of_the_mail_leads_to_the_answer(browser: Browser, mail: str, known: Alerted, tmp_path: Path) -> None:
    page, _ = opened(browser, mail, PHONE, "light", tmp_path)
    page.get_by_role("link", name="Trả lời").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trả lời cảnh báo")
    expect(page.locator("article")).to_have_count(1)
    page.get_by_label("Nguyên nhân chính").select_option("connection")
    page.get_by_label("Giải trình").fill("Phần mềm một cửa chưa đồng bộ")
    page.get_by_role("button", name="Gửi giải trình").click()
    expect(page.locator(".stamp")).to_have_text("Đã tiếp nhận")
    page.close()
    alert = known.alerts.detail(known.number(PHU_QUOC)).alert
    assert (alert["state"], alert["cause"]) == ("acknowledged", "connection")
