"""Long work goes on once, can be cancelled and watched from anywhere, and leaves nothing half-done behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from dashboards.work import PLACES, Result, Said, Steps, Task, Work, WorkProblem
from monitor.store import Store
from tests.stores import *  # noqa: F403

NOW = datetime(2026, 11, 25, 1, tzinfo=UTC)
PATIENCE = 60
"""Seconds after which a test that waits gives up."""


@pytest.fixture
def work(store: Store, tmp_path: Path) -> Iterator[Work]:
    made = Work(store.engine, lambda: NOW, tmp_path / "work")
    yield made
    made.close()


class Held:
    """A task that goes on until it is told to end."""

    def __init__(self, subject: str = "one") -> None:
        self.begun, self.end = Event(), Event()
        self.runs = 0
        self.task = Task("report", subject, self.run)

    def run(self, steps: Steps) -> Result:
        self.runs += 1
        (steps.folder / "half.xlsx").write_text("half")
        steps(1, 3, Said("work.beginning"))
        self.begun.set()
        while not self.end.wait(0.01):
            steps.check()
        (steps.folder / "half.xlsx").rename(steps.folder / "whole.xlsx")
        return Result(Said("work.beginning"), file="whole.xlsx")


def test_work_is_watched_from_another_process_of_the_server_and_its_file_is_kept(
    work: Work, store: Store, tmp_path: Path
) -> None:
    elsewhere = Work(store.engine, lambda: NOW, tmp_path / "work")
    held = Held()
    job = work.start(held.task)
    assert held.begun.wait(PATIENCE)
    seen = elsewhere.find(job.id)
    assert seen is not None
    assert (seen.state, seen.step, seen.steps, seen.said.key) == ("running", 1, 3, "work.beginning")
    assert [one.id for one in elsewhere.under_way("report")] == [job.id]
    assert elsewhere.file(job.id) is None
    held.end.set()
    work.wait(job.id)
    kept = elsewhere.file(job.id)
    assert kept is not None
    assert kept.read_text() == "half"
    assert elsewhere.under_way("report") == []
    assert Work(store.engine, lambda: NOW, tmp_path / "work", scope="H01.201").find(job.id) is None


def test_the_same_thing_is_not_begun_twice_and_no_more_than_the_places_run(
    work: Work, store: Store, tmp_path: Path
) -> None:
    elsewhere = Work(store.engine, lambda: NOW, tmp_path / "work")
    held = [Held(str(number)) for number in range(PLACES)]
    jobs = [work.start(one.task) for one in held]
    assert elsewhere.start(held[0].task).id == work.start(held[0].task).id == jobs[0].id
    for process in (work, elsewhere):
        with pytest.raises(WorkProblem) as refused:
            process.start(Held("more").task)
        assert refused.value.said.key == "work.full"
    for one in held:
        assert one.begun.wait(PATIENCE)
        one.end.set()
    for job in jobs:
        work.wait(job.id)
    assert [one.runs for one in held] == [1] * PLACES
    again = elsewhere.start(held[0].task)
    assert again.id not in {job.id for job in jobs}
    elsewhere.close()


@pytest.mark.parametrize("here", [True, False])
def test_cancelled_work_stops_and_leaves_nothing(work: Work, store: Store, tmp_path: Path, *, here: bool) -> None:
    held = Held()
    job = work.start(held.task)
    assert held.begun.wait(PATIENCE)
    stranger = Work(store.engine, lambda: NOW, tmp_path / "work", scope="H01.201")
    stranger.cancel(job.id)
    going_on = work.find(job.id)
    assert going_on is not None
    assert not going_on.cancel
    (work if here else Work(store.engine, lambda: NOW, tmp_path / "work")).cancel(job.id)
    work.wait(job.id)
    ended = work.find(job.id)
    assert ended is not None
    assert (ended.state, ended.said.key, ended.file) == ("cancelled", "work.cancelled", None)
    assert list((tmp_path / "work").iterdir()) == []


def test_an_error_is_told_as_a_sentence_and_the_place_is_free_again(work: Work) -> None:
    def known(_steps: Steps) -> Result:
        raise WorkProblem("work.again")

    def unknown(_steps: Steps) -> Result:
        raise ZeroDivisionError

    for run, key in ((known, "work.again"), (unknown, "work.failed")) * PLACES:
        job = work.start(Task("report", "one", run))
        work.wait(job.id)
        ended = work.find(job.id)
        assert ended is not None
        assert (ended.state, ended.said.key) == ("failed", key)


DYING = """
import sys
from pathlib import Path
from threading import Event
from datetime import UTC, datetime
from dashboards.work import Said, Task, Work
from monitor.store import Store
store = Store(sys.argv[1], Path(sys.argv[2]))
work = Work(store.engine, lambda: datetime.now(UTC), Path(sys.argv[2]) / "work")
def run(steps):
    (steps.folder / "half.xlsx").write_text("half")
    steps(1, 3, Said("work.beginning"))
    print("half", flush=True)
    Event().wait()
work.start(Task("report", "one", run))
Event().wait()
"""


@pytest.mark.faults
def test_work_of_a_killed_process_is_interrupted_and_can_be_begun_again(
    work: Work, database_url: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", DYING, database_url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        (job,) = work.under_way("report")
        assert (tmp_path / "work" / f".{job.id}.part" / "half.xlsx").exists()
        process.kill()
    held = Held()
    again = work.start(held.task)
    # PostgreSQL may take a moment to notice the death; until then the work counts as under way.
    while again.id == job.id:
        again = work.start(held.task)
    ended = work.find(job.id)
    assert ended is not None
    assert (ended.state, ended.said.key) == ("interrupted", "work.interrupted")
    assert not (tmp_path / "work" / f".{job.id}.part").exists()


def test_stopping_the_server_tells_its_work_as_interrupted(work: Work) -> None:
    held = Held()
    job = work.start(held.task)
    assert held.begun.wait(PATIENCE)
    work.close()
    ended = work.find(job.id)
    assert ended is not None
    assert ended.state == "interrupted"
