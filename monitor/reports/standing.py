"""Who moved, who is short, who should do what: selections of an edition's figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monitor.kpi import division
from monitor.reports.content import Content

SHORT = ("near", "below", "unreachable")
"""States of a unit that has cases enough and is under the target."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many units of one indicator are where."""

    met: int
    short: int
    too_few: int
    no_cases: int
    not_reported: int
    needs_check: int
    provisional: int

    @property
    def asked(self) -> int:
        """Units of which a figure was expected."""
        return (
            self.met
            + self.short
            + self.too_few
            + self.no_cases
            + self.not_reported
            + self.needs_check
            + self.provisional
        )


def standing(units: pl.DataFrame) -> Standing:
    """Count an indicator's units by state."""
    counted = dict(units.group_by("status").len().iter_rows())
    return Standing(
        met=counted.get("met", 0),
        short=sum(counted.get(status, 0) for status in SHORT),
        too_few=counted.get("too_few", 0),
        no_cases=counted.get("no_cases", 0),
        not_reported=counted.get("not_reported", 0),
        needs_check=counted.get("needs_check", 0),
        provisional=counted.get("provisional", 0),
    )


def short_of_target(units: pl.DataFrame) -> pl.DataFrame:
    """Units under the target, those that lack most first."""
    return units.filter(pl.col("status").is_in(SHORT)).sort(["shortfall", "unit"], descending=[True, False])


def improved(units: pl.DataFrame, most: int) -> pl.DataFrame:
    """The units that moved most toward the target since the period before, beyond what chance explains.

    A change counts where the earlier rate lies outside this period's interval (Wilson, 95 %); units with too few cases
    are left out.
    """
    before = division.rate(pl.col("previous_numerator"), pl.col("previous_denominator"))
    clear = before < pl.col("interval_low")
    judged = ~pl.col("status").is_in(["too_few", "no_cases", "not_reported", "needs_check"])
    return (
        units.filter(judged, clear, pl.col("change") > 0).sort(["change", "unit"], descending=[True, False]).head(most)
    )


def tasks(content: Content) -> pl.DataFrame:
    """What is proposed to each unit: its largest shortfall among the headline indicators.

    [unit, unit_name, indicator, numerator, denominator, shown, target, shortfall], most missing first.
    """
    columns = ["unit", "unit_name", "indicator", "numerator", "denominator", "shown", "target", "shortfall"]
    headline = content["figures"].filter(
        pl.col("chosen"),
        pl.col("indicator").is_in(content.headline),
        pl.col("status").is_in(SHORT),
        content.single,
    )
    largest = headline.sort(["shortfall", "indicator"], descending=[True, False]).unique("unit", keep="first")
    return largest.sort(["shortfall", "unit"], descending=[True, False]).select(columns)
