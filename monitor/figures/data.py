"""What the pages about the data ask for: sources, pulls, quarantine, checks, comparisons, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from monitor.figures.clock import local_day
from monitor.figures.reconciling import Reconciled, reconcile
from monitor.figures.restating import Restated, restated
from monitor.figures.trust import TrustService

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.figures.service import FigureService

NEWEST = 50
"""Pulls a page lists."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Sources whose newest complete pull is more than ``days`` ago: ``since`` is source → aware moment of that pull."""

    days: int
    since: Mapping[str, datetime]


@dataclass(frozen=True)
class DataService:
    """Answers about the data behind the figures, for the same viewer and from the same version of the store."""

    figures: FigureService

    @property
    def declared(self) -> Declared:
        """What the province declares."""
        return self.figures.declared

    @cached_property
    def trust(self) -> TrustService:
        """Findings and completeness."""
        return TrustService(self.figures)

    def pulls(self, source: str | None = None) -> pl.DataFrame:
        """The newest pulls in ``store.PULLS`` columns, newest first."""
        return self.figures.remember(
            ("newest pulls", source), lambda: self.figures.store.pulls(limit=NEWEST, source=source)
        )

    def last_complete(self) -> pl.DataFrame:
        """The newest complete pull of each source: [source, complete_at Datetime UTC]."""
        return self.figures.remember("last complete", self._last_complete)

    def stale(self) -> Stale | None:
        """Sources with figures that have had no complete pull for too long; None if no alert rule says how long."""
        rules = [rule for rule in self.declared.alerts.rules if rule.enabled and rule.when.kind == "stale"]
        if not rules:
            return None
        days = min(rule.when.days for rule in rules)
        limit = local_day(self.figures.clock()) - timedelta(days=days)
        used = set(self.figures.chosen_sources().values())
        pulled = [(name, at) for name, at in self.last_complete().iter_rows() if name in used and local_day(at) < limit]
        return Stale(days, dict(pulled))

    def quarantine(self, source: str | None = None) -> pl.DataFrame:
        """Open rows held back in ``store.QUARANTINE`` columns; a viewer of some units sees those of its units."""
        rows = self.figures.remember("quarantine page", self.figures.store.quarantine)
        seen = self.figures.visible(rows)
        return seen if source is None else seen.filter(pl.col("source") == source)

    def reconciled(self, indicator: str, sources: tuple[str, str], period: str, calendar: str) -> Reconciled:
        """Two sources side by side. Raises ``QueryError`` where they cannot be compared."""
        return self.figures.remember(
            ("reconciled", indicator, sources, period, calendar),
            lambda: reconcile(self.figures, indicator, sources, period=period, calendar=calendar),
        )

    def restated(self, period: str, calendar: str, source: str | None) -> Restated:
        """Counts of a period that were changed, and the effect on its figures."""
        return self.figures.remember(
            ("restated", period, calendar, source),
            lambda: restated(self.figures, period=period, calendar=calendar, source=source),
        )

    def _last_complete(self) -> pl.DataFrame:
        complete = self.figures.store.pulls().filter(pl.col("outcome") == "complete")
        return complete.group_by("source").agg(complete_at=pl.col("started_at").max()).sort("source")
