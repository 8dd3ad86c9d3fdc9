"""Answers to: which past counts of a period changed, and what that did to its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from monitor.figures.query import Query, checked
from monitor.figures.trends import nearly
from monitor.kpi import STATUSES
from monitor.kpi.rollup import ancestors
from monitor.trust.restatements import RESTATEMENTS, restatements

if TYPE_CHECKING:
    from monitor.figures.service import FigureService
    from monitor.periods import Period

RESTATED = {**RESTATEMENTS, "unit_name": pl.String()}
EFFECTS: dict[str, pl.DataType] = {
    "pull_id": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"),
    "indicator": pl.String(),
    "source": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "level": pl.String(),
    "numerator_before": pl.Int64(),
    "denominator_before": pl.Int64(),
    "shown_before": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "change": pl.Float64(),
}
"""What one pull made of a figure: as known just before its first restated count, and after its last; points gained."""

_INSTANT = timedelta(microseconds=1)
_FIGURE = ["indicator", "source", "unit"]


@dataclass(frozen=True, slots=True)
class Restated:
    """Restatements of one period: ``counts`` is ``RESTATED``, ``effects`` is ``EFFECTS``; newest pull first."""

    period: Period
    counts: pl.DataFrame
    effects: pl.DataFrame


def restated(
    figures: FigureService,
    *,
    period: str | None = None,
    calendar: str | None = None,
    source: str | None = None,
    unit: str | None = None,
) -> Restated:
    """Every restated count of a period, of one source or unit (with those below it) if named, and its effect.

    Raises ``QueryError`` for a name that does not exist, ``PeriodError`` for a period that is none.
    """
    checked(Query(source=source, unit=unit), figures.declared, STATUSES)
    asked = figures.period(period, calendar)
    versions = figures.counts(asked.calendar, asked.start, asked.end)
    mine = versions if source is None else versions.filter(pl.col("source") == source)
    changed = restatements(mine, nearly(figures.declared, "source_restated"))
    shown = figures.visible(changed).filter(_within(figures, unit))
    named = shown.join(figures.units.select("unit", "unit_name"), on="unit", how="left", maintain_order="left")
    lines = _lines(figures, shown)
    effects = [_effect(figures, asked, unit, pull).join(lines, on="unit", how="semi") for pull in _pulls(shown)]
    return Restated(asked, named.select(RESTATED.keys()), pl.concat([pl.DataFrame(schema=EFFECTS), *effects]))


@dataclass(frozen=True, slots=True)
class _Pull:
    """One pull that restated counts, and when its first and last restated counts were captured."""

    number: int
    source: str
    first: datetime
    last: datetime


def _pulls(changed: pl.DataFrame) -> Iterator[_Pull]:
    grouped = changed.group_by("pull_id", "source").agg(
        first=pl.col("captured_at").min(), last=pl.col("captured_at").max()
    )
    for row in grouped.sort("pull_id", descending=True).iter_rows():
        yield _Pull(*row)


def _effect(figures: FigureService, period: Period, unit: str | None, pull: _Pull) -> pl.DataFrame:
    """Figures that differ between the two moments."""
    before, after = (
        figures.answer(
            Query(period=period.code, calendar=period.calendar, source=pull.source, unit=unit, as_known_at=moment)
        )
        for moment in (pull.first - _INSTANT, pull.last)
    )
    sides = ["numerator", "denominator", "shown"]
    earlier = before.select(*_FIGURE, before_rate="rate", **{f"{side}_before": pl.col(side) for side in sides})
    both = after.join(earlier, on=_FIGURE)
    moved = [pl.col(side).ne_missing(pl.col(f"{side}_before")) for side in ("numerator", "denominator")]
    effect = both.filter(pl.any_horizontal(moved)).with_columns(
        pull_id=pl.lit(pull.number, pl.Int64),
        captured_at=pl.lit(pull.last),
        change=pl.col("rate") - pl.col("before_rate"),
    )
    return effect.select(pl.col(name).cast(kind) for name, kind in EFFECTS.items())


def _within(figures: FigureService, unit: str | None) -> pl.Expr:
    """Rows of a unit and those below it, or of a group such as H01/commune."""
    if unit is None:
        return pl.lit(value=True)
    root, _, level = unit.partition("/")
    below = ancestors(figures.units).filter(pl.col("ancestor") == root)
    members = figures.units.join(below, on="unit", how="semi")
    codes = members.filter(pl.col("level") == level) if level else members
    return pl.col("unit").is_in([*codes["unit"], *([] if level else [root])])


def _lines(figures: FigureService, changed: pl.DataFrame) -> pl.DataFrame:
    """Units that were restated, those above them, and their groups: [unit]."""
    own = changed.select("unit").unique()
    above = own.join(ancestors(figures.units), on="unit").select(unit="ancestor")
    every = pl.concat([own, above]).unique()
    groups = every.join(figures.units.drop_nulls("parent"), on="unit").select(
        unit=pl.concat_str("parent", "level", separator="/")
    )
    return pl.concat([every, groups]).unique()
