"""Reads what a decision depends on: figures of the months the rules look at, and the state of every source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from monitor.alerts.frames import BLOCKS, SOURCES
from monitor.alerts.judge import Situation
from monitor.figures import FigureService, local_day
from monitor.periods import CalendarName, Period, month_of
from monitor.workdays import WorkDays

if TYPE_CHECKING:
    from monitor.declared import AlertPlan, Declared
    from monitor.figures.trust import TrustService
    from monitor.store import Store

GRAVE = "error"
"""Findings of this severity: a number cannot be right."""
_BACK = 1
"""A fall is seen against one month more; a month that has not met its deadline leaves one month more to look at."""


def situation_of(figures: FigureService, trust: TrustService | None = None) -> Situation:
    """Everything but live alerts and silences, which the caller adds; without ``trust`` no finding holds a figure."""
    declared, today = figures.declared, local_day(figures.clock())
    months = {calendar: _months(declared.alerts, today, calendar) for calendar in _calendars(declared)}
    wanted = frozenset(rule.indicator for rule in declared.alerts.rules if rule.indicator and rule.enabled)
    frames = [figures.history(span, wanted) for span in months.values()]
    return Situation(
        figures=_with_definition(pl.concat(frames), declared),
        chosen=figures.chosen_sources(),
        months={str(calendar): span for calendar, span in months.items()},
        sources=source_states(figures.store, declared),
        today=today,
        workdays=WorkDays(declared.calendar),
        blocks=_blocks(trust, months, declared.alerts, today),
    )


def _blocks(
    trust: TrustService | None, months: Mapping[CalendarName, tuple[Period, ...]], plan: AlertPlan, today: date
) -> pl.DataFrame:
    """BLOCKS: what a grave finding says cannot be right, in the closed months the rules judge."""
    longest = max((rule.when.periods for rule in plan.rules), default=1)
    frames = [pl.DataFrame(schema=BLOCKS)]
    for calendar, span in months.items():
        for month in [one for one in span if one.closed(today)][-longest:]:
            if trust is not None:
                found = trust.findings(period=month.code, calendar=calendar, severity=GRAVE)
                frames.append(found.select("indicator", "source", "unit", period=pl.lit(month.code)))
    return pl.concat(frames).unique(maintain_order=True)


def source_states(store: Store, declared: Declared) -> pl.DataFrame:
    """SOURCES: how the newest ended pull of each declared source went. A pull still running says nothing yet."""
    ended = store.pulls().filter(pl.col("outcome") != "running", pl.col("scope") != "replay")
    newest = ended.unique("source", keep="first", maintain_order=True).select("source", "outcome", pull_id="id")
    complete = ended.filter(pl.col("outcome") == "complete", pl.col("scope") != "file")
    since = complete.group_by("source").agg(complete_at=pl.col("started_at").max())
    declared_ones = pl.DataFrame(
        [(source.name, source.enabled) for source in declared.sources],
        schema={"source": pl.String(), "enabled": pl.Boolean()},
        orient="row",
    )
    trouble = (
        pl.when(pl.col("outcome").is_null())
        .then(pl.lit("never_pulled"))
        .when(pl.col("outcome") == "partial")
        .then(pl.lit("partial_pull"))
        .when(pl.col("outcome") != "complete")
        .then(pl.lit("source_outage"))
    )
    known = declared_ones.join(newest, on="source", how="left").join(since, on="source", how="left")
    return known.with_columns(trouble=trouble).select(pl.col(name).cast(kind) for name, kind in SOURCES.items())


def _calendars(declared: Declared) -> list[CalendarName]:
    default = declared.calendar.default_calendar
    return sorted({rule.calendar or default for rule in declared.alerts.rules} or {default})


def _months(plan: AlertPlan, today: date, calendar: CalendarName) -> tuple[Period, ...]:
    """The running month and, before it, as many as the rule with the longest memory needs, oldest first."""
    longest = max((rule.when.periods for rule in plan.rules), default=1)
    months = [month_of(today, calendar)]
    for _ in range(longest + 2 * _BACK):
        months.append(months[-1].previous())
    return tuple(reversed(months))


def _with_definition(figures: pl.DataFrame, declared: Declared) -> pl.DataFrame:
    definition = declared.indicator_frame().select("indicator", "version", "direction", "minimum_denominator")
    return figures.join(definition, on=["indicator", "version"], how="left", maintain_order="left")
