"""The dashboard under a national load: the server as `sohoa serve` runs it, every page, every callback, fifty people.

Links are found by reading the pages themselves, so a new page or filter is measured without a line here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.benchmarks import nation
from tests.running import ROOT, Home

FIRST_PAGE, INTERACTION, PAYLOAD, CROWD = 1.0, 0.100, 300_000, 0.500
"""Aims: seconds to the first page, seconds of an interaction (p95), bytes of a callback, seconds among fifty (p95)."""
PEOPLE, ROUNDS = 50, 10
DEEP, OF_A_KIND = 3, 40
START = ("/", "/units", "/unit/VN", "/unit/T07", "/unit/X0123", "/procedures", "/data", "/alerts", "/reports")
WARM = 900


@dataclass
class Measured:
    """What the answers of one kind of page took: seconds, bytes of the body, bytes sent over the wire, CPU seconds."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def report(url: str | None = None) -> None:
    """Make the load if need be, then print every figure beside its aim."""
    home = nation.nation(url)
    with serving(home) as (address, server):
        print(f"national load, {nation.COMMUNES} communes × 12 indicators × {nation.MONTHS} months")
        first = first_page(address)
        told("first page, process just started, from the document to its content", first, FIRST_PAGE)
        told("  the same in a browser that was never here", browsed(address), FIRST_PAGE)
        begun = perf_counter()
        wait_until_warm(address)
        print(f"  everything worked out in the background after {perf_counter() - begun:.0f} s more")
        found = links(address)
        kinds = interactions(Asker(address, server.pid), found)
        table(kinds)
        crowd = [sys.executable, "-m", "tests.benchmarks.crowd", address, str(PEOPLE), str(ROUNDS)]
        asked = json.dumps([link for some in found.values() for link in some])
        print(subprocess.run(crowd, input=asked, text=True, capture_output=True, check=True, cwd=ROOT).stdout, end="")
        print(f"  peak memory of the server: {peak(server.pid)} MiB")


@contextmanager
def serving(home: Home) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The dashboard on a free port, in a process of its own."""
    server = home.start("serve", "--port", "0")
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        yield line.split()[1].rstrip("/"), server
    finally:
        server.terminate()
        server.wait(60)


class Asker:
    """Asks a page as the browser does, and knows what the server spent on it."""

    def __init__(self, address: str, pid: int | None = None) -> None:
        self.address = address
        self.pid = pid
        self.session = requests.Session()
        known = self.session.get(f"{address}/_dash-dependencies", timeout=60).json()
        self.callback = next(one for one in known if "page.children" in one["output"] and len(one["inputs"]) > 1)

    def page(self, link: str) -> requests.Response:
        """The page's content at an address of the dashboard."""
        parts = urlsplit(link)
        values = {"pathname": parts.path, "search": f"?{parts.query}" if parts.query else ""}
        outputs = [one.rpartition(".") for one in self.callback["output"].strip(".").split("...")]
        body = {
            "output": self.callback["output"],
            "outputs": [{"id": name, "property": prop} for name, _, prop in outputs],
            "inputs": [{**one, "value": values.get(one["property"])} for one in self.callback["inputs"]],
            "changedPropIds": ["url.search"],
            "state": [],
        }
        answer = self.session.post(f"{self.address}/_dash-update-component", json=body, timeout=120)
        answer.raise_for_status()
        if '"problem"' in answer.text[:3000]:
            raise RuntimeError(f"{link} is the page of a problem: {answer.text[:600]}")
        return answer

    def measure(self, link: str, into: Measured) -> requests.Response:
        """Ask and note what it took."""
        spent, begun = cpu(self.pid), perf_counter()
        file = "." in urlsplit(link).path
        answer = self.session.get(self.address + link, timeout=120) if file else self.page(link)
        into.seconds.append(perf_counter() - begun)
        into.cpu.append(cpu(self.pid) - spent)
        into.sizes.append(len(answer.content))
        into.sent.append(int(answer.headers.get("Content-Length", len(answer.content))))
        return answer


def first_page(address: str) -> float:
    """Seconds from the first byte asked for until the overview's content is there, everything in between asked too."""
    session, begun = requests.Session(), perf_counter()
    session.get(f"{address}/", timeout=120).raise_for_status()
    for path in ("/_dash-layout", "/_dash-dependencies"):
        session.get(address + path, timeout=120).raise_for_status()
    Asker(address).page("/")
    return perf_counter() - begun


def browsed(address: str) -> float:
    """Seconds until a new browser shows the overview."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only here, and slow to load

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        begun = perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector("main#content h1, main#content h2", state="attached")
        seconds = perf_counter() - begun
        browser.close()
    return seconds


def wait_until_warm(address: str) -> None:
    """Until the server has worked out what pages will ask."""
    for _ in range(WARM):
        if requests.get(f"{address}/healthz", timeout=60).json().get("warm", True):
            return
        sleep(1)
    raise RuntimeError(f"not worked out after {WARM} s")


def links(address: str) -> dict[str, list[str]]:
    """Addresses of the dashboard by kind of page, found by following links from the first pages."""
    asker, found, front = Asker(address), defaultdict[str, list[str]](list), [*START]
    for link in front:
        found[kind_of(link)].append(link)
    for _ in range(DEEP):
        after: list[str] = []
        for link in front:
            try:
                text = asker.page(link).json()
            except RuntimeError:
                found[kind_of(link)].remove(link)
                continue
            for href in hrefs(text):
                some = found[kind_of(href)]
                if href not in some and len(some) < OF_A_KIND:
                    some.append(href)
                    after.append(href)
        front = after
    return {kind: some for kind, some in sorted(found.items()) if some}


def hrefs(part: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """Every link of a page to another one of the dashboard, in their order."""
    if isinstance(part, dict):
        href = part.get("href")
        if isinstance(href, str) and href.startswith("/") and not href.startswith("/assets") and "evidence" not in href:
            yield href
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from hrefs(one)


def kind_of(link: str) -> str:
    """What kind of page: its path without the code of what it is about."""
    words = urlsplit(link).path.strip("/").split("/")
    many = len(words) > 1 and (words[0] == "unit" or words[-1].isdecimal())
    return f"{words[0]}/…" if many else "/".join(words)


def interactions(asker: Asker, found: dict[str, list[str]]) -> dict[str, Measured]:
    """One after the other."""
    kinds: dict[str, Measured] = defaultdict(Measured)
    for kind, some in found.items():
        for link in some:
            asker.measure(link, kinds[f"/{kind}"])
    return kinds


def table(kinds: dict[str, Measured]) -> None:
    """Print each kind of page, then all together beside the aims."""
    print(f"  {'page':28}{'asked':>6}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}{'CPU ms':>8}{'kB':>7}{'gzip':>6}")
    for kind, one in kinds.items():
        ms = [1000 * value for value in (median(one.seconds), p95(one.seconds), max(one.seconds), median(one.cpu))]
        numbers = "".join(f"{value:8.0f}" for value in ms)
        print(f"  {kind:28}{len(one.seconds):6}{numbers}{max(one.sizes) / 1000:7.0f}{max(one.sent) / 1000:6.0f}")
    seconds = [value for one in kinds.values() for value in one.seconds]
    told("any interaction, p95", p95(seconds), INTERACTION)
    pages = {kind: max(one.sizes) for kind, one in kinds.items() if "." not in kind}
    worst = max(pages, key=lambda kind: pages[kind])
    verdict = "met" if pages[worst] <= PAYLOAD else "NOT met"
    print(f"  largest callback: {pages[worst] / 1000:.0f} kB ({worst}); aim {PAYLOAD / 1000:.0f} kB: {verdict}")


def told(what: str, seconds: float, aim: float) -> None:
    """One line with its aim."""
    print(f"  {what}: {1000 * seconds:.0f} ms; aim {1000 * aim:.0f} ms: {'met' if seconds <= aim else 'NOT met'}")


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def cpu(pid: int | None) -> float:
    """Seconds of processor time that all threads of a process have used; 0 for none."""
    if pid is None:
        return 0.0
    used = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            used += int((task / "schedstat").read_text("ascii").split()[0])
        except (OSError, IndexError):
            continue
    return used / 1e9


def peak(pid: int) -> int:
    """The most memory a process has held, MiB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10
