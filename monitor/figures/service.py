"""The service that pages and commands ask for figures; it reads counts, hands them to the arithmetic, and remembers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from monitor import kpi
from monitor.figures import counted, offered, procedures, trends
from monitor.figures import passport as passports
from monitor.figures.clock import local_day
from monitor.figures.infos import IndicatorInfo, SourceInfo, indicator_info, source_frame, source_info
from monitor.figures.memory import Memory
from monitor.figures.query import Query, checked, conditions
from monitor.figures.sight import Sight
from monitor.periods import (
    CalendarName,
    Period,
    PeriodError,
    calendar_named,
    last_closed_month,
    month_of,
    parse,
)
from monitor.viewer import EVERYONE, Viewer

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.models import Unit
    from monitor.figures.data import DataService
    from monitor.store import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Periods, as known at an instant."""

    periods: tuple[Period, ...]
    as_known_at: datetime | None
    on_map: str = "published"
    neighbours: bool = True


class FigureService:
    """Figures of one store under one declaration, for one viewer.

    ``keep`` holds the counts in memory between questions (a dashboard); without it each question reads just the
    periods it needs (a command). What is remembered is dropped when the store's version changes.
    """

    def __init__(
        self,
        store: Store,
        declared: Declared,
        clock: Callable[[], datetime],
        *,
        keep: bool = False,
        viewer: Viewer = EVERYONE,
    ) -> None:
        self.store = store
        self.declared = declared
        self.clock = clock
        self._memory = Memory(store.version, RLock())
        self._keep = keep
        self._viewer = viewer

    def steady(self) -> AbstractContextManager[None]:
        """Answer everything asked inside from one version of the store, so that a page agrees with itself."""
        return self._memory.steady()

    # what exists ------------------------------------------------------------------------------------------

    @property
    def simulated(self) -> bool:
        """Whether what may be shown is made up: the store holds simulated pulls, or a source is declared so."""
        held = self._memory.of("simulated", lambda: self.store.has_pulls(simulated=True))
        return held or any(source.simulated for source in self.declared.sources)

    @cached_property
    def data(self) -> DataService:
        """Answers about the data behind the figures."""
        from monitor.figures.data import DataService  # noqa: PLC0415 - a command that asks for rates needs none of it

        return DataService(self)

    @cached_property
    def province(self) -> Unit:
        """The unit at the top of the tree."""
        return next(unit for unit in self.declared.units if unit.parent is None)

    @cached_property
    def sight(self) -> Sight:
        """What the viewer may see."""
        return Sight(self._viewer, self.declared)

    @cached_property
    def units(self) -> pl.DataFrame:
        """Units the viewer may see: [unit, unit_name, kind, level, parent]."""
        frame = self.declared.unit_frame().select("unit", "unit_name", "kind", "level", "parent")
        return self.visible(frame)

    def indicators(self, lang: str = "vi") -> tuple[IndicatorInfo, ...]:
        """The newest version of every declared indicator, in declared order."""
        codes = dict.fromkeys(indicator.code for indicator in self.declared.indicators)
        return tuple(indicator_info(self.declared.indicator(code), self.declared, lang) for code in codes)

    def sources(self) -> tuple[SourceInfo, ...]:
        """Every source that is enabled or was ever pulled, with its newest pull (a replay asks no source)."""
        asked = pl.col("scope") != "replay"
        newest = self._memory.of(
            "pulls", lambda: self.store.pulls().filter(asked).unique("source", keep="first", maintain_order=True)
        )
        last = {row["source"]: row for row in newest.iter_rows(named=True)}
        return tuple(source_info(s, last.get(s.name)) for s in self.declared.sources if s.enabled or s.name in last)

    def source_frame(self) -> pl.DataFrame:
        """All declared sources as a frame for listing, disabled ones included."""
        return source_frame(self.declared, self.sources())

    def sources_of(self, indicator: str) -> tuple[str, ...]:
        """Names of the sources with counts for the indicator, its headline source first."""
        return tuple(self._memory.of("sources_of", self._serving).get(indicator, ()))

    def periods(self, calendar: CalendarName) -> tuple[str, ...]:
        """Months with counts, newest first, the running one included."""
        return tuple(month.code for month in reversed(self._months(calendar)))

    def latest_closed_period(self, calendar: CalendarName) -> str:
        """Code of the newest month that has ended and has counts; without any, the newest month that has ended."""
        return self._latest_closed(calendar) or last_closed_month(self._today(), calendar).code

    def latest_closed_periods(self) -> dict[CalendarName, str | None]:
        """For every calendar of an enabled source: the newest ended month with counts, or None."""
        calendars = {calendar for source in self.declared.sources for calendar in source.calendars}
        calendars.add(self.declared.calendar.default_calendar)
        return {calendar: self._latest_closed(calendar) for calendar in sorted(calendars)}

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return self._today()

    @property
    def remapped(self) -> bool:
        """Whether any unit has ended and was handed on, so that today's map differs from the published one."""
        return not self.declared.heir_frame(self._today()).is_empty()

    def known_since(self) -> date | None:
        """The day (in Vietnam) of the first pull; None before any. Nothing was known earlier."""
        return self._memory.of("known since", lambda: offered.first_day(self.store.pulls()))

    def period(self, code: str | None = None, calendar: str | None = None) -> Period:
        """The period of this code; None = the latest closed month, of the default calendar where none is named."""
        name = calendar_named(calendar or self.declared.calendar.default_calendar)
        return parse(code or self.latest_closed_period(name), name)

    def begun(self, code: str, calendar: str | None = None) -> Period:
        """The period of this code. Raises ``PeriodError`` if it is none, or has not begun: nobody is late in it yet."""
        period = self.period(code, calendar)
        if period.start > self._today():
            running = month_of(self._today(), period.calendar)
            raise PeriodError(f"{period.code} has not begun. The running month is {running.code}.")
        return period

    def visible(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a frame [unit, …] that the viewer may see; those of no unit are everyone's."""
        seen = self._viewer.visible(self.declared.unit_frame())
        return frame if seen is None else frame.filter(pl.col("unit").is_null() | pl.col("unit").is_in(list(seen)))

    # figures ----------------------------------------------------------------------------------------------

    def figures(  # noqa: PLR0913 - as many filters as `sohoa rates` has, each named at the call
        self,
        *,
        indicators: Sequence[str] | None = None,
        period: str | None = None,
        calendar: str | None = None,
        source: str | None = None,
        every_source: bool = False,
        level: str | None = None,
        unit: str | None = None,
        status: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",
        compare: str = "previous",
    ) -> pl.DataFrame:
        """FIGURES of ``monitor.kpi`` for one period, plus four columns.

        ``change`` Float64: points since the period before, or since the same a year ago (``compare`` year_ago);
        ``trend_break`` String: why that is not told, see ``trust.breaks``; ``simulated`` Boolean: the counts are made
        up; ``map``: published or today.

        Raises ``QueryError`` for a name that does not exist and ``PeriodError`` for a period that is none.
        """
        wanted = tuple(indicators or ())
        return self.answer(
            Query(wanted, period, calendar, source, every_source, level, unit, status, as_known_at, on_map, compare)
        )

    def answer(self, query: Query) -> pl.DataFrame:
        """The same for a ``Query``."""
        checked(query, self.declared, kpi.STATUSES)
        frame = self._with_change(self.period(query.period, query.calendar), query)
        if query.source is None and not query.every_source:
            frame = frame.join(self._chosen(), on=["indicator", "source"], how="semi", maintain_order="left")
        return frame.filter(conditions(query)).with_columns(simulated=pl.lit(self.simulated), map=pl.lit(query.on_map))

    def history(self, periods: tuple[Period, ...], indicators: frozenset[str]) -> pl.DataFrame:
        """FIGURES of every source, unit and group over periods of one calendar and length, as known now."""
        key = ("history", periods, indicators, self._today())
        return self.visible(self._memory.of(key, lambda: self._history(periods, indicators)))

    def chosen_sources(self) -> dict[str, str]:
        """Indicator → the source that answers where none is named; indicators without counts are absent."""
        known = self._memory.of("sources_of", self._serving)
        return {indicator: names[0] for indicator, names in known.items()}

    def series(  # noqa: PLR0913 - a trend's full address
        self,
        indicator: str,
        unit: str,
        *,
        source: str | None,
        calendar: CalendarName,
        months: int,
        as_known_at: datetime | None = None,
        on_map: str = "published",
    ) -> pl.DataFrame:
        """FIGURES of one unit plus ``trend_break``, one row a month, oldest first, the running month last."""
        checked(Query(unit=unit), self.declared, kpi.STATUSES)
        every = self.trends(
            indicator, source=source, calendar=calendar, months=months, as_known_at=as_known_at, on_map=on_map
        )
        return every.filter(pl.col("unit") == unit).sort("period_start")

    def trends(  # noqa: PLR0913 - a trend's full address
        self,
        indicator: str,
        *,
        source: str | None,
        calendar: CalendarName,
        months: int,
        as_known_at: datetime | None = None,
        on_map: str = "published",
    ) -> pl.DataFrame:
        """``series`` of every unit at once, in no order."""
        checked(Query((indicator,), source=source), self.declared, kpi.STATUSES)
        wanted = source or next(iter(self.sources_of(indicator)), None)
        last = month_of(self._today(), calendar)
        span = tuple(Period(calendar, "month", *_months_back(last, back)) for back in reversed(range(months)))
        asked = _Asked(span, as_known_at, on_map)
        every = self._memory.of(("trends", indicator, asked), lambda: self._trends(indicator, asked))
        return every.filter(pl.col("source") == wanted)

    def by_procedure(  # noqa: PLR0913 - as many filters as figures has, each named at the call
        self,
        indicator: str,
        *,
        period: str | None = None,
        calendar: str | None = None,
        source: str | None = None,
        unit: str | None = None,
        field: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",
        lang: str = "vi",
    ) -> pl.DataFrame:
        """``procedures.COLUMNS``: one unit's figures by procedure, or with unit None the sums over all units.

        ``source`` None = the indicator's first source that counts by procedure; ``field`` leaves the shares what they
        are in the whole. Empty where no source counts by procedure. Raises as ``figures`` does.
        """
        asked = procedures.Asked(indicator, source, unit, as_known_at, on_map, lang)
        return procedures.by_procedure(self, asked, self.period(period, calendar), field)

    def explain(  # noqa: PLR0913 - a figure's full address
        self,
        indicator: str,
        unit: str,
        *,
        period: str,
        calendar: str | None = None,
        source: str | None = None,
        lang: str = "vi",
        as_known_at: datetime | None = None,
        on_map: str = "published",
    ) -> passports.Passport | None:
        """The passport of one figure; None if no source has counts for it."""
        rows = self.figures(
            indicators=[indicator],
            period=period,
            calendar=calendar,
            source=source,
            unit=unit,
            as_known_at=as_known_at,
            on_map=on_map,
        )
        if rows.is_empty():
            return None
        row = rows.row(0, named=True)
        counts = self._counts(row["calendar"], row["period_start"], row["period_end"])
        known = counts if as_known_at is None else counts.filter(pl.col("captured_at") <= as_known_at)
        return passports.passport(row, known, self.declared, self.store, lang, self._heirs(on_map))

    def counts_of(self, unit: str, *, period: str, calendar: CalendarName, lang: str) -> pl.DataFrame:
        """Newest counts of one unit: [source, series, measure, measure_name, value, captured_at]."""
        return counted.counts_of(self, unit, parse(period, calendar), lang)

    def months(self, last: Period, count: int, indicator: str | None = None) -> pl.DataFrame:
        """FIGURES with ``trend_break`` of every unit, whoever asks, for ``count`` months ending with ``last``.

        Of one ``indicator`` they are not remembered: who asks for one after the other wants little of each.
        """
        span = tuple(Period(last.calendar, "month", *_months_back(last, back)) for back in reversed(range(count)))
        asked = _Asked(span, None)
        if indicator is not None:
            return self._of_one(indicator, asked)
        return self._memory.of(("months of", asked, self._today()), lambda: self._marked(self._input(asked)))

    def counts(self, calendar: str, start: date, end: date) -> pl.DataFrame:
        """COUNTS of every unit, whoever asks, all versions, of periods within these days."""
        return self._counts(calendar, start, end)

    def offers(self, calendar: str) -> pl.DataFrame:
        """What each source has ever given: distinct [source, series, unit, measure]."""
        return self._offers(calendar)

    def question(
        self, periods: tuple[Period, ...], indicator: str, as_known_at: datetime | None, on_map: str
    ) -> kpi.FigureInput:
        """Everything one indicator's figures of these periods are made of."""
        return self._input(_Asked(periods, as_known_at, on_map), frozenset({indicator}))

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """The remembered answer of this key, made anew when the store has changed."""
        return self._memory.of((key, self._today()), make)

    # ------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local_day(self.clock())

    def _with_change(self, period: Period, query: Query) -> pl.DataFrame:
        before = period.same_last_year() if query.compare == "year_ago" else period.previous()
        adjacent = before == period.previous()
        asked = _Asked((before, period), query.as_known_at, query.on_map, neighbours=adjacent)
        return self._memory.of(("figures", asked, self._today()), lambda: self._computed(period, asked))

    def _computed(self, period: Period, asked: _Asked) -> pl.DataFrame:
        return self.visible(trends.change(self._marked(self._input(asked), neighbours=asked.neighbours), period.code))

    def _marked(self, asked: kpi.FigureInput, *, neighbours: bool = True) -> pl.DataFrame:
        read = asked.counts.filter(pl.col("measure").is_in(asked.readings["measure"].unique().implode()))
        return trends.with_breaks(
            kpi.figures(asked), kpi.captured_by(read, asked.as_known_at), self.declared, neighbours=neighbours
        )

    def _trends(self, indicator: str, asked: _Asked) -> pl.DataFrame:
        """One indicator in all units, because a break is seen in all of them; then every unit's trend is at hand."""
        return self.visible(self._of_one(indicator, asked))

    def _of_one(self, indicator: str, asked: _Asked) -> pl.DataFrame:
        return self._marked(self._input(asked, frozenset({indicator})))

    def _history(self, periods: tuple[Period, ...], indicators: frozenset[str]) -> pl.DataFrame:
        return kpi.figures(self._input(_Asked(periods, None), indicators))

    def _input(self, asked: _Asked, indicators: frozenset[str] | None = None) -> kpi.FigureInput:
        """What figures of these periods depend on; of some ``indicators`` only their own counts are read."""
        periods, as_known_at = asked.periods, asked.as_known_at
        calendar = periods[0].calendar
        first, last = min(p.start for p in periods), max(p.end for p in periods)
        declared = self.declared
        every = declared.reading_frame()
        readings = every if indicators is None else every.filter(pl.col("indicator").is_in(list(indicators)))
        measures = None if indicators is None else readings["measure"].unique().sort().to_list()
        return kpi.FigureInput(
            counts=self._counts(calendar, first, last, measures),
            units=declared.unit_frame(),
            readings=readings,
            targets=declared.target_frame(),
            indicators=declared.indicator_frame(),
            periods=periods,
            today=self._today(),
            as_known_at=as_known_at,
            quarantine=self._memory.of("quarantine", self.store.quarantine),
            units_as_of={source.name: source.units_as_of for source in declared.sources},
            stocks=frozenset(measure.code for measure in declared.measures if measure.kind == "stock"),
            pulls=self._memory.of("complete", self._complete_pulls),
            offers=None if as_known_at else self._offers(calendar),
            heirs=self._heirs(asked.on_map),
        )

    def _heirs(self, on_map: str) -> pl.DataFrame | None:
        return self.declared.heir_frame(self._today()) if on_map == "today" else None

    def _counts(self, calendar: str, start: date, end: date, measures: Sequence[str] | None = None) -> pl.DataFrame:
        """COUNTS of these days; where none are kept, ``measures`` alone are read and not remembered."""
        if not self._keep and measures is not None:
            return self.store.read_counts(calendar=calendar, start=start, end=end, measures=measures)
        if not self._keep:
            return self._memory.of(
                ("counts", calendar, start, end),
                lambda: self.store.read_counts(calendar=calendar, start=start, end=end),
            )
        everything = self._memory.of(("counts", calendar), lambda: self.store.read_counts(calendar=calendar))
        return everything.filter(pl.col("period_start") >= start, pl.col("period_end") <= end)

    def _offers(self, calendar: str) -> pl.DataFrame:
        return self._memory.of(("offers", calendar), lambda: self._offered(calendar))

    def _offered(self, calendar: str) -> pl.DataFrame:
        if self._keep:
            return kpi.offered(self._counts(calendar, date.min, date.max))
        return self.store.offered(calendar)

    def _complete_pulls(self) -> pl.DataFrame:
        return self.store.pulls().filter(pl.col("outcome") == "complete")

    def _serving(self) -> dict[str, list[str]]:
        return offered.sources_of(self.declared, pl.concat([self._offers(c) for c in ("calendar", "nd09")]))

    def _chosen(self) -> pl.DataFrame:
        rows = list(self.chosen_sources().items())
        return pl.DataFrame(rows, schema={"indicator": pl.String, "source": pl.String}, orient="row")

    def _months_with_counts(self, calendar: CalendarName) -> list[Period]:
        spans = self._memory.of(("spans", calendar), lambda: self.store.spans(calendar))
        return offered.months_in(spans, calendar, self._today())

    def _months(self, calendar: CalendarName) -> list[Period]:
        return self._memory.of(("months", calendar, self._today()), lambda: self._months_with_counts(calendar))

    def _latest_closed(self, calendar: CalendarName) -> str | None:
        closed = [month for month in self._months(calendar) if month.closed(self._today())]
        return closed[-1].code if closed else None


def _months_back(month: Period, back: int) -> tuple[int, int]:
    index = month.year * 12 + month.number - 1 - back
    return index // 12, index % 12 + 1
