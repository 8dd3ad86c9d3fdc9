"""Pulling from the page: offered to who may, in the background, cancelled with its books closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import polars as pl
import pytest
from playwright.sync_api import expect

from dashboards.callbacks import render
from dashboards.pages.data import pulling
from dashboards.question import Workshop, ask
from dashboards.work import Work, WorkProblem
from monitor.collect.pull import Progress, PullResult, pull_source
from monitor.declared.models import Source
from monitor.figures import FigureService
from monitor.reports.service import ReportService
from monitor.viewer import Viewer
from tests.collect.world import Scripted, batch
from tests.dashboards.browsing import MARKS, Visit, served
from tests.dashboards.reading import text, with_class
from tests.dashboards.real import LONG_XUYEN, NOON, OCTOBER, PHU_QUOC, SEPTEMBER, one_stop, service
from tests.running import ROOT

NAME = "mot-cua"
PATIENCE = 60


class Slow:
    """Pulls a source that gives two answers and waits after the first until it may go on."""

    def __init__(self, figures: FigureService) -> None:
        self._figures = figures
        self.read, self.go_on = Event(), Event()

    def __call__(self, source: Source, report: Callable[[Progress], None]) -> PullResult:
        answers = [batch(one_stop(unit, 61, 100, OCTOBER), NOON) for unit in (LONG_XUYEN, PHU_QUOC)]

        def told(progress: Progress) -> None:
            report(progress)
            if progress.step == 1:
                self.read.set()
                assert self.go_on.wait(PATIENCE)

        return pull_source(
            self._figures.store,
            self._figures.declared,
            source.model_copy(update={"units": "portal", "units_as_of": "today"}),
            Scripted(answers, None),
            clock=lambda: NOON,
            first=SEPTEMBER.start,
            last=OCTOBER.end,
            progress=told,
        )


@pytest.fixture
def real(tmp_path: Path) -> FigureService:
    return service(tmp_path)


@pytest.fixture
def slow(real: FigureService) -> Slow:
    return Slow(real)


@pytest.fixture
def workshop(real: FigureService, slow: Slow, tmp_path: Path) -> Iterator[Workshop]:
    work = Work(real.store.engine, lambda: NOON, tmp_path / "work")
    yield Workshop(work, ReportService(real, lambda: NOON, ROOT / "config" / "reports"), slow)
    slow.go_on.set()
    work.close()


def begin(real: FigureService, workshop: Workshop) -> int:
    task = pulling.task(ask(real, "", workshop=workshop), {"source": NAME})
    return workshop.work.start(task).id


def newest(real: FigureService) -> dict[str, object]:
    return real.store.pulls(limit=1).row(0, named=True)


def joint(real: FigureService, unit: str) -> int:
    rows = real.figures(indicators=["K3"], period="2026-10", source=NAME, unit=unit)
    return int(rows["numerator"][0])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_pull_is_done_in_the_background_and_says_what_came(
    real: FigureService, workshop: Workshop, slow: Slow, lang: str
) -> None:
    job = begin(real, workshop)
    assert slow.read.wait(PATIENCE)
    shown = text(render(real, "/data/sources", f"?work={job}&lang={lang}", workshop=workshop)[0])
    assert ("Nguồn 1/1: đang lấy số từ mot-cua" if lang == "vi" else "Source 1 of 1: pulling mot-cua") in shown
    slow.go_on.set()
    workshop.work.wait(job)
    ended = workshop.work.find(job)
    assert ended is not None
    assert (ended.state, ended.said.key, ended.said.values["stored"]) == (
        "done",
        "pulling.done",
        newest(real)["stored"],
    )
    assert newest(real)["outcome"] == "complete"
    assert (joint(real, LONG_XUYEN), joint(real, PHU_QUOC)) == (61, 61)


def test_a_cancelled_pull_closes_its_books_and_keeps_what_was_read_whole(
    real: FigureService, workshop: Workshop, slow: Slow
) -> None:
    assert joint(real, PHU_QUOC) == 50
    job = begin(real, workshop)
    assert slow.read.wait(PATIENCE)
    workshop.work.cancel(job)
    slow.go_on.set()
    workshop.work.wait(job)
    ended = workshop.work.find(job)
    assert ended is not None
    assert (ended.state, ended.said.key) == ("cancelled", "pulling.cancelled")
    assert newest(real)["outcome"] == "interrupted"
    assert "cancelled" in str(newest(real)["message"])
    assert real.store.pulls().filter(pl.col("outcome") == "running").is_empty()
    assert joint(real, LONG_XUYEN) == 61


def test_who_sees_a_part_of_the_province_is_offered_no_pull(real: FigureService, workshop: Workshop) -> None:
    ward = FigureService(real.store, real.declared, lambda: NOON, keep=True, viewer=Viewer(subtree=LONG_XUYEN))
    assert "Lấy số ngay" in text(render(real, "/data/sources", "", workshop=workshop)[0])
    assert "Lấy số ngay" not in text(render(ward, "/data/sources", "", workshop=workshop)[0])
    assert with_class(render(real, "/data/sources", "")[0], "begin") == []
    with pytest.raises(WorkProblem) as refused:
        begin(ward, workshop)
    assert refused.value.said.key == "pulling.refused"
    with pytest.raises(WorkProblem):
        pulling.task(ask(real, "", workshop=workshop), {"source": "nobody"})


class TestBrowser:
    pytestmark = MARKS

    @pytest.fixture
    def base(self, real: FigureService, workshop: Workshop) -> Iterator[str]:
        with served(real, workshop=workshop) as address:
            yield address

    def test_the_button_begins_a_pull_that_can_be_cancelled(self, visit: Visit, slow: Slow) -> None:
        page = visit.page
        visit.open("/data/sources")
        page.locator(".begin button").click()
        bar = page.get_by_role("progressbar")
        expect(bar).to_be_visible()
        assert slow.read.wait(PATIENCE)
        page.get_by_role("button", name="Hủy").click()
        slow.go_on.set()
        expect(page.locator(".work")).to_contain_text("Đã dừng.")
        expect(page.get_by_role("button", name="Hủy")).to_have_count(0)
