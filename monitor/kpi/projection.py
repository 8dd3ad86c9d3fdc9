"""Where an open period would end if the rest went on as it began, and what the rest has to reach.

A projection, never a figure: it is told as one wherever it is shown, and it is not made from little.

1. **How many cases are left**: as many a day as so far, ⌈cases · days left / days passed⌉.
2. **Where it would end**: the rest goes as well as the cases so far. The interval takes the rest between the rate so
   far minus and plus the largest move from one month to the next of the last year, widened to the Wilson 95 % interval
   of the rate so far where that is wider. It holds no more than that: not a change of the law, not a campaign.
3. **What the rest has to reach**: pure arithmetic on 1: the numerator still missing at the end over the cases left.
4. **No longer reachable** is said only when twice the pace, all of it going well, would not do (``reach``): the same
   rule that gives a figure its status, so the two never disagree.
5. **Nothing is projected** from fewer cases than the indicator's minimum, before a sixth of the period's days have
   passed, or after its end.
"""

from __future__ import annotations

import polars as pl

from monitor.kpi import division
from monitor.kpi.reach import MARGIN, unreachable

EARLIEST = 6
"""A projection waits until one day in so many of the period has passed."""
MADE, ENDED, EARLY, FEW = "made", "ended", "early", "few"
OUTLOOKS = (MADE, ENDED, EARLY, FEW)

_NUM, _DEN = pl.col("numerator"), pl.col("denominator")
_LOW = pl.col("direction") == "low"
_LEFT = pl.col("remaining")
_LENGTH = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
_PASSED = (pl.col("covered") - pl.col("period_start")).dt.total_days() + 1


def projected(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with a projection beside each.

    ``rows``: numerator, denominator, fewest Int64; goal, step Int64|null (target and milestone, hundredths of a per
    cent); swing Int64|null (hundredths of a point); direction high|low; period_start, period_end Date;
    covered Date: the last day whose cases are counted.

    Adds ``outlook`` (``made``, or why there is none: ``ended``, ``early``, ``few``); and, null unless made:
    ``remaining`` Int64 cases; ``end``, ``end_low``, ``end_high`` Float64 per cent, each with ``…_shown`` as text; and
    for ``goal`` and ``step`` each: ``…_needed`` Int64 (numerator the rest must bring; for a low aim: may bring at
    most), ``…_needed_shown`` (that as a rate of the rest; null where no rate of the rest would do), ``…_best_shown``
    (the end if all the rest goes well) and ``…_lost`` Boolean (no longer reachable).
    """
    judged = rows.with_columns(outlook=_outlook())
    made = pl.col("outlook") == MADE
    left = division.pro_rata(_DEN, _PASSED, _LENGTH - _PASSED).cast(pl.Int64, strict=False)
    counted = judged.with_columns(remaining=pl.when(made).then(left))
    return counted.with_columns(*_ends(), *_needs("goal"), *_needs("step"))


def largest_move(rates: pl.DataFrame) -> int | None:
    """The largest step between neighbouring months in hundredths of a point, rounded up; None without two of them.

    ``rates``: [rate Float64|null, trend_break String|null] of one unit, oldest first. A step across a break, where the
    way of counting changed, is none.
    """
    steps = pl.when(pl.col("trend_break").is_null()).then(pl.col("rate").diff().abs())
    most = rates.select((steps.max() * 100).ceil().cast(pl.Int64)).item()
    return None if most is None else int(most)


def _outlook() -> pl.Expr:
    return (
        pl.when(_PASSED >= _LENGTH)
        .then(pl.lit(ENDED))
        .when(_PASSED * EARLIEST < _LENGTH)
        .then(pl.lit(EARLY))
        .when(~division.divisible(_NUM, _DEN) | (pl.col("fewest") > _DEN) | (_NUM > _DEN))
        .then(pl.lit(FEW))
        .otherwise(pl.lit(MADE))
    )


def _ends() -> list[pl.Expr]:
    """The end as so far, and the two ends of its interval, as rates and as text."""
    wilson = division.wilson_low(_NUM, _DEN), division.wilson_high(_NUM, _DEN)
    few, many = division.portion_between(_LEFT, _NUM, _DEN, pl.col("swing").fill_null(0), wilson)
    named = {"end": division.portion(_LEFT, _NUM, _DEN), "end_low": few, "end_high": many}
    whole = _DEN + _LEFT
    rates = [division.rate(_NUM + more, whole).alias(name) for name, more in named.items()]
    return [*rates, *(division.shown(_NUM + more, whole).alias(f"{name}_shown") for name, more in named.items())]


def _needs(name: str) -> list[pl.Expr]:
    """What the rest has to bring for ``goal`` or ``step``."""
    goal, whole = pl.col(name), _DEN + _LEFT
    must = division.shortfall(_NUM, whole, goal, low=pl.lit(value=False))
    may = pl.min_horizontal(division.allowance(_NUM, whole, goal), _LEFT)
    needed = pl.when(_LEFT.is_not_null() & goal.is_not_null()).then(pl.when(_LOW).then(may).otherwise(must))
    possible = pl.when(_LOW).then(needed >= 0).otherwise(needed <= _LEFT)
    best = division.shown(pl.when(_LOW).then(_NUM).otherwise(_NUM + _LEFT), whole)
    twice = division.pro_rata(_DEN * MARGIN, _PASSED, _LENGTH - _PASSED)
    lost = unreachable(_NUM, _DEN, goal, twice, low=_LOW)
    return [
        needed.alias(f"{name}_needed"),
        pl.when(possible).then(division.shown(needed, _LEFT)).alias(f"{name}_needed_shown"),
        pl.when(goal.is_not_null()).then(best).alias(f"{name}_best_shown"),
        pl.when(_LEFT.is_not_null()).then(lost).alias(f"{name}_lost"),
    ]
