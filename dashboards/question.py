"""A view, answered: which indicator, source and period it means for this province, and links to its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from dashboards.service import IndicatorInfo, Service, SourceInfo
from dashboards.view import Choices, View, ViewProblem, parse_view
from dashboards.words import Words
from monitor.periods import CALENDARS, MONTHS_IN, CalendarName, Period, PeriodError, parse, to_date

if TYPE_CHECKING:
    from dashboards.work import Work
    from monitor.alerts.service import AlertService
    from monitor.collect.pull import Progress, PullResult
    from monitor.declared.models import Source
    from monitor.reports.kept import Documents
    from monitor.reports.service import ReportService


class NothingStored(LookupError):
    """No source has brought a single count yet."""


Pull = Callable[["Source", Callable[["Progress"], None]], "PullResult"]
"""Pulls one source now, telling how far it is."""
_LEFT_BEHIND: dict[str, str | None] = {"work": None, "tab": None, "other": None}


@dataclass(frozen=True)
class Workshop:
    """What long work of the pages is done with. ``reports`` asks figures of its own: pages do not wait for it.

    ``pull`` None = sources cannot be pulled from the page.
    """

    work: Work
    reports: ReportService
    pull: Pull | None = None

    @cached_property
    def documents(self) -> Documents:
        """The documents of editions, those asked for lately in memory."""
        from monitor.reports.kept import Documents  # noqa: PLC0415 - heavy, for those who ask for documents

        return Documents(self.reports)


@dataclass(frozen=True, slots=True)
class Question:
    """A view with every default filled in. ``sources``: names of those with counts for the indicator.

    ``alerts`` None = there are no pages about alerts; ``told`` is what was just done, to be said on the page;
    ``workshop`` None = no long work can be asked for.
    """

    service: Service
    view: View
    words: Words
    indicators: tuple[IndicatorInfo, ...]
    indicator: IndicatorInfo
    sources: tuple[str, ...]
    source: str | None
    period: Period
    periods: tuple[str, ...]
    all_sources: tuple[SourceInfo, ...]
    alerts: AlertService | None = None
    told: str | None = None
    workshop: Workshop | None = None

    @property
    def plain_source(self) -> bool:
        """Whether the source is the one taken when none is asked for."""
        return self.sources[:1] == (self.source,)

    def link(self, unit: str | None = None, **changes: str | None) -> str:
        """Address of the overview, or of a unit's page, with the same view but for ``changes``."""
        return self.to(page_path(unit), **changes)

    def to(self, path: str, **changes: str | None) -> str:
        """Address of any page with the same view but for ``changes``; what only one page knows stays behind."""
        return path + self.view.but(**{**_LEFT_BEHIND, **changes}).query()

    def figures(self, *, source: str | None = None, unit: str | None = None, only: bool = False) -> pl.DataFrame:
        """Figures of this period as known then; ``source`` None = each indicator's headline source.

        ``only`` limits them to the chosen indicator.
        """
        return self.service.figures(
            indicators=[self.indicator.code] if only else None,
            period=self.period.code,
            calendar=self.view.calendar,
            source=source,
            unit=unit,
            as_known_at=self.view.known_at,
            on_map=self.view.on_map,
            compare=self.view.compare,
        )

    @property
    def year_ago_known(self) -> bool:
        """Whether each month of the same period a year earlier has counts."""
        earlier = self.period.same_last_year().months()
        return all(month.code in self.periods for month in earlier)

    def offered(self) -> list[Period]:
        """Periods of every kind that can be shown, newest first: months with counts, then quarters and longer ones.

        A longer period is offered where each of its months that has begun has counts: no sum with a silent hole.
        """
        months, longer = _offered(self.view.calendar, self.periods)
        return [*months, *self._to_date(set(months)), *longer]

    def _to_date(self, months: set[Period]) -> list[Period]:
        """The year up to its newest month, and up to its newest closed one, where every month of it has counts."""
        closed = parse(self.service.latest_closed_period(self.view.calendar), self.view.calendar)
        lasts = {max(months), closed} if months else set()
        found = [to_date(last.calendar, last.year, last.number) for last in sorted(lasts, reverse=True)]
        return [period for period in found if period.kind == "to-date" and months.issuperset(period.months())]

    def absence(self, indicator: str) -> str:
        """Why an indicator has no figure here, as the end of a text key: no source, not this calendar, not by unit."""
        names = self.service.sources_of(indicator)
        if not names:
            return "source"
        served = {name for info in self.all_sources if info.name in names for name in info.calendars}
        return "unit" if self.view.calendar in served else "calendar"

    def title_of(self, source: str | None) -> str:
        """A source's name for people."""
        titles = (self.words.of(info.title) for info in self.all_sources if info.name == source)
        return next(titles, source or self.words("source.none"))


def ask(  # noqa: PLR0913 - the address, and what its page may be about
    service: Service,
    search: str,
    alerts: AlertService | None = None,
    told: str | None = None,
    workshop: Workshop | None = None,
    *,
    anyway: bool = False,
) -> Question:
    """Understand the address. Raises ``ViewProblem`` for a wrong parameter.

    Raises ``NothingStored`` without any counts; ``anyway``: not even then.
    """
    view = parse_view(search, choices(service, alerts))
    words = Words(view.lang, view.compare)
    indicators = tuple(service.indicators(view.lang))
    indicator = _indicator(indicators, view.indicator)
    sources = tuple(service.sources_of(indicator.code))
    if not anyway and not any(service.periods(calendar) for calendar in CALENDARS):
        raise NothingStored
    return Question(
        service=service,
        view=view,
        words=words,
        indicators=indicators,
        indicator=indicator,
        sources=sources,
        source=_source(view, indicator, sources),
        period=_period(service, view),
        periods=tuple(service.periods(view.calendar)),
        all_sources=tuple(service.sources()),
        alerts=alerts,
        told=told,
        workshop=workshop,
    )


def choices(service: Service, alerts: AlertService | None = None) -> Choices:
    """The codes an address may name."""
    return Choices(
        indicators=tuple(info.code for info in service.indicators("vi")),
        sources=tuple(info.name for info in service.sources()),
        kinds=tuple(service.units["kind"].unique(maintain_order=True)),
        units=tuple(service.units["unit"]),
        fields=() if service.procedures is None else (*service.procedures.catalogue["field"].unique(), "none"),
        rules=() if alerts is None else tuple(rule.code for rule in alerts.declared.alerts.rules),
    )


def page_path(unit: str | None) -> str:
    """Path of the overview, or of a unit's page."""
    return f"/unit/{unit}" if unit else "/"


@lru_cache(maxsize=16)
def _offered(calendar: CalendarName, codes: tuple[str, ...]) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Months of these codes and the longer periods they make up, newest first; every page asks for them."""
    months = {parse(code, calendar) for code in codes}
    newest = max(months, default=None)
    long = {
        Period(calendar, kind, month.year, number)
        for month in months
        for kind, length in MONTHS_IN.items()
        for number in range(1, 2 if kind == "nine-months" else 12 // length + 1)
        if kind != "month"
    }
    whole = [
        period
        for period in long
        if newest is not None and period.months()[0] <= newest and _begun(period, newest) <= months
    ]
    kinds = list(MONTHS_IN)
    longer = sorted(whole, key=lambda p: (kinds.index(p.kind), -p.year, -p.number))
    return tuple(sorted(months, reverse=True)), tuple(longer)


def _begun(period: Period, newest: Period) -> set[Period]:
    """Its months up to the newest one with counts."""
    return {month for month in period.months() if month <= newest}


def _indicator(indicators: tuple[IndicatorInfo, ...], code: str | None) -> IndicatorInfo:
    """The one asked for, else the first headline indicator."""
    wanted = [info for info in indicators if (info.code == code if code else info.headline)]
    return (wanted or list(indicators))[0]


def _period(service: Service, view: View) -> Period:
    """The period asked for, else the newest closed month. Raises ``ViewProblem`` for one that has not begun."""
    code = view.period or service.latest_closed_period(view.calendar)
    try:
        return service.begun(code, view.calendar)
    except PeriodError as error:
        raise ViewProblem(
            "problem.parameter", lang=view.lang, name="period", value=code, remedy="remedy.begun"
        ) from error


def _source(view: View, indicator: IndicatorInfo, sources: tuple[str, ...]) -> str | None:
    if view.source is None:
        return next(iter(sources), None)
    if view.source in sources:
        return view.source
    raise ViewProblem(
        "problem.parameter",
        lang=view.lang,
        name="source",
        value=view.source,
        remedy="remedy.source",
        indicator=indicator.code,
        choices=", ".join(sources) or "–",
    )
