"""What should hold between counts of one series and does not: findings beside counts that stay where they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Literal

import polars as pl

from monitor.trust.findings import FOUND, none_found
from monitor.trust.words import Names, named, said

CELL = ["source", "series", "calendar", "grain", "unit", "procedure", "period_start", "period_end"]
"""Counts that stand side by side in one table of one source."""
_SIGNS = {"=": "≠", "<=": ">", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Σ left = (≤, ≥) Σ right + Σ right_previous, give or take ``tolerance`` cases.

    ``since`` included, ``until`` excluded; ``sources`` empty = all; ``right_previous`` are counts of the period of
    the same length that ended the day before.
    """

    check: str
    left: tuple[str, ...]
    sign: Literal["=", "<=", ">="]
    right: tuple[str, ...] = ()
    right_previous: tuple[str, ...] = ()
    tolerance: int = 0
    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()


def compared(newest: pl.DataFrame, comparisons: Iterable[Comparison], names: Names) -> pl.DataFrame:
    """``FOUND``: every cell in which a comparison is broken; cells that lack one of its measures are not judged.

    ``newest``: COUNTS, one version per count; ``names``: of the measures.
    """
    reported = newest.filter(pl.col("value").is_not_null())
    if reported.is_empty():
        return none_found()
    wide = reported.pivot("measure", index=CELL, values="value", aggregate_function="first")
    found = [_broken(wide, one, names) for one in comparisons if _answerable(one, wide)]
    rows = pl.concat([none_found(), *found])
    return stamped(rows, newest) if rows.height else rows


def stamped(rows: pl.DataFrame, newest: pl.DataFrame) -> pl.DataFrame:
    """Say of each finding which pull and answer brought the newest count of its series, unit and period."""
    key = ["source", "series", "calendar", "unit", "period_start", "period_end"]
    last = newest.sort("captured_at").group_by(key).agg(pl.col("pull_id", "evidence").last())
    bare = rows.drop("pull_id", "evidence")
    return bare.join(last, on=key, how="left", nulls_equal=True).select(FOUND.keys())


def _answerable(one: Comparison, wide: pl.DataFrame) -> bool:
    return {*one.left, *one.right, *one.right_previous} <= set(wide.columns)


def _broken(wide: pl.DataFrame, one: Comparison, names: Names) -> pl.DataFrame:
    cells = _within(wide, one).with_columns(_sum(one.left).alias("left"), _sum(one.right).alias("same"))
    cells = cells.join(_previous(wide, one), on=_followed(), how="left") if one.right_previous else cells
    earlier = pl.col("earlier") if one.right_previous else pl.lit(0, pl.Int64)
    both = cells.with_columns((pl.col("same") + earlier).alias("right"))
    over = pl.col("left") - pl.col("right")
    wrong = {"=": over.abs(), "<=": over, ">=": -over}[one.sign] > one.tolerance
    rows = both.filter(wrong).with_columns(
        pl.lit(one.check).alias("check"),
        pl.col("left").cast(pl.Float64).alias("value"),
        pl.col("right").cast(pl.Float64).alias("expected"),
    )
    told = said(rows, *(_sentence(one, names, place) for place in (0, 1)))
    blank = [pl.lit(None, dtype=FOUND[name]).alias(name) for name in ("indicator", "period", "pull_id", "evidence")]
    return told.with_columns(blank).select(FOUND.keys())


def _within(wide: pl.DataFrame, one: Comparison) -> pl.DataFrame:
    wanted = pl.lit(value=True)
    if one.sources:
        wanted &= pl.col("source").is_in(list(one.sources))
    if one.since is not None:
        wanted &= pl.col("period_end") >= one.since
    if one.until is not None:
        wanted &= pl.col("period_start") < one.until
    return wide.filter(wanted)


def _followed() -> list[str]:
    return [name for name in CELL if name != "period_end"]


def _previous(wide: pl.DataFrame, one: Comparison) -> pl.DataFrame:
    """Sums of the period before, under the first day of the period that follows it."""
    follows = (pl.col("period_end") + pl.duration(days=1)).alias("period_start")
    summed = wide.with_columns(_sum(one.right_previous).alias("earlier"))
    return summed.with_columns(follows).select(*_followed(), "earlier")


def _sum(measures: tuple[str, ...]) -> pl.Expr:
    # The operator, not sum_horizontal: a sum with an unreported part is null and breaks nothing.
    return reduce(add, [pl.col(measure) for measure in measures]) if measures else pl.lit(0, pl.Int64)


def _sentence(one: Comparison, names: Names, place: int) -> str:
    before = (" (kỳ trước)", " (period before)")[place]
    sides = [named(one.right, names, place)] if one.right else []
    sides += [named(one.right_previous, names, place) + before] if one.right_previous else []
    right = " + ".join(sides).replace("{", "{{").replace("}", "}}")
    left = named(one.left, names, place).replace("{", "{{").replace("}", "}}")
    return f"{left} = {{left}} {_SIGNS[one.sign]} {right} = {{right}}"
