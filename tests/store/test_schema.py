from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.store import SchemaError, Store, StoreError
from monitor.store.engine import writing
from monitor.store.migrate import config_of_migrations
from monitor.store.schema import REVISIONS
from monitor.store.tables import metadata
from tests.store.rows import SEPTEMBER, add, begin, count_row, counts


def test_an_empty_database_says_what_to_do_and_upgrades(database_url: str, tmp_path: Path) -> None:
    store = Store(database_url, tmp_path)
    (problem,) = store.check()
    assert "sohoa db upgrade" in problem
    store.upgrade()
    assert store.check() == ()
    store.upgrade()
    assert store.check() == ()
    store.close()


def test_the_migrations_make_exactly_the_declared_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_every_migration_is_known_by_name() -> None:
    scripts = ScriptDirectory.from_config(config_of_migrations())
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(REVISIONS)


def test_a_database_of_a_newer_program_is_left_alone(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    (problem,) = store.check()
    assert "newer version" in problem
    if store.engine.dialect.name == "postgresql":
        with pytest.raises(SchemaError, match="9999"):
            store.ensure_schema()


def test_only_the_embedded_database_is_upgraded_unasked(database_url: str, tmp_path: Path) -> None:
    store = Store(database_url, tmp_path)
    if store.engine.dialect.name == "sqlite":
        store.ensure_schema()
        assert store.check() == ()
    else:
        with pytest.raises(SchemaError, match="sohoa db upgrade"):
            store.ensure_schema()
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d"])
def test_a_database_that_cannot_hold_counts_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="SOHOA_DATABASE_URL"):
        Store(url, tmp_path)


def test_a_store_that_already_holds_counts_learns_its_spans(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(1), count_row(2, unit="U2"), count_row(3, days=SEPTEMBER)))
    known = store.spans("calendar").sort("period_start")
    with writing(store.engine) as connection:
        config = config_of_migrations()
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    store.upgrade()
    assert store.spans("calendar").sort("period_start").equals(known)
    assert known["versions"].to_list() == [1, 2]
