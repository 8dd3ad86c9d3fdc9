"""Which units are expected to report: the valid ones, whether or not the source ever named them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from monitor.kpi.tiling import MONTHS

TODAY = "today"
PERIOD = "period"


def valid_cells(units: pl.DataFrame, tiles: pl.DataFrame, today: date) -> pl.DataFrame:
    """The tiles in which each unit existed: [units_as_of, period, tiling, tile_start, last, unit].

    ``units``: [unit, valid_from Date, valid_to Date|null, …], both days included; null = no bound. A source read
    "as published then" (``period``) expects a unit in the tiles its validity touches; one that serves its history on
    today's map (``today``) expects the units valid today in every tile.
    """
    dates = units.select("unit", "valid_from", "valid_to")
    cells = tiles.join(dates, how="cross")
    then = cells.filter(_valid(pl.col("tile_start"), pl.col("tile_end"))).with_columns(units_as_of=pl.lit(PERIOD))
    now = cells.filter(_valid(pl.lit(today), pl.lit(today))).with_columns(units_as_of=pl.lit(TODAY))
    columns = ["units_as_of", "period", "tiling", "tile_start", "last", "unit"]
    return pl.concat([then.select(columns), now.select(columns)])


def expected_parts(
    plan: pl.DataFrame, choice: pl.DataFrame, cells: pl.DataFrame, units_as_of: Mapping[str, str]
) -> pl.DataFrame:
    """Every unit and tile that each figure waits for: [figure, tiling, tile_start, unit].

    ``plan``: [figure, period, source, stock, …], the figures to make; ``choice``: their tiling, months where a
    figure has no counts at all; ``units_as_of``: source → "period" (default) or "today".
    """
    as_of = pl.col("source").replace_strict(dict(units_as_of), default=PERIOD, return_dtype=pl.String)
    figures = plan.select("figure", "period", "source", "stock").join(choice, on="figure", how="left")
    known = figures.with_columns(pl.col("tiling").fill_null(MONTHS), units_as_of=as_of)
    waited = known.join(cells, on=["units_as_of", "period", "tiling"]).filter(~pl.col("stock") | pl.col("last"))
    return waited.select("figure", "tiling", "tile_start", "unit")


def own_parts(waited: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Each unit's own counts, one row for every tile it was expected in.

    Gives [figure, unit, tiling, numerator, denominator, reported, expected, broken, restated, stamp]; a tile without
    counts has null sides and ``reported`` 0.
    """
    joined = waited.join(parts, on=["figure", "tiling", "tile_start", "unit"], how="left")
    filled = joined.with_columns(
        pl.col("reported").fill_null(0),
        pl.col("expected").fill_null(1),
        pl.col("broken", "restated").fill_null(value=False),
    )
    return filled.drop("tile_start", "covers")


def own_values(parts: pl.DataFrame) -> pl.DataFrame:
    """The parts of ``own_parts`` summed over tiles, one row a figure and unit."""
    return summed(parts, ["figure", "unit", "tiling"])


def summed(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Sums of counts over rows, with completeness; the sums are null, never 0, where no row reported."""
    some = pl.col("numerator").is_not_null().any()
    return rows.group_by(by).agg(
        pl.when(some).then(pl.col("numerator").sum()).alias("numerator"),
        pl.when(some).then(pl.col("denominator").sum()).alias("denominator"),
        pl.col("reported", "expected").sum(),
        pl.col("broken", "restated").any(),
        pl.col("stamp").max(),
    )


def _valid(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Whether a unit existed on any of the days first … last."""
    begun = pl.col("valid_from") <= last
    lasting = pl.col("valid_to") >= first
    return begun.fill_null(value=True) & lasting.fill_null(value=True)
