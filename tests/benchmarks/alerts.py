"""All units of the nation's communes against twelve rules: how long one evaluation takes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from statistics import median
from time import perf_counter

import polars as pl

from monitor.alerts.judge import Situation, decide
from monitor.declared import AlertRule, load
from monitor.kpi import FIGURES
from monitor.kpi.status import with_provisional, with_rates, with_status
from monitor.periods import CalendarName, Period, month_of
from monitor.workdays import WorkDays
from tests.alerts.world import sources
from tests.running import ROOT

UNITS = 3_321
TODAY = date(2026, 11, 23)
RUNS = 5
CALENDARS: tuple[CalendarName, ...] = ("calendar", "nd09")


def report() -> None:
    """Print the time of one evaluation of 3,321 units × 12 rules over five months of figures."""
    declared = load(ROOT / "config")
    rules = tuple(rule.model_copy(update={"enabled": True}) for rule in declared.alerts.rules)
    codes = sorted({rule.indicator for rule in rules if rule.indicator})
    situation = Situation(
        figures=made_up(codes, rules),
        chosen=dict.fromkeys(codes, "s"),
        months={name: _months(name) for name in CALENDARS},
        sources=sources(),
        today=TODAY,
        workdays=WorkDays(declared.calendar),
    )
    decided = decide(rules, situation, "calendar")
    seconds = []
    for _ in range(RUNS):
        begun = perf_counter()
        decide(rules, situation, "calendar")
        seconds.append(perf_counter() - begun)
    opened = decided.filter(pl.col("decision") == "open").height
    print(f"alerts, {UNITS} units × {len(rules)} rules, {situation.figures.height} figures: {median(seconds):.2f} s")
    print(f"  {decided.height} decisions, each with its reason; {opened} to open")


def made_up(codes: list[str], rules: tuple[AlertRule, ...]) -> pl.DataFrame:
    """Random figures of the running month and the four before, with status and interval from the arithmetic."""
    random = Random(20261124)
    captured = datetime(2026, 11, 23, 3, tzinfo=UTC)
    rows = []
    for code in codes:
        calendar = next(rule.calendar or "calendar" for rule in rules if rule.indicator == code)
        for month in _months(calendar):
            for number in range(UNITS):
                cases = random.randint(0, 400)
                done = int(cases * random.uniform(0.5, 1))
                rows.append((code, f"X{number:04d}", calendar, month.code, month.start, month.end, done, cases))
    names = ["indicator", "unit", "calendar", "period", "period_start", "period_end", "numerator", "denominator"]
    low = {rule.indicator for rule in rules if rule.indicator == "G2"}
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        goal=pl.lit(9500, pl.Int64),
        step=pl.lit(8000, pl.Int64),
        direction=pl.when(pl.col("indicator").is_in(list(low))).then(pl.lit("low")).otherwise(pl.lit("high")),
        minimum_denominator=pl.lit(30, pl.Int64),
        captured_at=pl.lit(captured).cast(pl.Datetime("us", "UTC")),
        confirmed=pl.lit(value=True),
        suspect=pl.lit(value=False),
        version=pl.lit(1, pl.Int64),
        series=pl.lit("t"),
        source=pl.lit("s"),
        unit_name=pl.col("unit"),
        kind=pl.lit("commune"),
        level=pl.lit("commune"),
        parent=pl.lit("P"),
        reported=pl.lit(1, pl.Int64),
    )
    judged = with_status(with_provisional(with_rates(frame), today=pl.lit(TODAY)))
    missing = [pl.lit(None, kind).alias(name) for name, kind in FIGURES.items() if name not in judged.columns]
    return judged.with_columns(missing).select(*FIGURES, "direction", "minimum_denominator")


def _months(calendar: CalendarName) -> tuple[Period, ...]:
    months = [month_of(TODAY, calendar)]
    for _ in range(4):
        months.append(months[-1].previous())
    return tuple(reversed(months))
