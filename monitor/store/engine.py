"""Connections: SQLAlchemy for writing and small reads, a shorter way for reading counts in bulk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl
from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from monitor.store.errors import StoreError

BUSY_MILLISECONDS = 30_000
AT_ONCE = 100_000
"""Rows of SQLite that are turned into a frame at once."""
DIALECTS = ("sqlite", "postgresql")


def open_engine(url: str) -> Engine:
    """Open SQLite (a file; WAL, foreign keys on) or PostgreSQL through psycopg 3.

    Raises ``StoreError`` for any other database, or for SQLite in memory, which no second process could read.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # Without the address itself: it may hold a password.
        raise StoreError(
            "SOHOA_DATABASE_URL is no database address. Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST:5432/NAME"
        ) from error
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


class Reader:
    """Reads many rows at once.

    PostgreSQL is read through ADBC. SQLite is not: ADBC brings its own copy of the SQLite library, and when one of
    two copies in a process closes a file, the operating system drops the locks of the other; a write-ahead log in
    use was deleted that way. Its rows come through the driver that also writes.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = Lock()
        self._first: Any = None

    def frame(self, statement: Select[Any], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """The rows of a query; ``schema`` names the columns in order, with Int64, String, Date or UTC time.

        The statement may only hold integer and date constants: they are written into its text. Raises
        ``StoreError`` if the database does not answer.
        """
        text = str(statement.compile(self.engine, compile_kwargs={"literal_binds": True}))
        if self.engine.dialect.name == "sqlite":
            return self._from_sqlite(text, schema)
        import adbc_driver_manager  # noqa: PLC0415 - only where there is a PostgreSQL to read

        try:
            found = self._from_postgresql(text)
        except adbc_driver_manager.Error as error:
            raise StoreError(f"The database could not be read: {error}. Run: sohoa db check") from error
        return found.with_columns(pl.col(name).cast(kind) for name, kind in schema.items())

    def close(self) -> None:
        """Let go of the connection kept for cloning."""
        with self._lock:
            if self._first is not None:
                self._first.close()
                self._first = None

    def _from_postgresql(self, text: str) -> pl.DataFrame:
        with self._clone() as connection, connection.cursor() as cursor:
            cursor.execute(text)
            frame: pl.DataFrame = cursor.fetch_polars()
            return frame

    def _clone(self) -> Any:  # noqa: ANN401  (the driver is untyped)
        import adbc_driver_postgresql.dbapi as adbc  # noqa: PLC0415 - only where there is a PostgreSQL to read

        # Opening the first connection reads the server's catalogue of types; a clone shares it.
        with self._lock:
            if self._first is None:
                address = self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
                self._first = adbc.connect(address, autocommit=True)
            return self._first.adbc_clone()

    def _from_sqlite(self, text: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        # Piece by piece: a million rows as Python's own objects would take a gigabyte.
        pieces = [_of_sqlite([], schema)]
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            try:
                cursor = driver.execute(text)
                while rows := cursor.fetchmany(AT_ONCE):
                    pieces.append(_of_sqlite(rows, schema))
            except sqlite3.DatabaseError as error:
                raise StoreError(f"The database could not be read: {error}. Run: sohoa db check") from error
        return pl.concat(pieces)


def _of_sqlite(rows: list[tuple[Any, ...]], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Rows as SQLite holds them, days and times as text, in the types of the schema."""
    as_held = {name: kind if kind == pl.Int64 else pl.String() for name, kind in schema.items()}
    days = [name for name, kind in schema.items() if kind == pl.Date]
    times = [name for name, kind in schema.items() if isinstance(kind, pl.Datetime)]
    return pl.DataFrame(rows, schema=as_held, orient="row").with_columns(
        pl.col(days).str.to_date("%Y-%m-%d"),
        pl.col(times).str.to_datetime("%Y-%m-%d %H:%M:%S%.6f", time_unit="us").dt.replace_time_zone("UTC"),
    )


def database_file(engine: Engine) -> Path:
    """The file of an SQLite database."""
    return Path(engine.url.database or "")


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
