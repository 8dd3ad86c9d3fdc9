"""The frames the arithmetic takes and gives: their columns and dtypes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitor.periods import Period

COUNTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "calendar": pl.String(),
    "grain": pl.String(),
    "unit": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "procedure": pl.String(),
    "value": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"),
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
}
"""One row per captured version of a count. ``value`` null = the source says "not reported"; 0 is a real zero."""

FIGURES: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "reading": pl.Int64(),
    "series": pl.String(),
    "source": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "parent": pl.String(),
    "calendar": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "rate": pl.Float64(),
    "shown": pl.String(),
    "target": pl.Float64(),
    "milestone": pl.Float64(),
    "shortfall": pl.Int64(),
    "milestone_shortfall": pl.Int64(),
    "status": pl.String(),
    "certainty": pl.String(),
    "interval_low": pl.Float64(),
    "interval_high": pl.Float64(),
    "reported": pl.Int64(),
    "expected": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"),
    "provisional": pl.Boolean(),
    "restated": pl.Boolean(),
    "basis": pl.String(),
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
    "grain": pl.String(),
}
"""One row per period × indicator × source × unit or group.

``rate``, ``target``, ``milestone`` and the interval are per cent; ``shown`` is the rate rounded half up to two
decimals. ``reported`` of ``expected`` parts joined the sums: a part is a leaf unit in one reporting month (where a
unit reports by procedure only, one procedure of that unit in that month). ``basis``: ``children`` = sum of the
units below, ``own`` = the unit's own counts. ``captured_at``, ``pull_id``, ``evidence`` belong to the newest count
used. ``restated``: a count used was changed after its period had closed. ``grain``: the length of the counts used.
A level group has kind ``group``, unit ``<parent>/<level>``, and the name of its parent.
"""

LOCAL_ZONE = "Asia/Ho_Chi_Minh"
"""Where periods are cut (design §4 rule 11)."""


def local_date(moment: pl.Expr) -> pl.Expr:
    """The day in Asia/Ho_Chi_Minh of an instant stored in UTC."""
    return moment.dt.convert_time_zone(LOCAL_ZONE).dt.date()


def period_frame(periods: Sequence[Period]) -> pl.DataFrame:
    """Frame [period, calendar, period_kind, year Int64, period_start, period_end], one row per period asked for.

    Raises ``ValueError`` unless there is at least one period and all share calendar and length: figures of two
    calendars or two lengths are never put into one frame.
    """
    if len({(period.calendar, period.kind) for period in periods}) != 1:
        raise ValueError("Ask for at least one period, and only for periods of one calendar and one length at a time.")
    rows = [(p.code, p.calendar, p.kind, p.year, p.start, p.end) for p in dict.fromkeys(periods)]
    schema = {
        "period": pl.String(),
        "calendar": pl.String(),
        "period_kind": pl.String(),
        "year": pl.Int64(),
        "period_start": pl.Date(),
        "period_end": pl.Date(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
