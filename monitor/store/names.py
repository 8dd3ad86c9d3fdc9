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

    ``wanted`` has the String columns of ``SERIES``; the answer has them distinct, and ``series_id`` Int64.
    """
    names = wanted.select(SERIES).unique().with_columns(pl.lit(source).alias("source"))
    where = tables.series.c.source == source
    found = _known_or_added(connection, tables.series, names, ("source", *SERIES), where)
    return found.drop("source").rename({"id": "series_id"})


def code_ids(connection: Connection, table: Table, codes: pl.Series) -> pl.DataFrame:
    """Number the codes of ``unit`` or ``procedure``, adding the new ones: ``code`` String, ``id`` Int64."""
    return _known_or_added(connection, table, codes.unique().alias("code").to_frame(), ("code",))


def evidence_id(connection: Connection, sha256: str, size: int) -> int:
    """Number one body, adding it if it is new."""
    names = pl.DataFrame({"sha256": [sha256], "size": [size]}, schema={"sha256": pl.String, "size": pl.Int64})
    where = tables.evidence.c.sha256 == sha256
    found = _known_or_added(connection, tables.evidence, names, ("sha256",), where)
    return int(found["id"].item())


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
    key: tuple[str, ...],
    where: Any = None,  # noqa: ANN401
) -> pl.DataFrame:
    known = table_frame(connection, table, key, where)
    # Sorted: two pulls that add the same names in the same order cannot block each other for ever.
    missing = names.join(known, on=key, how="anti").sort(key)
    if missing.height:
        _add(connection, table, missing.to_dicts())
        known = table_frame(connection, table, key, where)
    return known.join(names.select(key), on=key, how="semi")


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), rows)
