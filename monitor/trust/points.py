"""A difference of two rates split along the causes of a difference of counts, exactly, and rounded so that it adds up.

From the second source's rate to the first one's the causes are added one after another, in their fixed order; each
step moves the rate by an exact fraction, and the steps add up to the whole. A step at which no rate exists (no cases or
a numerator above its denominator) moves nothing; the next one that exists takes its part over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

import polars as pl

HUNDREDTHS = 10_000
"""Hundredths of a point in a whole."""
_HALF = Fraction(1, 2)


def with_points(rows: pl.DataFrame, parts: pl.DataFrame, causes: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add ``points`` Int64 to both frames: hundredths of a point, null where one of the sides has no rate.

    ``rows``: [unit, first_numerator, first_denominator, second_numerator, second_denominator, …]; ``parts``: [unit,
    cause, numerator, denominator], every cause once per unit. The points of a unit's parts add up to its own.
    """
    moves = {
        (unit, cause): (above, below)
        for unit, cause, above, below in parts.select("unit", "cause", "numerator", "denominator").iter_rows()
    }
    ends = rows.select("unit", "first_numerator", "first_denominator", "second_numerator", "second_denominator")
    whole: dict[str, int | None] = {}
    split: list[tuple[str, str, int | None]] = []
    for unit, *sides in ends.iter_rows():
        total, shares = _split(tuple(sides), {cause: moves[unit, cause] for cause in causes if (unit, cause) in moves})
        whole[unit] = total
        split += [(unit, cause, share) for cause, share in shares.items()]
    points = pl.DataFrame(split, schema={"unit": pl.String, "cause": pl.String, "points": pl.Int64}, orient="row")
    order = {cause: place for place, cause in enumerate(causes)}
    joined = parts.join(points, on=["unit", "cause"], how="left")
    told = joined.sort("unit", pl.col("cause").replace_strict(order, return_dtype=pl.Int64))
    column = pl.col("unit").replace_strict(whole, return_dtype=pl.Int64)
    return rows.with_columns(points=column) if whole else rows.with_columns(points=pl.lit(None, pl.Int64)), told


def _split(
    ends: tuple[int | None, ...], moves: Mapping[str, tuple[int, int]]
) -> tuple[int | None, dict[str, int | None]]:
    """The whole in hundredths, and each cause's part of it."""
    last, start = _rate(ends[0], ends[1]), _rate(ends[2], ends[3])
    if last is None or start is None or not moves:
        return None, dict.fromkeys(moves)
    steps = _steps((ends[2] or 0, ends[3] or 0), start, moves)
    total = floor((last - start) * HUNDREDTHS + _HALF)
    return total, dict(zip(moves, _adding_up(list(steps.values()), total), strict=True))


def _steps(start: tuple[int, int], rate: Fraction, moves: Mapping[str, tuple[int, int]]) -> dict[str, Fraction]:
    above, below = start
    steps: dict[str, Fraction] = {}
    for cause, (more, wider) in moves.items():
        above, below = above + more, below + wider
        reached = _rate(above, below)
        steps[cause] = Fraction(0) if reached is None else reached - rate
        rate = rate if reached is None else reached
    return steps


def _rate(above: int | None, below: int | None) -> Fraction | None:
    if above is None or below is None or below <= 0 or not 0 <= above <= below:
        return None
    return Fraction(above, below)


def _adding_up(steps: list[Fraction], total: int) -> list[int]:
    """Whole hundredths that add up to ``total``: rounded down, the rest to the largest remainders."""
    exact = [step * HUNDREDTHS for step in steps]
    whole = [floor(step) for step in exact]
    order = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in order[: total - sum(whole)]:
        whole[place] += 1
    return whole
