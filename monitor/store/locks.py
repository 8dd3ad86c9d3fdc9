"""One owner at a time for each name; the operating system or the server lets go when the owner dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import IO
from urllib.parse import quote

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from monitor.store.engine import database_file
from monitor.store.errors import Busy

LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code of a lock that was not given in time."""
PATIENCE = "1s"
"""How long PostgreSQL may need to notice that the process which held the lock has died."""


@contextmanager
def exclusive(engine: Engine, name: str) -> Iterator[None]:
    """Hold the lock ``name`` of this database. Raises ``Busy`` if someone else has it."""
    held = _held_by_server if engine.dialect.name == "postgresql" else _held_by_file
    with held(engine, name):
        yield


def held(engine: Engine, name: str) -> bool:
    """Whether somebody holds the lock ``name`` now; does not wait."""
    if engine.dialect.name == "postgresql":
        return _known_to_server(engine, name)
    with suppress(Busy), _held_by_file(engine, name):
        return False
    return True


def _known_to_server(engine: Engine, name: str) -> bool:
    # The server shows the two halves of the key as unsigned numbers; objsubid 1 = a key of 64 bits.
    high, low = divmod(_key(name) % 2**64, 2**32)
    statement = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
        "AND classid = CAST(:high AS bigint)::oid AND objid = CAST(:low AS bigint)::oid "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with engine.connect() as connection:
        return bool(connection.execute(statement, {"high": high, "low": low}).scalar())


def _key(name: str) -> int:
    return int.from_bytes(sha256(f"sohoa:{name}".encode()).digest()[:8], "big", signed=True)


@contextmanager
def _held_by_server(engine: Engine, name: str) -> Iterator[None]:
    key = _key(name)
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    # Detached: closing must end the session, and with it the lock, instead of going back to the pool.
    connection.detach()
    with connection:
        connection.execute(text(f"SET lock_timeout = '{PATIENCE}'"))
        try:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
                raise _busy(name) from error
            raise
        yield


@contextmanager
def _held_by_file(engine: Engine, name: str) -> Iterator[None]:
    folder = database_file(engine).parent / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{database_file(engine).name}.{quote(name, safe='')}.lock"
    with path.open("w") as file:
        _lock(file, name)
        yield


def _lock(file: IO[str], name: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _busy(name) from error


def _busy(name: str) -> Busy:
    return Busy(f"{name} is being worked on by another process. Wait until it ends, then run this again.")
