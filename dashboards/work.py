"""Long work that a page asks for: in the background, with progress, and it can be cancelled.

A page describes the work as a ``Task`` and lets ``Work.start`` begin it; the answer is a ``Job``, whose number goes
into the page's address (``?work=17``), so that a reload, a link or another process of the server finds it again:

    def run(steps: Steps) -> Result:
        steps(0, 3, Said("work.report.figures"))           # 0 of 3 done, and what is being done now
        ...
        steps.check()                                      # as often as is cheap, between two pieces of work
        return Result(Said("work.report.done"), address="/reports?edition=3")

    job = work.start(Task("report", "calendar 2026-10", run))

What holds, whatever ``run`` does:

- The same thing (kind, subject, and whose units may be seen) is under way once: starting it again gives the job that
  is under way, in this process or another. At most ``PLACES`` jobs run at once on one database; one more is refused
  with a sentence.
- Cancelling ends ``run`` at its next ``steps(...)`` or ``steps.check()``, which raise ``Cancelled``; let it through.
  What ``run`` writes must be whole or not at all by itself (one transaction, a file moved at the end). Files for a
  person to save go into ``steps.folder``: it is kept when ``run`` returns, and taken away if it does not.
- What goes wrong ends the job with a sentence: raise ``WorkProblem`` with a text's key; anything else is logged and
  told as an error of the server. A process that dies takes its jobs with it: they are told as interrupted.
- A job is shown and cancelled only by who has the same view of units as who asked for it.

Sentences are texts' keys with values (``Said``), so that every reader gets them in the own language; a value named
``period`` with one named ``calendar`` is shown as the period's name, a whole number with the language's marks.
``dashboards.working`` has the buttons and the box on a page.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import Engine

from monitor.store import Busy
from monitor.store.jobs import Job, Jobs, JobState, Said
from monitor.store.locks import exclusive, held

__all__ = ["Cancelled", "Job", "Result", "Said", "Steps", "Task", "Work", "WorkProblem"]
PLACES = 2
"""Jobs at once on one database: pages must stay quick beside them."""
KEPT = timedelta(days=1)
"""How long files of a job can be saved."""
PAUSE = 0.5
"""Seconds between two looks into the database for a wish to cancel that came through another process."""

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody cancelled the job, or the server is being stopped; ``said`` tells what was kept, if not nothing."""

    def __init__(self, said: Said | None = None) -> None:
        super().__init__()
        self.said = said or Said("work.cancelled")


class WorkProblem(Exception):
    """Work that cannot be begun or done; ``said`` tells why and what to do."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.said = Said(key, values)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: a sentence, and where it is: an ``address`` of a page, or a ``file`` in the job's folder."""

    said: Said
    address: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Work to be done. ``subject`` says what it is about: the same one is never worked on twice at once."""

    kind: str
    subject: str
    run: Callable[[Steps], Result]


class Steps:
    """How a running job tells its progress, and hears that it is to stop."""

    def __init__(self, jobs: Jobs, job: Job, folder: Path, stop: threading.Event) -> None:
        self.folder = folder
        """A folder of the job's own, for files a person will save."""
        self._jobs, self._job, self._stop = jobs, job, stop
        self._looked = monotonic()

    def __call__(self, step: int, steps: int, said: Said) -> None:
        """Tell that ``step`` of ``steps`` are done and what is being done. Raises ``Cancelled``."""
        self.check()
        self._jobs.move(self._job.id, step, steps, said)

    def check(self) -> None:
        """Raise ``Cancelled`` if the job is to stop; costs nothing when called often."""
        if not self._stop.is_set() and monotonic() - self._looked >= PAUSE:
            self._looked = monotonic()
            found = self._jobs.find(self._job.id)
            if found is None or found.cancel:
                self._stop.set()
        if self._stop.is_set():
            raise Cancelled


class Work:
    """The long work of one database, seen by one viewer; each job runs in a thread of the process that began it.

    ``folder``: where files of jobs are kept; ``clock`` gives aware datetimes; ``scope`` names the viewer's units.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime], folder: Path, *, scope: str = "") -> None:
        self._engine, self._clock, self._folder, self._scope = engine, clock, folder, scope
        self._jobs = Jobs(engine)
        self._mine: dict[int, tuple[threading.Thread, threading.Event]] = {}
        self._beginning = threading.Lock()
        self._closing = False

    def start(self, task: Task) -> Job:
        """Begin a task and return its job; the one under way if it has been begun. Raises ``WorkProblem``."""
        with self._beginning:
            self._forget_the_dead()
            return self._under_way(task) or self._begin(task)

    def find(self, number: int) -> Job | None:
        """A job of this viewer; None if there is none. One whose process died is told as interrupted."""
        job = self._jobs.find(number)
        if job is not None and job.state == "running" and self._dead(job):
            self._bury(job)
            job = self._jobs.find(number)
        return job if job is not None and job.scope == self._scope else None

    def under_way(self, kind: str) -> list[Job]:
        """Running jobs of a kind, oldest first."""
        found = [self.find(job.id) for job in self._jobs.running() if job.kind == kind]
        return [job for job in found if job is not None and job.state == "running"]

    def cancel(self, number: int) -> None:
        """Ask a job of this viewer to stop; nothing happens to one that has ended."""
        if self.find(number) is None:
            return
        self._jobs.ask_to_stop(number)
        if number in self._mine:
            self._mine[number][1].set()

    def file(self, number: int) -> Path | None:
        """The file a job made, while it is kept."""
        job = self.find(number)
        path = self._folder / str(number) / job.file if job is not None and job.file else None
        return path if path is not None and path.is_file() else None

    def wait(self, number: int) -> None:
        """Wait until a job of this process has ended."""
        if number in self._mine:
            self._mine[number][0].join()

    def close(self) -> None:
        """Stop every job of this process and wait for it; they are told as interrupted."""
        self._closing = True
        for number, (_, stop) in list(self._mine.items()):
            stop.set()
            self.wait(number)

    def _under_way(self, task: Task) -> Job | None:
        about = (task.kind, task.subject, self._scope)
        return next((job for job in self._jobs.running() if (job.kind, job.subject, job.scope) == about), None)

    def _begin(self, task: Task) -> Job:
        with ExitStack() as place:
            taken = self._take_place(place)
            about = (task.kind, task.subject, self._scope)
            number = self._jobs.begin(about, taken, Said("work.beginning"), self._clock())
            # Another process may have begun the same thing since it was looked for.
            job = self._under_way(task) if number is None else self._jobs.find(number)
            if job is None:
                raise WorkProblem("work.again")
            if number is not None:
                self._launch(task, job, place.pop_all())
            return job

    def _take_place(self, stack: ExitStack) -> int:
        for place in range(PLACES):
            try:
                stack.enter_context(exclusive(self._engine, _place(place)))
            except Busy:
                continue
            for job in self._jobs.running():
                if job.place == place:  # whoever had the place before is dead
                    self._bury(job)
            return place
        raise WorkProblem("work.full", count=PLACES)

    def _launch(self, task: Task, job: Job, place: ExitStack) -> None:
        stop = threading.Event()
        thread = threading.Thread(target=self._do, args=(task, job, place, stop), name=f"work {job.id}", daemon=True)
        self._mine[job.id] = thread, stop
        thread.start()

    def _do(self, task: Task, job: Job, place: ExitStack, stop: threading.Event) -> None:
        """The whole life of a job in its thread: the place is given back when the job is noted as ended."""
        part = self._folder / f".{job.id}.part"
        try:
            with place:
                self._clear(job)
                part.mkdir(parents=True)
                state, result = self._outcome(task, job, Steps(self._jobs, job, part, stop))
                if result.file is not None:
                    part.rename(self._folder / str(job.id))
                self._jobs.end(job.id, state, result.said, self._clock(), address=result.address, file=result.file)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            self._mine.pop(job.id, None)

    def _outcome(self, task: Task, job: Job, steps: Steps) -> tuple[JobState, Result]:
        try:
            return "done", task.run(steps)
        except Cancelled as wish:
            if self._closing:
                return "interrupted", Result(Said("work.interrupted"))
            return "cancelled", Result(wish.said)
        except WorkProblem as problem:
            return "failed", Result(problem.said)
        except Exception:
            log.exception("work %s: %s %s", job.id, job.kind, job.subject)
            return "failed", Result(Said("work.failed", {"moment": self._clock().isoformat()}))

    def _dead(self, job: Job) -> bool:
        """Whether the process of a job noted as running is gone: its place is free, or this process has taken it."""
        if job.id in self._mine:
            return False
        return not held(self._engine, _place(job.place))

    def _bury(self, job: Job) -> None:
        self._jobs.end(job.id, "interrupted", Said("work.interrupted"), self._clock())
        self._clear(job)

    def _clear(self, job: Job) -> None:
        """Take away what a job has left in its folders."""
        for name in (f".{job.id}.part", str(job.id)):
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def _forget_the_dead(self) -> None:
        """Before a new job: end those whose process died, and take away files that were kept long enough."""
        for job in self._jobs.running():
            if self._dead(job):
                self._bury(job)
        for folder in self._folder.glob("[0-9]*"):
            job_of = self._jobs.find(int(folder.name))
            if job_of is None or (job_of.ended_at is not None and job_of.ended_at + KEPT < self._clock()):
                shutil.rmtree(folder, ignore_errors=True)


def _place(number: int) -> str:
    return f"work place {number}"
