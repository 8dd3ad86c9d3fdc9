"""Who should have reported, who did, and in time: per source, unit and month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from monitor.trust.history import as_found
from monitor.trust.words import said

ZONE = "Asia/Ho_Chi_Minh"
COMPLETENESS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "calendar": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "deadline": pl.Date(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "level": pl.String(),
    "expected": pl.Boolean(),
    "reported": pl.Boolean(),
    "measures_reported": pl.Int64(),
    "measures_expected": pl.Int64(),
    "first_reported": pl.Datetime("us", "UTC"),
    "on_time": pl.Boolean(),
    "asked": pl.Boolean(),
}
"""One row per source × month × unit that was expected or reported.

``expected``: the unit existed (in the month, or today for a source that serves its history on today's map) and is of a
level the source counts. ``reported``: at least one count that is not null; ``measures_reported`` of the
``measures_expected`` its level gives to this source. ``on_time``: the first count was known by the end of the
``deadline`` day; null = cannot be told, because nobody asked the source between the period's end and the deadline, or
the deadline has not passed. ``asked``: a complete pull covered the month after its end.
"""

SUMMARY = ("source", "calendar", "period", "deadline")
_MONTH = ["calendar", "period", "period_start", "period_end", "deadline"]


def completeness(  # noqa: PLR0913 - what was counted, who exists, what was asked, when
    counts: pl.DataFrame,
    *,
    units: pl.DataFrame,
    offers: pl.DataFrame,
    months: pl.DataFrame,
    pulls: pl.DataFrame,
    units_as_of: Mapping[str, str],
    today: date,
) -> pl.DataFrame:
    """``COMPLETENESS`` sorted by source, month and unit.

    ``counts``: COUNTS of one calendar, all versions; ``units``: [unit, unit_name, level, valid_from, valid_to, …];
    ``offers``: distinct [source, unit, measure] ever given; ``months``: [calendar, period, period_start, period_end,
    deadline]; ``pulls``: complete ones [source, started_at, window_start, window_end]; ``units_as_of``: source →
    "period" or "today".
    """
    given = _given(offers, units)
    waited = _waited(given, units, months, units_as_of, today)
    known = _reported(counts, months).join(units.select("unit", "level"), on="unit")
    known = known.join(given, on=["source", "level"], how="semi").drop("level")
    both = waited.join(known, on=["source", "period", "unit"], how="full", coalesce=True)
    whole = both.drop(_MONTH[0], *_MONTH[2:], strict=False).join(months, on="period", how="left")
    named = whole.drop("unit_name", "level", strict=False).join(
        units.select("unit", "unit_name", "level"), on="unit", how="left"
    )
    measured = named.join(given.select("source", "level", "measures_expected"), on=["source", "level"], how="left")
    asked = measured.join(_asked(pulls, months), on=["source", "period"], how="left")
    judged = asked.with_columns(
        pl.col("expected").fill_null(value=False),
        pl.col("measures_reported", "measures_expected").fill_null(0),
        pl.col("asked", "asked_in_time").fill_null(value=False),
    ).with_columns((pl.col("measures_reported") > 0).alias("reported"), _on_time(today).alias("on_time"))
    seen = judged.filter(pl.col("expected") | pl.col("reported"))
    return seen.select(pl.col(name).cast(kind) for name, kind in COMPLETENESS.items()).sort(
        "source", "period_start", "unit"
    )


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """Units per source and month: expected, reported (of those), unexpected (reported all the same), on_time, late,
    unknown (whether in time) and missing. More reported than expected shows as it is.
    """  # noqa: D205 - one sentence
    due = pl.col("expected")
    return rows.group_by(SUMMARY, maintain_order=True).agg(
        due.sum().cast(pl.Int64).alias("expected"),
        (due & pl.col("reported")).sum().cast(pl.Int64).alias("reported"),
        (~due & pl.col("reported")).sum().cast(pl.Int64).alias("unexpected"),
        (pl.col("reported") & pl.col("on_time")).sum().cast(pl.Int64).alias("on_time"),
        (pl.col("reported") & ~pl.col("on_time")).sum().cast(pl.Int64).alias("late"),
        (pl.col("reported") & pl.col("on_time").is_null()).sum().cast(pl.Int64).alias("unknown"),
        (due & ~pl.col("reported")).sum().cast(pl.Int64).alias("missing"),
    )


def gaps(rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """``FOUND``: ``missing_report``, ``late_report``, ``unexpected_report`` of units, ``source_silent`` of sources.

    A source without a single count, or never asked in full after the month's end, is the source's state: no unit of it
    is told to be late.
    """
    over = rows.filter(pl.col("deadline") < today)
    month = ["source", "calendar", "period", "period_start", "period_end", "deadline"]
    silent = over.filter(~(pl.col("asked") & pl.col("reported").any()).over(month))
    heard = over.join(silent.select(month).unique(), on=month, how="anti")
    missing = said(
        heard.filter(pl.col("expected"), ~pl.col("reported")),
        "không có số liệu nào của kỳ {period}; hạn báo cáo {deadline}",
        "no count at all for {period}; due by {deadline}",
    )
    local = pl.col("first_reported").dt.convert_time_zone(ZONE).dt.date()
    late = said(
        heard.filter(pl.col("reported"), ~pl.col("on_time")).with_columns(local.alias("first_day")),
        "số liệu kỳ {period} có từ {first_day}; hạn báo cáo {deadline}",
        "the counts of {period} arrived on {first_day}; due by {deadline}",
    )
    unexpected = said(
        heard.filter(pl.col("reported"), ~pl.col("expected")),
        "có số liệu kỳ {period}, nhưng đơn vị không có hiệu lực hoặc không thuộc diện báo cáo",
        "there are counts for {period}, but the unit was not valid or does not report to this source",
    )
    quiet = silent.group_by(month, maintain_order=True).agg(pl.col("expected").sum().alias("units"))
    source = said(
        quiet,
        "chưa có lần lấy số đủ nào cho kỳ {period} sau khi kỳ khép; {units} đơn vị chưa đánh giá được",
        "no complete pull has covered {period} since it ended; {units} units cannot be judged",
    )
    found = {"missing_report": missing, "late_report": late, "unexpected_report": unexpected, "source_silent": source}
    return pl.concat([as_found(told, check) for check, told in found.items()])


def _given(offers: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Levels a source counts and how many measures each has: [source, level, measures_expected].

    The province itself is expected only by a source that counts nothing below it.
    """
    levels = offers.join(units.select("unit", "level"), on="unit")
    counted = levels.group_by("source", "level").agg(
        pl.col("measure").n_unique().cast(pl.Int64).alias("measures_expected")
    )
    below = (pl.col("level") != "province").any().over("source")
    return counted.filter((pl.col("level") != "province") | ~below)


def _waited(
    given: pl.DataFrame, units: pl.DataFrame, months: pl.DataFrame, units_as_of: Mapping[str, str], today: date
) -> pl.DataFrame:
    as_of = pl.col("source").replace_strict(dict(units_as_of), default="period", return_dtype=pl.String)
    every = given.with_columns(as_of.alias("as_of")).join(units, on="level").join(months, how="cross")
    now = pl.col("as_of") == "today"
    first = pl.when(now).then(pl.lit(today)).otherwise("period_start")
    last = pl.when(now).then(pl.lit(today)).otherwise("period_end")
    valid = (pl.col("valid_from") <= last).fill_null(value=True) & (pl.col("valid_to") >= first).fill_null(value=True)
    return every.filter(valid).select("source", "period", "unit", pl.lit(value=True).alias("expected"))


def _reported(counts: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """[source, period, unit, measures_reported, first_reported] of months and shorter stretches within them."""
    spans = months.select("period", pl.col("period_start").alias("first"), pl.col("period_end").alias("last"))
    counted = counts.filter(pl.col("value").is_not_null()).select(
        "source", "unit", "measure", "period_start", "period_end", "captured_at"
    )
    within = counted.sort("period_end").join_asof(
        spans.sort("last"), left_on="period_end", right_on="last", strategy="forward"
    )
    return (
        within.filter(pl.col("period_start") >= pl.col("first"))
        .group_by("source", "period", "unit")
        .agg(
            pl.col("measure").n_unique().cast(pl.Int64).alias("measures_reported"),
            pl.col("captured_at").min().alias("first_reported"),
        )
    )


def _asked(pulls: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """[source, period, asked, asked_in_time]: whether a complete pull covered the month after its end."""
    day = pl.col("started_at").dt.convert_time_zone(ZONE).dt.date()
    both = pulls.select("source", day.alias("day"), "window_start", "window_end").join(months, how="cross")
    covers = (pl.col("window_start") <= pl.col("period_start")) & (pl.col("window_end") >= pl.col("period_end"))
    after = both.filter(covers, pl.col("day") > pl.col("period_end"))
    return after.group_by("source", "period").agg(
        pl.lit(value=True).alias("asked"), (pl.col("day") <= pl.col("deadline")).any().alias("asked_in_time")
    )


def _on_time(today: date) -> pl.Expr:
    day = pl.col("first_reported").dt.convert_time_zone(ZONE).dt.date()
    late = pl.col("asked_in_time") & (pl.col("deadline") < today)
    known = pl.when(late).then(pl.lit(value=False))
    return pl.when(day <= pl.col("deadline")).then(pl.lit(value=True)).otherwise(known)
