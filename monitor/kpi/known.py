"""Which of the captured versions of a count is in force: the newest one known at an instant."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from monitor.kpi.frames import local_date

KEY = ["source", "series", "calendar", "unit", "measure", "period_start", "period_end", "procedure"]
"""What names a count; several captured versions of it may exist."""
_NEWEST_LAST = ["captured_at", "pull_id", "evidence", "value"]
"""Order of the versions of one count. The columns after the first only settle ties, so that row order never does."""


def captured_by(counts: pl.DataFrame, moment: datetime | None) -> pl.DataFrame:
    """Only the rows captured at or before ``moment`` (with time zone); all rows where it is None."""
    return counts if moment is None else counts.filter(pl.col("captured_at") <= _instant(moment))


def latest(counts: pl.DataFrame, as_known_at: datetime | None = None) -> pl.DataFrame:
    """Newest version of every count, as known at an instant (None = now).

    ``counts``: COUNTS with all versions. Gives COUNTS plus ``restated`` Boolean: a value captured after the period
    had ended (local day of capture later than ``period_end``) was followed by another value. A first value after
    "not reported" is a late report, not a restatement; a value withdrawn to "not reported" is a restatement.
    """
    known = captured_by(counts, as_known_at)
    several = known.select(several=pl.struct(KEY).is_duplicated())["several"]
    single = known.filter(~several).with_columns(restated=pl.lit(value=False))
    return pl.concat([single, _newest(known.filter(several))])


def offered(counts: pl.DataFrame) -> pl.DataFrame:
    """What each source has ever given: distinct [source, series, unit, measure], null values included."""
    return counts.select("source", "series", "unit", "measure").unique()


def confirmed(pulls: pl.DataFrame, periods: pl.DataFrame, as_known_at: datetime | None) -> pl.DataFrame:
    """Periods a source was asked for in full after they had ended: distinct [period, source].

    A pull that finds a count unchanged stores nothing, so the capture time of the count alone cannot tell that the
    value was looked at again after the period closed. ``pulls``: complete pulls [source, started_at Datetime UTC,
    window_start Date, window_end Date]; ``periods``: [period, period_start, period_end].
    """
    known = pulls if as_known_at is None else pulls.filter(pl.col("started_at") <= _instant(as_known_at))
    covers = (pl.col("window_start") <= pl.col("period_start")) & (pl.col("window_end") >= pl.col("period_end"))
    after = local_date(pl.col("started_at")) > pl.col("period_end")
    return known.join(periods, how="cross").filter(covers & after).select("period", "source").unique()


def _instant(moment: datetime) -> pl.Expr:
    """The instant as UTC: polars refuses to compare times of two zones."""
    return pl.lit(moment.astimezone(UTC))


def restatements(counts: pl.DataFrame) -> pl.DataFrame:
    """Every value that took the place of another one captured after its period had ended (see ``latest``).

    ``counts``: COUNTS with all versions. Gives COUNTS plus [before Int64, before_at Datetime UTC, before_evidence
    String]: the version it replaced.
    """
    several = counts.filter(pl.struct(KEY).is_duplicated())
    earlier = {"before": "value", "before_at": "captured_at", "before_evidence": "evidence"}
    shifted = [pl.col(column).shift(1).over(KEY).alias(name) for name, column in earlier.items()]
    return _flagged(several).with_columns(shifted).filter("restated").drop("restated")


def _flagged(versions: pl.DataFrame) -> pl.DataFrame:
    """The versions in their order, each with ``restated``: it restates the one before it."""
    ordered = versions.sort(_NEWEST_LAST)
    earlier = pl.col("value").shift(1)
    earlier_closed = (local_date(pl.col("captured_at")) > pl.col("period_end")).shift(1)
    changed = earlier.is_not_null() & pl.col("value").ne_missing(earlier) & earlier_closed
    return ordered.with_columns(restated=changed.fill_null(value=False).over(KEY))


def _newest(versions: pl.DataFrame) -> pl.DataFrame:
    flagged = _flagged(versions)
    return flagged.with_columns(pl.col("restated").any().over(KEY)).unique(subset=KEY, keep="last")
