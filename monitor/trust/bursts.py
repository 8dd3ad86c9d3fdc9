"""Counts that pile up at the end of a month; only sources that count by the day can tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from monitor.trust.comparisons import stamped
from monitor.trust.history import SKIPPED, as_found
from monitor.trust.words import Names, said

CHECK = "period_end_burst"


def end_burst(
    newest: pl.DataFrame, span: tuple[date, date], limits: Mapping[str, float], flows: frozenset[str], names: Names
) -> pl.DataFrame:
    """``FOUND``: ``share`` per cent or more of a month's count fall on its last ``days`` days.

    ``newest``: COUNTS of one calendar, one version per count; ``span``: first and last day of the month; at least
    ``minimum_cases`` in the month.
    """
    first, last = span
    daily = newest.filter(
        pl.col("grain") == "day",
        pl.col("measure").is_in(list(flows)),
        pl.col("procedure") == "",
        pl.col("period_start") >= first,
        pl.col("period_end") <= last,
    )
    late = pl.col("period_start") > last - timedelta(days=int(limits["days"]))
    sums = daily.group_by("source", "series", "calendar", "unit", "measure").agg(
        pl.col("value").sum().alias("total"), pl.col("value").filter(late).sum().alias("tail")
    )
    enough = pl.col("total") >= limits["minimum_cases"]
    found = sums.filter(enough, pl.col("tail") * 100 >= limits["share"] * pl.col("total"))
    dated = found.with_columns(pl.lit(first).alias("period_start"), pl.lit(last).alias("period_end"))
    spoken = [
        pl.col("measure").replace({code: pair[place] for code, pair in names.items()}).alias(f"name_{lang}")
        for place, lang in enumerate(("vi", "en"))
    ]
    columns = [
        pl.col("tail").alias("value"),
        pl.lit(int(limits["days"])).alias("days"),
        pl.lit((last - first).days + 1).alias("of"),
    ]
    told = said(
        dated.with_columns(spoken).with_columns(columns),
        "{name}: {tail} trong {total} rơi vào {days} ngày cuối của {of} ngày",
        "{name}: {tail} of {total} fall on the last {days} of {of} days",
    )
    return stamped(as_found(told, CHECK), daily)


def not_daily(newest: pl.DataFrame) -> pl.DataFrame:
    """``SKIPPED``: the sources that give no counts by the day."""
    daily = (pl.col("grain") == "day").any().alias("daily")
    sources = newest.group_by("source").agg(daily, pl.col("unit").n_unique().cast(pl.Int64).alias("units"))
    return (
        sources.filter(~pl.col("daily"))
        .with_columns(
            pl.lit(CHECK).alias("check"),
            pl.lit(None, dtype=pl.String).alias("indicator"),
            pl.lit("nguồn không cho số theo ngày").alias("why_vi"),
            pl.lit("the source gives no counts by the day").alias("why_en"),
        )
        .select(SKIPPED.keys())
    )
