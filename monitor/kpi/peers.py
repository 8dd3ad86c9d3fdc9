"""Units to compare a unit with: those of its own kind with nearly as many cases. Pure."""

from __future__ import annotations

import polars as pl

from monitor.kpi import division

NEAREST = 7
"""How many peers a unit has, where there are as many. Odd, so that one of them is in the middle."""

WITHIN = 3
"""A peer has at most so many times the cases of the other: beyond that the volume is not similar, however near."""

PEERS: dict[str, pl.DataType] = {"unit": pl.String(), "peer": pl.String(), "distance": pl.Int64()}
"""One row per unit and peer, the nearest first. ``distance``: difference of the two denominators."""

STANDING: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "peers": pl.Int64(),
    "middle": pl.String(),
    "middle_numerator": pl.Int64(),
    "middle_denominator": pl.Int64(),
    "middle_rate": pl.Float64(),
    "middle_shown": pl.String(),
    "peers_numerator": pl.Int64(),
    "peers_denominator": pl.Int64(),
}
"""One row per unit with peers. ``middle``: the peer whose rate is the median; of an even number the lower of the two in
the middle, so that the median is always one unit's own counts and never a mean of percentages. ``peers_numerator``,
``peers_denominator``: counts of all peers added."""


def peers(figures: pl.DataFrame, nearest: int = NEAREST) -> pl.DataFrame:
    """``PEERS`` of every unit with a rate.

    ``figures``: one row per unit [unit, kind, numerator Int64?, denominator Int64?] of one indicator, source, period.
    Peers of a unit are the ``nearest`` units of its kind whose denominators differ least from its own, by a factor of
    at most ``WITHIN``; of equally near ones those that stand closest to it in the order of denominator and code. Units
    without cases are nobody's peers.
    """
    rated = figures.filter(division.divisible(pl.col("numerator"), pl.col("denominator")))
    lined = rated.select("unit", "kind", "denominator").sort("kind", "denominator", "unit")
    own, other = pl.col("denominator"), pl.col("other")
    steps = [step for step in range(-nearest, nearest + 1) if step]
    beside = [
        lined.select(
            "unit",
            "denominator",
            own.shift(step).over("kind").alias("other"),
            pl.col("unit").shift(step).over("kind").alias("peer"),
            pl.lit(2 * abs(step) + (step > 0), pl.Int64).alias("step"),
        )
        for step in steps
    ]
    alike = (other <= WITHIN * own) & (own <= WITHIN * other)
    found = pl.concat(beside).filter(alike).with_columns(distance=(other - own).abs()).sort("unit", "distance", "step")
    return found.group_by("unit", maintain_order=True).head(nearest).select(*PEERS)


def standing(figures: pl.DataFrame, nearest: int = NEAREST) -> pl.DataFrame:
    """``STANDING`` of every unit that has a peer; ``figures`` as in ``peers``, with ``rate`` Float64?."""
    beside = figures.select(
        *(pl.col(name).alias(f"middle_{name}") for name in ("numerator", "denominator", "rate")), middle="unit"
    )
    joined = peers(figures, nearest).join(beside, left_on="peer", right_on="middle", coalesce=False)
    ordered = joined.sort("unit", "middle_rate", "middle")
    half = (pl.len() - 1) // 2
    names = ["middle", "middle_numerator", "middle_denominator", "middle_rate"]
    grouped = ordered.group_by("unit", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("peers"),
        *(pl.col(name).get(half) for name in names),
        pl.col("middle_numerator").sum().alias("peers_numerator"),
        pl.col("middle_denominator").sum().alias("peers_denominator"),
    )
    shown = division.shown(pl.col("middle_numerator"), pl.col("middle_denominator"))
    return grouped.with_columns(middle_shown=shown).select(*STANDING)
