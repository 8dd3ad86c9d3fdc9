"""Numerator and denominator of every unit in every tile: the parts that figures are summed from."""

from __future__ import annotations

import polars as pl

from monitor.kpi.division import LARGEST_COUNT

_TILE = ["figure", "unit", "tiling", "tile_start"]
_STAMP = ["captured_at", "pull_id", "evidence"]


def spread(counts: pl.DataFrame, tiles: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Every count that a figure needs, once per figure and side that needs it.

    ``counts``: newest versions; ``tiles``: of ``tiling.tiles``; ``read``: the wanted measures per period. A stock is
    taken from a period's last tile only, because stocks do not add over days. Adds ``stamp`` Int64: the place of
    (captured_at, pull_id, evidence) in their order, so that the newest one can be carried through sums.
    """
    placed = counts.join(
        tiles, left_on=["period_start", "period_end"], right_on=["tile_start", "tile_end"], coalesce=False
    )
    rows = placed.join(read, on=["period", "source", "series", "measure"])
    needed = rows.filter(~pl.col("stock") | pl.col("last"))
    covers = pl.when(pl.col("stock")).then(1).otherwise(pl.col("covers")).cast(pl.Int64)
    return needed.with_columns(covers=covers, stamp=pl.struct(_STAMP).rank("dense").cast(pl.Int64))


def stamps(rows: pl.DataFrame) -> pl.DataFrame:
    """What each ``stamp`` stands for: [stamp, captured_at, pull_id, evidence]."""
    return rows.select("stamp", *_STAMP).unique()


def parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Both sides of every unit in every tile, from the rows of ``spread``.

    Gives [figure, unit, tiling, tile_start, covers, numerator, denominator, reported, expected,
    broken, restated, stamp]. A count for all procedures together (procedure "") is the total; where a unit and tile
    have none, the procedures are added and each is a part. A part joins the sum only if every measure of both sides
    is reported; ``numerator`` and ``denominator`` are null where no part did.
    """
    sides = paired(rows).with_columns(
        reported=pl.col("numerator").is_not_null().cast(pl.Int64), expected=pl.lit(1, pl.Int64)
    )
    totals = sides.filter(pl.col("procedure") == "")
    apart = sides.filter(pl.col("procedure") != "").join(totals, on=_TILE, how="anti")
    added = apart.group_by(_TILE).agg(
        pl.col("covers").first(),
        _sum_of_known("numerator"),
        _sum_of_known("denominator"),
        pl.col("reported", "expected").sum(),
        pl.col("broken", "restated").any(),
        pl.col("stamp").max(),
    )
    return pl.concat([totals.select(added.columns), added])


def paired(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per unit, tile and procedure: sides summed over measures, null unless both are whole and hold together.

    A side outside 0..``LARGEST_COUNT`` or a numerator above its denominator is ``broken``: it should have been
    quarantined, and it is neither shown nor added to anything.
    """
    sane = pl.col("value").is_between(0, LARGEST_COUNT)
    above, below = pl.col("above"), ~pl.col("above")
    value = pl.when(sane).then("value")
    sides = rows.group_by(*_TILE, "procedure").agg(
        pl.col("covers", "need_above", "need_below").first(),
        value.filter(above).sum().alias("numerator"),
        value.filter(below).sum().alias("denominator"),
        (above & pl.col("value").is_not_null()).sum().cast(pl.Int64).alias("had_above"),
        (below & pl.col("value").is_not_null()).sum().cast(pl.Int64).alias("had_below"),
        (~sane).any().alias("insane"),
        pl.col("restated").any(),
        pl.col("stamp").max(),
    )
    num, den = pl.col("numerator"), pl.col("denominator")
    both = (pl.col("had_above") == pl.col("need_above")) & (pl.col("had_below") == pl.col("need_below"))
    broken = pl.col("insane") | (both & ((num > den) | (den > LARGEST_COUNT)))
    flagged = sides.with_columns(broken=broken, usable=both & ~broken)
    return flagged.with_columns(pl.when("usable").then(pl.col("numerator", "denominator")))


def _sum_of_known(column: str) -> pl.Expr:
    """Sum that is null, not 0, where nothing was reported."""
    known = pl.col(column)
    return pl.when(known.is_not_null().any()).then(known.sum()).alias(column)
