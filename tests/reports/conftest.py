"""Editions are kept in both kinds of database."""

from __future__ import annotations

from tests.stores import *  # noqa: F403
