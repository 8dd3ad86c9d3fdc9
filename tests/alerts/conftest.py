"""Fixtures of this room: stores on both databases, and receivers that speak the real protocols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.alerts.receivers import MailServer, WebHook
from tests.stores import database_url, new_url, postgres_server, store

__all__ = ["database_url", "new_url", "postgres_server", "store"]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real SMTP server on a free port."""
    with MailServer() as server:
        yield server


@pytest.fixture
def web_hook() -> Iterator[WebHook]:
    """A real HTTP receiver on a free port."""
    with WebHook() as hook:
        yield hook
