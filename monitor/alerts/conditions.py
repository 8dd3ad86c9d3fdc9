"""The conditions of rules as expressions over figures. Pure polars; integers decide, as everywhere.

Every function takes a frame of one rule's figures, sorted by unit and period, one row per unit and month without gaps
(``place`` counts the months), and adds ``bad`` Boolean: the row by itself is what the rule is about. Rows that cannot
be judged are told apart by ``judge.unjudgeable``, not here.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from monitor.declared.alert_models import AlertRule, When
from monitor.kpi import division

_LOW = pl.col("direction") == "low"


def hundredths(number: Decimal) -> int:
    """Per cent as hundredths of a per cent, exact."""
    return int(number * 100)


def with_goal(cells: pl.LazyFrame, when: When) -> pl.LazyFrame:
    """Add ``goal`` Float64 (per cent) and ``missing`` Int64: what is measured against, and the shortfall to it."""
    goal, missing = ("milestone", "milestone_shortfall") if when.against == "milestone" else ("target", "shortfall")
    return cells.with_columns(goal=pl.col(goal), missing=pl.col(missing))


def with_bad(cells: pl.LazyFrame, rule: AlertRule) -> pl.LazyFrame:
    """Add ``bad`` for the rule's condition, and ``cleared``: gone by more than the rule's margin."""
    bad = _CONDITIONS[rule.when.kind](rule.when).fill_null(value=False)
    judged = cells.with_columns(bad=bad)
    return judged.with_columns(cleared=~pl.col("bad") & _beyond_margin(rule))


def _beyond_margin(rule: AlertRule) -> pl.Expr:
    """Whether the goal is passed by the margin: a figure that only just meets it may fall back at the next pull."""
    if rule.when.kind != "off_target" or not rule.margin:
        return pl.lit(value=True)
    goal = (pl.col("goal") * 100).round().cast(pl.Int64)
    step = hundredths(rule.margin)
    moved = pl.when(_LOW).then(pl.max_horizontal(goal - step, 0)).otherwise(pl.min_horizontal(goal + step, 10_000))
    return division.met(pl.col("numerator"), pl.col("denominator"), moved, low=_LOW).fill_null(value=False)


def _off_target(when: When) -> pl.Expr:
    missed = pl.col("missing") > 0
    if not when.certain:
        return missed
    beyond = pl.when(_LOW).then(pl.col("interval_low") > pl.col("goal"))
    return missed & beyond.otherwise(pl.col("interval_high") < pl.col("goal"))


def _falling(when: When) -> pl.Expr:
    """Worse than the month before by more than so many points, and by more than chance: the intervals do not meet."""
    fallen = (_before("rate") - pl.col("rate")) > float(when.points)
    risen = (pl.col("rate") - _before("rate")) > float(when.points)
    apart_below = pl.col("interval_high") < _before("interval_low")
    apart_above = pl.col("interval_low") > _before("interval_high")
    same = (pl.col("series") == _before("series")) & (pl.col("version") == _before("version"))
    neighbours = pl.col("place") == _before("place") + 1
    steady = same & neighbours & ~_before("provisional")
    return steady & pl.when(_LOW).then(risen & apart_above).otherwise(fallen & apart_below)


def _shortfall_share(when: When) -> pl.Expr:
    """At least such a share of what the units below the same parent lack together in the month."""
    whole = pl.col("missing").sum().over("place", "parent")
    return (pl.col("missing") > 0) & (pl.col("missing") * division.WHOLE >= whole * hundredths(when.share))


def _unreachable(_when: When) -> pl.Expr:
    return pl.col("status") == "unreachable"


def _not_reported(_when: When) -> pl.Expr:
    return pl.col("status") == "not_reported"


def _before(column: str) -> pl.Expr:
    return pl.col(column).shift(1).over("unit")


_CONDITIONS = {
    "off_target": _off_target,
    "falling": _falling,
    "shortfall_share": _shortfall_share,
    "unreachable": _unreachable,
    "not_reported": _not_reported,
}
