"""The service that pages and commands ask for figures; it reads counts, hands them to the arithmetic, and remembers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from monitor import kpi
from monitor.figures import counted, offered, procedures
from monitor.figures import passport as passports
from monitor.figures.clock import local_day
from monitor.figures.infos import IndicatorInfo, SourceInfo, indicator_info, source_frame, source_info
from monitor.figures.memory import Memory
from monitor.figures.procedure_service import ProcedureService
from monitor.figures.query import Query, checked, conditions
from monitor.figures.reading import Asked, Reading
from monitor.figures.roads import Afresh, Kept
from monitor.figures.sheets import Sheets
from monitor.figures.sight import Sight
from monitor.periods import CalendarName, Period, PeriodError, calendar_named, last_closed_month, month_of, parse
from monitor.viewer import EVERYONE, Viewer

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.models import Unit
    from monitor.figures.data import DataService
    from monitor.store import Store

T = TypeVar("T")


class FigureService:
    """Figures of one store under one declaration, for one viewer.

    ``keep`` holds the figures of whole periods between questions, in memory and in files beside the store (a
    dashboard); without it each question reads and computes just what it needs (a command). Both give the same. What is
    remembered is dropped when what it was made from changes.
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
        self._memory = Memory(store.version)
        self._reading = Reading(store, declared, clock, self._memory, store.derived if keep else None)
        self._sheets = Sheets(self._reading, store.derived)
        self._road = Kept(self._reading, self._sheets) if keep else Afresh(self._reading)
        self._viewer = viewer

    def steady(self) -> AbstractContextManager[None]:
        """Answer everything asked inside from one version of the store, so that a page agrees with itself."""
        return self._memory.steady()

    def steadily(self, work: Callable[[], T]) -> T:
        """What ``work`` gives when everything it asks is of one version of the store."""
        return self._memory.steadily(work)

    def state(self) -> object:
        """What everything is remembered for: the version of the store, and the day of asking."""
        return self.store.version(), self._today()

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
    def procedures(self) -> ProcedureService:
        """Answers by procedure and field."""
        return ProcedureService(self)

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
        return tuple(self._reading.serving().get(indicator, ()))

    def periods(self, calendar: CalendarName) -> tuple[str, ...]:
        """Months with counts, newest first, the running one included."""
        return tuple(month.code for month in reversed(self._reading.months(calendar)))

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
        period = self.period(query.period, query.calendar)
        frame = self.visible(self._road.compared(query, period, self.chosen_sources()))
        return frame.filter(conditions(query)).with_columns(simulated=pl.lit(self.simulated), map=pl.lit(query.on_map))

    def history(self, periods: tuple[Period, ...], indicators: frozenset[str]) -> pl.DataFrame:
        """FIGURES of every source, unit and group over periods of one calendar and length, as known now."""
        key = ("history", periods, indicators)
        return self.visible(self.remember(key, lambda: self._road.history(Asked(periods), indicators)))

    def chosen_sources(self) -> dict[str, str]:
        """Indicator → the source that answers where none is named; indicators without counts are absent."""
        known = self._reading.serving()
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
        checked(Query((indicator,), source=source, unit=unit), self.declared, kpi.STATUSES)
        asked = self._last(calendar, months, as_known_at, on_map)
        source = source or next(iter(self.sources_of(indicator)), None)
        return self.visible(self._road.trend(indicator, source, asked, unit)).sort("period_start")

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
        asked = self._last(calendar, months, as_known_at, on_map)
        source = source or next(iter(self.sources_of(indicator)), None)
        return self.visible(self._road.trend(indicator, source, asked, None))

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
        heirs = self._reading.heirs(on_map)
        known = kpi.captured_by(self._behind(row, heirs), as_known_at)
        return passports.passport(row, known, self.declared, self.store, lang, heirs)

    def counts_of(self, unit: str, *, period: str, calendar: CalendarName, lang: str) -> pl.DataFrame:
        """Newest counts of one unit: [source, series, measure, measure_name, value, captured_at]."""
        return counted.counts_of(self, unit, parse(period, calendar), lang)

    def months(self, last: Period, count: int, indicator: str | None = None) -> pl.DataFrame:
        """FIGURES with ``trend_break`` of every unit, whoever asks, for ``count`` months ending with ``last``.

        Of one ``indicator`` they are not remembered: who asks for one after the other wants little of each.
        """
        asked = Asked(_months_to(last, count))
        if indicator is not None:
            return self._road.months(asked, frozenset({indicator}))
        return self.remember(("months of", asked), lambda: self._road.months(asked))

    def counts(self, calendar: str, start: date, end: date) -> pl.DataFrame:
        """COUNTS of every unit, whoever asks, all versions, of periods within these days."""
        return self._reading.counts(calendar, start, end)

    def offers(self, calendar: str) -> pl.DataFrame:
        """What each source has ever given: distinct [source, series, unit, measure]."""
        return self._reading.offers(calendar)

    def question(
        self, periods: tuple[Period, ...], indicator: str, as_known_at: datetime | None, on_map: str
    ) -> kpi.FigureInput:
        """Everything one indicator's figures of these periods are made of."""
        return self._reading.input(Asked(periods, as_known_at, on_map), frozenset({indicator}))

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """The remembered answer of this key, made anew when the store has changed."""
        return self._memory.of((key, self._today()), make)

    # ------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local_day(self.clock())

    def _last(self, calendar: CalendarName, months: int, as_known_at: datetime | None, on_map: str) -> Asked:
        """That many months, the running one last."""
        return Asked(_months_to(month_of(self._today(), calendar), months), as_known_at, on_map)

    def _behind(self, row: Mapping[str, Any], heirs: pl.DataFrame | None) -> pl.DataFrame:
        """COUNTS a figure may be made of, all versions."""
        return self.store.read_counts(
            calendar=row["calendar"],
            start=row["period_start"],
            end=row["period_end"],
            **passports.needed(row, self.declared, heirs),
        )

    def _latest_closed(self, calendar: CalendarName) -> str | None:
        closed = [month for month in self._reading.months(calendar) if month.closed(self._today())]
        return closed[-1].code if closed else None


def _months_to(last: Period, count: int) -> tuple[Period, ...]:
    """``count`` months up to ``last``, oldest first."""
    index = last.year * 12 + last.number - 1
    places = range(index - count + 1, index + 1)
    return tuple(Period(last.calendar, "month", place // 12, place % 12 + 1) for place in places)
