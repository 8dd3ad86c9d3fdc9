"""Bringing the database to the newest schema, and telling whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from monitor.store.engine import writing

MIGRATIONS = Path(__file__).with_name("migrations")
UPGRADE_LOCK = 5_270_140_177


def upgrade(engine: Engine) -> None:
    """Apply the missing migrations in one transaction; two processes at once wait for each other."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def problem(engine: Engine) -> str | None:
    """One sentence about a schema that is not the one this program was written for, or None."""
    with engine.connect() as connection:
        found = _found(connection)
    wanted = newest()
    if found == wanted:
        return None
    if found is None:
        return "The database is empty. Run: sohoa db upgrade"
    if _known(found):
        return f"The database has schema {found}, this program needs {wanted}. Run: sohoa db upgrade"
    return (
        f"The database has schema {found}, which this program does not know: a newer version wrote it. "
        "Install that version, or restore a backup made with this one."
    )


def newest() -> str:
    """Name of the newest migration."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _found(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known(name: str) -> bool:
    return name in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
