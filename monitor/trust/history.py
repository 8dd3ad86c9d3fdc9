"""Figures of single units, month after month: what patterns are looked for in."""

from __future__ import annotations

import polars as pl

from monitor.trust.findings import FOUND

KEY = ["source", "series", "indicator", "version", "reading", "stretch", "calendar", "unit"]
"""Figures that may be compared with each other: same definition, same table of the source, no break of the trend."""

LINE = "line"
"""Number of a line of such figures, for what is done line by line: cheaper than seven columns of text."""

HISTORY: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "source": pl.String(),
    "series": pl.String(),
    "indicator": pl.String(),
    "version": pl.Int64(),
    "reading": pl.Int64(),
    "stretch": pl.Int64(),
    "calendar": pl.String(),
    "unit": pl.String(),
    "level": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "month": pl.Int64(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
}
"""One row per unit, indicator, source and month with cases. ``month`` counts months: year·12 + number."""

SKIPPED: dict[str, pl.DataType] = {
    "check": pl.String(),
    "source": pl.String(),
    "indicator": pl.String(),
    "units": pl.Int64(),
    "why_vi": pl.String(),
    "why_en": pl.String(),
}
"""What a check did not judge, and why: ``units`` of one source and indicator."""


def history(figures: pl.DataFrame) -> pl.DataFrame:
    """``HISTORY`` from FIGURES with ``trend_break`` of months: units that count for themselves, by ``KEY`` and month.

    ``stretch`` counts the breaks of the trend up to a month.
    """
    own = figures.filter(pl.col("basis") == "own", pl.col("denominator") > 0, pl.col("numerator").is_not_null())
    month = (pl.col("period_end").dt.year() * 12 + pl.col("period_end").dt.month()).cast(pl.Int64)
    trend = [name for name in KEY if name != "stretch"]
    dated = own.with_columns(month.alias("month")).sort(*trend, "month")
    so_far = pl.col("trend_break").is_not_null().cast(pl.Int64).cum_sum()
    at_first = pl.when(_begins(trend)).then(so_far).forward_fill()
    return numbered(dated.with_columns((so_far - at_first).alias("stretch")))


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """``HISTORY`` with its lines numbered, sorted by ``KEY`` and month."""
    ordered = rows.sort(*KEY, "month")
    return ordered.with_columns(_begins(KEY).cast(pl.Int64).cum_sum().alias(LINE)).select(HISTORY.keys())


def _begins(key: list[str]) -> pl.Expr:
    """Whether a row of a sorted frame is the first of its key."""
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in key)


def streak(rows: pl.DataFrame, last: int, holds: pl.Expr) -> pl.DataFrame:
    """The rows of month ``last`` for which ``holds``, with ``months``: for how many months on end it has held.

    ``rows``: ``HISTORY``; a missing month ends the streak.
    """
    now = rows.filter(pl.col("month") == last, holds.fill_null(value=False)).select(LINE)
    marked = rows.join(now, on=LINE, how="semi", maintain_order="left").with_columns(
        holds.fill_null(value=False).alias("holds")
    )
    backwards = marked.sort(LINE, "month", descending=[False, True])
    unbroken = pl.col("holds") & (pl.lit(last) - pl.col("month") == pl.int_range(pl.len()).over(LINE))
    counted = backwards.with_columns(unbroken.cast(pl.Int64).cum_prod().sum().over(LINE).alias("months"))
    return counted.filter(pl.col("month") == last, pl.col("months") > 0).drop("holds")


def too_small(rows: pl.DataFrame, check: str, last: int, least: float) -> pl.DataFrame:
    """``SKIPPED``: units of month ``last`` whose denominator is too small to say anything."""
    small = rows.filter(pl.col("month") == last, pl.col("denominator") < least)
    counted = small.group_by("source", "indicator").agg(pl.col("unit").n_unique().cast(pl.Int64).alias("units"))
    return _skipped(counted, check, f"mẫu số dưới {least:g}", f"the denominator is below {least:g}")


def too_short(rows: pl.DataFrame, check: str, last: int, least: float) -> pl.DataFrame:
    """``SKIPPED``: units of month ``last`` with fewer earlier months than a comparison needs."""
    earlier = (pl.col("month") < last).sum().alias("earlier")
    first = pl.col("source", "indicator", "unit").first()
    known = rows.group_by(LINE).agg(first, earlier, (pl.col("month") == last).any().alias("now"))
    short = known.filter(pl.col("now"), pl.col("earlier") < least)
    counted = short.group_by("source", "indicator").agg(pl.col("unit").n_unique().cast(pl.Int64).alias("units"))
    return _skipped(counted, check, f"chưa đủ {least:g} tháng trước đó", f"fewer than {least:g} months before")


def as_found(rows: pl.DataFrame, check: str) -> pl.DataFrame:
    """``FOUND`` from rows that carry ``value``, ``expected`` and words; columns they lack are null."""
    with_code = rows.with_columns(pl.lit(check).alias("check"))
    blank = [pl.lit(None, dtype=kind).alias(name) for name, kind in FOUND.items() if name not in with_code.columns]
    return with_code.with_columns(blank).select(pl.col(name).cast(kind) for name, kind in FOUND.items())


def _skipped(counted: pl.DataFrame, check: str, vi: str, en: str) -> pl.DataFrame:
    words = [pl.lit(check).alias("check"), pl.lit(vi).alias("why_vi"), pl.lit(en).alias("why_en")]
    return counted.with_columns(words).select(SKIPPED.keys())
