"""Small tables that give long names a number: series, units, procedures, evidence."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store import tables

SERIES = ("series", "measure", "calendar", "grain")


def series_ids(connection: Connection, source: str, wanted: pl.DataFrame) -> pl.DataFrame:
    """Number the source's series, adding the new ones.

    ``wanted`` has the String columns of ``SERIES``; the answer has ``id`` Int64, ``source`` and ``SERIES`` of every
    series of the source, those wanted among them.
    """
    names = wanted.lazy().select(pl.lit(source).alias("source"), *SERIES).unique().collect(engine="in-memory")
    return _known_or_added(connection, tables.series, names, tables.series.c.source == source)


def code_ids(connection: Connection, table: Table, codes: pl.Series) -> pl.DataFrame:
    """Number the codes of ``unit`` or ``procedure``, adding the new ones: ``id`` Int64 and ``code`` String of all."""
    return _known_or_added(connection, table, codes.unique().alias("code").to_frame())


def evidence_id(connection: Connection, sha256: str, size: int) -> int:
    """Number one body, adding it if it is new."""
    known = select(tables.evidence.c.id).where(tables.evidence.c.sha256 == sha256)
    found = connection.execute(known).scalar()
    if found is None:
        _add(connection, tables.evidence, [{"sha256": sha256, "size": size}])
        found = connection.execute(known).scalar_one()
    return int(found)


def table_frame(connection: Connection, table: Table, columns: tuple[str, ...], where: Any = None) -> pl.DataFrame:  # noqa: ANN401
    """Read ``id`` Int64 and the String ``columns`` of a small table, where the condition holds."""
    statement = select(table.c.id, *(table.c[name] for name in columns))
    if where is not None:
        statement = statement.where(where)
    schema = {"id": pl.Int64(), **dict.fromkeys(columns, pl.String())}
    rows = [tuple(row) for row in connection.execute(statement)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _known_or_added(
    connection: Connection,
    table: Table,
    names: pl.DataFrame,
    where: Any = None,  # noqa: ANN401
) -> pl.DataFrame:
    key = tuple(names.columns)
    known = table_frame(connection, table, key, where)
    # Sorted: two pulls that add the same names in the same order cannot block each other for ever.
    missing = sorted(set(names.rows()).difference(row[1:] for row in known.rows()))
    if missing:
        _add(connection, table, [dict(zip(key, row, strict=True)) for row in missing])
        known = table_frame(connection, table, key, where)
    return known


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), rows)
