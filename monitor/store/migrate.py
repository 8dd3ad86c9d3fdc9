"""Bringing the database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from monitor.store.engine import writing

MIGRATIONS = Path(__file__).with_name("migrations")
UPGRADE_LOCK = 5_270_140_177


def upgrade(engine: Engine) -> None:
    """Apply the missing migrations in one transaction; two processes at once wait for each other."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        config = config_of_migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def config_of_migrations() -> Config:
    """What alembic needs to find the migrations, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
