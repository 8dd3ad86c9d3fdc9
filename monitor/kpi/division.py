"""The one module that divides. Integers decide; a Float64 is only ever shown.

Every function takes expressions over Int64 counts (``target`` in hundredths of a per cent: 9500 = 95 %) and gives an
expression. Counts must lie in 0..``LARGEST_COUNT``: then every product below stays under 2·10⁴·(2⁵³/100) + 2⁵³/100
< 2⁶³, so Int64 never wraps, and ``100·num`` and ``den`` are exact doubles, so one IEEE 754 division of them is the
correctly rounded value of 100·num/den. A denominator of 0 gives null: no cases is neither 0 % nor 100 %.

Rules: domain reference §3.3 (two decimals, half up), §9 rules 1-3; design §4.
Interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212.
"""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

LARGEST_COUNT = 2**53 // 100
"""Largest count that is divided exactly (about 90 million million)."""
WHOLE = 10_000
"""100 % in hundredths of a per cent."""
NEAR = 500
"""Five points in hundredths of a per cent: how close to the target counts as near."""
Z = NormalDist().inv_cdf(0.975)
"""Two-sided 95 % quantile of the normal distribution, 1.95996…"""


def per_cent(hundredths: pl.Expr) -> pl.Expr:
    """Hundredths of a per cent as per cent, Float64."""
    return hundredths.cast(pl.Float64) / 100


def divisible(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """Whether a rate may be formed: both sides in 0..``LARGEST_COUNT`` and the denominator not 0; null is not."""
    return (num.is_between(0, LARGEST_COUNT) & den.is_between(1, LARGEST_COUNT)).fill_null(value=False)


def rate(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """100·num/den in per cent, Float64, correctly rounded; null where ``divisible`` is false."""
    return pl.when(divisible(num, den)).then((num * 100).cast(pl.Float64) / den.cast(pl.Float64))


def shown(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """The rate as text with two decimals, rounded half up from the integers: ⌊(2·10⁴·num + den) / (2·den)⌋ / 100."""
    hundredths = pl.when(divisible(num, den)).then((num * (2 * WHOLE) + den) // (den * 2))
    cents = (hundredths % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((hundredths // 100).cast(pl.String), cents, separator=".")


def met(num: pl.Expr, den: pl.Expr, target: pl.Expr, *, low: pl.Expr) -> pl.Expr:
    """Whether the target is met: 10⁴·num ≥ target·den, or ≤ where ``low`` (staying low is the aim)."""
    return pl.when(low).then(num * WHOLE <= target * den).otherwise(num * WHOLE >= target * den)


def near(num: pl.Expr, den: pl.Expr, target: pl.Expr, *, low: pl.Expr) -> pl.Expr:
    """Whether the rate is within five points on the wrong side of the target, or better."""
    return met(num, den, pl.when(low).then(target + NEAR).otherwise(target - NEAR), low=low)


def shortfall(num: pl.Expr, den: pl.Expr, target: pl.Expr, *, low: pl.Expr) -> pl.Expr:
    """How many more of the numerator would meet the target (``low``: how many fewer); at least 0.

    ⌈target·den / 10⁴⌉ − num, or num − ⌊target·den / 10⁴⌋. Null where ``divisible`` is false or there is no target.
    """
    product = target * den
    missing = pl.when(low).then(num - product // WHOLE).otherwise((product + (WHOLE - 1)) // WHOLE - num)
    return pl.when(divisible(num, den) & target.is_not_null()).then(pl.max_horizontal(missing, pl.lit(0, pl.Int64)))


def allowance(num: pl.Expr, den: pl.Expr, target: pl.Expr) -> pl.Expr:
    """How many more of the numerator an aim to stay low still allows: ⌊target·den / 10⁴⌋ − num; negative = passed."""
    return target * den // WHOLE - num


def distance(num: pl.Expr, den: pl.Expr, target: pl.Expr) -> pl.Expr:
    """Whole cases to the target with their sign: ⌈target·den / 10⁴⌉ − num; below 0 = as many more than needed."""
    return (target * den + (WHOLE - 1)) // WHOLE - num


def gap(num: pl.Expr, den: pl.Expr, target: pl.Expr, *, low: pl.Expr) -> pl.Expr:
    """What is missing to the target in ten-thousandths of a case, Int64, exact; negative where better than the target.

    target·den − 10⁴·num, or the other way round where ``low``. Unlike ``shortfall`` it is not rounded, so the gaps of
    parts add up to the gap of their sum.
    """
    return pl.when(low).then(num * WHOLE - target * den).otherwise(target * den - num * WHOLE)


def wilson_low(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """Lower end of the Wilson 95 % interval, in per cent; exactly 0 for a numerator of 0."""
    ends = pl.when(num == 0).then(0.0).otherwise((_centre(num, den) - _half_width(num, den)) * 100)
    return pl.when(divisible(num, den)).then(ends)


def wilson_high(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """Upper end of the Wilson 95 % interval, in per cent; exactly 100 where numerator and denominator are equal."""
    ends = pl.when(num == den).then(100.0).otherwise((_centre(num, den) + _half_width(num, den)) * 100)
    return pl.when(divisible(num, den)).then(ends)


def joint_low(first: pl.Expr, second: pl.Expr, den: pl.Expr) -> pl.Expr:
    """Least number of cases that can have both of two properties counted apart over one ``den``: max(0, a+b−den)."""
    least = pl.max_horizontal(first + second - den, pl.lit(0, pl.Int64))
    return pl.when(first.is_not_null() & second.is_not_null() & den.is_not_null()).then(least)


def joint_high(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Largest number of cases that can have both properties: min(a, b)."""
    return pl.when(first.is_not_null() & second.is_not_null()).then(pl.min_horizontal(first, second))


def pro_rata(cases: pl.Expr, passed: pl.Expr, left: pl.Expr) -> pl.Expr:
    """Cases still to come if ``cases`` in ``passed`` days go on for ``left`` days: ⌈cases·left / passed⌉, Int128."""
    return (cases.cast(pl.Int128) * left + (passed - 1)) // passed.cast(pl.Int128)


def portion(cases: pl.Expr, num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """How many of ``cases`` go well at the rate num/den, rounded half up: ⌊(2·cases·num + den) / (2·den)⌋, Int64."""
    wide = cases.cast(pl.Int128) * num * 2 + den
    return (wide // (den.cast(pl.Int128) * 2)).cast(pl.Int64)


def portion_between(
    cases: pl.Expr, num: pl.Expr, den: pl.Expr, swing: pl.Expr, interval: tuple[pl.Expr, pl.Expr]
) -> tuple[pl.Expr, pl.Expr]:
    """Fewest and most of ``cases`` that go well at num/den ± ``swing`` or anywhere in ``interval``, within 0..cases.

    ``swing`` in hundredths of a per cent, ``interval`` in per cent. The rates are taken to whole hundredths outwards,
    then the fewest are rounded down and the most up.
    """
    wide, over = num.cast(pl.Int128) * WHOLE, cases.cast(pl.Int128)
    least = pl.min_horizontal(wide // den - swing, (interval[0] * 100).floor().cast(pl.Int128))
    most = pl.max_horizontal((wide + den - 1) // den + swing, (interval[1] * 100).ceil().cast(pl.Int128))
    few = pl.max_horizontal(least, pl.lit(0, pl.Int128)) * over // WHOLE
    many = pl.min_horizontal((most * over + (WHOLE - 1)) // WHOLE, over)
    return few.cast(pl.Int64), many.cast(pl.Int64)


def _centre(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """(num + z²/2) / (den + z²): the middle of the interval, as a share of one."""
    return (num + Z * Z / 2) / (den + Z * Z)


def _half_width(num: pl.Expr, den: pl.Expr) -> pl.Expr:
    """z·√(num·(den − num)/den + z²/4) / (den + z²): half the width of the interval, as a share of one."""
    spread = num.cast(pl.Float64) * (den - num).cast(pl.Float64) / den + Z * Z / 4
    return Z * spread.sqrt() / (den + Z * Z)


def quotient(over: pl.Expr, under: pl.Expr) -> pl.Expr:
    """over/under as Float64, for statistics about counts; null where ``under`` is 0 or null. No rate of a unit."""
    return pl.when(under != 0).then(over.cast(pl.Float64) / under.cast(pl.Float64))
