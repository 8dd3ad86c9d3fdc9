"""Opens a database so that it can only be read, and streams the result of one query. PostgreSQL and SQLite."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Date, bindparam, create_engine, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from connectors.errors import ConfigurationError, ContractBroken, CredentialsError, SourceError, SourceUnavailable

Rows = Sequence[Sequence[object]]
LATER = "Nothing was lost: the next pull asks for the same periods again."
_STEPS = 20_000
"""Instructions of SQLite's machine between two looks at the clock."""
_HEADER = 100
_LARGEST_PAGE = 65_536
_DAMAGED = "XX001"
_STATES: dict[str, tuple[type[SourceError], str, str]] = {
    "57014": (SourceUnavailable, "took longer than its timeout", f"Make the query faster, or raise timeout. {LATER}"),
    "25006": (ContractBroken, "tries to write", "Leave the query to reading."),
    "42501": (CredentialsError, "asks for what this account may not read", "Let the account read these tables."),
    "28P01": (CredentialsError, "could not be asked: wrong password", "Renew the password in url."),
    "28000": (CredentialsError, "could not be asked: this account is not let in", "Check the account in url."),
    _DAMAGED: (ContractBroken, "could not be asked: the file is no whole database", "Copy the replica again."),
    "3D000": (ConfigurationError, "could not be asked: there is no such database", "Correct url."),
}
"""SQLSTATE of PostgreSQL → what it means to a pull."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole query and for connecting; rows fetched at a time."""

    timeout: float
    connect_timeout: float
    chunk_rows: int


def address(url: str) -> URL:
    """The database's address. Raises ``ConfigurationError``, which never repeats it: it holds the password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        remedy = "Write postgresql://user:password@host/database or sqlite:////path/to/file into it."
        raise ConfigurationError("The option url is no address of a database.", remedy) from None
    if parsed.get_backend_name() not in {"postgresql", "sqlite"}:
        raise ConfigurationError(
            f"A database of the kind {parsed.get_backend_name()} is not read.",
            "Read a replica on PostgreSQL or SQLite, or take its export by the spreadsheet connector.",
        )
    return parsed


def shown(url: URL) -> str:
    """The database without user, password, host and folder: what evidence may say of it."""
    return f"sql:{url.get_backend_name()}/{Path(url.database or '').name}"


@contextmanager
def reading(url: URL, limits: Limits) -> Iterator[Connection]:
    """A connection inside a transaction in which the database refuses to write.

    Trouble of the database inside the block comes out as a ``SourceError`` that repeats nothing of query or address.
    """
    deadline = time.monotonic() + limits.timeout
    try:
        engine = _sqlite(url, deadline) if url.get_backend_name() == "sqlite" else _postgresql(url, limits)
        with engine.connect() as connection, connection.begin():
            if url.get_backend_name() == "postgresql":
                connection.execute(text("SET TRANSACTION READ ONLY"))
                milliseconds = str(int(limits.timeout * 1000))
                connection.execute(
                    text("SELECT set_config('statement_timeout', :milliseconds, true)"), {"milliseconds": milliseconds}
                )
            yield connection
    except NoSuchModuleError:
        raise ConfigurationError("The option url names a driver that is not installed.", "Leave it out.") from None
    except SQLAlchemyError as error:
        raise _told(error) from error


@contextmanager
def asked(
    connection: Connection, query: str, span: Mapping[str, date], limits: Limits
) -> Iterator[tuple[list[str], Iterator[Rows]]]:
    """Names of the result's columns, and its rows ``chunk_rows`` at a time; the database keeps the rest."""
    statement = text(query).bindparams(bindparam("start", type_=Date), bindparam("end", type_=Date))
    streaming = connection.execution_options(stream_results=True, yield_per=limits.chunk_rows)
    with closing(streaming.execute(statement, dict(span))) as result:
        yield list(result.keys()), _in_time(result.partitions(limits.chunk_rows), limits)


def _in_time(chunks: Iterator[Rows], limits: Limits) -> Iterator[Rows]:
    """The chunks, as long as they come in time: a timeout of the database bounds each by itself only."""
    deadline = time.monotonic() + limits.timeout
    for chunk in chunks:
        yield chunk
        if time.monotonic() > deadline:
            raise SourceUnavailable("The query took longer than its timeout.", LATER)


def _postgresql(url: URL, limits: Limits) -> Engine:
    arguments = {"connect_timeout": max(1, int(limits.connect_timeout)), "application_name": "sohoa"}
    return create_engine(url, poolclass=NullPool, connect_args=arguments)


def _sqlite(url: URL, deadline: float) -> Engine:
    """SQLite with the file opened for reading only: a missing file stays missing."""
    _refuse_cut_off(Path(url.database or ""))

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(url.database or '')}?mode=ro", uri=True)
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _refuse_cut_off(path: Path) -> None:
    """Refuse a file shorter than its header says: SQLite reads the missing end as nothing and gives no rows.

    Format: page size at byte 16 (1 = 65536), pages at byte 28, valid if the counters at 24 and 92 agree.
    """
    try:
        with path.open("rb") as file:
            header, size = file.read(_HEADER), file.seek(0, 2)
    except OSError:
        return
    if len(header) < _HEADER or header[24:28] != header[92:96]:
        return
    page = int.from_bytes(header[16:18], "big")
    if size < int.from_bytes(header[28:32], "big") * (_LARGEST_PAGE if page == 1 else page):
        kind, what, remedy = _STATES[_DAMAGED]
        raise kind(f"The query {what}.", remedy)


def _told(error: SQLAlchemyError) -> SourceError:
    cause = error.orig if isinstance(error, DBAPIError) else None
    said = str(cause)
    state = getattr(cause, "sqlstate", None) or _state_of_sqlite(cause) or _state_of_refusal(said)
    if state in _STATES:
        kind, what, remedy = _STATES[state]
        return kind(f"The query {what}.", remedy)
    if state is not None and state[:2] in {"42", "22"}:
        return ContractBroken(
            f"The query does not fit the database (SQLSTATE {state}).",
            "The tables have changed, or the query is wrong: compare the two and review the query file again.",
        )
    return SourceUnavailable(f"The database cannot be asked ({type(cause or error).__name__}).", f"Check url. {LATER}")


def _state_of_sqlite(cause: BaseException | None) -> str | None:
    """The SQLSTATE that SQLite would give if it had any."""
    if not isinstance(cause, sqlite3.Error):
        return None
    known = {
        "SQLITE_INTERRUPT": "57014",
        "SQLITE_READONLY": "25006",
        "SQLITE_NOTADB": _DAMAGED,
        "SQLITE_CORRUPT": _DAMAGED,
    }
    name = getattr(cause, "sqlite_errorname", "")
    if name in {"SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR"}:
        return None
    return next((state for start, state in known.items() if name.startswith(start)), "42000")


def _state_of_refusal(said: str) -> str | None:
    """What PostgreSQL says when it does not let us in comes without a code."""
    words = {"password authentication failed": "28P01", "no pg_hba.conf entry": "28000", "does not exist": "3D000"}
    return next((state for word, state in words.items() if word in said), None)
