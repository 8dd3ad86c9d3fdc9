"""What changed between two editions of one period. Pure."""

from __future__ import annotations

import polars as pl

from monitor.reports.content import SCHEMAS, Content

CHANGES: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "source": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "before_numerator": pl.Int64(),
    "before_denominator": pl.Int64(),
    "before_shown": pl.String(),
    "before_status": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "status": pl.String(),
}
"""One row per figure whose counts, status or existence changed; null where one of the editions has no such figure."""

_KEY = ["indicator", "source", "unit"]
_SHOWN = ["numerator", "denominator", "shown", "status"]


def difference(before: Content, after: Content) -> pl.DataFrame:
    """``CHANGES`` from one edition to a later one of the same period. Raises ``ValueError`` for two periods."""
    if before.period != after.period:
        raise ValueError(f"{before.period.code} and {after.period.code} are two periods; editions of one are compared.")
    earlier = before["figures"].select(*_KEY, "unit_name", *(pl.col(c).alias(f"before_{c}") for c in _SHOWN))
    both = earlier.join(after["figures"].select(*_KEY, "unit_name", *_SHOWN), on=_KEY, how="full", coalesce=True)
    changed = pl.any_horizontal(pl.col(f"before_{c}").ne_missing(pl.col(c)) for c in _SHOWN)
    named = both.with_columns(pl.coalesce("unit_name_right", "unit_name").alias("unit_name"))
    return named.filter(changed).select(CHANGES.keys()).sort(_KEY)


def parts_changed(before: Content, after: Content) -> list[str]:
    """Names of ``content.SCHEMAS`` whose frames are not the same in both, in that order."""
    return [name for name in SCHEMAS if not before[name].equals(after[name])]
