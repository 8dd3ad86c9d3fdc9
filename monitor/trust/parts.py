"""Wholes and their parts: a unit and the units below it, a long period and the shorter one it begins with."""

from __future__ import annotations

import polars as pl

from monitor.trust.comparisons import stamped
from monitor.trust.findings import FOUND
from monitor.trust.words import Names, said

_SERIES = ["source", "series", "calendar", "grain", "measure", "procedure", "period_start", "period_end"]


def whole_and_units(newest: pl.DataFrame, units: pl.DataFrame, names: Names, tolerance: float) -> pl.DataFrame:
    """``FOUND`` (``parts_of_unit``): a unit's own count differs from the sum of the units below it.

    Judged only where every unit below that was valid in the period reported the count. ``tolerance``: per cent of
    the sum by which they may differ. ``newest``: COUNTS, one version per count; ``units``: [unit, parent,
    valid_from, valid_to, …].
    """
    reported = newest.filter(pl.col("value").is_not_null())
    below = reported.join(units.select("unit", "parent"), on="unit").drop_nulls("parent")
    sums = below.group_by([*_SERIES, "parent"]).agg(pl.col("value").sum().alias("sum"), pl.len().alias("reported"))
    waited = _children(units, sums.select("parent", "period_start", "period_end").unique())
    whole = sums.join(waited, on=["parent", "period_start", "period_end"]).filter(pl.col("reported") == pl.col("due"))
    own = reported.rename({"value": "own"}).select(*_SERIES, pl.col("unit").alias("parent"), "own")
    both = whole.join(own, on=[*_SERIES, "parent"]).rename({"parent": "unit"})
    apart = (pl.col("own") - pl.col("sum")).abs() * 100 > tolerance * pl.col("sum")
    vi = "{measure_name}: số của đơn vị = {own}, tổng {reported} đơn vị trực thuộc = {sum}"
    en = "{measure_name}: the unit's own count = {own}, sum of the {reported} units below = {sum}"
    return _found(both.filter(apart), "parts_of_unit", names, ("own", "sum"), (vi, en), newest)


def longer_and_shorter(newest: pl.DataFrame, flows: frozenset[str], names: Names) -> pl.DataFrame:
    """``FOUND`` (``cumulative_falls``): a count from the first day on is smaller than that of a shorter stretch of it.

    January ≤ first quarter ≤ half-year ≤ year: counts of flows only grow with the days they cover.
    """
    reported = newest.filter(pl.col("value").is_not_null(), pl.col("measure").is_in(list(flows)))
    key = ["source", "series", "calendar", "unit", "measure", "procedure", "period_start"]
    ordered = reported.sort(*key, "period_end")
    shorter = [pl.col(name).shift(1).over(key).alias(f"shorter_{name}") for name in ("value", "period_end")]
    fallen = ordered.with_columns(shorter).filter(pl.col("value") < pl.col("shorter_value"))
    rows = fallen.rename({"value": "own"}).drop("pull_id", "evidence", "captured_at")
    vi = "{measure_name}: đến {period_end} = {own}, ít hơn số đến {shorter_period_end} = {shorter_value}"
    en = "{measure_name}: up to {period_end} = {own}, less than up to {shorter_period_end} = {shorter_value}"
    return _found(rows, "cumulative_falls", names, ("own", "shorter_value"), (vi, en), newest)


def _children(units: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """How many units below were valid in a period: [parent, period_start, period_end, due]."""
    below = units.select("parent", "valid_from", "valid_to").drop_nulls("parent")
    begun = pl.col("valid_from").fill_null(pl.col("period_start")) <= pl.col("period_end")
    lasting = pl.col("valid_to").fill_null(pl.col("period_end")) >= pl.col("period_start")
    valid = asked.join(below, on="parent").filter(begun & lasting)
    return valid.group_by("parent", "period_start", "period_end").agg(pl.len().alias("due"))


def _found(  # noqa: PLR0913, PLR0917 - what was found, what it is called, how it is told
    rows: pl.DataFrame,
    check: str,
    names: Names,
    sides: tuple[str, str],
    words: tuple[str, str],
    newest: pl.DataFrame,
) -> pl.DataFrame:
    spoken = [
        pl.col("measure").replace({code: pair[place] for code, pair in names.items()}).alias(f"measure_name_{lang}")
        for place, lang in enumerate(("vi", "en"))
    ]
    told = said(rows.with_columns(spoken), *words).with_columns(
        pl.lit(check).alias("check"),
        pl.col(sides[0]).cast(pl.Float64).alias("value"),
        pl.col(sides[1]).cast(pl.Float64).alias("expected"),
        *(pl.lit(None, dtype=FOUND[name]).alias(name) for name in ("indicator", "period", "pull_id", "evidence")),
    )
    return stamped(told.select(FOUND.keys()), newest)
