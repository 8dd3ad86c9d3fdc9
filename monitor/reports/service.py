"""The service that commands, pages and the schedule ask for reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from monitor.figures.clock import local_day
from monitor.periods import MONTHS_IN, CalendarName, Kind, Period, calendar_named, parse, to_date
from monitor.reports import content as frozen
from monitor.reports.compose import Making
from monitor.reports.content import Content
from monitor.reports.difference import difference
from monitor.reports.errors import Moving, ReportError
from monitor.reports.gather import Tell, gather, silent
from monitor.store.editions import Editions, NewEdition
from monitor.workdays import WorkDays

if TYPE_CHECKING:
    from monitor.declared.report_models import Layout, ReportPlan
    from monitor.figures import FigureService


HELD = 4
"""Contents of editions held in memory: a page and its documents ask for the same one, and a difference for two."""
TRIES = 3
"""How often an edition is read again while sources are being pulled."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One frozen edition: where it stands, and its content."""

    id: int
    number: int
    state: str
    made_at: datetime
    made_by: str
    sha256: str
    content: Content


class ReportService:
    """Freezes editions of a store's figures and finds them again.

    ``clock`` gives aware datetimes; ``templates`` is the folder of the Word templates, one for each layout.
    """

    def __init__(self, figures: FigureService, clock: Callable[[], datetime], templates: Path) -> None:
        self.templates = templates
        self.figures = figures
        self.clock = clock
        self._store = figures.store
        self._editions = Editions(figures.store.engine)
        self._content = lru_cache(HELD)(lambda sha256: frozen.from_bytes(figures.store.evidence(sha256)))

    @property
    def plan(self) -> ReportPlan:
        """What reports.yaml declares. Raises ``ReportError`` if there is none."""
        plan = self.figures.declared.reports
        if plan is None:
            raise ReportError("No report is declared. Put a reports.yaml into the config folder (docs/config.md).")
        return plan

    def period(self, code: str | None, calendar: str | None) -> Period:
        """The period of this code; without one the latest closed month. Raises ``PeriodError``."""
        name: CalendarName = calendar_named(calendar or self.figures.declared.calendar.default_calendar)
        return parse(code or self.figures.latest_closed_period(name), name)

    def latest(self, kind: Kind, calendar: str | None) -> Period:
        """The newest period of this length that has ended."""
        month = self.period(None, calendar)
        if kind == "to-date":
            return to_date(month.calendar, month.year, month.number)
        number = (month.number - 1) // MONTHS_IN[kind] + 1
        period = Period(month.calendar, kind, month.year, 1 if kind == "nine-months" else number)
        return period if period.end <= month.end else period.previous()

    def freeze(self, period: Period, who: str, tell: Tell = silent) -> Edition:
        """Freeze what is known of the period now; the newest edition, if nothing has changed since.

        ``tell`` hears which of ``gather.STEPS`` begins; what it raises ends the work before anything is written.
        Raises ``ReportError`` without reports.yaml, ``Moving`` while sources are pulled, ``PeriodError`` for a period
        that has not begun.
        """
        _ = self.plan
        content = self._steady_content(period, tell)
        tell("freeze")
        body = frozen.to_bytes(content)
        sha256 = self._store.keep_evidence(body)
        new = NewEdition(
            calendar=period.calendar,
            period=period.code,
            sha256=sha256,
            size=len(body),
            simulated=content.simulated,
            complete=content.complete,
        )
        return self.edition(self._editions.freeze(new, who, self.clock()))

    def _steady_content(self, period: Period, tell: Tell) -> Content:
        """Everything known of the period at one moment: read again where counts were stored meanwhile."""
        for _ in range(TRIES):
            before = self._store.version()
            content = gather(self.figures, period, tell)
            if self._store.version() == before:
                return content
        raise Moving("Counts are being stored while they are read. Wait until the pulls end, then build again.")

    def editions(self) -> pl.DataFrame:
        """Every edition in ``monitor.store.editions.EDITIONS`` columns, newest first."""
        return self._editions.listed()

    def edition(self, number: int) -> Edition:
        """An edition by its id. Raises ``ReportError`` if there is none."""
        found = self.editions().filter(pl.col("id") == number)
        if found.is_empty():
            raise ReportError(f"There is no edition {number}. What there is: sohoa report list")
        row = found.row(0, named=True)
        content = self._content(row["sha256"])
        return Edition(row["id"], row["number"], row["state"], row["made_at"], row["made_by"], row["sha256"], content)

    def events(self, number: int) -> pl.DataFrame:
        """The steps of an edition in ``monitor.store.editions.EVENTS`` columns, oldest first."""
        return self._editions.events(number)

    def step(self, number: int, action: str, who: str, note: str = "") -> None:
        """``review`` a draft, ``issue`` what was reviewed. Raises ``StoreError`` where the state does not allow it."""
        self._editions.step(number, action, who=who, at=self.clock(), note=note)

    def complete(self, period: Period) -> bool | None:
        """Whether the sources have delivered a closed period in full; None if there is no figure at all yet."""
        content = gather(self.figures, period)
        return None if content["figures"]["denominator"].is_null().all() else content.complete

    def was_sent(self, period: Period) -> bool:
        """Whether an edition of the period has been sent."""
        return self._editions.was_sent(period.calendar, period.code)

    def note_sent(self, edition: Edition, messages: Sequence[dict[str, Any]], who: str, *, once: str) -> bool:
        """Queue the messages and note the edition as sent, in one transaction; False if that had been done."""
        return self._editions.send(edition.id, messages, who=who, at=self.clock(), whole_period=once == "period")

    def making(self, edition: Edition, layout: Layout | None = None) -> Making:
        """What the documents of an edition are composed from, in another layout than the declared one if asked for.

        Raises ``ReportError`` without reports.yaml, or for a layout that it does not describe.
        """
        plan = self.plan if layout is None else self.plan.model_copy(update={"layout": layout})
        if plan.layout not in plan.layouts:
            raise ReportError(f"reports.yaml describes no layout {plan.layout}. What it has: {', '.join(plan.layouts)}")
        return Making(edition.content, plan, edition.number, self.changes(edition), self._due(edition))

    def _due(self, edition: Edition) -> date:
        """Tasks proposed by an edition are due so many working days after it was frozen, whenever it is rendered."""
        days = WorkDays(self.figures.declared.calendar)
        return days.after(local_day(edition.made_at), self.plan.task_within)

    def changes(self, edition: Edition) -> pl.DataFrame:
        """``difference.CHANGES`` from the edition before this one; no rows for the first of its period."""
        before = self.editions().filter(
            pl.col("calendar") == edition.content.period.calendar,
            pl.col("period") == edition.content.period.code,
            pl.col("number") == edition.number - 1,
        )
        if before.is_empty():
            return difference(edition.content, edition.content)
        return difference(self.edition(before["id"].item()).content, edition.content)
