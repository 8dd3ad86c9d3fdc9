"""Which counts make up a period: counts of exactly that period, or its months. Never both in one figure."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitor.periods import Period

WHOLE = "whole"
MONTHS = "months"


def tiles(periods: Sequence[Period]) -> pl.DataFrame:
    """The spans whose counts can make up each period.

    Frame [period, tiling, tile_start, tile_end, last Boolean, covers Int64]. A period longer than a month has one
    tile ``whole`` (its own first and last day) and one tile per reporting month of the same calendar (``months``).
    ``covers`` is how many months a tile stands for, ``last`` marks the tile a stock is read from.
    """
    rows = [row for period in dict.fromkeys(periods) for row in _tiles_of(period)]
    schema = {
        "period": pl.String(),
        "tiling": pl.String(),
        "tile_start": pl.Date(),
        "tile_end": pl.Date(),
        "last": pl.Boolean(),
        "covers": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def choose(parts: pl.DataFrame) -> pl.DataFrame:
    """The tiling each figure is made with: [figure, tiling].

    The tiling that covers more unit-months wins, so that one unit's yearly file does not hide the months of all
    others; where both cover as much, the counts of exactly that period win (the source added them up itself).
    ``parts``: [figure, tiling, covers, reported, …].
    """
    covered = pl.when(pl.col("reported") > 0).then(pl.col("covers")).otherwise(0).sum()
    ranked = parts.group_by("figure", "tiling").agg(covered=covered)
    # "whole" sorts after "months", so keeping the last one prefers it where both cover as much
    return ranked.sort("covered", "tiling").unique(subset="figure", keep="last").drop("covered")


def _tiles_of(period: Period) -> list[tuple[object, ...]]:
    months = period.months()
    final = months[-1]
    rows: list[tuple[object, ...]] = [
        (period.code, MONTHS, month.start, month.end, month == final, 1) for month in months
    ]
    if len(months) > 1:
        rows.append((period.code, WHOLE, period.start, period.end, True, len(months)))
    return rows
