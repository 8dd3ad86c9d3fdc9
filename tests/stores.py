"""Stores to test against: every test that takes ``store`` runs on SQLite and on PostgreSQL.

Use them in a conftest.py: ``from tests.stores import *`` names nothing else than the fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from monitor.store import Store
from tests import postgres

__all__ = ["database_url", "new_url", "postgres_server", "store"]


class NewUrl(Protocol):
    """Gives the URL of one more empty database of the kind under test."""

    def __call__(self) -> str: ...


class _LazyServer:
    """Starts the server when the first test asks for a database."""

    def __init__(self) -> None:
        self._running = postgres.running()
        self._server: postgres.Server | None = None

    def new_database(self) -> str:
        if self._server is None:
            self._server = self._running.__enter__()
        return self._server.new_database()

    def close(self) -> None:
        if self._server is not None:
            self._running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[_LazyServer]:
    """One PostgreSQL server for this test process."""
    server = _LazyServer()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, postgres_server: _LazyServer, tmp_path: Path) -> NewUrl:
    """A maker of empty databases, once for each kind."""
    made: list[str] = []

    def make() -> str:
        if request.param == "postgresql":
            return postgres_server.new_database()
        made.append(f"sqlite:///{tmp_path / f'sohoa-{len(made)}.db'}")
        return made[-1]

    return make


@pytest.fixture
def database_url(new_url: NewUrl) -> str:
    """The URL of an empty database."""
    return new_url()


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """An upgraded, empty store."""
    opened = Store(database_url, tmp_path / "data")
    opened.upgrade()
    yield opened
    opened.close()
