"""What the store holds, without reading the counts themselves: which series give which units, and which periods."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store import tables
from monitor.store.engine import Reader
from monitor.store.names import table_frame

SPANS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "measure": pl.String(),
    "grain": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "versions": pl.Int64(),
}
"""One row per series, measure and period with counts; ``versions``: how many rows of counts lie in it, all captures."""

_SERIES = ("source", "series", "measure", "calendar", "grain")
_SPAN = ("series_id", "period_start", "period_end")


def note(connection: Connection, rows: pl.DataFrame) -> None:
    """Add rows just appended to the numbers of their spans. ``rows``: [series_id, period_start, period_end, …]."""
    added = rows.group_by(_SPAN).agg(versions=pl.len().cast(pl.Int64)).sort(_SPAN)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(tables.span)
    grown = {"versions": tables.span.c.versions + statement.excluded.versions}
    connection.execute(statement.on_conflict_do_update(index_elements=list(_SPAN), set_=grown), added.to_dicts())


def offered(reader: Reader, calendar: str, within: tuple[date, date] | None = None) -> pl.DataFrame:
    """What each source has ever given under a calendar: distinct [source, series, unit, measure], String.

    ``within``: looks only at periods that begin on these days or between them.
    """
    columns = tables.count.c
    statement = select(columns.series_id, columns.unit_id).distinct()
    if within is not None:
        known = select(tables.series.c.id)
        statement = statement.where(columns.series_id.in_(known), columns.period_start.between(*within))
    found = reader.frame(statement, {"series_id": pl.Int64(), "unit_id": pl.Int64()})
    # Names are read after the counts that use them: a batch stored in between must not lose its rows.
    with reader.engine.connect() as connection:
        units = table_frame(connection, tables.unit, ("code",)).rename({"code": "unit"})
    named = _named(reader, found, calendar).join(units, left_on="unit_id", right_on="id")
    return named.select("source", "series", "unit", "measure").unique()


def spans(reader: Reader, calendar: str) -> pl.DataFrame:
    """``SPANS`` of a calendar, in no order."""
    columns = tables.span.c
    schema = {"series_id": pl.Int64(), "period_start": pl.Date(), "period_end": pl.Date(), "versions": pl.Int64()}
    found = reader.frame(select(*(columns[name] for name in schema)), schema)
    return _named(reader, found, calendar).select(SPANS.keys())


def starts(connection: Connection, series: pl.Series, first: date | None, last: date | None) -> list[date]:
    """First days of the periods that these series (ids) have, lying wholly within these days."""
    columns = tables.span.c
    statement = select(columns.period_start).where(columns.series_id.in_(series.to_list())).distinct()
    if first is not None:
        statement = statement.where(columns.period_start >= first)
    if last is not None:
        statement = statement.where(columns.period_end <= last)
    return sorted(connection.execute(statement).scalars())


def _named(reader: Reader, found: pl.DataFrame, calendar: str) -> pl.DataFrame:
    with reader.engine.connect() as connection:
        series = table_frame(connection, tables.series, _SERIES)
    return found.join(series.filter(pl.col("calendar") == calendar), left_on="series_id", right_on="id")
