"""What figures are made from, read from one store and remembered until it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.figures import offered
from monitor.figures.clock import local_day
from monitor.figures.names import named, told
from monitor.periods import CALENDARS, CalendarName, Period

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.figures.memory import Memory
    from monitor.store import Store
    from monitor.store.derived import Derived


@dataclass(frozen=True, slots=True)
class Asked:
    """Periods, as known at an instant."""

    periods: tuple[Period, ...]
    as_known_at: datetime | None = None
    on_map: str = "published"

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of all of them."""
        return min(p.start for p in self.periods), max(p.end for p in self.periods)


class Reading:
    """Counts, quarantine, pulls and what is offered, of one store under one declaration."""

    def __init__(
        self,
        store: Store,
        declared: Declared,
        clock: Callable[[], datetime],
        memory: Memory,
        derived: Derived | None = None,
    ) -> None:
        self.store = store
        self.declared = declared
        self.clock = clock
        self.memory = memory
        self._derived = derived
        self._lock = Lock()
        self._offered: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}

    @property
    def today(self) -> date:
        """The day of asking in Vietnam."""
        return local_day(self.clock())

    def counts(self, calendar: str, start: date, end: date) -> pl.DataFrame:
        """COUNTS of every unit, all versions, of periods within these days."""
        return self.memory.of(
            ("counts", calendar, start, end),
            lambda: self.store.read_counts(calendar=calendar, start=start, end=end),
        )

    def spans(self, calendar: str) -> pl.DataFrame:
        """``store.inventory.SPANS``: which periods have counts, and how many."""
        return self.memory.of(("spans", calendar), lambda: self.store.spans(calendar))

    def quarantine(self) -> pl.DataFrame:
        """Open rows held back."""
        return self.memory.of("quarantine", self.store.quarantine)

    def complete_pulls(self) -> pl.DataFrame:
        """Pulls that came to their end."""
        return self.memory.of("complete", lambda: self.store.pulls().filter(pl.col("outcome") == "complete"))

    def offers(self, calendar: str) -> pl.DataFrame:
        """What each source has ever given: distinct [source, series, unit, measure]."""
        return self.memory.of(("offers", calendar), lambda: self._offers(calendar))

    def months(self, calendar: CalendarName) -> list[Period]:
        """Months with counts that have begun, oldest first."""
        return self.memory.of(
            ("months", calendar, self.today), lambda: offered.months_in(self.spans(calendar), calendar, self.today)
        )

    def serving(self) -> dict[str, list[str]]:
        """Indicator → names of the sources with counts for it, its headline source first."""
        return self.memory.of(
            "sources_of",
            lambda: offered.sources_of(self.declared, pl.concat([self.offers(calendar) for calendar in CALENDARS])),
        )

    def input(self, asked: Asked, indicators: frozenset[str] | None = None) -> kpi.FigureInput:
        """Everything the figures asked for depend on; of some ``indicators`` only their own counts are read.

        Those are not remembered: who asks for one after the other wants little of each.
        """
        bare, calendar = self.bare_input(asked), asked.periods[0].calendar
        first, last = asked.days
        if indicators is None:
            return bare.over(self.counts(calendar, first, last))
        readings = bare.readings.filter(pl.col("indicator").is_in(list(indicators)))
        measures = readings["measure"].unique().sort().to_list()
        counts = self.store.read_counts(calendar=calendar, start=first, end=last, measures=measures)
        return replace(bare, readings=readings, counts=counts)

    def bare_input(self, asked: Asked) -> kpi.FigureInput:
        """The same without any count."""
        declared = self.declared
        return kpi.FigureInput(
            counts=pl.DataFrame(schema=kpi.COUNTS),
            units=declared.unit_frame(),
            readings=declared.reading_frame(),
            targets=declared.target_frame(),
            indicators=declared.indicator_frame(),
            periods=asked.periods,
            today=self.today,
            as_known_at=asked.as_known_at,
            quarantine=self.quarantine(),
            units_as_of={source.name: source.units_as_of for source in declared.sources},
            stocks=frozenset(measure.code for measure in declared.measures if measure.kind == "stock"),
            pulls=self.complete_pulls(),
            offers=None if asked.as_known_at else self.offers(asked.periods[0].calendar),
            heirs=self.heirs(asked.on_map),
        )

    def heirs(self, on_map: str) -> pl.DataFrame | None:
        """Who took over the units that ended, for today's map; None = as published then."""
        return self.declared.heir_frame(self.today) if on_map == "today" else None

    def _offers(self, calendar: str) -> pl.DataFrame:
        """Counts are only ever added: what was offered before still is, and only changed periods are looked at."""
        spans = self.spans(calendar)
        with self._lock:
            known = self._offered.get(calendar)
        if known is None:
            offers = self._first_offers(calendar, spans)
        else:
            offers = self._more(calendar, spans.join(known[0], on=spans.columns, how="anti"), known[1])
        with self._lock:
            self._offered[calendar] = spans, offers
        return offers

    def _first_offers(self, calendar: str, spans: pl.DataFrame) -> pl.DataFrame:
        """From the file of the last time, if no period has changed since; else every count is looked at."""
        if spans.is_empty():
            return pl.DataFrame(schema=dict.fromkeys(("source", "series", "unit", "measure"), pl.String))
        if self._derived is None:
            return self.store.offered(calendar)
        name = named("offers", calendar, told(spans))
        kept = self._derived.read(name)
        if kept is None:
            kept = self.store.offered(calendar)
            if told(self.store.spans(calendar)) == told(spans):
                self._derived.keep(name, kept)
        return kept

    def _more(self, calendar: str, changed: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
        if changed.is_empty():
            return offers
        (first, last), *_ = changed.select(first=pl.col("period_start").min(), last=pl.col("period_start").max()).rows()
        found = self.store.offered(calendar, (first, last))
        more = found.join(offers, on=offers.columns, how="anti")
        return pl.concat([offers, more.select(offers.columns)]) if more.height else offers
