"""Figures of whole periods, made once and kept for as long as what they were made from stays the same.

A sheet's name tells everything its figures depend on (``basis``). It is held in memory while there is room and in the
folder of derived files beside the store, so that neither a restart nor a new pull makes anew what has not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.figures import trends
from monitor.figures.basis import Basis, basis, declaration, program, within
from monitor.figures.memory import Memory
from monitor.figures.names import named, told
from monitor.periods import Period, calendar_named, month_of
from monitor.trust.breaks import Captures

if TYPE_CHECKING:
    from monitor.figures.reading import Reading
    from monitor.store.derived import Derived

SHELF = 448 << 20
"""Bytes of sheets held in memory: four years of 3,321 units by twelve indicators; older ones come from their files."""
Pair = tuple[str, str]
_JUDGED = (
    *("indicator", "version", "reading", "series", "source", "unit", "calendar", "period", "period_start"),
    *("period_end", "rate", "basis"),
)
"""Columns of FIGURES that the breaks of a trend are seen in."""


class Moved(Exception):
    """The counts read are not the ones the question was about."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """FIGURES of one period, its texts as categories, sorted by indicator, source and unit.

    ``places``: indicator and source → first row and number of rows.
    """

    frame: pl.DataFrame
    places: dict[Pair, tuple[int, int]]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Sheet:
        """A sheet of sorted figures."""
        lines = frame.select("indicator", "source").with_row_index("row")
        runs = lines.group_by("indicator", "source", maintain_order=True).agg(pl.col("row").first(), number=pl.len())
        return cls(frame, {(code, source): (row, number) for code, source, row, number in runs.iter_rows()})

    def beside(self, columns: pl.DataFrame) -> Sheet:
        """The same with more columns, row by row."""
        return Sheet(self.frame.hstack(columns), self.places)

    def pairs(self, indicators: Iterable[str] = (), source: str | None = None) -> list[Pair]:
        """Indicators and sources on the sheet, limited to these indicators (none = all) and this source."""
        wanted = set(indicators)
        return [
            (code, name)
            for code, name in self.places
            if (not wanted or code in wanted) and (source is None or name == source)
        ]

    def part(self, pairs: Iterable[Pair]) -> pl.DataFrame:
        """The rows of these pairs of indicator and source, in the sheet's order."""
        places = sorted(self.places[pair] for pair in pairs if pair in self.places)
        return pl.concat([self.frame.clear(), *(self.frame.slice(*place) for place in places)])


class Sheets:
    """Sheets of one store under one declaration. Every question may raise ``Moved``."""

    def __init__(self, reading: Reading, derived: Derived) -> None:
        self._reading = reading
        self._derived = derived
        self._shelf = Memory(lambda: "for ever", SHELF)

    def sheet(self, period: Period, on_map: str) -> Sheet:
        """The figures of one period."""
        wanted = self._basis(period, on_map)
        return self._shelf.of(wanted.name, lambda: Sheet.of(self._kept(wanted.name, lambda: self._figures(wanted))))

    def compared(self, period: Period, before: Period, on_map: str) -> Sheet:
        """The figures of one period with ``trend_break`` and ``change``, against another one before it."""
        name = self._name("compared", (before, period), on_map)
        now = self.sheet(period, on_map)
        added = self._shelf.of(
            name, lambda: self._kept(name, lambda: self._changes(now.frame, (before, period), on_map))
        )
        return now.beside(added)

    def reasons(self, periods: tuple[Period, ...], on_map: str, indicator: str) -> pl.DataFrame:
        """``breaks.reasons`` of one indicator over neighbouring periods, all sources and units."""
        name = self._name("reasons", periods, on_map, indicator)
        return self._shelf.of(name, lambda: self._kept(name, lambda: self._reasons(periods, on_map, indicator)))

    def breaks(self, calendar: str, first: date, last: date) -> pl.DataFrame:
        """``breaks.BREAKS`` that the counts of these days, or the declaration, tell of."""
        key = ("breaks", calendar, first, last)
        return self._reading.memory.of(key, lambda: self._breaks(calendar, first, last))

    # ------------------------------------------------------------------------------------------------------

    def _basis(self, period: Period, on_map: str) -> Basis:
        key = ("basis", period, on_map, self._reading.today)
        return self._reading.memory.of(key, lambda: basis(self._reading, period, on_map))

    def _name(self, what: str, periods: tuple[Period, ...], on_map: str, *more: str) -> str:
        key = ("name", what, periods, on_map, more, self._reading.today)
        return self._reading.memory.of(key, lambda: self._named(what, periods, on_map, more))

    def _named(self, what: str, periods: tuple[Period, ...], on_map: str, more: tuple[str, ...]) -> str:
        days = min(p.start for p in periods), max(p.end for p in periods)
        spans = within(self._reading.spans(periods[0].calendar), *days)
        return named(what, *(self._basis(period, on_map).name for period in periods), told(spans), *more)

    def _kept(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        kept = self._derived.read(name)
        if kept is None:
            kept = make()
            self._derived.keep(name, kept)
        return kept

    def _counts(self, calendar: str, first: date, last: date, rows: int) -> pl.DataFrame:
        counts = self._reading.counts(calendar, first, last)
        if counts.height != rows:
            raise Moved
        return counts

    def _figures(self, wanted: Basis) -> pl.DataFrame:
        (period,) = wanted.question.periods
        counts = self._counts(period.calendar, period.start, period.end, wanted.rows)
        return compact(kpi.figures(wanted.question.over(counts)))

    def _changes(self, now: pl.DataFrame, two: tuple[Period, Period], on_map: str) -> pl.DataFrame:
        earlier, period = two
        before = self.sheet(earlier, on_map).frame
        known = self.breaks(period.calendar, min(earlier.start, period.start), max(earlier.end, period.end))
        both = plain(pl.concat([before.select(_JUDGED), now.select(_JUDGED)]))
        near = earlier == period.previous()
        reasons = trends.reasons(both, known, self._reading.declared, neighbours=near)
        return trends.beside(now, before, compact(reasons))

    def _reasons(self, periods: tuple[Period, ...], on_map: str, indicator: str) -> pl.DataFrame:
        sheets = [self.sheet(period, on_map) for period in periods]
        parts = [sheet.part(sheet.pairs([indicator])).select(_JUDGED) for sheet in sheets]
        known = self.breaks(periods[0].calendar, min(p.start for p in periods), max(p.end for p in periods))
        return trends.reasons(plain(pl.concat(parts)), known, self._reading.declared)

    def _breaks(self, calendar: str, first: date, last: date) -> pl.DataFrame:
        spans = within(self._reading.spans(calendar), first, last)
        days = dict.fromkeys(_holder(start, end, calendar) for start, end in _days(spans))
        return trends.known(Captures.together(self._captures(calendar, *one) for one in days), self._reading.declared)

    def _captures(self, calendar: str, first: date, last: date, whole: bool) -> Captures:
        spans = within(self._reading.spans(calendar), first, last)
        mine = spans if whole else spans.filter(pl.col("period_start") == first, pl.col("period_end") == last)
        name = named("captures", program(), declaration(self._reading), calendar, first, last, whole, told(mine))

        def make() -> pl.DataFrame:
            counts = self._counts(calendar, first, last, int(spans["versions"].sum()))
            exact = (pl.col("period_start") == first) & (pl.col("period_end") == last)
            return trends.captures(counts.filter(whole | exact), self._reading.declared).frame

        return self._shelf.of(name, lambda: Captures(self._kept(name, make)))


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with texts as categories: a quarter of the room, and compared as numbers."""
    return frame.with_columns(pl.col(pl.String).cast(pl.Categorical))


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with categories as texts."""
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def _days(spans: pl.DataFrame) -> list[tuple[date, date]]:
    return spans.select("period_start", "period_end").unique().sort("period_start", "period_end").rows()


def _holder(start: date, end: date, calendar: str) -> tuple[date, date, bool]:
    """The month a span lies in, whole; or, of a longer one, its own days alone."""
    month = month_of(start, calendar_named(calendar))
    return (month.start, month.end, True) if end <= month.end else (start, end, False)
