"""On today's map: counts of units that ended are added to, or apportioned among, the units that took them over.

Apportioning never loses or makes a case. A denominator is dealt by shares, whole cases first, the rest by largest
remainder (ties: the first unit by code); its numerator is dealt in proportion to the dealt denominators, again by
largest remainder. Because ⌈numerator·part / denominator⌉ ≤ part, no numerator grows beyond its denominator.
"""

from __future__ import annotations

import polars as pl

from monitor.kpi.rollup import OWN

_WIDE = pl.Int128
"""A count times a weight of ``heirs`` may be beyond Int64."""


def inherited(rows: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """Rows of units that ended, handed to their heirs; the other rows as they are.

    ``rows``: [unit, numerator Int64|null, denominator Int64|null, …], a numerator never above its denominator.
    ``heirs``: [unit, successor String, weight, whole Int64]: the successor takes weight/whole of the unit; the weights
    of a unit add up to its ``whole``. The sums over all rows stay what they were; null stays null at every heir, and
    every heir waits for what its predecessors were to report.
    """
    handed = rows.join(heirs, on="unit", how="semi").with_row_index("row").join(heirs, on="unit")
    dealt = _dealt(handed, "denominator", "weight", "whole").rename({"dealt": "part"})
    both = _dealt(dealt, "numerator", "part", "denominator").rename({"dealt": "over"})
    taken = both.with_columns(unit="successor", numerator="over", denominator="part").select(rows.columns)
    return pl.concat([rows.join(heirs, on="unit", how="anti"), taken])


def standing(rows: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Rows whose counts are part of the published sums; a unit that is summed from those below it gives none.

    ``published``: of ``rollup.rolled_up``. Without this a former district would count twice once its communes are
    handed to units of another parent.
    """
    own = published.filter(pl.col("basis") == OWN).select("figure", "unit")
    emptied = _empty(rows.join(own, on=["figure", "unit"], how="anti"))
    return pl.concat([rows.join(own, on=["figure", "unit"], how="semi"), emptied])


def with_parents(rows: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with an empty row for every unit above that has none, because an heir's parent may be younger."""
    above = rows.select("figure", "tiling", "unit").join(pairs, on="unit").drop("unit").rename({"ancestor": "unit"})
    missing = above.unique().join(rows, on=["figure", "unit"], how="anti")
    return pl.concat([rows, _empty(pl.concat([rows.clear(), missing], how="diagonal"))])


def heirs_too(units: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """Distinct rows [unit, …] with the heirs of each unit beside it."""
    also = units.join(heirs.select("unit", "successor"), on="unit").with_columns(unit="successor").drop("successor")
    return pl.concat([units, also.select(units.columns)]).unique()


def _empty(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows without counts, waiting for nothing."""
    return rows.with_columns(
        pl.lit(None, rows.schema["numerator"]).alias("numerator"),
        pl.lit(None, rows.schema["denominator"]).alias("denominator"),
        pl.lit(0, rows.schema["reported"]).alias("reported"),
        pl.lit(0, rows.schema["expected"]).alias("expected"),
        pl.lit(value=False).alias("broken"),
        pl.lit(value=False).alias("restated"),
        pl.lit(None, rows.schema["stamp"]).alias("stamp"),
    )


def _dealt(rows: pl.DataFrame, value: str, weight: str, whole: str) -> pl.DataFrame:
    """Add ``dealt`` Int64: each successor's part of ``value``, by largest remainder within one ``row``.

    The weights of a row add up to its ``whole``; a whole of 0 gives 0.
    """
    exact = pl.col(value).cast(_WIDE) * pl.col(weight)
    divisor = pl.max_horizontal(pl.col(whole), pl.lit(1, pl.Int64)).cast(_WIDE)
    floored = rows.with_columns(floor=exact // divisor, remainder=exact % divisor)
    ordered = floored.sort("row", "remainder", "successor", descending=[False, True, False])
    left = pl.col(value) - pl.col("floor").sum().over("row")
    place = pl.int_range(pl.len()).over("row")
    extra = pl.when(place < left).then(1).otherwise(0)
    dealt = pl.when(pl.col(value).is_not_null()).then(pl.col("floor") + extra).cast(pl.Int64)
    return ordered.with_columns(dealt=dealt).drop("floor", "remainder")
