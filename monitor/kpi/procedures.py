"""Figures by procedure: sums of the counts a source gives by procedure, beside the unit's own total. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitor.kpi import division, status
from monitor.kpi.parts import paired

REMAINDER = ""
"""Stands for what the unit's total holds and no procedure does."""

PROCEDURE_SUMS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "indicator": pl.String(),
    "version": pl.Int64(),
    "period": pl.String(),
    "unit": pl.String(),
    "procedure": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "reported": pl.Int64(),
    "expected": pl.Int64(),
    "broken": pl.Boolean(),
    "restated": pl.Boolean(),
    "captured_at": pl.Datetime("us", "UTC"),
}
"""One row per source × period × unit × procedure. ``reported`` of ``expected`` reporting months joined the sums."""

PROCEDURE_FIGURES: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "series": pl.String(),
    "source": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "procedure": pl.String(),
    "calendar": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "rate": pl.Float64(),
    "shown": pl.String(),
    "target": pl.Float64(),
    "gap": pl.Int64(),
    "shortfall": pl.Int64(),
    "needed": pl.Int64(),
    "share": pl.Float64(),
    "status": pl.String(),
    "certainty": pl.String(),
    "units": pl.Int64(),
    "units_short": pl.Int64(),
    "reported": pl.Int64(),
    "expected": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"),
    "provisional": pl.Boolean(),
    "restated": pl.Boolean(),
}
"""One row per procedure (of one unit, or summed over units), plus one with procedure ``REMAINDER``.

``numerator`` and ``denominator`` of all rows of a unit, the remainder included, add up to the unit's own total; where
the procedures hold more than the total the remainder is negative and its status ``needs_check``. ``gap``: what is
missing to the target in ten-thousandths of a case, exact, negative above the target; gaps add up. ``shortfall``: the
same in whole cases, dealt by largest remainder so that the rows add up exactly to the total's ⌈gap⌉ (negative: above).
``needed``: how many more of the numerator this row by itself needs, at least 0: ⌈its own gap⌉. ``share``: the row's
part, in per cent, of all positive gaps; null where the row does not lack anything; the shares add up to 100.
``units``: how many units had cases of it, ``units_short`` how many of them lack something. ``rate`` … ``status`` as in
FIGURES: too few cases stay too few, null stays null.
"""

_SUM = ["figure", "unit", "procedure"]
_NUM, _DEN = pl.col("numerator"), pl.col("denominator")


def summed(rows: pl.DataFrame, choice: pl.DataFrame) -> pl.DataFrame:
    """Sums per [figure, unit, procedure] over the chosen tiles, from the rows of ``parts.spread``.

    ``choice``: of ``tiling.choose``. Rows for all procedures together are left out. A tile joins only if every measure
    of both sides is reported; both sides are null where no tile did.
    """
    apart = paired(rows.filter(pl.col("procedure") != REMAINDER)).join(choice, on=["figure", "tiling"], how="semi")
    return again(apart.with_columns(reported=_NUM.is_not_null().cast(pl.Int64), expected=pl.lit(1, pl.Int64)))


def again(sums: pl.DataFrame) -> pl.DataFrame:
    """The same after rows were handed to other units: one row per [figure, unit, procedure]."""
    return _added(sums, _SUM, pl.col("broken", "restated").any(), pl.col("stamp").max())


def by_unit(sums: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Each unit's procedures and what is left of its total, with the columns of ``totals`` beside them.

    ``sums``: PROCEDURE_SUMS of one indicator and source; ``totals``: FIGURES of the same with basis ``own``. A unit
    whose total is not reported has no remainder; a remainder of 0 of 0 has no row.
    """
    key = ["period", "unit"]
    columns = ["numerator", "denominator", "reported", "expected", "restated", "captured_at"]
    heads = totals.drop(*columns, "rate", "shown", "shortfall", "status", "certainty")
    told = sums.select(*key, "procedure", *columns, "broken").join(heads, on=key)
    known = told.group_by(key).agg(told_num=_NUM.sum(), told_den=_DEN.sum())
    rest = totals.join(known, on=key, how="left").with_columns(
        numerator=_NUM - pl.col("told_num").fill_null(0), denominator=_DEN - pl.col("told_den").fill_null(0)
    )
    left = rest.filter((_NUM != 0) | (_DEN != 0)).with_columns(
        procedure=pl.lit(REMAINDER), broken=(_NUM < 0) | (_NUM > _DEN)
    )
    return pl.concat([told, left.select(told.columns)]).with_columns(units=pl.lit(1, pl.Int64))


def over_units(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """``rows`` of ``by_unit``, judged or not, added over units per ``keys``; unit, its name and kind are left out."""
    same = ["indicator", "version", "series", "source", "calendar", "period", "period_start", "period_end"]
    lacking = pl.col("gap") > 0 if "gap" in rows.columns else pl.lit(value=False)
    return _added(
        rows,
        [*keys, *(name for name in same if name not in keys)],
        pl.col("broken", "restated", "provisional").any(),
        pl.col("captured_at").max(),
        units=(_DEN > 0).sum().cast(pl.Int64),
        units_short=lacking.sum().cast(pl.Int64),
    )


def judged(rows: pl.DataFrame, goals: pl.DataFrame, definitions: pl.DataFrame) -> pl.DataFrame:
    """Add rate, target, needed, gap, status and certainty to the rows of ``by_unit`` or ``over_units``.

    ``goals``: [indicator, kind, year, target, milestone] in hundredths of a per cent; ``definitions``: [indicator,
    version, direction, minimum_denominator].
    """
    year = pl.col("period").str.slice(0, 4).cast(pl.Int64)
    low = pl.col("direction") == "low"
    named = goals.select("indicator", "kind", year="year", goal="target", step="milestone")
    rows = rows.drop("target", "milestone", strict=False).with_columns(year=year, suspect="broken")
    placed = rows.join(named, on=["indicator", "kind", "year"], how="left", maintain_order="left")
    placed = placed.join(
        definitions.select("indicator", "version", "direction", "minimum_denominator"),
        on=["indicator", "version"],
        maintain_order="left",
    )
    rated = status.with_status(status.with_rates(placed)).rename({"shortfall": "needed"})
    return rated.with_columns(gap=division.gap(_NUM, _DEN, pl.col("goal"), low=low))


def with_shares(rows: pl.DataFrame, over: Sequence[str]) -> pl.DataFrame:
    """Add ``shortfall`` and ``share`` (see PROCEDURE_FIGURES) to judged rows; ``over`` names what adds up together."""
    gap, whole = pl.col("gap"), pl.lit(division.WHOLE, pl.Int64)
    floor = gap.floordiv(whole)
    missing = (gap.sum() + (division.WHOLE - 1)).floordiv(whole) - floor.sum()
    remainder = pl.col("procedure") == REMAINDER
    ordered = rows.with_columns(rest=gap - floor * whole).sort(
        *(*over, -pl.col("rest"), remainder, "procedure", "unit"), nulls_last=True
    )
    place = pl.int_range(pl.len()).over(over)
    extra = (place < missing.over(over)).cast(pl.Int64)
    lacking = pl.when(gap > 0).then(gap)
    share = division.rate(lacking, lacking.sum().over(over))
    return ordered.with_columns(shortfall=floor + extra, share=share).drop("rest")


def _added(rows: pl.DataFrame, keys: Sequence[str], *more: pl.Expr, **named: pl.Expr) -> pl.DataFrame:
    """Sums per ``keys``: a side is null, not 0, where nothing was reported."""
    sides = [
        pl.when(side.is_not_null().any()).then(side.sum()).alias(name)
        for name, side in (("numerator", _NUM), ("denominator", _DEN))
    ]
    return rows.group_by(keys).agg(*sides, pl.col("reported", "expected").sum(), *more, **named)
