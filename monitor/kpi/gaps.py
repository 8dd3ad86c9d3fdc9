"""Whose cases the province lacks: shares that add up, the way from the units' sum to the province's, and what if.

Everything is whole cases, as every unit's own shortfall is told to it. Sums and order only; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from monitor.kpi import division
from monitor.kpi.division import WHOLE

_SHORT = pl.col("short")


@dataclass(frozen=True, slots=True)
class Bridge:
    """The way from the units' shortfalls to the province's, in whole cases.

    ``listed`` + ``unlisted`` − ``spare`` − ``rounding`` = ``province``. ``unlisted``: units under the target that
    nobody is urged for (too few cases, counts to check); ``spare``: what units above it have more than needed;
    ``rounding``: each unit rounds up to a whole case, and kinds may have targets of their own.
    """

    listed: int
    unlisted: int
    spare: int
    rounding: int
    province: int


def leaves(units: pl.DataFrame) -> pl.DataFrame:
    """Units below which there is no other one, so that nothing is counted twice. ``units``: [unit, parent, …]."""
    return units.filter(~pl.col("unit").is_in(units["parent"].drop_nulls().unique().implode()))


def shared(units: pl.DataFrame) -> pl.DataFrame:
    """Add each short unit's part of what all short units lack, alone and together with every larger one.

    ``units``: [unit, shortfall Int64|null, short Boolean]. Adds ``share``, ``share_so_far`` (text, per cent) and
    ``share_width`` Float64 (per cent of the largest part); null where not short. The parts are ordered by shortfall,
    then by code, and the last one's ``share_so_far`` is 100.00.
    """
    lacks = pl.when(_SHORT).then("shortfall")
    total = lacks.sum()
    ranked = units.with_row_index("place").sort([lacks.fill_null(-1), "unit"], descending=[True, False])
    told = ranked.with_columns(
        share=division.shown(lacks, total),
        share_so_far=division.shown(lacks.cum_sum(), total),
        share_width=division.rate(lacks, lacks.max()),
    )
    return told.sort("place").drop("place")


def bridge(units: pl.DataFrame, total: tuple[int | None, int | None], goal: int) -> Bridge | None:
    """How the units' shortfalls make up the province's; None where its counts are not the sum of theirs.

    ``units``: leaves [numerator, denominator Int64|null, target Float64|null per cent, short Boolean]; ``total``: the
    province's numerator and denominator; ``goal``: its target in hundredths of a per cent.
    """
    known = units.filter(pl.col("numerator").is_not_null(), pl.col("denominator") > 0, pl.col("target").is_not_null())
    own = (pl.col("target") * 100).round().cast(pl.Int64)
    away = division.distance(pl.col("numerator"), pl.col("denominator"), own)
    sums = known.select(
        pl.col("numerator").sum(),
        pl.col("denominator").sum(),
        listed=away.filter(_SHORT).sum(),
        unlisted=away.filter(~_SHORT & (away > 0)).sum(),
        spare=-away.filter(~_SHORT & (away <= 0)).sum(),
    ).row(0, named=True)
    if (sums["numerator"], sums["denominator"]) != total or not sums["denominator"]:
        return None
    province = -(-goal * sums["denominator"] // WHOLE) - sums["numerator"]
    rounding = sums["listed"] + sums["unlisted"] - sums["spare"] - province
    return Bridge(sums["listed"], sums["unlisted"], sums["spare"], rounding, province)


def closed(units: pl.DataFrame, total: tuple[int, int], counts: Sequence[int]) -> pl.DataFrame:
    """The province's rate if its units with the largest shortfalls reached their own targets.

    [units Int64, gained Int64, rate Float64, shown String], one row for each of ``counts`` that there are short units
    for, and none beyond. ``units``: leaves as for ``shared``; ``total``: the province's numerator and denominator.
    """
    gains = _gains(units)
    rows = [(count, sum(gains[:count])) for count in counts if count <= len(gains)]
    frame = pl.DataFrame(rows, schema={"units": pl.Int64, "gained": pl.Int64}, orient="row")
    num, den = pl.lit(total[0], pl.Int64) + pl.col("gained"), pl.lit(total[1], pl.Int64)
    return frame.with_columns(rate=division.rate(num, den), shown=division.shown(num, den))


def enough(units: pl.DataFrame, missing: int) -> int | None:
    """How many of the largest shortfalls, made good, bring ``missing`` cases; None if all of them do not."""
    gained = 0
    for count, gain in enumerate(_gains(units), start=1):
        gained += gain
        if gained >= missing:
            return count
    return None


def _gains(units: pl.DataFrame) -> list[int]:
    """What each short unit lacks, the most first."""
    return units.filter(_SHORT)["shortfall"].sort(descending=True).to_list()
