"""What the store holds, without reading the counts themselves: which series give which units, and which periods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Select, select

from monitor.store import tables
from monitor.store.engine import Reader
from monitor.store.names import table_frame

_SERIES = ("source", "series", "measure", "calendar")


def offered(reader: Reader, calendar: str) -> pl.DataFrame:
    """What each source has ever given under a calendar: distinct [source, series, unit, measure], String."""
    columns = tables.count.c
    pairs = select(columns.series_id, columns.unit_id).distinct()
    pairs_found = _of_calendar(reader, pairs, {"series_id": pl.Int64(), "unit_id": pl.Int64()}, calendar)
    with reader.engine.connect() as connection:
        units = table_frame(connection, tables.unit, ("code",)).rename({"code": "unit"})
    found = pairs_found.join(units, left_on="unit_id", right_on="id")
    return found.select("source", "series", "unit", "measure").unique()


def spans(reader: Reader, calendar: str, start: date | None = None) -> pl.DataFrame:
    """Periods with counts under a calendar: distinct [source, series String, period_start, period_end Date].

    Only periods that begin on or after ``start``, if given: then a few rows of the index are read, not all.
    """
    columns = tables.count.c
    periods = select(columns.series_id, columns.period_start, columns.period_end).distinct()
    if start is not None:
        known = select(tables.series.c.id)
        periods = periods.where(columns.series_id.in_(known), columns.period_start >= start)
    schema = {"series_id": pl.Int64(), "period_start": pl.Date(), "period_end": pl.Date()}
    found = _of_calendar(reader, periods, schema, calendar)
    return found.select("source", "series", "period_start", "period_end").unique()


def _of_calendar(
    reader: Reader, statement: Select[Any], schema: Mapping[str, pl.DataType], calendar: str
) -> pl.DataFrame:
    found = reader.frame(statement, schema)
    # Names are read after the counts that use them: a batch stored in between must not lose its rows.
    with reader.engine.connect() as connection:
        series = table_frame(connection, tables.series, _SERIES)
    mine = series.filter(pl.col("calendar") == calendar)
    return found.join(mine, left_on="series_id", right_on="id")
