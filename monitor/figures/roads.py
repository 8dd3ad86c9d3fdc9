"""Two roads to the same figures: computed afresh from the counts of the days asked for, or taken from kept sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.figures import trends
from monitor.figures.query import Query
from monitor.figures.reading import Asked
from monitor.figures.sheets import Moved, Sheet, Sheets, plain
from monitor.trust import breaks

if TYPE_CHECKING:
    from monitor.figures.reading import Reading
    from monitor.periods import Period

Chosen = Mapping[str, str]
"""Indicator → the source that answers where none is named."""


class Afresh:
    """Reads the counts of the days asked for and computes; the whole answer is remembered until the store changes."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def compared(self, query: Query, period: Period, chosen: Chosen) -> pl.DataFrame:
        """FIGURES of one period with ``trend_break`` and ``change``: of the sources asked for, maybe of more units."""
        before = before_of(period, query)
        asked = Asked((before, period), query.as_known_at, query.on_map)
        near = before == period.previous()
        frame = self._reading.memory.of(
            ("figures", asked, self._reading.today),
            lambda: trends.change(self._marked(self._reading.input(asked), neighbours=near), period.code),
        )
        if query.source is not None or query.every_source:
            return frame
        pairs = pl.DataFrame(list(chosen.items()), schema=["indicator", "source"], orient="row")
        texts = pairs.cast({"indicator": pl.String, "source": pl.String})
        return frame.join(texts, on=["indicator", "source"], how="semi", maintain_order="left")

    def trend(self, indicator: str, source: str | None, asked: Asked, unit: str | None) -> pl.DataFrame:
        """FIGURES with ``trend_break`` of one indicator and source over months, of all units or of one.

        A break is seen in all units, so all are computed; then every unit's trend is at hand.
        """
        key = ("trends", indicator, asked, self._reading.today)
        every = self._reading.memory.of(key, lambda: self._marked(self._reading.input(asked, frozenset({indicator}))))
        mine = every.filter(pl.col("source") == source)
        return mine if unit is None else mine.filter(pl.col("unit") == unit)

    def months(self, asked: Asked, indicators: frozenset[str] | None = None) -> pl.DataFrame:
        """FIGURES with ``trend_break`` of every indicator, or of these, every source and unit."""
        return self._marked(self._reading.input(asked, indicators))

    def history(self, asked: Asked, indicators: frozenset[str]) -> pl.DataFrame:
        """FIGURES of these indicators, every source and unit."""
        return kpi.figures(self._reading.input(asked, indicators))

    def _marked(self, question: kpi.FigureInput, *, neighbours: bool = True) -> pl.DataFrame:
        read = question.counts.filter(pl.col("measure").is_in(question.readings["measure"].unique().implode()))
        known = kpi.captured_by(read, question.as_known_at)
        return trends.with_breaks(kpi.figures(question), known, self._reading.declared, neighbours=neighbours)


class Kept:
    """Takes from sheets what is asked as known now; everything else, and what a pull is just changing, afresh."""

    def __init__(self, reading: Reading, sheets: Sheets) -> None:
        self._reading = reading
        self._sheets = sheets
        self._afresh = Afresh(reading)

    def compared(self, query: Query, period: Period, chosen: Chosen) -> pl.DataFrame:
        """As ``Afresh.compared``."""
        if query.as_known_at is not None:
            return self._afresh.compared(query, period, chosen)
        return self._or_afresh(
            lambda: self._compared(query, period, chosen), lambda: self._afresh.compared(query, period, chosen)
        )

    def trend(self, indicator: str, source: str | None, asked: Asked, unit: str | None) -> pl.DataFrame:
        """As ``Afresh.trend``."""
        if asked.as_known_at is not None:
            return self._afresh.trend(indicator, source, asked, unit)
        return self._or_afresh(
            lambda: self._trend(indicator, source, asked, unit),
            lambda: self._afresh.trend(indicator, source, asked, unit),
        )

    def months(self, asked: Asked, indicators: frozenset[str] | None = None) -> pl.DataFrame:
        """As ``Afresh.months``."""
        return self._or_afresh(lambda: self._months(asked, indicators), lambda: self._afresh.months(asked, indicators))

    def history(self, asked: Asked, indicators: frozenset[str]) -> pl.DataFrame:
        """As ``Afresh.history``."""
        return self._or_afresh(
            lambda: self._history(asked, indicators), lambda: self._afresh.history(asked, indicators)
        )

    def _or_afresh(self, kept: Callable[[], pl.DataFrame], afresh: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        try:
            return kept()
        except Moved:
            self._reading.memory.mixed()
            return afresh()

    def _compared(self, query: Query, period: Period, chosen: Chosen) -> pl.DataFrame:
        sheet = self._sheets.compared(period, before_of(period, query), query.on_map)
        pairs = sheet.pairs(query.indicators, query.source)
        if query.source is None and not query.every_source:
            pairs = [pair for pair in pairs if chosen.get(pair[0]) == pair[1]]
        if query.unit is not None:
            return plain(sheet.part(pairs).filter(pl.col("unit") == query.unit))
        key = ("compared", period, query.compare, query.on_map, tuple(pairs), self._reading.today)
        return self._reading.memory.of(key, lambda: plain(sheet.part(pairs)))

    def _trend(self, indicator: str, source: str | None, asked: Asked, unit: str | None) -> pl.DataFrame:
        reasons = self._sheets.reasons(asked.periods, asked.on_map, indicator)
        pairs = [] if source is None else [(indicator, source)]
        parts = [sheet.part(pairs) for sheet in self._of(asked)]
        if unit is not None:
            return breaks.with_breaks(plain(_of_unit(parts, unit)), reasons)
        key = ("trends", indicator, source, asked, self._reading.today)
        return self._reading.memory.of(key, lambda: breaks.with_breaks(plain(pl.concat(parts)), reasons))

    def _months(self, asked: Asked, indicators: frozenset[str] | None) -> pl.DataFrame:
        figures = self._history(asked, indicators or frozenset())
        known = self._sheets.breaks(asked.periods[0].calendar, *asked.days)
        return breaks.with_breaks(figures, trends.reasons(figures, known, self._reading.declared))

    def _history(self, asked: Asked, indicators: frozenset[str]) -> pl.DataFrame:
        return plain(pl.concat([sheet.part(sheet.pairs(indicators)) for sheet in self._of(asked)]))

    def _of(self, asked: Asked) -> list[Sheet]:
        return [self._sheets.sheet(period, asked.on_map) for period in sorted(set(asked.periods))]


def before_of(period: Period, query: Query) -> Period:
    """The period a figure is compared with."""
    return period.same_last_year() if query.compare == "year_ago" else period.previous()


def _of_unit(parts: list[pl.DataFrame], unit: str) -> pl.DataFrame:
    return pl.concat([part.filter(pl.col("unit") == unit) for part in parts])
