"""The service that pages and commands ask whether the numbers can be trusted; it reads, the room ``trust`` judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi, trust
from monitor.collect.rules import rules
from monitor.declared.checks import PATTERNS
from monitor.figures.clock import local_day
from monitor.figures.deadlines import month_frame
from monitor.figures.query import Query, QueryError, checked
from monitor.figures.trends import nearly
from monitor.trust import bursts, chart, comparisons, completeness, held, parts, patterns, source_changes
from monitor.trust.history import SKIPPED, history, numbered, too_short, too_small
from monitor.trust.restatements import restatements

if TYPE_CHECKING:
    from monitor.figures.service import FigureService
    from monitor.periods import Period

_EXITS = "dossiers_withdrawn"
OF_COUNTS = frozenset({"parts_of_unit", "cumulative_falls"})
OF_REPORTS = frozenset({"missing_report", "late_report", "unexpected_report", "source_silent"})
OF_SOURCES = frozenset({"source_restated", "source_jumped"})
OF_HISTORY = frozenset(PATTERNS) - OF_COUNTS - OF_REPORTS - OF_SOURCES


class TrustService:
    """Findings about the counts a ``FigureService`` answers from, for the same viewer and from the same version."""

    def __init__(self, figures: FigureService) -> None:
        self.figures = figures
        self.declared = figures.declared

    # what there is ----------------------------------------------------------------------------------------

    @cached_property
    def checks(self) -> pl.DataFrame:
        """Every check with its severity, title and remedy in both languages: ``trust.findings.TEXTS``."""
        known = rules(self.declared).values()
        rows = [(one.code, one.severity, one.vi, one.en, one.remedy_vi, one.remedy_en) for one in known]
        return pl.DataFrame(rows, schema=trust.TEXTS, orient="row")

    def findings(  # noqa: PLR0913 - as many filters as `sohoa findings` has, each named at the call
        self,
        *,
        period: str | None = None,
        calendar: str | None = None,
        source: str | None = None,
        unit: str | None = None,
        check: str | None = None,
        severity: str | None = None,
    ) -> pl.DataFrame:
        """``trust.FINDINGS`` of one period, the gravest first; ``severity`` is the least grave one wanted.

        Patterns are looked for at the last closed month of the period. Raises ``QueryError`` for a name that does not
        exist and ``PeriodError`` for a period that is none.
        """
        checked(Query(source=source, unit=unit), self.declared, ())
        self._known("check", check, self.checks["check"].to_list())
        self._known("severity", severity, list(trust.SEVERITIES))
        asked = self.figures.period(period, calendar)
        every = self.figures.visible(self._all(asked, severity or trust.SEVERITIES[-1]))
        wanted = pl.lit(value=True)
        for column, value in (("source", source), ("unit", unit), ("check", check)):
            wanted &= pl.lit(value=True) if value is None else pl.col(column) == value
        return every.filter(wanted)

    def skipped(self, *, period: str | None = None, calendar: str | None = None) -> pl.DataFrame:
        """What the patterns did not judge at the period's last closed month, and why: ``trust.history.SKIPPED``."""
        asked = self.figures.period(period, calendar)
        last = self._last_closed(asked)
        frames = [] if last is None else list(self._skips(last))
        return pl.concat([pl.DataFrame(schema=SKIPPED), *frames]).sort("check", "source", "indicator", nulls_last=True)

    def completeness(
        self, *, period: str | None = None, calendar: str | None = None, source: str | None = None
    ) -> pl.DataFrame:
        """``trust.completeness.COMPLETENESS``: per source, unit and month of the period."""
        checked(Query(source=source), self.declared, ())
        asked = self.figures.period(period, calendar)
        rows = self.figures.visible(self._completeness(asked))
        return rows if source is None else rows.filter(pl.col("source") == source)

    def completeness_summary(
        self, *, period: str | None = None, calendar: str | None = None, source: str | None = None
    ) -> pl.DataFrame:
        """Per source and month: deadline, expected, reported, unexpected, on_time, late, unknown, missing."""
        return completeness.summed(self.completeness(period=period, calendar=calendar, source=source))

    # ------------------------------------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return local_day(self.figures.clock())

    @cached_property
    def _limits(self) -> Mapping[str, Mapping[str, float]]:
        """Thresholds of the patterns that are declared and enabled."""
        return {check.code: check.thresholds for check in self.declared.checks if check.enabled and not check.compares}

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, str]]:
        return {measure.code: (measure.vi, measure.en) for measure in self.declared.measures}

    @cached_property
    def _flows(self) -> frozenset[str]:
        return frozenset(measure.code for measure in self.declared.measures if measure.kind == "flow")

    def _known(self, what: str, word: str | None, words: list[str]) -> None:
        if word is not None and word not in words:
            raise QueryError(f"No {what} is called {word!r}. Known: {', '.join(words)}.")

    def _all(self, asked: Period, least: str) -> pl.DataFrame:
        wanted = self._as_grave_as(least)
        return self.figures.remember(("findings", asked, wanted), lambda: self._made(asked, wanted))

    def _as_grave_as(self, least: str) -> frozenset[str]:
        """Checks that are made, of this severity or a graver one."""
        made = {*self._limits, *self._compared, *rules(self.declared)}
        grave = trust.SEVERITIES[: trust.SEVERITIES.index(least) + 1]
        known = self.checks.filter(pl.col("severity").is_in(list(grave)))["check"]
        return frozenset(made.intersection(known))

    def _made(self, asked: Period, wanted: frozenset[str]) -> pl.DataFrame:
        """What the wanted checks find. The rest is not looked for: alerts ask every time for the few grave ones."""
        last = self._last_closed(asked)
        makers: tuple[tuple[frozenset[str], Callable[[], Iterable[pl.DataFrame]]], ...] = (
            (self._holding, lambda: [self._held(asked)]),
            (self._compared | OF_COUNTS, lambda: self._of_counts(asked)),
            (OF_REPORTS, lambda: self._reports(asked)),
            (OF_SOURCES, lambda: self._source_changes(asked)),
            (OF_HISTORY, lambda: [] if last is None else self._patterns(last)),
        )
        found = [frame for checks, make in makers if checks & wanted for frame in make()]
        rows = [frame.filter(pl.col("check").is_in(list(wanted))) for frame in found]
        coded = pl.concat([trust.none_found(), *rows]).with_columns(
            pl.col("calendar").fill_null(asked.calendar), pl.col("period").fill_null(asked.code)
        )
        return trust.told([coded], self.checks, self.declared.unit_frame())

    @cached_property
    def _compared(self) -> frozenset[str]:
        return frozenset(one.check for one in self._comparisons)

    @cached_property
    def _holding(self) -> frozenset[str]:
        """Checks whose findings are counts held in quarantine."""
        return frozenset(rules(self.declared)) - self._compared - frozenset(self._limits)

    @cached_property
    def _comparisons(self) -> tuple[comparisons.Comparison, ...]:
        """What holds nothing back: those that do are made when counts are pulled."""
        return tuple(
            comparisons.Comparison(
                check=check.code,
                left=one.left,
                sign=one.sign,
                right=one.right,
                right_previous=one.right_previous,
                tolerance=one.tolerance,
                since=one.since,
                until=one.until,
                sources=one.sources,
            )
            for check in self.declared.checks
            for one in check.compares
            if check.enabled and not check.holds_back
        )

    def _held(self, asked: Period) -> pl.DataFrame:
        rows = self.figures.store.quarantine()
        within = (pl.col("period_start") >= asked.start) & (pl.col("period_end") <= asked.end)
        here = within & pl.col("calendar").fill_null(asked.calendar).eq(asked.calendar)
        return held.held_back(rows.filter(here | pl.col("period_start").is_null()), self._names)

    def _of_counts(self, asked: Period) -> Iterator[pl.DataFrame]:
        newest = kpi.latest(self.figures.counts(asked.calendar, asked.previous().start, asked.end))
        inside = pl.col("period_end") >= asked.start
        yield comparisons.compared(newest, self._comparisons, self._names).filter(inside)
        here = newest.filter(inside)
        if (limits := self._limits.get("parts_of_unit")) is not None:
            yield parts.whole_and_units(here, self.declared.unit_frame(), self._names, limits["tolerance"])
        if "cumulative_falls" in self._limits:
            yield parts.longer_and_shorter(here, self._flows, self._names)

    def _reports(self, asked: Period) -> Iterator[pl.DataFrame]:
        gaps = completeness.gaps(self._completeness(asked), self._today)
        yield gaps.filter(pl.col("check").is_in(list(self._limits)))

    def _source_changes(self, asked: Period) -> Iterator[pl.DataFrame]:
        counts = self.figures.counts(asked.calendar, asked.start, asked.end)
        changed = restatements(counts, nearly(self.declared, "source_restated"))
        yield source_changes.restated(changed, self._names)
        if (last := self._last_closed(asked)) is not None:
            months = self.figures.months(last, 2)
            yield source_changes.jumped(months.filter(pl.col("period") == last.code))

    def _completeness(self, asked: Period) -> pl.DataFrame:
        return self.figures.remember(("completeness", asked), lambda: self._counted(asked))

    def _counted(self, asked: Period) -> pl.DataFrame:
        declared, store = self.declared, self.figures.store
        begun = [month for month in asked.months() if month.start <= self._today]
        return completeness.completeness(
            self.figures.counts(asked.calendar, asked.start, asked.end),
            units=declared.unit_frame(),
            offers=self.figures.offers(asked.calendar).select("source", "unit", "measure").unique(),
            months=month_frame(begun, declared.calendar),
            pulls=store.pulls().filter(pl.col("outcome") == "complete"),
            units_as_of={source.name: source.units_as_of for source in declared.sources},
            today=self._today,
        )

    def _last_closed(self, asked: Period) -> Period | None:
        closed = [month for month in asked.months() if month.closed(self._today)]
        return closed[-1] if closed else None

    def _history(self, last: Period) -> pl.DataFrame:
        spans = [
            limits.get("baseline", 0) + limits.get("recent", 1) + limits.get("months", 0)
            for limits in self._limits.values()
        ]
        count = int(max(spans, default=1)) + 1
        return self.figures.remember(("history", last), lambda: self._lines(last, count))

    def _lines(self, last: Period, count: int) -> pl.DataFrame:
        """Indicator by indicator: all figures of many months at once take gigabytes where there are many units."""
        codes = dict.fromkeys(indicator.code for indicator in self.declared.indicators)
        return numbered(pl.concat([history(self.figures.months(last, count, code)) for code in codes]))

    def _patterns(self, last: Period) -> Iterator[pl.DataFrame]:
        rows, month = self._history(last), last.year * 12 + last.number
        limits = self._limits
        if (of := limits.get("always_full")) is not None:
            yield patterns.always_full(rows, month, of)
        if (of := limits.get("frozen_value")) is not None:
            yield patterns.frozen(rows, month, of, self._indicators(stock=True))
        if (of := limits.get("shrinking_denominator")) is not None:
            yield patterns.shrinking(rows, month, of)
        if (of := limits.get("rising_exits")) is not None:
            yield patterns.rising_exits(rows, month, of, self._indicators(measure=_EXITS))
        if (of := limits.get("source_gap")) is not None:
            yield patterns.source_gap(rows, month, of)
        if (of := limits.get("unusual_change")) is not None:
            yield chart.unusual(rows, month, of)
        if (of := limits.get("period_end_burst")) is not None:
            newest = kpi.latest(self.figures.counts(last.calendar, last.start, last.end))
            yield bursts.end_burst(newest, (last.start, last.end), of, self._flows, self._names)

    def _indicators(self, *, stock: bool = False, measure: str | None = None) -> frozenset[str]:
        """Indicators whose numerators are states, or hold this measure."""
        wanted = {measure} if measure else {one.code for one in self.declared.measures if one.kind == "stock"}
        return frozenset(
            indicator.code
            for indicator in self.declared.indicators
            if (stock or measure) and any(wanted & set(reading.numerator) for reading in indicator.readings)
        )

    def _skips(self, last: Period) -> Iterator[pl.DataFrame]:
        every, month = self._history(last), last.year * 12 + last.number
        exits = pl.col("indicator").is_in(list(self._indicators(measure=_EXITS)))
        for code, limits in self._limits.items():
            rows = every.filter(exits) if code == "rising_exits" else every
            if "minimum_denominator" in limits:
                yield too_small(rows, code, month, limits["minimum_denominator"])
            least = limits.get("minimum_months") or limits.get("recent", 0) + limits.get("baseline", 0) - 1
            if least > 0:
                yield too_short(rows, code, month, least)
        if "period_end_burst" in self._limits:
            yield bursts.not_daily(kpi.latest(self.figures.counts(last.calendar, last.start, last.end)))
