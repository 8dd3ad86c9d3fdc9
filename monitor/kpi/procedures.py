"""Sums by procedure over all units, from the counts a source gives by procedure. Pure."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

PROCEDURES: dict[str, pl.DataType] = {
    "procedure": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
}
"""One row per procedure; a rate is made from the two sums only where it is shown."""

_CELL = ["unit", "period_start", "procedure"]


def by_procedure(counts: pl.DataFrame, numerator: Collection[str], denominator: Collection[str]) -> pl.DataFrame:
    """``PROCEDURES`` of one reading.

    ``counts``: newest counts of one source and series in the tiles of one period, [unit, measure, period_start,
    procedure, value Int64?]. A unit's procedure joins in a tile only if every measure of both sides is reported and
    the numerator is not above the denominator. Counts for all procedures together (procedure "") are left out.
    """
    wanted = {*numerator, *denominator}
    given = counts.filter(
        pl.col("procedure") != "", pl.col("measure").is_in(sorted(wanted)), pl.col("value").is_not_null()
    )
    sides = {"numerator": numerator, "denominator": denominator}
    cells = given.group_by(_CELL).agg(
        *(
            pl.col("value").cast(pl.Int64).filter(pl.col("measure").is_in(sorted(measures))).sum().alias(side)
            for side, measures in sides.items()
        ),
        had=pl.col("measure").n_unique(),
    )
    whole = cells.filter(pl.col("had") == len(wanted), pl.col("numerator") <= pl.col("denominator"))
    return whole.group_by("procedure").agg(pl.col("numerator", "denominator").sum()).sort("procedure")
