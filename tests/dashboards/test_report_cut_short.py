"""Building a report that is cancelled, or whose process is killed, leaves no edition half-made, on both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dashboards.work import Result, Said, Steps, Task, Work
from monitor.declared import Declared, load
from monitor.periods import parse
from monitor.reports.gather import STEPS
from monitor.reports.service import ReportService
from monitor.store import Store
from tests.reports.world import LONG_XUYEN, NOON, OCTOBER, PHU_QUOC, pair, pulled, reports
from tests.running import ROOT
from tests.stores import *  # noqa: F403

MONTH = parse("2026-10", "calendar")


@pytest.fixture(scope="module")
def declared() -> Declared:
    return load(ROOT / "config", environ={})


@pytest.fixture
def service(store: Store, declared: Declared) -> ReportService:
    counts = pair(PHU_QUOC, 60, 100, OCTOBER) + pair(LONG_XUYEN, 196, 200, OCTOBER)
    pulled(store, declared, counts, NOON - timedelta(days=10))
    return reports(store, declared)


def whole(service: ReportService, store: Store) -> None:
    """No edition is left, nothing of the store is damaged, and the report can be built."""
    assert service.editions().is_empty()
    assert store.check() == ()
    edition = service.freeze(MONTH, "staff")
    assert (edition.number, edition.state, service.editions().height) == (1, "draft", 1)
    assert service.events(edition.id)["action"].to_list() == ["freeze"]
    # (60 + 196) of (100 + 200)
    assert edition.content.of("K1").filter(kind="province").select("numerator", "denominator").row(0) == (256, 300)


def test_cancelled_at_any_step_nothing_is_left(service: ReportService, store: Store, tmp_path: Path) -> None:
    work = Work(store.engine, lambda: NOON, tmp_path / "work")
    for cut in STEPS:
        seen: list[str] = []

        def run(steps: Steps, cut: str = cut, seen: list[str] = seen) -> Result:
            def tell(step: str) -> None:
                seen.append(step)
                if step == cut:
                    work.cancel(work.under_way("report")[0].id)
                steps(STEPS.index(step), len(STEPS), Said("work.beginning"))

            service.freeze(MONTH, "staff", tell)
            return Result(Said("work.beginning"))

        job = work.start(Task("report", cut, run))
        work.wait(job.id)
        ended = work.find(job.id)
        assert ended is not None
        assert (ended.state, seen[-1]) == ("cancelled", cut)
        assert service.editions().is_empty()
    whole(service, store)


DYING = """
import os, signal, sys
from pathlib import Path
from monitor.declared import load
from monitor.periods import parse
from monitor.store import Store, editions
from tests.reports.world import reports
url, folder, where = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "inside":
    editions._note = die
service = reports(Store(url, Path(folder)), load(Path("config"), environ={}))
service.freeze(parse("2026-10", "calendar"), "staff", lambda step: die() if step == where else None)
"""


@pytest.mark.faults
def test_killed_in_the_middle_nothing_is_left(
    service: ReportService, store: Store, database_url: str, tmp_path: Path
) -> None:
    # Before it is written, and inside the transaction that writes it.
    for where in ("trend", "freeze", "inside"):
        command = [sys.executable, "-c", DYING, database_url, str(tmp_path / "data"), where]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert service.editions().is_empty(), where
    whole(service, store)
