"""Figures over real stores: the province's own declaration, a handful of counts pulled into SQLite or PostgreSQL."""

from __future__ import annotations

from tests.stores import *  # noqa: F403 - the store fixtures, on both databases
