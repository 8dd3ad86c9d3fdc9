# ruff: noqa: D102 - a protocol's attributes are described by its classes and in monitor.figures
"""What the pages ask for. ``monitor.figures.FigureService`` answers it; the tests bring a fake of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

import polars as pl

from monitor.periods import CalendarName, Period

if TYPE_CHECKING:
    from monitor.figures.data import DataService
    from monitor.figures.procedure_service import ProcedureService

T = TypeVar("T")

# Statuses of a figure (design §4), in the order in which the page lists them.
STATUSES: tuple[str, ...] = (
    "met",
    "near",
    "below",
    "unreachable",
    "provisional",
    "too_few",
    "no_cases",
    "not_reported",
    "needs_check",
)
# Levels of units a list can be narrowed to.
LEVELS: tuple[str, ...] = ("department", "commune")


class Definition(Protocol):
    """What a version of an indicator says, in one language."""

    @property
    def version(self) -> int: ...
    @property
    def numerator_text(self) -> str: ...
    @property
    def denominator_text(self) -> str: ...
    @property
    def exclusions(self) -> str: ...
    @property
    def legal_basis(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def checked_by(self) -> str | None: ...


class IndicatorInfo(Definition, Protocol):
    """An indicator with its newest definition."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def noun(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def headline(self) -> bool: ...
    @property
    def headline_source(self) -> str | None: ...
    @property
    def remedy(self) -> str: ...
    @property
    def lead_agency_name(self) -> str: ...
    @property
    def minimum_denominator(self) -> int: ...
    @property
    def adds(self) -> bool: ...
    @property
    def milestones(self) -> Sequence[tuple[int, float]]: ...


class SourceInfo(Protocol):
    """One configured source and how its last pull ended; title by language."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def simulated(self) -> bool: ...
    @property
    def connector(self) -> str: ...
    @property
    def calendars(self) -> Sequence[str]: ...
    @property
    def last_pull_at(self) -> datetime | None: ...
    @property
    def last_outcome(self) -> str | None: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def message(self) -> str | None: ...


class Passport(Definition, Protocol):
    """Where one figure came from, with the definition in force then.

    Measures are (code, name, value); evidence is (sha256, address, bytes), the newest ``evidence_count`` answers or
    fewer; versions are (captured_at, numerator, denominator), oldest first; checks are (rule, detail).
    """

    @property
    def indicator(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def series(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def source_title(self) -> str | None: ...
    @property
    def period(self) -> str: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def calendar(self) -> str: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def restated(self) -> bool: ...
    @property
    def numerator_measures(self) -> Sequence[tuple[str, str, int | None]]: ...
    @property
    def denominator_measures(self) -> Sequence[tuple[str, str, int | None]]: ...
    @property
    def captured_at(self) -> datetime | None: ...
    @property
    def pull_id(self) -> int | None: ...
    @property
    def evidence(self) -> Sequence[tuple[str, str, int]]: ...
    @property
    def evidence_count(self) -> int: ...
    @property
    def reported(self) -> int: ...
    @property
    def expected(self) -> int: ...
    @property
    def versions(self) -> Sequence[tuple[datetime, int | None, int | None]]: ...
    @property
    def checks(self) -> Sequence[tuple[str, str]]: ...
    @property
    def gathered(self) -> Sequence[tuple[str, int, int]]: ...
    @property
    def simulated(self) -> bool: ...


class UnitInfo(Protocol):
    """A unit's code and official name."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class Sight(Protocol):
    """What one viewer may see."""

    @property
    def everything(self) -> bool:
        """Whether the viewer may see every unit, and so the province's total."""

    @property
    def home(self) -> UnitInfo:
        """The unit at the top of what the viewer may see."""

    def hides(self, unit: str) -> bool:
        """Whether there is such a unit, but not for this viewer."""


class Service(Protocol):
    """Figures, definitions and sources. Frames have the FIGURES columns of ``monitor.kpi`` plus ``change``."""

    @property
    def simulated(self) -> bool:
        """Whether any source shown serves made-up counts."""

    @property
    def data(self) -> DataService | None:
        """Answers about the data behind the figures; None = there are no pages about them."""

    @property
    def procedures(self) -> ProcedureService | None:
        """Answers by procedure and field; None = there are no pages about them."""

    @property
    def province(self) -> UnitInfo:
        """The unit at the top of the tree."""

    @property
    def units(self) -> pl.DataFrame:
        """Units [unit, unit_name, kind, level, parent] that the viewer may see, the province among them."""

    @property
    def sight(self) -> Sight:
        """What the viewer may see."""

    def indicators(self, lang: str) -> Sequence[IndicatorInfo]:
        """Every declared indicator, in the order of the declaration."""

    def sources(self) -> Sequence[SourceInfo]:
        """Every enabled source."""

    def sources_of(self, indicator: str) -> Sequence[str]:
        """Names of the sources that have counts for the indicator, its headline source first."""

    def periods(self, calendar: CalendarName) -> Sequence[str]:
        """Months with counts, newest first, the running one included."""

    def begun(self, code: str, calendar: CalendarName) -> Period:
        """The period of this code. Raises ``PeriodError`` if it has not begun."""

    def latest_closed_period(self, calendar: CalendarName) -> str:
        """Code of the newest month that has ended and has counts."""

    def figures(  # noqa: PLR0913 - one query, as many filters as `sohoa rates`
        self,
        *,
        indicators: Sequence[str] | None = None,
        period: str,
        calendar: CalendarName = "calendar",
        source: str | None = None,
        unit: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",
        compare: str = "previous",
    ) -> pl.DataFrame:
        """One row per indicator × unit for one period; source None = each indicator's headline source.

        ``on_map``: published, or today; ``compare``: ``change`` is since the previous period, or since year_ago.
        """

    @property
    def today(self) -> date:
        """The day in Vietnam."""

    @property
    def remapped(self) -> bool:
        """Whether today's map differs from the published one: a unit ended and was handed on."""

    def known_since(self) -> date | None:
        """The day of the first pull; None before any. Nothing was known earlier."""

    def steadily(self, work: Callable[[], T]) -> T:
        """What ``work`` gives when everything it asks is of one version of the store."""

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
        """One row per month, oldest first, running month last."""

    def by_procedure(  # noqa: PLR0913 - a figure's full address
        self,
        indicator: str,
        *,
        period: str,
        calendar: CalendarName,
        source: str | None = None,
        unit: str | None = None,
        field: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",
        lang: str = "vi",
    ) -> pl.DataFrame:
        """``monitor.figures.procedures.COLUMNS``: one unit's figures by procedure; unit None = sums over all units.

        One row a procedure, what lacks most first, and last the remainder (procedure ""): what the total holds and no
        procedure does. ``source`` None = the first source that counts by procedure. Empty where none does.
        """

    def explain(  # noqa: PLR0913 - a figure's full address
        self,
        indicator: str,
        unit: str,
        *,
        period: str,
        calendar: CalendarName,
        source: str | None,
        lang: str,
        as_known_at: datetime | None = None,
        on_map: str = "published",
    ) -> Passport | None:
        """The passport of one figure; None if no source has counts for it."""

    def counts_of(self, unit: str, *, period: str, calendar: CalendarName, lang: str) -> pl.DataFrame:
        """Counts [source, series, measure, measure_name, value, captured_at] of one unit, newest known values."""
