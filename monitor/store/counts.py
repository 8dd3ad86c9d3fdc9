"""Counts: appended in bulk, read in bulk, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, select, true

from monitor.store import inventory, tables
from monitor.store.engine import Reader
from monitor.store.errors import StoreError
from monitor.store.frames import COUNTS, UTC_TIME, Origin
from monitor.store.names import code_ids, series_ids, table_frame

COLUMNS: dict[str, pl.DataType] = {
    "series_id": pl.Int64(),
    "period_start": pl.Date(),
    "unit_id": pl.Int64(),
    "procedure_id": pl.Int64(),
    "captured_at": UTC_TIME,
    "period_end": pl.Date(),
    "value": pl.Int64(),
    "pull_id": pl.Int64(),
    "evidence_id": pl.Int64(),
}
KEY = ("series_id", "period_start", "unit_id", "procedure_id", "captured_at")
FEW = 200
"""Units up to which only their own names are read."""
SERIES_COLUMNS = ("source", "series", "measure", "calendar", "grain")


@dataclass(frozen=True, slots=True)
class CountQuery:
    """Which counts to read; None = no restriction. Days are inclusive bounds of whole periods."""

    sources: Sequence[str] | None = None
    series: Sequence[str] | None = None
    measures: Sequence[str] | None = None
    calendar: str | None = None
    units: Sequence[str] | None = None
    start: date | None = None
    end: date | None = None


def append(connection: Connection, rows: pl.DataFrame, origin: Origin) -> int:
    """Append ``NEW_COUNTS`` rows inside the caller's transaction; return how many."""
    if rows.is_empty():
        return 0
    numbered = _numbered(connection, origin.source, rows).with_columns(
        pl.lit(origin.pull_id).alias("pull_id"), pl.lit(origin.evidence_id).alias("evidence_id")
    )
    table = numbered.select(COLUMNS.keys()).sort(KEY).collect(engine="in-memory")
    if connection.dialect.name == "postgresql":
        _copy(connection, table)
    else:
        _insert(connection, table)
    inventory.note(connection, table)
    return table.height


def read(reader: Reader, query: CountQuery) -> pl.DataFrame:
    """Every version of the counts asked for, in ``COUNTS`` columns, sorted by key and capture time."""
    return _named(reader, *_versions(reader, query))


def latest(
    reader: Reader,
    source: str,
    series: Iterable[str],
    spans: Iterable[tuple[date, date]],
    units: Iterable[str] | None = None,
) -> pl.DataFrame:
    """The newest version of each count of these series, periods and units, in ``COUNTS`` columns."""
    days = list(spans)
    if not days:
        return pl.DataFrame(schema=COUNTS)
    among = None if units is None else tuple(units)
    query = CountQuery((source,), tuple(series), units=among, start=min(days)[0], end=max(end for _, end in days))
    versions, numbers = _versions(reader, query)
    if versions.height:
        wanted = pl.DataFrame(days, schema={"period_start": pl.Date(), "period_end": pl.Date()}, orient="row")
        versions = versions.join(wanted, on=["period_start", "period_end"], how="semi", maintain_order="left")
        versions = versions.unique(subset=KEY[:-1], keep="last", maintain_order=True)
    return _named(reader, versions, numbers)


def _versions(reader: Reader, query: CountQuery) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows asked for in ``COLUMNS``, sorted by ``KEY``; and the series they are among."""
    with reader.engine.connect() as connection:
        series = _wanted_series(connection, query)
        units = None if query.units is None else _unit_ids(connection, query.units)
        starts = None if units is None else inventory.starts(connection, series["id"], query.start, query.end)
    if series.is_empty() or units == []:
        return pl.DataFrame(schema=COLUMNS), series
    return reader.frame(_statement(query, series, units, starts), COLUMNS), series


def _named(reader: Reader, found: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """Put names to the numbers. They are read after the counts: a batch stored in between must not lose its rows."""
    if found.is_empty():
        return pl.DataFrame(schema=COUNTS)
    cited = found["evidence_id"]
    among = tables.evidence.c.id.between(cited.min() or 0, cited.max() or 0)
    few = found["unit_id"].unique()
    named = tables.unit.c.id.in_(few.to_list()) if few.len() <= FEW else None
    with reader.engine.connect() as connection:
        units = table_frame(connection, tables.unit, ("code",), named)
        procedures = table_frame(connection, tables.procedure, ("code",))
        evidence = table_frame(connection, tables.evidence, ("sha256",), among).rename({"sha256": "evidence"})
    return (
        found.join(series, left_on="series_id", right_on="id", maintain_order="left")
        .join(units.rename({"code": "unit"}), left_on="unit_id", right_on="id", maintain_order="left")
        .join(procedures.rename({"code": "procedure"}), left_on="procedure_id", right_on="id", maintain_order="left")
        .join(evidence, left_on="evidence_id", right_on="id", maintain_order="left")
        .select(COUNTS.keys())
    )


def _numbered(connection: Connection, source: str, rows: pl.DataFrame) -> pl.LazyFrame:
    series = series_ids(connection, source, rows).lazy().drop("source").rename({"id": "series_id"})
    units = code_ids(connection, tables.unit, rows["unit"]).lazy().rename({"code": "unit", "id": "unit_id"})
    procedures = code_ids(connection, tables.procedure, rows["procedure"]).lazy()
    return (
        rows.lazy()
        .join(series, on=["series", "measure", "calendar", "grain"])
        .join(units, on="unit")
        .join(procedures.rename({"code": "procedure", "id": "procedure_id"}), on="procedure")
    )


def _copy(connection: Connection, table: pl.DataFrame) -> None:
    import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL to write to

    moment = pl.col("captured_at").dt.strftime("%Y-%m-%d %H:%M:%S%.6f+00")
    text = table.with_columns(moment).write_csv(include_header=False, null_value="")
    driver: Any = connection.connection.driver_connection
    statement = f"COPY count ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(text)
    except psycopg.Error as error:
        reason = str(error).partition("\n")[0]
        raise StoreError(f"PostgreSQL did not take the counts: {reason}. Read its log, then pull again.") from error


def _insert(connection: Connection, table: pl.DataFrame) -> None:
    as_text = table.with_columns(
        pl.col("period_start", "period_end").dt.strftime("%Y-%m-%d"),
        pl.col("captured_at").dt.strftime("%Y-%m-%d %H:%M:%S%.6f"),
    )
    places = ", ".join("?" * len(COLUMNS))
    # Names and places are constants of this module, never data.
    statement = f"INSERT INTO count ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608
    connection.exec_driver_sql(statement, as_text.rows())


def _wanted_series(connection: Connection, query: CountQuery) -> pl.DataFrame:
    wanted = {
        "source": query.sources,
        "series": query.series,
        "measure": query.measures,
        "calendar": None if query.calendar is None else (query.calendar,),
    }
    columns = tables.series.c
    conditions = (columns[name].in_(values) for name, values in wanted.items() if values is not None)
    return table_frame(connection, tables.series, SERIES_COLUMNS, and_(true(), *conditions))


def _unit_ids(connection: Connection, codes: Sequence[str]) -> list[int]:
    return table_frame(connection, tables.unit, ("code",), tables.unit.c.code.in_(codes))["id"].to_list()


def _statement(
    query: CountQuery, series: pl.DataFrame, units: list[int] | None, starts: list[date] | None
) -> Select[Any]:
    """``starts``: the first days of the periods there are; with them the rows of some units are found, not searched."""
    columns = tables.count.c
    conditions: list[ColumnElement[bool]] = [columns.series_id.in_(series["id"].to_list())]
    if units is not None:
        conditions.append(columns.unit_id.in_(units))
    if starts is not None:
        conditions.append(columns.period_start.in_(starts))
    elif query.start is not None:
        conditions.append(columns.period_start >= query.start)
    if query.end is not None:
        conditions.append(columns.period_end <= query.end)
    return select(*(columns[name] for name in COLUMNS)).where(*conditions).order_by(*(columns[name] for name in KEY))
