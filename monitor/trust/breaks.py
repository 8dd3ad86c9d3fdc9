"""Where a trend stops: a new definition, another way of counting at the source, a jump of nearly all units at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from monitor.kpi import COUNTS
from monitor.trust.restatements import MEASURED, RESTATEMENTS, Nearly

BREAKS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "calendar": pl.String(),
    "measure": pl.String(),
    "day": pl.Date(),
    "reason": pl.String(),
}
"""From ``day`` on the source counts in another way than before. ``series``, ``measure`` null = all of them.

``reason``: ``declared`` (told in sources.yaml) or ``restated`` (only one side of the day was restated, by a pull that
restated nearly all units).
"""

DEFINITION, DECLARED, RESTATED, JUMPED = "definition", "declared", "restated", "jumped"
REASONS = (DEFINITION, DECLARED, RESTATED, JUMPED)
"""Why two neighbouring periods are not compared, the gravest first."""

_LINE = ["indicator", "source", "unit"]


@dataclass(frozen=True, slots=True)
class Jump:
    """A move of nearly all units by at least ``points`` in one direction within one period."""

    nearly: Nearly
    points: float


@dataclass(frozen=True, slots=True)
class Captures:
    """What the counts of some days tell of restatements by their sources: all that ``restated_breaks`` needs of them.

    ``frame``: MEASURED and [grain, period_start, first_at] of every period, then MEASURED and [pull_id, period_start,
    at] of every pull that restated nearly all units of it; the columns of the other kind are null.
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, counts: pl.DataFrame, restated: pl.DataFrame) -> Captures:
        """``counts``: COUNTS, all versions; ``restated``: RESTATEMENTS of them."""
        periods = counts.group_by(*MEASURED, "grain", "period_start").agg(first_at=pl.col("captured_at").min())
        own = restated.filter("by_source").group_by(*MEASURED, "pull_id", "period_start")
        return cls(pl.concat([periods, own.agg(at=pl.col("captured_at").min())], how="diagonal"))

    @classmethod
    def together(cls, parts: Iterable[Captures]) -> Captures:
        """Captures of all these days, no count of which is in two parts."""
        nothing = cls.of(pl.DataFrame(schema=COUNTS), pl.DataFrame(schema=RESTATEMENTS)).frame
        return cls(pl.concat([nothing, *(part.frame for part in parts)]))


def restated_breaks(captures: Captures) -> pl.DataFrame:
    """``BREAKS`` at the first day of each period that differs from its neighbour in being restated by the source.

    A pull that restates nearly all units of some months and leaves older ones as they were puts two ways of counting
    side by side. Periods first captured by that pull or later are taken to be counted in the new way.
    """
    known = captures.frame
    periods = known.filter(pl.col("pull_id").is_null()).select(*MEASURED, "grain", "period_start", "first_at")
    own = known.filter(pl.col("pull_id").is_not_null())
    pulls = own.group_by(*MEASURED, "pull_id").agg(pl.col("at").min())
    new = own.select(*MEASURED, "pull_id", "period_start").unique().with_columns(new=pl.lit(value=True))
    met = periods.join(pulls, on=MEASURED).filter(pl.col("first_at") < pl.col("at"))
    sides = met.join(new, on=[*MEASURED, "pull_id", "period_start"], how="left").with_columns(
        pl.col("new").fill_null(value=False)
    )
    line = [*MEASURED, "grain", "pull_id"]
    turned = sides.sort("period_start").filter(pl.col("new").ne(pl.col("new").shift(1).over(line)))
    named = turned.with_columns(day="period_start", reason=pl.lit(RESTATED))
    return named.select(BREAKS.keys()).unique().sort(*MEASURED, "day")


def reasons(figures: pl.DataFrame, breaks: pl.DataFrame, readings: pl.DataFrame, jump: Jump) -> pl.DataFrame:
    """Why all units of a source are not compared with the period before: [indicator, source, period, reason].

    ``figures``: FIGURES of neighbouring periods of one calendar, all units of a source; ``breaks``: BREAKS of any
    calendar; ``readings``: [indicator, version, reading, measure, …].
    """
    ordered = _ordered(figures)
    key = ["indicator", "source", "period"]
    both = _turned(ordered, breaks, readings).join(_jumped(ordered, jump), on=key, how="full", coalesce=True)
    return both.select(*key, reason=pl.coalesce("turned", "jumped")).sort(key)


def with_breaks(figures: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """``figures`` with ``trend_break`` String: why a row is not compared with the period before it; null = it is.

    ``figures``: of the periods that ``reasons`` were found in, any units. The first period has no break.
    """
    told = _ordered(figures).join(reasons, on=["indicator", "source", "period"], how="left")
    marked = told.with_columns(defined=_redefined(), former=pl.col("before_period_start").is_not_null())
    added = marked.with_columns(trend_break=pl.when("former").then(pl.coalesce("defined", "reason")))
    columns = [*figures.columns, "trend_break"]
    return added.select(columns).sort("period_start", "indicator", "source", "unit")


def _ordered(figures: pl.DataFrame) -> pl.DataFrame:
    """Line by line, each row with what the one before it says."""
    return figures.sort(*_LINE, "period_start", maintain_order=True).with_columns(
        _before(name) for name in ("rate", "version", "reading", "series", "period_start")
    )


def _before(name: str) -> pl.Expr:
    """The value of the row above where that row is of the same line; faster than a window for each line."""
    same = pl.all_horizontal(pl.col(key) == pl.col(key).shift(1) for key in _LINE)
    return pl.when(same).then(pl.col(name).shift(1)).alias(f"before_{name}")


def _redefined() -> pl.Expr:
    """The definition's version, the reading or the series is another one than in the period before."""
    differs = [pl.col(name) != pl.col(f"before_{name}") for name in ("version", "reading", "series")]
    return pl.when(pl.any_horizontal(differs)).then(pl.lit(DEFINITION))


def _turned(ordered: pl.DataFrame, breaks: pl.DataFrame, readings: pl.DataFrame) -> pl.DataFrame:
    """Periods with a break after the first day of the period before: [indicator, source, period, turned]."""
    read = readings.select("indicator", "version", "reading", "measure").unique()
    spans = ordered.select(
        "indicator", "version", "reading", "source", "series", "calendar", "period", "before_period_start", "period_end"
    ).unique()
    found = spans.join(read, on=["indicator", "version", "reading"]).join(breaks, on="source", suffix="_of_break")
    concerned = [
        pl.col(f"{name}_of_break").is_null() | (pl.col(f"{name}_of_break") == pl.col(name))
        for name in ("series", "measure", "calendar")
    ]
    between = pl.col("day").is_between("before_period_start", "period_end", closed="right")
    rank = pl.col("reason").replace_strict({reason: place for place, reason in enumerate(REASONS)})
    named = found.filter(*concerned, between).sort(rank)
    return named.group_by("indicator", "source", "period", maintain_order=True).agg(turned=pl.col("reason").first())


def _jumped(ordered: pl.DataFrame, jump: Jump) -> pl.DataFrame:
    """Periods in which nearly all units moved at once: [indicator, source, period, jumped]."""
    own = ordered.filter(pl.col("basis") == "own", pl.col("before_rate").is_not_null(), pl.col("rate").is_not_null())
    moved = pl.col("rate") - pl.col("before_rate")
    counted = own.group_by("indicator", "source", "period").agg(
        among=pl.len().cast(pl.Int64),
        up=(moved >= jump.points).sum().cast(pl.Int64),
        down=(moved <= -jump.points).sum().cast(pl.Int64),
    )
    most = pl.max_horizontal("up", "down")
    together = counted.filter(jump.nearly.holds(most, pl.col("among")))
    return together.select("indicator", "source", "period", jumped=pl.lit(JUMPED))
