"""What is new, changed or known already. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from monitor.collect.windows import ZONE
from monitor.store import COUNT_KEY, NEW_COUNTS


@dataclass(frozen=True, slots=True)
class Changes:
    """``store``: ``NEW_COUNTS`` rows to append. ``restated`` of them changed the value of a closed period."""

    store: pl.DataFrame
    restated: int


def changes(good: pl.DataFrame, latest: pl.DataFrame, captured_at: datetime) -> Changes:
    """Compare good rows with the latest known values.

    ``good`` has the ``NEW_COUNTS`` columns without ``captured_at``; ``latest`` the ``COUNTS`` columns, one row per
    key. A key never seen is new; the same value, null included, stores nothing; another value is a new version:
    restated if the earlier one was captured after the period had ended, merely updated while it was running.

    A version is always later than the one before it: a clock that stands still or is set back must not put a new
    value behind the old one.
    """
    key = list(COUNT_KEY)
    before = latest.lazy().select(*key, pl.col("value").alias("before"), pl.col("captured_at").alias("seen_at"))
    closed = pl.col("seen_at").dt.convert_time_zone(ZONE.key).dt.date() > pl.col("period_end")
    moment = pl.lit(captured_at).cast(NEW_COUNTS["captured_at"])
    later = pl.max_horizontal(moment, pl.col("seen_at") + pl.duration(microseconds=1))
    changed = (  # one plan, run in memory, as in ``mapping.placed``
        good.lazy()
        .unique(key, keep="first", maintain_order=True)
        .join(before, on=key, how="left", maintain_order="left")
        .filter(pl.col("seen_at").is_null() | pl.col("value").ne_missing(pl.col("before")))
        .with_columns(later.alias("captured_at"), closed.fill_null(value=False).alias("restated"))
        .collect(engine="in-memory")
    )
    return Changes(changed.select(NEW_COUNTS.keys()), int(changed["restated"].sum()))
