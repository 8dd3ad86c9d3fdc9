"""One run of one source: ask, keep the evidence, check, store or hold back, and say how it went."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

import polars as pl

from connectors.base import COUNT_SCHEMA, Batch, Connector, Window
from connectors.errors import ConfigurationError, ContractBroken, SourceError
from monitor.collect.checks import Expected, relations_of
from monitor.collect.intake import Intake, kept
from monitor.collect.unit_map import places_of
from monitor.collect.windows import local_day, range_window, usual_window
from monitor.declared.declared import Declared
from monitor.declared.models import Source
from monitor.declared.placeholders import PlaceholderError
from monitor.store import Ending, NewPull, Outcome, Scope, Store, Tally

T = TypeVar("T")


class Stopped(Exception):
    """Raised by who is told of the progress, to end a pull: its books are closed as for Ctrl-C."""


Clock = Callable[[], datetime]

log = logging.getLogger(__name__)

_STOPPED = "Stopped before the end (Ctrl-C, cancelled on the page, or the service was shut down)."
_FAILED_HERE = "The pull stopped because of an error on this machine, not of the source."
_ECHOES = 5
_PULL_AGAIN = "What had been read is stored. Pull again; nothing is stored twice."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pull is; ``step`` of ``steps`` answers are stored, ``message`` names the newest one's days."""

    source: str
    step: int
    steps: int
    stored: int
    quarantined: int
    message: str


@dataclass(frozen=True, slots=True)
class PullResult:
    """How a pull ended. ``outcome``: complete, partial (something was stored before a problem) or failed."""

    pull_id: int
    source: str
    outcome: Outcome
    problem: str | None
    message: str | None
    remedy: str | None
    rows_in: int
    stored: int
    quarantined: int
    unchanged: int
    restated: int
    answers: int

    def __str__(self) -> str:
        numbers = (
            f"{self.stored} stored ({self.restated} restated), {self.unchanged} unchanged, "
            f"{self.quarantined} quarantined, {self.answers} answers"
        )
        trouble = f" · {self.message} {self.remedy}" if self.message else ""
        return f"{self.source}: {self.outcome} · {numbers} · pull {self.pull_id}{trouble}"


@dataclass(frozen=True, slots=True)
class Task:
    """What one run is to do: which source, how its batches come, what they are checked against."""

    source: Source
    scope: Scope
    window: Window | None
    today: date
    batches: Callable[[], tuple[int, Iterator[Batch]]]


def pull_source(  # noqa: PLR0913  (the contract between the rooms; everything after clock is named)
    store: Store,
    declared: Declared,
    source: Source,
    connector: Connector | Callable[[], Connector],
    *,
    clock: Clock,
    window: Window | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> PullResult:
    """Pull one source; safe to repeat and to kill at any moment.

    ``connector`` may be a function that builds it, so that a configuration problem becomes the pull's outcome.
    Without ``window``, ``first`` and ``last`` the source's own window is asked for. Problems of the source end the
    pull and are told in the result; raises ``Busy`` if the source is being pulled already, ``ConfigurationError``
    for a range without a day in it.
    """
    with store.exclusive(source.name), terminable():
        today = local_day(clock())
        scope: Scope = "usual" if window is None and first is None and last is None else "range"
        chosen = window or _window(store, source, today, first, last)
        if scope == "usual":
            chosen = replace(chosen, known=_known(store, source, chosen))

        def batches() -> tuple[int, Iterator[Batch]]:
            built = connector if isinstance(connector, Connector) else connector()
            return built.steps(chosen), built.pull(chosen)

        return run(store, declared, Task(source, scope, chosen, today, batches), clock, progress)


def run(
    store: Store,
    declared: Declared,
    task: Task,
    clock: Clock,
    progress: Callable[[Progress], None] | None,
) -> PullResult:
    """Take every batch of a task, then close the pull. The caller holds the source's lock.

    Raises ``ConfigurationError`` where the store holds counts of the other kind, simulated or real.
    """
    refuse_mixing(store, task.source)
    pull_id = store.begin_pull(_opening(task, clock()))
    expected = expected_of(declared, task.source, task.window, task.today)
    intake = Intake(store, task.source.name, pull_id, expected, files=task.scope == "file")
    with closing_books(lambda ending: _finish(store, intake, ending), clock):
        problem = _take_all(task, intake, progress or _silent)
        ending = _ending(store, problem, intake.tally, clock())
        _finish(store, intake, ending)
    return result_of(task.source.name, pull_id, ending, intake.tally)


@contextmanager
def closing_books(finish: Callable[[Ending], None], clock: Clock) -> Iterator[None]:
    """Close a pull that is stopped, or fails on this machine, as interrupted; the error goes on."""
    try:
        yield
    except (KeyboardInterrupt, Stopped):
        _insist(lambda: finish(Ending("interrupted", clock(), None, _STOPPED, _PULL_AGAIN)))
        raise
    except Exception:
        # The database itself may be gone; then the next pull closes this one. The first error is the one to tell.
        with suppress(Exception):
            finish(Ending("interrupted", clock(), None, _FAILED_HERE, _PULL_AGAIN))
        raise


def _insist(work: Callable[[], None]) -> None:
    """Do it in spite of Ctrl-C: one in the middle of polars calls is raised several times, by polars and by Python."""
    for _ in range(_ECHOES):
        with suppress(KeyboardInterrupt):
            work()
            return
    work()


def refuse_mixing(store: Store, source: Source) -> None:
    """Made-up counts and real ones never share a database: nobody could tell them apart in a sum.

    Raises ``ConfigurationError``.
    """
    if not store.has_pulls(simulated=not source.simulated):
        return
    held, coming = ("real", "simulated") if source.simulated else ("simulated", "real")
    raise ConfigurationError(
        f"This database holds {held} counts; the source {source.name} gives {coming} ones.",
        "Set SOHOA_DATA (or SOHOA_DATABASE_URL) to another place for them.",
    )


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, so that a pull closes its books. Only possible in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _window(store: Store, source: Source, today: date, first: date | None, last: date | None) -> Window:
    if first is not None or last is not None:
        return range_window(source.calendars, first=first, last=last, history=source.history, today=today)
    starts = {calendar: store.last_usual_start(source.name, calendar) for calendar in source.calendars}
    asked = {calendar: None if start is None else local_day(start) for calendar, start in starts.items()}
    return usual_window(source.calendars, history=source.history, repull=source.repull, asked=asked, today=today)


def _known(store: Store, source: Source, window: Window) -> tuple[Mapping[str, str], ...]:
    """What need not be read again. A range asked for by hand reads everything: that is how to doubt this."""
    first, last = min(span.start for span in window.spans), max(span.end for span in window.spans)
    return store.readings(source.name, source.calendars, first, last)


def _opening(task: Task, now: datetime) -> NewPull:
    spans = task.window.spans if task.window else ()
    return NewPull(
        source=task.source.name,
        connector=task.source.connector,
        simulated=task.source.simulated,
        scope=task.scope,
        calendars=task.source.calendars,
        first=min((span.start for span in spans), default=None),
        last=max((span.end for span in spans), default=None),
        started_at=now,
    )


def expected_of(declared: Declared, source: Source, window: Window | None, today: date) -> Expected:
    """What the rows of a source are checked against; without a window any period is taken."""
    return Expected(
        places=places_of(declared, source, today),
        measures=frozenset(measure.code for measure in declared.measures),
        relations=relations_of(declared.reading_frame(), declared.checks, source.name),
        window=None if window is None else frozenset(window.spans),
    )


def _take_all(task: Task, intake: Intake, progress: Callable[[Progress], None]) -> SourceError | None:
    """Store batch after batch; return what the source's trouble was, if any."""
    try:
        steps, batches = _guarded(task.batches)
        _report(task, intake, steps, "", progress)
        while (batch := _guarded(lambda: next(batches, None))) is not None:
            intake.take(_agreed(batch))
            _report(task, intake, max(steps, intake.tally.answers), _days(batch), progress)
    except SourceError as error:
        return error
    return None


def _guarded(ask: Callable[[], T]) -> T:
    """Ask the connector; whatever is no known problem means that it met something nobody agreed on."""
    try:
        return ask()
    except SourceError:
        raise
    except PlaceholderError as error:
        raise ConfigurationError(error.message, error.remedy) from error
    except Exception as error:
        log.exception("the connector stopped unexpectedly")
        raise ContractBroken(
            f"The connector met something it does not know ({type(error).__name__}).",
            "The source has probably changed what it answers. Read the log, compare with the evidence of earlier "
            "pulls, and adapt the connector.",
        ) from error


def _agreed(batch: Batch) -> Batch:
    if dict(batch.counts.schema) != COUNT_SCHEMA:
        raise ContractBroken(
            f"The connector yielded the columns {dict(batch.counts.schema)}.",
            "A connector yields the columns of connectors.base.COUNT_SCHEMA. Correct the connector.",
            batch.evidence,
        )
    return batch


def _ending(store: Store, problem: SourceError | None, tally: Tally, now: datetime) -> Ending:
    if problem is None:
        return Ending("complete", now)
    answer = None if problem.evidence is None else kept(store, problem.evidence)
    outcome: Outcome = "partial" if tally.answers else "failed"
    return Ending(outcome, now, problem.kind, problem.message, problem.remedy, answer)


def _finish(store: Store, intake: Intake, ending: Ending) -> None:
    store.finish_pull(intake.pull_id, intake.source, ending, intake.resolved())


def result_of(source: str, pull_id: int, ending: Ending, tally: Tally) -> PullResult:
    """How a pull ended, for telling."""
    return PullResult(
        pull_id,
        source,
        ending.outcome,
        ending.problem,
        ending.message,
        ending.remedy,
        tally.rows_in,
        tally.stored,
        tally.quarantined,
        tally.unchanged,
        tally.restated,
        tally.answers,
    )


def _report(task: Task, intake: Intake, steps: int, message: str, progress: Callable[[Progress], None]) -> None:
    tally = intake.tally
    progress(Progress(task.source.name, tally.answers, steps, tally.stored, tally.quarantined, message))


def _days(batch: Batch) -> str:
    if batch.counts.is_empty():
        return ""
    ((first, last),) = batch.counts.select(pl.col("period_start").min(), pl.col("period_end").max()).rows()
    return f"{first} … {last}"


def _silent(_progress: Progress) -> None:
    """Say nothing."""
