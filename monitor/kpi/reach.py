"""Whether an open period's target can still be reached, given the cases that may still come."""

from __future__ import annotations

import polars as pl

from monitor.kpi.division import WHOLE, pro_rata
from monitor.kpi.frames import local_date

MARGIN = 2
"""The rest of the period may bring twice the pace so far: saying "no longer reachable" too early does harm."""


def remaining_cases(den: pl.Expr, captured_at: pl.Expr, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Estimate of the cases still to come: ⌈MARGIN · den · days left / days passed⌉, Int128.

    Days passed run from ``start`` up to the day before the capture (at least one); days left are the rest up to
    ``end``, the day of the capture included.
    """
    length = (end - start).dt.total_days() + 1
    passed = pl.min_horizontal(pl.max_horizontal((local_date(captured_at) - start).dt.total_days(), 1), length)
    return pro_rata(den * MARGIN, passed, length - passed)


def unreachable(num: pl.Expr, den: pl.Expr, target: pl.Expr, remaining: pl.Expr, *, low: pl.Expr) -> pl.Expr:
    """Whether the target is missed even if every remaining case goes well.

    Best end for "high": (num + r) of (den + r); for ``low``: num of (den + r). Compared with the target on Int128
    integers, ``target`` in hundredths of a per cent.
    """
    wide_num, wide_den = num.cast(pl.Int128), den.cast(pl.Int128) + remaining
    missed = (wide_num + remaining) * WHOLE < wide_den * target
    return pl.when(low).then(wide_num * WHOLE > wide_den * target).otherwise(missed)
