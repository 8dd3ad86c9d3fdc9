"""Works out in the background what pages are going to ask, after a start and after every pull; nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Self

from monitor.periods import CALENDARS, MONTHS_IN, CalendarName, Period, parse

if TYPE_CHECKING:
    from monitor.figures.service import FigureService

TRENDS = (12, 36)
"""Lengths of the trends that pages show, months."""
PAUSE = 5.0
"""Seconds between two looks at whether the store has changed."""
REST = 0.5
"""Seconds at most between two pieces of work; as long as the piece took, so that half the time is everyone else's."""
UNUSED = timedelta(days=7)
"""How long a kept file that nobody asks for stays."""
RECENT = 6
"""Months that are most likely to be asked for."""
LATELY = 24
"""Months whose quarters, halves and years are worked out."""
_LOG = logging.getLogger(__name__)


class Warmer:
    """A thread that keeps the figures of every month at hand. Use it as a context."""

    def __init__(self, figures: FigureService) -> None:
        self._figures = figures
        self._stop = Event()
        self._thread = Thread(target=self._run, name="warming", daemon=True)
        self._done: object = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def warm(self) -> bool:
        """Whether everything has been worked out from what the store holds now."""
        return self._done == self._figures.state()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                state = self._figures.state()
                if state != self._done and self._all():
                    self._done = state
                    self._figures.store.derived.prune(self._figures.clock() - UNUSED)
            except Exception:  # noqa: BLE001 - pages do without; they say what is wrong when asked
                _LOG.exception("figures could not be worked out beforehand")
            self._stop.wait(PAUSE)

    def _all(self) -> bool:
        """Every piece, the newest first; whether it came to the end."""
        for piece in pieces(self._figures):
            if self._stop.is_set():
                return False
            begun = perf_counter()
            piece()
            self._stop.wait(min(REST, perf_counter() - begun))
        return True


def pieces(figures: FigureService) -> Iterator[Callable[[], object]]:
    """The work, piece by piece, in the order in which it is likely to be asked for."""
    for calendar in CALENDARS:
        months = [parse(code, calendar) for code in figures.periods(calendar)]
        yield from (partial(_compared, figures, month) for month in months[:RECENT])
        codes = [info.code for info in figures.indicators()] if months else []
        yield from (partial(_trend, figures, calendar, code, length) for length in TRENDS for code in codes)
        yield from (partial(_compared, figures, month, "year_ago") for month in months[:RECENT])
        yield from (partial(_compared, figures, month) for month in months[RECENT:])
        yield from (partial(_compared, figures, period) for period in _long(months))
    latest = figures.period()
    yield lambda: figures.data.trust.findings(period=latest.code)
    yield lambda: figures.data.restated(latest.code, latest.calendar, None)


def _compared(figures: FigureService, period: Period, compare: str = "previous") -> object:
    return figures.figures(
        period=period.code, calendar=period.calendar, unit=figures.province.code, compare=compare, every_source=True
    )


def _trend(figures: FigureService, calendar: CalendarName, code: str, length: int) -> object:
    return figures.series(code, figures.province.code, source=None, calendar=calendar, months=length)


def _long(months: Sequence[Period]) -> list[Period]:
    """Quarters and longer periods of the last two years, whose months all have counts; newest first."""
    known = set(months)
    spans = {
        Period(month.calendar, kind, month.year, 1 + (month.number - 1) // length)
        for month in months[:LATELY]
        for kind, length in MONTHS_IN.items()
        if kind != "month" and (kind != "nine-months" or month.number <= length)
    }
    return sorted((span for span in spans if known.issuperset(span.months())), key=lambda span: span.end, reverse=True)
