"""Connections: SQLAlchemy for writing and small reads, ADBC for reading counts in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as postgresql_adbc
import adbc_driver_sqlite.dbapi as sqlite_adbc
import polars as pl
from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, make_url

from monitor.store.errors import StoreError

BUSY_MILLISECONDS = 30_000
DIALECTS = ("sqlite", "postgresql")


def open_engine(url: str) -> Engine:
    """Open SQLite (a file; WAL, foreign keys on) or PostgreSQL through psycopg 3.

    Raises ``StoreError`` for any other database, or for SQLite in memory, which no second process could read.
    """
    parsed = make_url(url)
    dialect = parsed.get_backend_name()
    if dialect not in DIALECTS:
        raise StoreError(f"{dialect} is not supported. Set SOHOA_DATABASE_URL to sqlite:///FILE or postgresql://…")
    if dialect == "sqlite":
        return _open_sqlite(parsed)
    return create_engine(parsed.set(drivername="postgresql+psycopg"), json_serializer=_json, pool_pre_ping=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that is going to write: committed at the end, undone on any error."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def read_frame(engine: Engine, statement: Select[Any]) -> pl.DataFrame:
    """Read a query's rows through ADBC, with whatever types the driver infers.

    The statement may only hold integer and date constants: they are written into its text, because binding
    them would need another library. On SQLite dates and times come as text, and every column of an empty
    answer as Int64; the caller casts.
    """
    text = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    with _adbc(engine) as connection, connection.cursor() as cursor:
        if engine.dialect.name == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            cursor.fetch_polars()
        cursor.execute(text)
        frame: pl.DataFrame = cursor.fetch_polars()
        return frame


def database_file(engine: Engine) -> Path:
    """The file of an SQLite database."""
    return Path(engine.url.database or "")


def _adbc(engine: Engine) -> Any:  # noqa: ANN401  (the driver is untyped)
    if engine.dialect.name == "sqlite":
        return sqlite_adbc.connect(str(database_file(engine)), autocommit=True)
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return postgresql_adbc.connect(address, autocommit=True)


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreError("SQLite in memory cannot hold counts. Set SOHOA_DATABASE_URL to sqlite:///FILE")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, json_serializer=_json)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    # The driver's own transaction handling commits before DDL and begins late; _begin_sqlite takes over.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once when another one wrote in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_json = partial(json.dumps, ensure_ascii=False)
