"""What is said of a figure: one word, and how sure it is.

The first line that holds decides:

1. ``needs_check``   an open quarantine row or a broken count touches it (own counts only; a group is not accused for
                     one of its units), or there is no target to compare with, or a sum too large to divide. First,
                     because a unit whose number is held back did report.
2. ``not_reported``  no part reported both sides. Null is not 0 %.
3. ``no_cases``      the denominator is 0. Neither 0 % nor 100 %.
4. ``unreachable``   the period is provisional, has enough cases, and the target is out of reach (``reach.py``).
5. ``provisional``   the period is open, or was not looked at again after it ended.
6. ``too_few``       fewer cases than the indicator's minimum denominator.
7. ``met`` · ``near`` · ``below``   on integers, before any rounding; near = within five points.

``certainty`` is given for the last line only: ``surely`` when the whole Wilson 95 % interval lies on the same side of
the target as the rate, else ``probably``.
"""

from __future__ import annotations

import polars as pl

from monitor.kpi import division
from monitor.kpi.frames import local_date
from monitor.kpi.reach import remaining_cases, unreachable

NEEDS_CHECK = "needs_check"
NOT_REPORTED = "not_reported"
NO_CASES = "no_cases"
UNREACHABLE = "unreachable"
PROVISIONAL = "provisional"
TOO_FEW = "too_few"
MET = "met"
NEAR = "near"
BELOW = "below"
STATUSES = (MET, NEAR, BELOW, UNREACHABLE, TOO_FEW, NO_CASES, NOT_REPORTED, NEEDS_CHECK, PROVISIONAL)
SURELY = "surely"
PROBABLY = "probably"

_NUM, _DEN = pl.col("numerator"), pl.col("denominator")
_GOAL, _STEP = pl.col("goal"), pl.col("step")
_LOW = pl.col("direction") == "low"
_FEW = pl.col("minimum_denominator") > _DEN


def with_rates(values: pl.DataFrame) -> pl.DataFrame:
    """Add rate, shown, target, milestone, both shortfalls and the interval.

    ``values``: numerator, denominator Int64|null; goal, step Int64|null (target and milestone in hundredths of a per
    cent); direction "high" | "low".
    """
    return values.with_columns(
        rate=division.rate(_NUM, _DEN),
        shown=division.shown(_NUM, _DEN),
        target=division.per_cent(_GOAL),
        milestone=division.per_cent(_STEP),
        shortfall=division.shortfall(_NUM, _DEN, _GOAL, low=_LOW),
        milestone_shortfall=division.shortfall(_NUM, _DEN, _STEP, low=_LOW),
        interval_low=division.wilson_low(_NUM, _DEN),
        interval_high=division.wilson_high(_NUM, _DEN),
    )


def with_provisional(values: pl.DataFrame, *, today: pl.Expr) -> pl.DataFrame:
    """Add ``provisional``: the period has not ended before ``today``, or was last looked at before it had ended.

    ``values``: period_end, captured_at|null, confirmed Boolean (asked for again after the period's end).
    """
    looked_at_open = local_date(pl.col("captured_at")) <= pl.col("period_end")
    stale = looked_at_open.fill_null(value=False) & ~pl.col("confirmed")
    return values.with_columns(provisional=(pl.col("period_end") >= today) | stale)


def with_status(values: pl.DataFrame) -> pl.DataFrame:
    """Add ``status`` and ``certainty`` to the columns of ``with_rates`` and ``with_provisional``.

    Nobody is late before the period has ended: without counts an open period is provisional, not "not reported".
    Further columns read: suspect Boolean (an open quarantine row or a broken count), reported, minimum_denominator,
    period_start, period_end, captured_at.
    """
    status = (
        pl.when(pl.col("suspect") | (_DEN > division.LARGEST_COUNT) | _GOAL.is_null())
        .then(pl.lit(NEEDS_CHECK))
        .when(_DEN.is_null())
        .then(pl.when("provisional").then(pl.lit(PROVISIONAL)).otherwise(pl.lit(NOT_REPORTED)))
        .when(_DEN == 0)
        .then(pl.lit(NO_CASES))
        .when(pl.col("provisional"))
        .then(_of_open())
        .when(_FEW)
        .then(pl.lit(TOO_FEW))
        .otherwise(_of_closed())
    )
    return values.with_columns(status=status).with_columns(certainty=_certainty())


def _of_open() -> pl.Expr:
    remaining = remaining_cases(_DEN, pl.col("captured_at"), pl.col("period_start"), pl.col("period_end"))
    lost = ~_FEW & unreachable(_NUM, _DEN, _GOAL, remaining, low=_LOW)
    return pl.when(lost).then(pl.lit(UNREACHABLE)).otherwise(pl.lit(PROVISIONAL))


def _of_closed() -> pl.Expr:
    return (
        pl.when(division.met(_NUM, _DEN, _GOAL, low=_LOW))
        .then(pl.lit(MET))
        .when(division.near(_NUM, _DEN, _GOAL, low=_LOW))
        .then(pl.lit(NEAR))
        .otherwise(pl.lit(BELOW))
    )


def _certainty() -> pl.Expr:
    target, status = pl.col("target"), pl.col("status")
    above = pl.col("interval_low") >= target
    under = pl.col("interval_high") <= target
    good = pl.when(_LOW).then(under).otherwise(above)
    # equality counts as good on either side, so a miss is sure only strictly beyond the target
    bad = pl.when(_LOW).then(pl.col("interval_low") > target).otherwise(pl.col("interval_high") < target)
    sure = pl.when(status == MET).then(good).otherwise(bad)
    return (
        pl.when(status.is_in([MET, NEAR, BELOW]))
        .then(pl.when(sure).then(pl.lit(SURELY)).otherwise(pl.lit(PROBABLY)))
        .otherwise(pl.lit(None, pl.String))
    )
