"""What the store holds, without reading the counts themselves: which series give which units, and which periods."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import Engine, Select, select

from monitor.store import tables
from monitor.store.engine import read_frame
from monitor.store.names import table_frame

_SERIES = ("source", "series", "measure", "calendar")


def offered(engine: Engine, calendar: str) -> pl.DataFrame:
    """What each source has ever given under a calendar: distinct [source, series, unit, measure], String."""
    columns = tables.count.c
    pairs = select(columns.series_id, columns.unit_id).distinct()
    with engine.connect() as connection:
        units = table_frame(connection, tables.unit, ("code",)).rename({"code": "unit"})
    found = _of_calendar(engine, pairs, calendar).join(units, left_on="unit_id", right_on="id")
    return found.select("source", "series", "unit", "measure").unique()


def spans(engine: Engine, calendar: str) -> pl.DataFrame:
    """Periods with counts under a calendar: distinct [source, series String, period_start, period_end Date]."""
    columns = tables.count.c
    found = _of_calendar(
        engine, select(columns.series_id, columns.period_start, columns.period_end).distinct(), calendar
    )
    days = [name for name in ("period_start", "period_end") if found.schema[name] == pl.String]
    dated = found.with_columns(pl.col(days).str.to_date("%Y-%m-%d"))
    return dated.select("source", "series", pl.col("period_start", "period_end").cast(pl.Date)).unique()


def _of_calendar(engine: Engine, statement: Select[Any], calendar: str) -> pl.DataFrame:
    with engine.connect() as connection:
        series = table_frame(connection, tables.series, _SERIES)
    found = read_frame(engine, statement).with_columns(pl.col("series_id").cast(pl.Int64))
    mine = series.filter(pl.col("calendar") == calendar)
    return found.join(mine, left_on="series_id", right_on="id")
