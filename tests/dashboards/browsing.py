"""What tests in a real browser share: the browser, a visit that minds every complaint, a served dashboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from waitress.server import create_server

from dashboards.app import create_app
from dashboards.question import Workshop
from dashboards.service import Service
from monitor.alerts.service import AlertService

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).parents[2] / "test-artifacts"
PHONE, LAPTOP = 360, 1280
expect.set_options(timeout=30_000)
"""Milliseconds an expectation may take: a busy machine is slow, which is no failure of the page."""

MARKS = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing; `make test` installs it on Debian"),
]


@dataclass
class Visit:
    """A page and everything the browser complained about or asked for."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(self.base + address)
        self.page.wait_for_selector("main")


@contextmanager
def served(service: Service, alerts: AlertService | None = None, workshop: Workshop | None = None) -> Iterator[str]:
    """The dashboard over a service on a loopback port; gives its address."""
    server = create_server(create_app(service, alerts, workshop).server, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    """One page on the module's ``base`` address; nothing may be complained about or asked of another server."""
    page = browser.new_page(viewport={"width": LAPTOP, "height": 900})
    visit = Visit(page, base)
    page.on("console", lambda message: visit.complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", lambda request: visit.asked.append(request.url))
    yield visit
    page.close()
    assert visit.complaints == []
    assert {urlsplit(url).netloc for url in visit.asked if not url.startswith("data:")} == {urlsplit(base).netloc}
