"""Whether the database has the schema this program needs. Light on purpose: every command asks it at its start."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from monitor.store.errors import SchemaError

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Names of the migrations, newest last; a test compares them with the files in ``migrations/``."""


def newest() -> str:
    """Name of the newest migration."""
    return REVISIONS[-1]


def problem(engine: Engine) -> str | None:
    """One sentence about a schema that is not the one this program was written for, or None."""
    found = _found(engine)
    if found == newest():
        return None
    if found is None:
        return "The database is empty. Run: sohoa db upgrade"
    if found in REVISIONS:
        return f"The database has schema {found}, this program needs {newest()}. Run: sohoa db upgrade"
    return _unknown(found)


def refuse_unknown(engine: Engine) -> None:
    """Raise ``SchemaError`` for a schema that a newer program wrote: there is no way up from it."""
    found = _found(engine)
    if found is not None and found not in REVISIONS:
        raise SchemaError(_unknown(found))


def _unknown(found: str) -> str:
    return (
        f"The database has schema {found}, which this program does not know: a newer version wrote it. "
        "Install that version, or restore a backup made with this one."
    )


def _found(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
