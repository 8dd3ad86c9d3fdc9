"""Fixtures of this room: stores on both databases."""

from tests.stores import database_url, new_url, postgres_server, store

__all__ = ["database_url", "new_url", "postgres_server", "store"]
