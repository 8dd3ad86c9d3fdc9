"""Editions are kept in both kinds of database; the province's own declaration."""

from __future__ import annotations

import pytest

from monitor.declared import Declared, load
from tests.running import ROOT
from tests.stores import *  # noqa: F403


@pytest.fixture(scope="session")
def declared() -> Declared:
    return load(ROOT / "config", environ={})
